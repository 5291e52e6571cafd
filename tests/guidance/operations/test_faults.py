"""Parts that really stop: readers are served all the same, nothing is lost, nobody has to help."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.checking import check_at
from tests.guidance.operations.editor import MAKE_EDITOR, SETTINGS, Editor
from tests.guidance.operations.parts import CAN_STOP_POSTGRES, Redis, Wire, no_postgres, postgres
from tests.guidance.operations.stack import Stack, eventually, get, post, workers

WIZARD = check_at("en", "goods/?state=used")
COUNT = "from guidance.models import Feedback; print('count', Feedback.objects.count())"
PAGE_NUMBER = """
from wagtail.models import Page
print("page", Page.objects.get(slug="glossary", locale__language_code="en").pk)
"""
# What has stopped stays so for longer than this: who waited for it would not be answered in time.
QUICK = 12


def printed(stack: Stack, code: str) -> int:
    """The last number that a line of Python prints."""
    return int(stack.manage("shell", "-v0", "-c", code).split()[-1])


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis that a test may kill."""
    server = Redis(tmp_path)
    yield server
    server.process.send_signal(signal.SIGCONT)
    server.kill()


def test_without_redis_everything_is_served_and_it_is_found_again(
    full: Stack, redis: Redis
) -> None:
    stack = replace(full, variables={**full.variables, "CACHE_URL": redis.address})
    with stack.serve() as site:
        assert get(f"{site}/vi/").status == 200

        redis.kill()

        cold = ["/en/", "/fr/check/", WIZARD, "/en/search/?q=printer", "/admin/login/", "/readyz"]
        for path in ["/vi/", *cold]:
            assert get(site + path).status == 200, path

        redis.start()
        eventually(30, lambda: b"content-version" in asked_of(redis, b"KEYS *\r\n", site))

        # Not gone but silent: nobody may wait for it for long.
        redis.process.send_signal(signal.SIGSTOP)
        for path in ("/vi/", WIZARD, "/fr/glossaire/", "/vi/check/"):
            began = time.monotonic()
            assert get(site + path).status in (200, 404), path
            assert time.monotonic() - began < QUICK


def asked_of(redis: Redis, command: bytes, site: str) -> bytes:
    """What Redis answers once a page was asked for."""
    import socket

    get(f"{site}/vi/")
    with socket.create_connection(("127.0.0.1", redis.port)) as connection:
        connection.sendall(command)
        time.sleep(0.1)
        return connection.recv(65536)


# Redis remembers how often others have written.
SENDER = {"X-Forwarded-For": "192.0.2.26"}


@pytest.mark.postgres
@CAN_STOP_POSTGRES
def test_without_postgresql_readers_are_served_and_it_is_found_again(full: Stack) -> None:
    full.manage("shell", "-v0", "-c", MAKE_EDITOR)
    before = printed(full, COUNT)
    answer = {
        "page": str(printed(full, PAGE_NUMBER)),
        "path": "/en/glossary/",
        "is_useful": "yes",
    }
    stack = replace(full, variables={**full.variables, **SETTINGS, "PROXY_COUNT": "1"})
    with stack.serve() as site:
        editor = Editor(site, "fr").sign_in()
        assert get(f"{site}/vi/").status == 200
        with no_postgres():
            assert get(f"{site}/healthz").status == 200
            assert get(f"{site}/readyz").status == 503
            for path in ("/vi/", "/en/check/", WIZARD, check_at("fr", "result.json?state=new")):
                assert get(site + path).status == 200, path
            reader = get(f"{site}/fr/")
            sender = post(f"{site}/vi/feedback/", answer, **SENDER)
            editors = editor.ask("/admin/")

        for page, language in ((reader, "fr"), (sender, "vi"), (editors, "fr")):
            assert page.status == 503
            assert f'<html lang="{language}"' in page.text
            assert page.headers["Retry-After"]
            assert page.headers["Cache-Control"] == "no-store"
            assert "Traceback" not in page.text
        eventually(30, lambda: get(f"{site}/readyz").status == 200)
        assert get(f"{site}/fr/").status == 200
        assert editor.ask("/admin/").status == 200
        assert post(f"{site}/vi/feedback/", answer, **SENDER).status == 302
    assert printed(full, COUNT) == before + 1


@pytest.mark.postgres
@CAN_STOP_POSTGRES
def test_started_without_postgresql_the_shipped_rules_are_served_and_said_to_be(
    full: Stack,
) -> None:
    with no_postgres(), full.process() as (site, server):
        cold = get(site + WIZARD)
        assert cold.status == 200
        assert cold.headers["X-Rules"] == "shipped-only"
        assert cold.headers["Cache-Control"] == "no-store"
        assert 'id="shipped-rules-title"' in cold.text
        assert get(f"{site}/vi/").status == 503

        postgres("start")

        eventually(30, lambda: "X-Rules" not in get(site + WIZARD).headers)
        assert get(f"{site}/vi/").status == 200
        assert server.poll() is None


@pytest.mark.postgres
def test_while_the_database_is_slow_what_needs_none_is_quick(full: Stack) -> None:
    wire = Wire(full.variables["DATABASE_URL"])
    stack = replace(full, variables={**full.variables, "DATABASE_URL": wire.url})
    paths = [f"/{language}/search/?q={number}" for language in ("vi", "fr") for number in range(10)]
    with stack.serve() as site, ThreadPoolExecutor(len(paths)) as visitors:
        # As after `serve --wait`: what loads all that a process keeps was asked for once.
        for path in ("/vi/", "/en/", "/en/check/", check_at("vi", "rules/")):
            assert get(site + path).status == 200
        wire.flows.clear()
        try:
            waiting = [visitors.submit(get, site + path) for path in paths[:11]]
            time.sleep(0.3)
            waiting += [visitors.submit(get, site + path) for path in paths[11:12]]
            time.sleep(1)

            for path, status in (
                ("/vi/", 200),
                (WIZARD, 200),
                (check_at("fr", "rules/"), 200),
                ("/healthz", 200),
                ("/fr/glossaire/", 503),
            ):
                began = time.monotonic()
                answer = get(site + path)
                assert (path, answer.status) == (path, status)
                assert time.monotonic() - began < QUICK, path
            assert '<html lang="fr"' in answer.text
        finally:
            wire.flows.set()
        # Who waited for long is told so; nobody waits for ever, and nothing broke.
        assert {answer.result().status for answer in waiting} <= {200, 503}
        assert get(f"{site}/en/search/?q=printer").status == 200
    wire.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_worker_is_replaced(full: Stack) -> None:
    with full.process() as (site, server):
        before = workers(server.pid)

        for worker in before:
            os.kill(worker, signal.SIGKILL)

        eventually(60, lambda: workers(server.pid) - before and answers(site))
        assert server.poll() is None


def answers(site: str) -> bool:
    """Whether a page comes."""
    try:
        return get(f"{site}/vi/check/").status == 200
    except OSError:
        return False
