"""A refused request leaves one line in the log, and nothing of what was sent in it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.exception import convert_exception_to_response
from django.test import Client

from guidance.operations.json_log import JSONFormatter
from guidance.operations.refusals import ShortRefusals
from guidance.settings.logs import logging as log_settings

SENT = "evil.example"


@pytest.fixture(params=["line", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the console shows, in both forms."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    form = (
        JSONFormatter() if request.param == "json" else logging.Formatter("%(name)s: %(message)s")
    )
    handler.setFormatter(form)
    handler.addFilter(ShortRefusals())
    logging.getLogger("django").addHandler(handler)
    yield written
    logging.getLogger("django").removeHandler(handler)


def assert_one_short_line(log: io.StringIO) -> None:
    said = log.getvalue()
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert "traceback" not in said
    assert SENT not in said


@pytest.mark.django_db
def test_an_unknown_host(client: Client, settings: Any, log: io.StringIO) -> None:
    settings.ALLOWED_HOSTS = ["guidance.example.org"]

    assert client.get("/vi/", headers={"host": SENT}).status_code == 400

    assert_one_short_line(log)
    assert "DisallowedHost" in log.getvalue()


@pytest.mark.parametrize("error", [SuspiciousOperation, BadRequest])
def test_whatever_else_is_refused(rf: Any, log: io.StringIO, error: type[Exception]) -> None:
    def refuse(_request: object) -> None:
        raise error(f"Invalid: {SENT}")

    assert convert_exception_to_response(refuse)(rf.get("/vi/")).status_code == 400

    assert_one_short_line(log)


def test_a_fault_of_ours_keeps_its_traceback(log: io.StringIO) -> None:
    fault = KeyError("ours")
    extra = {"status_code": 500}
    logging.getLogger("django.request").error("Fault", exc_info=fault, extra=extra)

    assert "ours" in log.getvalue()
    assert "KeyError" in log.getvalue()


def test_the_console_of_the_site_has_the_filter() -> None:
    found = log_settings()

    assert found["handlers"]["console"]["filters"] == ["refusals"]
    assert found["filters"]["refusals"]["()"].endswith("ShortRefusals")
