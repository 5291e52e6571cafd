"""Nothing of a consignment stays: in no database, cache, temporary folder or log."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.wizard.assessment.stories import STORIES
from tests.wizard.consignment.packing import OWN, place, send, state_of, workbook
from tests.wizard.papers.test_nothing_kept import spy
from wizard.consignment.lines import LINE, Line, write_state

pytestmark = pytest.mark.django_db
MARK = "Dấu vết Zyx987"


def ways(client: Client) -> None:
    """Everything that can be sent, read and made."""
    table = SimpleUploadedFile("x.xlsx", workbook([(MARK, "", MARK, "", MARK, MARK)] * 400))
    lines = {"lines": state_of(send(client, {"do": "read", "table": table}))}
    broken = SimpleUploadedFile("x.csv", MARK.encode() * 40_000)
    short = write_state([Line(MARK, "", "2", answers) for answers in STORIES.values()])
    for sent in (
        {"do": "read", "table": broken, "name": MARK, "pasted": MARK},
        {"do": "save", "name": MARK, "code": MARK},
        {"do": "check", **lines},
        {"do": "answer-1", "answer": MARK, **lines},
        {"do": "result", "lines": short},
        *({"do": form, "lines": short} for form in ("csv", "xlsx", "pdf", "whole")),
    ):
        send(client, sent, "vi")
    client.get(place(query=f"?{LINE}={MARK};;2"))
    client.get(place(query=f"?{LINE}={MARK};;2&step=list"))


def test_nothing_is_written_anywhere(
    client: Client,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    kept: list[Any] = []
    for store in (cache, caches["pages"]):
        for name in ("set", "add", "set_many"):
            monkeypatch.setattr(store, name, spy(getattr(store, name), kept))
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        ways(client)

    assert [item["sql"] for item in queries if not item["sql"].startswith("SELECT")] == []
    assert MARK not in repr([item["sql"] for item in queries])
    assert MARK not in repr(kept)
    assert list(tmp_path.rglob("*")) == []
    assert MARK not in caplog.text


def test_an_error_of_ours_reports_nothing_that_was_sent(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("wizard.consignment.views.ConsignmentPage.check", fail)
    client.raise_request_exception = False
    cache.clear()
    sent = {"do": "check", "lines": write_state([Line(MARK)]), "name": MARK}
    response = client.post(place(), sent, headers=OWN)

    assert response.status_code == 500
    assert MARK not in caplog.text
    assert MARK not in response.content.decode()
