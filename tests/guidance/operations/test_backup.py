"""A back-up restored into an empty installation is the same installation."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guidance.operations.stack import Stack, get


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
    archive: Path, empty: Callable[[], Stack]
) -> None:
    other = empty()

    other.manage("restore", str(archive))

    again = other.folder / "again.zip"
    other.manage("backup", str(again))
    assert records(again) == records(archive)
    assert len(records(again)) > 2000
    assert sum('"wizard.comment"' in record for record in records(again)) == 2
    upload = other.folder / "media" / "documents" / "a.txt"
    assert upload.read_text(encoding="utf-8") == "Biểu mẫu"
    other.manage("shell", "-c", MAKE_EDITOR.replace('"editor"', '"another"'))
    # Static files belong to the code, not to the back-up.
    other.manage("collectstatic", "--no-input", "--verbosity", "0")
    with other.serve() as address:
        for path in ("/vi/", "/en/check/", "/fr/search/?q=imprimante", "/sitemap.xml"):
            assert get(address + path).status == 200
        assert "<mark>" in get(f"{address}/en/search/?q=printer").text


def test_content_is_not_thrown_away_unasked(archive: Path, full: Stack) -> None:
    assert "--replace" in full.manage_failing("restore", str(archive))


def test_a_damaged_file_changes_nothing(archive: Path, full: Stack, tmp_path: Path) -> None:
    before, after, broken = (tmp_path / name for name in ("before", "after", "broken"))
    full.manage("backup", str(before))

    for damage in ("cut", "no records", "newer"):
        spoil(archive, broken, damage)
        full.manage_failing("restore", str(broken), "--replace")

    full.manage("backup", str(after))
    assert records(after) == records(before)


def spoil(archive: Path, broken: Path, damage: str) -> None:
    """Write a copy of an archive that is not whole."""
    if damage == "cut":
        content = archive.read_bytes()
        broken.write_bytes(content[: len(content) // 2])
        return
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(broken, "w") as target:
        state = json.loads(source.read("about.json"))
        lines = source.read("records.jsonl").splitlines(keepends=True)
        if damage == "newer":
            state["migrations"].append("guidance.9999_not_known")
        else:
            lines = lines[: len(lines) // 2]
        target.writestr("about.json", json.dumps(state))
        target.writestr("records.jsonl", b"".join(lines))
