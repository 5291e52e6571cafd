"""What those who run the site may ask it, and what its logs and counts hold."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from guidance.operations import health, serve
from guidance.operations.json_log import JSONFormatter
from tests.served import ROOT


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


@pytest.mark.django_db
def test_it_is_not_ready_without_style_sheets(settings: Settings, tmp_path: Path) -> None:
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    settings.STATIC_ROOT = str(tmp_path)
    readiness = health.Readiness()

    response = readiness()

    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "static files missing"}
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {}}')
    settings.STORAGES = dict(settings.STORAGES)
    assert readiness().status_code == 200


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


COUNT = """
import django
django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from guidance.operations import metrics
times = iter([0.0, 0.002, 10.0, 10.03, 20.0, 29.0])
metrics.time.perf_counter = lambda: next(times)
def site(request):
    request.is_from_cache = request.path == "/200"
    return HttpResponse(status=int(request.path[1:]))
for path in ("/200", "/404", "/500"):
    metrics.CountingMiddleware(site)(RequestFactory().get(path))
print(metrics.exposition().decode())
"""


def counted(folder: Path) -> list[str]:
    """What a worker shows that has counted three answers, by its folder shared with others."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }
    command = [sys.executable, "-c", COUNT]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_answers_and_their_times_are_counted_and_those_of_all_workers_added_up(
    tmp_path: Path,
) -> None:
    lines = counted(tmp_path)

    assert 'guidance_answers_total{source="memory",status="2xx"} 1.0' in lines
    assert 'guidance_answers_total{source="django",status="4xx"} 1.0' in lines
    assert 'guidance_answers_total{source="django",status="5xx"} 1.0' in lines
    assert 'guidance_answer_seconds_bucket{le="0.005"} 1.0' in lines
    assert 'guidance_answer_seconds_bucket{le="0.05"} 2.0' in lines
    assert 'guidance_answer_seconds_bucket{le="+Inf"} 3.0' in lines
    assert "guidance_answer_seconds_count 3.0" in lines
    assert "guidance_answer_seconds_count 6.0" in counted(tmp_path)


def test_a_server_begins_its_counts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "restored afterwards")
    left, others = tmp_path / "metrics" / "8000" / "of-the-dead", tmp_path / "metrics" / "8001"
    left.parent.mkdir(parents=True)
    left.touch()
    others.mkdir()

    serve.begin_counts(8000)

    assert not left.exists()
    assert others.exists()
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(left.parent)


def test_a_log_line_says_what_happened_and_to_nobody() -> None:
    request = RequestFactory().get(
        "/vi/search/?q=my+name", headers={"cookie": "sessionid=secret"}, REMOTE_ADDR="203.0.113.7"
    )
    record = logging.makeLogRecord(
        {"name": "django.request", "levelname": "ERROR", "msg": "Failed: %s", "args": ("/a?q=b",)}
    )
    record.request, record.status_code = request, 500

    line = JSONFormatter().format(record)

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

    line = JSONFormatter().format(record)

    assert "ValueError: wrong" in json.loads(line)["traceback"]
    assert "\n" not in line
