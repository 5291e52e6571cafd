"""What would stop a restore halfway is found before anything is changed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from guidance.operations import restore
from guidance.operations.backup import ArchiveError
from tests.guidance.operations.parts import small_disk
from tests.guidance.operations.stack import Stack, new_stack
from tests.guidance.operations.test_backup import CHANGE, STATE, small, told

__all__ = ["small"]

NOBODY = 65534


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Path:
    """The folder of the uploads, with three of them, while a restore is under way."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    for name in ("a/1.txt", "b/2.txt", "c.txt"):
        upload = tmp_path / "media" / name
        upload.parent.mkdir(parents=True, exist_ok=True)
        upload.write_text(name)
    (tmp_path / "restore").mkdir()
    (tmp_path / "media" / ".restore").mkdir()
    return tmp_path / "media"


def found(folder: Path) -> list[str]:
    """Every upload there is, each as it was."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".restore" not in path.parts]
    return sorted(str(path.relative_to(folder)) for path in files if path.read_text())


ALL = ["a/1.txt", "b/2.txt", "c.txt"]


# --- Uploads that cannot be moved --------------------------------------------------------------


def test_a_disk_of_its_own_among_the_uploads_is_said_before_anything_is_changed(
    small: tuple[Stack, Path], tmp_path: Path
) -> None:
    like, archive = small
    with new_stack(tmp_path / "site", like) as stack:
        *_said, before = told(stack, CHANGE + STATE)
        place = stack.folder / "media" / "documents" / "elsewhere"
        with small_disk(place, 1):
            said = stack.manage_failing("restore", str(archive), "--replace")

            assert f"another file system begins at {place}" in said
            assert "nothing was changed" in said
            assert told(stack, STATE)[-1] == before
        assert not (stack.folder / "restore").exists()
        assert not (stack.folder / "media" / ".restore").exists()


def test_what_checking_a_disk_found_is_no_upload(small: tuple[Stack, Path], tmp_path: Path) -> None:
    like, archive = small
    with new_stack(tmp_path / "site", like) as stack:
        piece = stack.folder / "media" / "lost+found" / "#12"
        piece.parent.mkdir(mode=0o700)
        piece.write_text("a piece of a file")
        *_said, before = told(stack, STATE)

        stack.manage("backup", str(tmp_path / "again.zip"))
        stack.manage("restore", str(archive), "--replace")

        with zipfile.ZipFile(tmp_path / "again.zip") as again:
            assert not [name for name in again.namelist() if "lost+found" in name]
        assert piece.read_text() == "a piece of a file"
        assert told(stack, STATE)[-1] == before


@pytest.mark.parametrize("name", ["a", "b", "c.txt"])
def test_an_upload_that_cannot_be_moved_is_said_and_all_are_where_they_were(
    uploads: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == uploads / name:
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(ArchiveError, match=f"{name} cannot be moved, nothing was changed"):
        restore._try_to_move_uploads()

    assert found(uploads) == ALL
    assert list((uploads / ".restore" / "tried").iterdir()) == []


def test_uploads_that_can_be_moved_are_where_they_were_after_the_trial(uploads: Path) -> None:
    restore._try_to_move_uploads()

    assert found(uploads) == ALL


def test_files_that_are_told_to_be_of_another_disk_are_no_mounts(
    uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of an image are in a container."""
    monkeypatch.setattr(os.path, "ismount", lambda path: not Path(path).is_dir())

    restore._try_to_move_uploads()

    assert found(uploads) == ALL


def test_what_was_out_for_trial_when_the_process_was_killed_is_put_back(uploads: Path) -> None:
    tried = uploads / ".restore" / "tried"
    tried.mkdir()
    (uploads / "a").rename(tried / "a")
    # Somebody saved another one meanwhile.
    (uploads / "a").mkdir()
    (uploads / "a" / "3.txt").write_text("3")

    assert restore.finish() == "undone"

    assert found(uploads) == ["a/1.txt", "a/3.txt", "b/2.txt", "c.txt"]
    assert not (uploads / ".restore").exists()


# --- Who holds the folder ----------------------------------------------------------------------


def test_who_waited_for_a_lock_that_was_deleted_holds_the_one_that_is_there(
    uploads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the next one would make another, and both would be alone."""
    take, taken = restore._take, []

    def take_what_another_gives_up(lock: Any) -> None:
        take(lock)
        if not taken:
            shutil.rmtree(tmp_path / "restore")
        taken.append(lock)

    monkeypatch.setattr(restore, "_take", take_what_another_gives_up)

    with restore._alone(), (tmp_path / "restore" / "lock").open("rb") as another:
        assert len(taken) == 2
        with pytest.raises(BlockingIOError):
            fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def anothers_folder(name: str = "restore", mode: int = 0) -> Iterator[Path]:
    """A folder that this user may not enter, such as that of a restore."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place, name)
        folder.mkdir()
        folder.chmod(mode)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o700)


@pytest.mark.django_db
def test_the_restore_of_another_user_is_said_to_be_his(client: Any, settings: Any) -> None:
    with anothers_folder() as folder:
        settings.VAR_DIR = folder.parent
        owner = f"{folder} belongs to {folder.owner()}"

        answer = client.get("/readyz")
        for command in (["restore", "--finish"], ["prepare"]):
            with pytest.raises(CommandError, match=owner):
                call_command(*command)

    assert answer.status_code == 503
    assert answer.json()["status"].startswith(f"restore interrupted: {owner}")


def test_where_no_folder_can_be_made_it_is_said_whose_the_place_is(settings: Any) -> None:
    with anothers_folder("var", mode=0o555) as folder:
        settings.VAR_DIR = folder

        with pytest.raises(CommandError, match=f"{folder} belongs to {folder.owner()}"):
            call_command("restore", "a.zip", replace=True)
