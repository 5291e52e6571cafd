"""A back-up restored into an empty installation is the same installation."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from guidance.operations.backup import DAMAGED, ArchiveError, verify
from tests import database
from tests.guidance.operations.stack import (
    IS_POSTGRES,
    PATIENCE,
    ROOT,
    Stack,
    eventually,
    get,
    new_stack,
)
from tests.guidance.operations.test_object_storage import bucket, service, settings_of
from tests.prepared import MIGRATED, kept_file

__all__ = ["service"]

# How often the small site is ill-treated: once in each run of the tests; with more, uploads are
# tried in a bucket, too.
FLIPS = int(os.environ.get("RESTORE_FLIPS") or 1)
KILLS = int(os.environ.get("RESTORE_KILLS") or 1)
PLACES = 20
"""In so many places the file of the whole site is damaged and looked at, which is quick."""


@pytest.fixture(scope="module")
def archive(full: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A back-up of the whole site, an editor and an upload included."""
    upload = full.folder / "media" / "documents" / "a.txt"
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_text("Biểu mẫu", encoding="utf-8")
    full.manage("shell", "-c", MAKE_EDITOR + MAKE_COMMENTS)
    file = tmp_path_factory.mktemp("archive") / "site.zip"
    full.manage("backup", str(file))
    return file


MAKE_EDITOR = """
from django.contrib.auth.models import Group, User
user = User.objects.filter(username="editor").first()
user = user or User.objects.create_superuser("editor", password="right horse battery")
user.groups.set(Group.objects.all())
"""

MAKE_COMMENTS = """
from wizard.models import Comment, RuleSetDocument
rules = RuleSetDocument.objects.earliest("pk")
Comment.objects.all().delete()
first = Comment.objects.create(document=rules, author=user, text="Which article?")
Comment.objects.create(document=rules, author=user, thread=first, text="Article 6.")
"""


def records(file: Path) -> list[str]:
    """Every record of an archive."""
    with zipfile.ZipFile(file) as archive:
        return archive.read("records.jsonl").decode().splitlines()


def test_restored_into_an_empty_database_everything_is_there(
    archive: Path, full: Stack, empty: Callable[[], Stack]
) -> None:
    other = empty()

    other.manage("restore", str(archive))

    again = other.folder / "again.zip"
    other.manage("shell", "-c", AGAIN.format(again=again))
    assert records(again) == records(archive)
    assert len(records(again)) > 2000
    assert sum('"wizard.comment"' in record for record in records(again)) == 2
    upload = other.folder / "media" / "documents" / "a.txt"
    assert upload.read_text(encoding="utf-8") == "Biểu mẫu"
    # Static files belong to the code, not to the back-up.
    shutil.copytree(full.folder / "static", other.folder / "static")
    with other.serve() as address:
        for path in ("/vi/", "/en/check/", "/fr/search/?q=imprimante", "/sitemap.xml"):
            assert get(address + path).status == 200
        assert "<mark>" in get(f"{address}/en/search/?q=printer").text


AGAIN = """
from django.core.management import call_command
call_command("backup", "{again}")
""" + MAKE_EDITOR.replace('"editor"', '"another"')


def test_content_is_not_thrown_away_unasked(archive: Path, full: Stack) -> None:
    assert "--replace" in full.manage_failing("restore", str(archive))


def test_a_damaged_file_changes_nothing(archive: Path, full: Stack, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    broken = [tmp_path / damage for damage in ("cut", "no records", "newer", "upload")]
    for file in broken:
        spoil(archive, file, file.name)

    code = REFUSED.format(before=before, after=after, broken=[str(file) for file in broken])
    *refused, found = full.manage("shell", "-v0", "-c", code).splitlines()[-5:]

    assert refused == ["refused"] * len(broken)
    assert records(after) == records(before)
    upload = full.folder / "media" / "documents" / "a.txt"
    assert upload.read_text(encoding="utf-8") == "Biểu mẫu"
    assert "/en/" in found, "the search index is gone"
    assert not (full.folder / "restore").exists()


REFUSED = """
from django.core.management import CommandError, call_command
from guidance.search.query import search
call_command("backup", "{before}", verbosity=0)
said = []
for file in {broken}:
    try:
        call_command("restore", file, replace=True)
    except CommandError:
        said.append("refused")
    else:
        said.append("taken")
call_command("backup", "{after}", verbosity=0)
print(*said, search("printer", "en").hits[0].url, sep="\\n")
"""


# Whole in itself, but one record leads nowhere, or is what no database takes.
FITS_NOWHERE = {
    "unfit": (rb'"author": \d+', b'"author": 999'),
    "no text": (rb'"username": "', rb'"username": "\\ud800'),
}


def spoil(archive: Path, broken: Path, damage: str) -> None:
    """Write a copy of an archive that is not whole."""
    if damage == "cut":
        content = archive.read_bytes()
        broken.write_bytes(content[: len(content) // 2])
        return
    if damage == "upload":
        flip(archive, broken, at_upload(archive))
        return
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(broken, "w") as target:
        state = json.loads(source.read("about.json"))
        lines = source.read("records.jsonl").splitlines(keepends=True)
        if damage == "newer":
            state["migrations"].append("guidance.9999_not_known")
        elif damage in FITS_NOWHERE:
            lines = [re.sub(*FITS_NOWHERE[damage], line) for line in lines]
            del state["digests"]
        else:
            lines = lines[: len(lines) // 2]
        target.writestr("about.json", json.dumps(state))
        target.writestr("records.jsonl", b"".join(lines))


def flip(archive: Path, broken: Path, at: int, bit: int = 1) -> None:
    """Write a copy of a file with one bit of one byte turned over."""
    content = bytearray(archive.read_bytes())
    content[at] ^= bit
    broken.write_bytes(content)


def at_upload(archive: Path) -> int:
    """Where the packed bytes of the one upload are."""
    with zipfile.ZipFile(archive) as source:
        found = source.getinfo("uploads/documents/a.txt")
    # Behind the head of thirty bytes, the name and the mark of large files.
    return found.header_offset + 30 + len(found.filename) + 20 + found.compress_size // 2


def whole(file: Path) -> dict[str, bytes]:
    """Every part of an archive."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_flipped_byte_is_found_wherever_it_is(archive: Path, tmp_path: Path) -> None:
    """Or it is one that says nothing, such as the hour in a head: then everything is as written."""
    chance = random.Random(int(os.environ.get("RESTORE_SEED") or 15))  # noqa: S311 - repeatable
    size, broken, refused = archive.stat().st_size, tmp_path / "broken.zip", 0
    everything = whole(archive)
    places = [chance.randrange(size) for _one in range(PLACES)]
    # Heads and the list at the end of the file are a small part of it.
    places += [at_upload(archive), *range(0, 30, 3), *(size - 1 - back for back in range(0, 60, 5))]

    for at in places:
        flip(archive, broken, at, 1 << chance.randrange(8))
        try:
            with zipfile.ZipFile(broken) as opened:
                verify(opened)
        except (ArchiveError, *DAMAGED):
            refused += 1
        else:
            assert whole(broken) == everything, at

    assert refused > PLACES // 2


def test_where_no_file_can_be_written_it_is_said_and_nothing_left(tmp_path: Path, db: None) -> None:
    (tmp_path / "folder").mkdir()
    for place in ("folder", "missing/site.zip"):
        with pytest.raises(CommandError, match="was not written"):
            call_command("backup", str(tmp_path / place))
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_a_name_without_a_file_is_no_part(archive: Path, tmp_path: Path, db: None) -> None:
    odd = tmp_path / "odd.zip"
    shutil.copy(archive, odd)
    with zipfile.ZipFile(odd, "a") as opened:
        opened.writestr("uploads/.", b"")

    with zipfile.ZipFile(odd) as opened, pytest.raises(ArchiveError, match="no part"):
        verify(opened)


def test_nothing_but_its_owner_reads_a_back_up(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


# --- A small site, ill-treated -----------------------------------------------------------------

MAKE_SMALL = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from wagtail.models import Locale, Page
from guidance.models import StandardPage
call_command("setup_roles", verbosity=0)
locale, _new = Locale.objects.get_or_create(language_code="en")
# Unicode ends lines with more signs than a back-up does.
odd = "a\\u2028b\\u2029c\\x85d"
page = StandardPage(title="Printer", slug="printer", summary=odd, locale=locale)
Page.get_first_root_node().add_child(instance=page)
page.save_revision().publish()
for number in range(40):
    default_storage.save(f"documents/{number}.txt", ContentFile(b"Upload %d" % number * 999))
"""


@pytest.fixture(scope="module")
def small(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stack, Path]]:
    """An installation with one page, an editor and forty uploads, and its back-up."""
    folder = tmp_path_factory.mktemp("small")
    empty = Stack(folder)
    if IS_POSTGRES:
        migrated = f"postgres:///{database.kept_database(MIGRATED)}"
        empty = Stack(folder, {"DATABASE_URL": migrated})
    else:
        shutil.copy(kept_file(MIGRATED), folder / "db.sqlite3")
    with new_stack(tmp_path_factory.mktemp("small"), empty) as stack:
        stack.manage("shell", "-v0", "-c", MAKE_SMALL + MAKE_EDITOR)
        file = tmp_path_factory.mktemp("small") / "small.zip"
        stack.manage("backup", str(file))
        yield stack, file


STATE = """
import hashlib, json
from django.core.files.storage import default_storage
from django.contrib.auth.models import User
from guidance.operations.backup import kept_models, stored_files
from guidance.search.query import search
names = sorted(User.objects.values_list("username", flat=True))
uploads = {name: default_storage.open(name).read().decode() for name in stored_files()}
counts = {model._meta.label: model._base_manager.count() for model in kept_models()}
print(json.dumps([names, sorted(uploads.items()), sorted(counts.items()),
    bool(search("printer", "en").hits)]))
"""
CHANGE = """
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
if not default_storage.exists("documents/newer.txt"):
    default_storage.save("documents/newer.txt", ContentFile(b"newer"))
User.objects.filter(username="newer").delete()
User.objects.create_superuser("newer", password="right horse battery")
"""
WHOLE = """
import time
from django.core.management import call_command
began = time.monotonic()
call_command("restore", "{archive}", replace=True, verbosity=0)
print(time.monotonic() - began)
{state}
"""
FINISHED = """
from django.core.management import call_command
from guidance.operations.restore import status
print("status", status())
call_command("restore", finish=True)
{state}
"""


@pytest.fixture(params=["disk", "bucket"] if max(KILLS, FLIPS) > 1 else ["disk"])
def server(request: pytest.FixtureRequest) -> ThreadedMotoServer | None:
    """Where uploads are kept, if not on the disk."""
    return request.getfixturevalue("service") if request.param == "bucket" else None


def test_a_restore_that_is_killed_leaves_the_one_or_the_other(
    small: tuple[Stack, Path],
    server: ThreadedMotoServer | None,
    tmp_path: Path,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    """Twenty times with RESTORE_KILLS=20, with a bucket as well; once in each run of the tests."""
    like, archive = small
    chance = random.Random(int(os.environ.get("RESTORE_SEED") or 15))  # noqa: S311 - repeatable
    left: Counter[str] = Counter()

    with changed(tmp_path, like, server) as (base, before):
        with new_stack(tmp_path / "whole", base) as stack:
            code = WHOLE.format(archive=archive, state=STATE)
            *_said, lasts, after = told(in_bucket(stack, server), code)
        assert "newer.txt" in before
        assert "newer" not in after

        for number in range(KILLS):
            # Spread over the whole time, the last ones over its end, where the swap is.
            share = (number + chance.random()) / KILLS
            with new_stack(tmp_path / f"{number}", base) as stack:
                killed(in_bucket(stack, server), archive, float(lasts) * share)
                left[left_behind(stack, before, after)] += 1
    record_testsuite_property("killed, bucket" if server else "killed, disk", dict(left))


def test_a_restore_of_a_flipped_byte_leaves_the_one_or_the_other(
    small: tuple[Stack, Path],
    server: ThreadedMotoServer | None,
    tmp_path: Path,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    """In twenty places with RESTORE_FLIPS=20, each restored over what is newer."""
    like, archive = small
    chance = random.Random(int(os.environ.get("RESTORE_SEED") or 15))  # noqa: S311 - repeatable
    size = archive.stat().st_size
    files = [tmp_path / f"{number}.zip" for number in range(FLIPS)]
    for file in files:
        flip(archive, file, chance.randrange(size), 1 << chance.randrange(8))

    with changed(tmp_path, like, server) as (stack, before):
        code = FLIPPED.format(
            files=[str(file) for file in files], archive=archive, state=STATE, change=CHANGE
        )
        *said, after = told(stack, code)
    assert before != after
    # For each file what was there, what became of it, what is there.
    outcomes = list(zip(said[::3], said[1::3], said[2::3], strict=True))

    assert len(outcomes) == FLIPS
    assert {what for _was, what, _is in outcomes} <= {"refused", "taken"}
    # What is taken differs from the archive by a byte that says nothing.
    wrong = [
        file.name
        for file, (was, what, is_now) in zip(files, outcomes, strict=True)
        if is_now != (was if what == "refused" else after)
    ]
    assert wrong == []
    counts = Counter(what for _was, what, _is in outcomes)
    record_testsuite_property("flipped, bucket" if server else "flipped, disk", dict(counts))


# The last line is what the sound archive restores.
FLIPPED = """
import io
from django.core.management import CommandError, call_command
quietly = {{"replace": True, "verbosity": 0, "stdout": io.StringIO()}}
for file in {files}:
    exec({state!r})
    try:
        call_command("restore", file, **quietly)
    except CommandError:
        print("refused")
    else:
        print("taken")
    exec({state!r})
    exec({change!r})
call_command("restore", "{archive}", **quietly)
exec({state!r})
"""


@contextmanager
def changed(
    folder: Path, like: Stack, server: ThreadedMotoServer | None
) -> Iterator[tuple[Stack, str]]:
    """A copy of the small site in which more was done since its back-up, and what it holds."""
    with new_stack(folder / "base", like) as stack:
        *_said, before = told(in_bucket(stack, server), CHANGE + STATE)
        yield stack, before


def told(stack: Stack, code: str) -> list[str]:
    """What a piece of code prints."""
    return stack.manage("shell", "-v0", "-c", code).splitlines()


def in_bucket(stack: Stack, server: ThreadedMotoServer | None) -> Stack:
    """The same installation; its uploads, the newer one, in a bucket if there is a server."""
    if server:
        stack.variables.update(settings_of(server))
        bucket(server).objects.all().delete()
        bucket(server).put_object(Key="documents/newer.txt", Body=b"newer")
    return stack


def left_behind(stack: Stack, before: str, after: str) -> str:
    """How far a restore had come that was killed; what is there once it was seen to is whole."""
    was_left = (stack.folder / "restore").exists()
    was_swapping = (stack.folder / "restore" / "swapping").exists()

    said = told(stack, FINISHED.format(state=STATE))

    assert f"status {'restore interrupted' if was_left else ''}" in said
    # Once the swap has begun, it is the new; it is the old only if there was something to undo.
    assert said[-1] == after or (said[-1] == before and was_left and not was_swapping)
    assert not (stack.folder / "restore").exists()
    assert not (stack.folder / "media" / ".restore").exists()
    return "swapping" if was_swapping else "staging" if was_left else "done"


def killed(stack: Stack, archive: Path, seconds: float) -> None:
    """Begin a restore and kill it so many seconds after it began, if it is not done before."""
    command = [sys.executable, "manage.py", "restore", str(archive), "--replace"]
    process = subprocess.Popen(command, cwd=ROOT, env=stack.environment, stdout=subprocess.DEVNULL)
    eventually(PATIENCE, lambda: (stack.folder / "restore").exists() or process.poll() is not None)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("step", "is_finished"),
    [
        ("restore._note", False),
        ("restore._swap", True),
        ("restore._set_aside", True),
        # In the middle of what a bucket is sent: what stood there is deleted, the new not written.
        ("default_storage.save", True),
    ],
)
def test_a_restore_killed_at_a_step_is_finished_or_undone_at_the_next_start(
    archive: Path,
    another: Callable[[], Stack],
    step: str,
    is_finished: bool,
    request: pytest.FixtureRequest,
) -> None:
    """A random moment seldom meets the short ones; a server sees to it before it answers."""
    stack = another()
    if step == "default_storage.save":
        stack.variables.update(settings_of(request.getfixturevalue("service")))

    code = CHANGE + KILLED_AT.format(step=step, archive=archive)
    result = stack.run("shell", "-v0", "-c", code)

    assert result.returncode == -signal.SIGKILL, result.stderr
    assert (stack.folder / "restore").exists()
    with stack.serve() as address:
        ready = get(f"{address}/readyz")
        assert (ready.status, json.loads(ready.text)) == (200, {"status": "ok"})
    names, uploads, _counts, is_found = json.loads(stack.manage("shell", "-v0", "-c", STATE))
    assert ("newer" in names) is not is_finished
    assert uploads == (
        [["documents/a.txt", "Biểu mẫu"]] if is_finished else [["documents/newer.txt", "newer"]]
    )
    assert is_found
    assert not (stack.folder / "restore").exists()


KILLED_AT = """
import os, signal
from pathlib import Path
from django.core.files.storage import default_storage
from guidance.operations import restore
def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
{step} = die
restore.restore(Path("{archive}"), replace=True)
"""


@pytest.mark.parametrize("damage", ["unfit", "no text"])
def test_records_that_fit_nowhere_end_an_interrupted_restore_as_well(
    archive: Path, another: Callable[[], Stack], tmp_path: Path, damage: str
) -> None:
    """PostgreSQL meets them in the swap only; the site must not be held up by that for ever."""
    stack, broken = another(), tmp_path / "broken.zip"
    spoil(archive, broken, damage)
    if not IS_POSTGRES:
        assert "nothing was changed" in stack.manage_failing("restore", str(broken), "--replace")
        return

    code = CHANGE + KILLED_AT.format(step="restore._swap", archive=broken)
    assert stack.run("shell", "-v0", "-c", code).returncode == -signal.SIGKILL

    assert "undone" in stack.manage("restore", "--finish")
    names, uploads, _counts, is_found = json.loads(stack.manage("shell", "-v0", "-c", STATE))
    assert "newer" in names
    assert uploads == [["documents/newer.txt", "newer"]]
    assert is_found
    assert not (stack.folder / "restore").exists()


@pytest.mark.django_db
def test_ready_says_that_a_restore_was_interrupted(
    client: Any, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "restore").mkdir()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "restore interrupted"})


@pytest.mark.django_db
def test_parts_of_a_restore_are_for_nobody(client: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / ".restore" / "new").mkdir(parents=True)
    (tmp_path / ".restore" / "new" / "a.txt").write_text("secret", encoding="utf-8")

    for path in ("/media/.restore/new/a.txt", "/media/x/../.restore/new/a.txt"):
        assert client.get(path).status_code == 404
