"""A file that calls itself a back-up is judged before anything is touched, whoever made it."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader

from guidance.editing.uploads import CHECKS
from guidance.operations import restore
from guidance.operations.backup import ArchiveError, upload_name, verify
from tests.guidance.operations.stack import Stack
from tests.guidance.operations.test_backup import STATE, small, told
from wizard.goods.sheet_files import SheetError, read_grids
from wizard.papers.draft import DRAFT, DraftError, read

__all__ = ["small"]

pytestmark = pytest.mark.django_db
GROUP = {"model": "auth.group", "pk": 1, "fields": {"name": "x", "permissions": []}}
# What comes behind "uploads", and where it would be written.
OUTSIDE = ("//{folder}/x", "//x", "/a//b", "/./x", "/a/./b", "/a/", "/../x", "/.", "/", "/a\\b")


def known() -> list[str]:
    """Every migration there is; one of a package asks the database before it says what it is."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def archive_of(
    file: Path, names: list[str] | None = None, record: dict[str, Any] = GROUP, **about: Any
) -> Path:
    """A back-up of one record, whole in itself, with uploads of these names."""
    counts = Counter([record["model"]])
    state = {"format": 2, "counts": counts, "migrations": known(), "digests": {}, **about}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("records.jsonl", json.dumps(record) + "\n")
        for name in names or []:
            archive.writestr(name, b"owned")
        archive.writestr("about.json", json.dumps(state))
    return file


def refused(file: Path) -> str:
    """Why a file is refused."""
    with zipfile.ZipFile(file) as archive, pytest.raises(ArchiveError) as caught:
        verify(archive)
    return str(caught.value)


def test_a_file_made_here_is_taken(tmp_path: Path) -> None:
    file = archive_of(tmp_path / "a.zip", ["uploads/documents/ờ.pdf", "uploads/.a"])

    with zipfile.ZipFile(file) as archive:
        assert verify(archive).counts == {"auth.group": 1}


@pytest.mark.parametrize("name", OUTSIDE)
def test_an_upload_lies_below_its_folder_as_it_is_joined(tmp_path: Path, name: str) -> None:
    own = f"uploads{name.format(folder=tmp_path)}"

    assert "no part of a back-up" in refused(archive_of(tmp_path / "a.zip", [own]))


@pytest.mark.parametrize("name", ["uploads", "x", "./uploads/x", "uploads/.restore/new/x"])
def test_what_is_no_upload_is_no_part(tmp_path: Path, name: str) -> None:
    assert "no part of a back-up" in refused(archive_of(tmp_path / "a.zip", [name]))


@pytest.mark.parametrize("name", ["/etc/x", "../x", "link/x"])
def test_no_name_leads_out_of_where_uploads_are_written(tmp_path: Path, name: str) -> None:
    """Even if another check let it pass."""
    new = tmp_path / "new"
    new.mkdir()
    (new / "link").symlink_to(tmp_path)

    with pytest.raises(ValueError, match="leads out"):
        restore._inside(new, name)
    assert restore._inside(new, "a/b") == new / "a" / "b"
    assert upload_name("uploads/a/b") == "a/b"


def test_a_file_that_leads_elsewhere_changes_nothing_anywhere(
    small: tuple[Stack, Path], tmp_path: Path
) -> None:
    stack, _archive = small
    (tmp_path / "kept.txt").write_text("mine")
    names = [f"uploads/{tmp_path}/{name}" for name in ("kept.txt", "new.txt")]
    file = archive_of(tmp_path / "a.zip", names)
    before = told(stack, STATE)

    said = stack.manage_failing("restore", str(file), "--replace")

    assert "nothing was changed" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "kept.txt"]
    assert (tmp_path / "kept.txt").read_text() == "mine"
    assert told(stack, STATE) == before


def test_a_file_of_an_earlier_version_is_refused_at_once_and_told_what_to_do(
    tmp_path: Path,
) -> None:
    earlier = [name for name in known() if not name.startswith("wizard.")]

    said = refused(archive_of(tmp_path / "a.zip", migrations=earlier))

    assert "earlier version" in said
    assert "restore it with that version, then upgrade" in said


@pytest.mark.parametrize("kind", ["sessions.session", "wagtailcore.referenceindex", "no.such"])
def test_a_kind_that_no_back_up_has_is_refused(tmp_path: Path, kind: str) -> None:
    said = refused(archive_of(tmp_path / "a.zip", record={**GROUP, "model": kind}))

    assert kind in said


# --- What zipfile raises, in every file that is read ---------------------------------------------


# As LZMA: a head of five bytes, with options that there are not.
NOT_PACKED = b"\x09\x04\x05\x00" + b"\xff" * 95


def packed_by(method: int, name: str) -> bytes:
    """A ZIP that says of its one part that it is packed in another way than it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, NOT_PACKED)
    data = bytearray(file.getvalue())
    # The method stands in the head of the part, and in the list at the end.
    struct.pack_into("<H", data, 8, method)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, method)
    return bytes(data)


def read_back_up(data: bytes) -> None:
    """What `restore` reads first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        verify(archive)


def read_draft(data: bytes) -> None:
    """What a reader sends to go on with a draft."""
    read(data, "kit")


def read_lines(data: bytes) -> None:
    """What a reader sends as a list of goods."""
    read_grids(data)


def read_document(data: bytes) -> None:
    """What an editor uploads."""
    if not CHECKS["odt"](io.BytesIO(data), "odt"):
        raise ArchiveError


READERS: dict[str, tuple[Callable[[bytes], None], type[Exception]]] = {
    "about.json": (read_back_up, ArchiveError),
    DRAFT: (read_draft, DraftError),
    "xl/workbook.xml": (read_lines, SheetError),
    "mimetype": (read_document, ArchiveError),
}


@pytest.mark.parametrize("method", [8, 9, 12, 14, 99])
@pytest.mark.parametrize("name", list(READERS))
def test_a_part_that_is_packed_in_an_odd_way_is_refused(name: str, method: int) -> None:
    reader, refusal = READERS[name]

    with pytest.raises(refusal):
        reader(packed_by(method, name))


def test_a_list_of_parts_that_is_packed_in_an_odd_way_breaks_no_restore(
    settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path
    for method in (8, 9, 12, 14, 99):
        (tmp_path / "a.zip").write_bytes(packed_by(method, "about.json"))
        with pytest.raises(ArchiveError, match="nothing was changed"):
            restore.restore(tmp_path / "a.zip", replace=True)
