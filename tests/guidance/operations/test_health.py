"""What those who run the site may ask it, and what its logs and counts hold."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from guidance.operations import health, metrics
from guidance.operations.json_log import JsonLine


def test_a_process_is_alive_whatever_the_host_name(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["example.org"]
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_it_is_ready_with_a_migrated_database(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_it_is_not_ready_with_an_older_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "missing_migrations", lambda: True)

    response = health.Readiness()()

    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "migrations missing"}


def test_it_is_not_ready_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise DatabaseError

    monkeypatch.setattr(health, "connections", {"default": Gone()})

    response = health.Readiness()()

    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "no database"}


@pytest.mark.django_db
def test_counts_are_not_shown_unless_asked_for(client: Client) -> None:
    assert client.get("/metrics", follow=True).status_code == 404


@pytest.fixture
def counting(settings: Settings, tmp_path: Path) -> Iterator[metrics.Counting]:
    """An application that is counted, whose answers are the status in the path."""
    settings.VAR_DIR = tmp_path
    times = iter([0.0, 0.002, 10.0, 10.03, 20.0, 29.0])

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        is_hit = environ["PATH_INFO"] == "/200"
        headers = [("Cache-Status", "guidance; hit")] if is_hit else []
        start_response(f"{environ['PATH_INFO'][1:]} Status", headers)
        return []

    return metrics.Counting(application, lambda: next(times))


def test_answers_and_their_times_are_counted(counting: metrics.Counting) -> None:
    for path in ("/200", "/404", "/500"):
        counting(RequestFactory().get(path).environ, lambda *_arguments: None)

    lines = metrics.exposition().splitlines()

    assert 'guidance_answers_total{source="memory",status="2xx"} 1' in lines
    assert 'guidance_answers_total{source="django",status="4xx"} 1' in lines
    assert 'guidance_answers_total{source="django",status="5xx"} 1' in lines
    assert 'guidance_answer_seconds_bucket{le="0.005"} 1' in lines
    assert 'guidance_answer_seconds_bucket{le="0.05"} 2' in lines
    assert 'guidance_answer_seconds_bucket{le="+Inf"} 3' in lines
    assert "guidance_answer_seconds_count 3" in lines


def test_the_counts_of_all_processes_are_added_up(counting: metrics.Counting) -> None:
    counting(RequestFactory().get("/200").environ, lambda *_arguments: None)
    own = next(metrics.folder().iterdir())
    (metrics.folder() / "another").write_bytes(own.read_bytes())
    (metrics.folder() / "half-made").write_bytes(b"")

    assert 'guidance_answers_total{source="memory",status="2xx"} 2' in metrics.exposition()


def test_a_log_line_says_what_happened_and_to_nobody() -> None:
    request = RequestFactory().get(
        "/vi/search/?q=my+name", headers={"cookie": "sessionid=secret"}, REMOTE_ADDR="203.0.113.7"
    )
    record = logging.makeLogRecord(
        {"name": "django.request", "levelname": "ERROR", "msg": "Failed: %s", "args": ("/a?q=b",)}
    )
    record.request, record.status_code = request, 500

    line = JsonLine().format(record)

    event = json.loads(line)
    assert (event["path"], event["status"]) == ("/vi/search/", 500)
    assert event["message"] == "Failed: /a"
    assert not [word for word in ("203.0.113.7", "secret", "my+name", "q=b") if word in line]
    assert "\n" not in line


def test_a_traceback_stays_on_its_line() -> None:
    try:
        raise ValueError("wrong")  # noqa: TRY301
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "x", "exc_info": (ValueError, error, None)})

    line = JsonLine().format(record)

    assert "ValueError: wrong" in json.loads(line)["traceback"]
    assert "\n" not in line
