"""Many who write at once, a lock that is held, a process killed half-way: nothing is lost."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.checking import check_at
from tests.guidance.operations.editor import MAKE_EDITOR, MAKE_PAGES, SETTINGS, Editor
from tests.guidance.operations.stack import IS_POSTGRES, Stack, get, post
from tests.served import ROOT

WRITERS, ANSWERS, EDITS = 8, 24, 2
COUNT = "from guidance.models import Feedback; print('count', Feedback.objects.count())"
ONLY_SQLITE = pytest.mark.skipif(
    IS_POSTGRES, reason="SQLite has one writer at a time, PostgreSQL many"
)


def numbers(stack: Stack, code: str) -> list[str]:
    """The numbers that lines of Python print, one after a word each."""
    return stack.manage("shell", "-v0", "-c", code).split()[1::2]


def send_feedback(site: str, page: str, number: int) -> int:
    """The status of one answer to "Was this page useful?", each from another address."""
    form = {"page": page, "path": "/vi/", "is_useful": "yes", "comment": f"{number}"}
    sender = {"X-Forwarded-For": f"198.51.100.{number}"}
    return post(f"{site}/vi/feedback/", form, **sender).status


@ONLY_SQLITE
def test_eight_writers_at_once_lose_nothing_on_sqlite(full: Stack) -> None:
    """Half of them readers with their answers, half of them editors who publish."""
    full.manage("shell", "-v0", "-c", MAKE_EDITOR)
    pages = numbers(full, MAKE_PAGES.format(name="writers", count=WRITERS // 2))
    (before,) = numbers(full, COUNT)

    def publish(site: str, page: str) -> list[int]:
        editor = Editor(site).sign_in()
        return [editor.publish(page, f"Edit {number}").status for number in range(EDITS)]

    stack = replace(full, variables={**SETTINGS, "PROXY_COUNT": "1", "WORKERS": "2"})
    with stack.serve() as site, ThreadPoolExecutor(WRITERS) as writers:
        edits = [writers.submit(publish, site, page) for page in pages]
        sent = [writers.submit(send_feedback, site, pages[0], n) for n in range(ANSWERS)]

        assert {answer.result() for answer in sent} == {302}
        assert {status for edit in edits for status in edit.result()} == {302}
        for number in range(len(pages)):
            assert f"Edit {EDITS - 1}" in get(f"{site}/en/writers-{number}/").text
    assert numbers(full, COUNT) == [str(int(before) + ANSWERS)]


@ONLY_SQLITE
def test_while_somebody_holds_the_lock_readers_are_served_and_writers_wait(full: Stack) -> None:
    (page,) = numbers(full, MAKE_PAGES.format(name="lock", count=1))
    with full.serve() as site, ThreadPoolExecutor(3) as writers:
        assert get(f"{site}/vi/").status == 200
        lock = sqlite3.connect(full.folder / "db.sqlite3", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        waiting = [writers.submit(send_feedback, site, page, number) for number in range(3)]
        time.sleep(0.5)

        for path in ("/vi/", check_at("en", "goods/?state=used"), "/fr/", "/en/search/?q=printer"):
            assert get(site + path).status == 200, path
        assert not any(writer.done() for writer in waiting)

        lock.execute("ROLLBACK")
        lock.close()
        assert {writer.result() for writer in waiting} == {302}


PUBLISH = """
import sys, time
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from wagtail.signals import page_published
from wagtail.test.utils.form_data import querydict_from_html
settings.ALLOWED_HOSTS = ["*"]
def pause(**event):
    print("half-way", flush=True)
    time.sleep({seconds})
page_published.connect(pause)
client = Client()
backend = "django.contrib.auth.backends.ModelBackend"
client.force_login(User.objects.get(username="chief"), backend=backend)
address = "/admin/pages/{page}/edit/"
html = client.get(address).content.decode()
form = querydict_from_html(html, form_id="page-edit-form").dict()
sent = {{"body-count": "0", "related-count": "0", "title": "Changed", "action-publish": "1"}}
print(client.post(address, {{**form, **sent}}).status_code, flush=True)
"""
STATE = """
from wagtail.models import Page
page = Page.objects.get(pk={page})
print(page.title, page.draft_title, page.revisions.count(), page.has_unpublished_changes)
"""


def test_a_process_killed_in_the_middle_of_publishing_leaves_nothing_half_done(
    full: Stack,
) -> None:
    full = replace(full, variables={**full.variables, **SETTINGS})
    full.manage("shell", "-v0", "-c", MAKE_EDITOR)
    (page,) = numbers(full, MAKE_PAGES.format(name="killed", count=1))
    state = STATE.format(page=page)
    before = full.manage("shell", "-v0", "-c", state)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c"]
    with subprocess.Popen(
        [*command, PUBLISH.format(page=page, seconds=60)],
        cwd=ROOT, env=full.environment, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "half-way\n"
        process.send_signal(signal.SIGKILL)

    assert full.manage("shell", "-v0", "-c", state) == before
    again = full.manage("shell", "-v0", "-c", PUBLISH.format(page=page, seconds=0))
    assert again.split() == ["half-way", "302"]
    assert full.manage("shell", "-v0", "-c", state).startswith("Changed Changed ")
