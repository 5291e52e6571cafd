"""Nothing of what a visitor types stays: in no database, cache, temporary folder or log."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.wizard.papers import test_certificate as certificate
from tests.wizard.papers.filled import FILLED, OWN, address, send
from tests.wizard.papers.test_register import HEAD, UNITS, upload, workbook
from wizard.papers import pdf

pytestmark = pytest.mark.django_db
MARK = "Dấu vết Zyx987"
DOSSIERS = int(os.environ.get("DOSSIERS") or 15)
MARKED = {
    key: f"{value} {MARK}" if isinstance(value, str) and key in ("company_name", "goods-1-desc")
    else value for key, value in FILLED.items()
}  # fmt: skip


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for whoever asks for a temporary one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def ways(client: Client, number: int) -> int:
    """Everything that can be sent; say how many files of papers were made of it."""
    made = 0
    file = SimpleUploadedFile("d.json", MARK.encode() * 1000, "application/json")
    send(client, MARKED, do="add-goods", doc_no=str(number))
    send(client, MARKED, do="load", draft=file)
    send(client, MARKED, do="make", tax_code=MARK)
    send(client, MARKED, do="draft")
    for rows in ([HEAD, *UNITS], [HEAD, [MARK, "1", MARK, "", "", "", "", "", "", MARK]]):
        register = upload(workbook([[MARK], *rows]))
        reported = send(client, MARKED, do="report-anyway", register=register)
        assert (reported["Content-Type"] == "application/zip") == (rows[1:] == UNITS)
        made += rows[1:] == UNITS
    for request in ("not-shipped", "lost", "refused-here"):
        asked = {**certificate.NEW, "request": request}
        certified = send(
            client, {**MARKED, "questions": [], "facts": MARK}, certificate.address(asked)
        )
        assert certified["Content-Type"] == "application/zip"
        made += 1
    response = send(client, {**MARKED, "agent_name": f"华 {MARK}"}, reading=["yes"])
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-store"
    return made + 1


def test_nothing_is_written_anywhere(
    client: Client, temporary: Path, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    """A thousand files of papers with DOSSIERS=1000; a few in each run of the tests."""
    kept: list[Any] = []
    for name in ("set", "add", "set_many"):
        monkeypatch.setattr(cache, name, spy(getattr(cache, name), kept))
    client.get(address())
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        number = made = 0
        while made < DOSSIERS:
            made, number = made + ways(client, number), number + 1

    assert [item["sql"] for item in queries if not item["sql"].startswith("SELECT")] == []
    assert MARK not in repr([item["sql"] for item in queries])
    assert MARK not in repr(kept)
    assert list(temporary.rglob("*")) == []
    assert MARK not in caplog.text


def spy(function: Any, kept: list[Any]) -> Any:
    """A function that notes what it is given."""

    def noted(*args: Any, **kwargs: Any) -> Any:
        kept.append((args, kwargs))
        return function(*args, **kwargs)

    return noted


def test_a_paper_that_cannot_be_drawn_tells_no_log_what_was_typed(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> bytes:
        raise pdf.typst.TypstError(MARK)

    monkeypatch.setattr(pdf, "_compiled", fail)
    response = send(client, MARKED)

    assert response["Content-Type"] == "application/zip"
    assert "could not be drawn" in caplog.text
    assert MARK not in caplog.text


def test_an_error_of_ours_reports_no_field(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("wizard.papers.views.PapersPage.bundle", fail)
    client.raise_request_exception = False
    cache.clear()
    response = client.post(address(), {**MARKED, "do": "anyway"}, headers=OWN)

    assert response.status_code == 500
    assert MARK not in caplog.text
    assert MARK not in response.content.decode()
