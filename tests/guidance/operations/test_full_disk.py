"""A disk without a free byte: readers are served, editors are told, and space is all it takes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.checking import check_at
from tests.guidance.operations.editor import MAKE_EDITOR, MAKE_PAGES, SETTINGS, Editor
from tests.guidance.operations.parts import fill, small_disk
from tests.guidance.operations.stack import IS_POSTGRES, Answer, Stack, get, post

READ = (
    "/vi/",
    check_at("en", "goods/?state=used"),
    "/fr/",
    "/en/search/?q=printer",
    "/en/search/?q=xyzzy",
)


@pytest.mark.skipif(IS_POSTGRES, reason="fills the disk that holds the SQLite file")
def test_a_full_disk_stops_saving_and_nothing_else(full: Stack, tmp_path: Path) -> None:
    full.manage("shell", "-v0", "-c", MAKE_EDITOR)
    made = full.manage("shell", "-v0", "-c", MAKE_PAGES.format(name="disk", count=1))
    page = made.split()[-1]
    answer = {"page": page, "path": "/en/", "is_useful": "yes", "comment": "x" * 900}
    with small_disk(tmp_path / "disk", 200) as folder:
        shutil.copytree(full.folder, folder, dirs_exist_ok=True)
        stack = Stack(folder, SETTINGS)
        with stack.serve() as site:
            # The browser says English; the editor has chosen French.
            editor = Editor(site).sign_in()
            form = {**editor.form(page), "title": "Not lost", "action-publish": "1"}
            filler = fill(folder)

            for path in READ:
                assert get(site + path).status == 200, path
            # The write-ahead log may have room left inside for a few records.
            refused = until_refused(f"{site}/en/feedback/", answer)
            saved = editor.ask(f"/admin/pages/{page}/edit/", form)

            for told, language in ((refused, "en"), (saved, "fr")):
                assert told.status == 503
                assert f'<html lang="{language}"' in told.text
            assert "no space left" in refused.text
            filler.unlink()

            assert editor.ask(f"/admin/pages/{page}/edit/", form).status == 302
            assert "Not lost" in get(f"{site}/en/disk-0/").text
            assert post(f"{site}/en/feedback/", answer).status == 302


def until_refused(url: str, form: dict[str, str]) -> Answer:
    """The first answer that is not welcome."""
    for _record in range(200):
        told = post(url, form)
        if told.status != 302:
            return told
    return told
