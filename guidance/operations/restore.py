"""Puts a back-up in the place of what an installation holds: the whole of it, or nothing.

1. **Verified.** Every byte of the file is read and compared with its digest.
2. **Staged.** Records and uploads are written beside what is in use. On SQLite that is a database
   of its own, with its search and reference indexes; a record that leads nowhere is found here.
3. **Swapped.** From the mark `swapping` on, the restore is finished forward. SQLite takes the
   staged database over in one transaction (its backup interface), PostgreSQL is filled and indexed
   in one; uploads change their place folder by folder.

A process that is killed in between leaves the mark. Until the swap began, finishing means to
throw the parts away; after that, to do the swap again, each step of which may be repeated.
`python -m guidance.operations.serve`, `manage.py prepare` and `manage.py restore --finish` do so,
and `/readyz` says 503 until then.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.db import DataError, Error, IntegrityError, connection, transaction

from guidance.delivery.content_version import content_version
from guidance.operations.backup import (
    CHUNK,
    DAMAGED,
    NO_UPLOADS,
    RECORDS,
    STAGING,
    UPLOADS,
    ArchiveError,
    Contents,
    fill,
    has_content,
    stored_files,
    upload_name,
    verify,
)

FOLDER = "restore"
"""In VAR_DIR: the parts of a restore that is under way, or was interrupted."""
DATABASE, NEW, OLD, TRIED = "database.sqlite3", "new", "old", "tried"
SWAPPING, OLD_IS_OUT, LOCK = "swapping", "old-is-out", "lock"
# Records that are no records of this site, or that refer to some that are not there.
UNFIT = (DeserializationError, IntegrityError, DataError)
ATTEMPTS = 10
RUNNING, INTERRUPTED = "restore under way", "restore interrupted"


def restore(file: Path, *, replace: bool) -> Contents:
    """Replace every record and upload; raise ArchiveError and change nothing if not possible."""
    with _alone():
        _finish()
        try:
            contents = _verified_and_staged(file, replace=replace)
        except BaseException:
            _throw_away()
            raise
        _note(SWAPPING)
        try:
            _complete()
        except UNFIT as error:
            raise _refusal(file, error) from error
    content_version.change()
    return contents


def _verified_and_staged(file: Path, *, replace: bool) -> Contents:
    try:
        with zipfile.ZipFile(file) as archive:
            state = verify(archive)
            _refuse_unasked(replace=replace)
            contents = Contents(sum(state.counts.values()), _stage(archive))
            _try_to_move_uploads()
            return contents
    except (*DAMAGED, *UNFIT, Error) as error:
        raise _refusal(file, error) from error


def _refuse_unasked(*, replace: bool) -> None:
    if not replace and has_content():
        msg = "The database has content already; --replace throws it away."
        raise ArchiveError(msg)


def _refusal(file: Path, error: BaseException) -> ArchiveError:
    return ArchiveError(f"{file} cannot be restored, nothing was changed: {error}")


def finish() -> str:
    """Finish a restore that was interrupted, or undo it; say which, empty if there was none."""
    if not _folder().exists():
        return ""
    with _alone():
        done = _finish()
    content_version.change()
    return done


def status() -> str:
    """What stands in the way of serving: a restore that runs or was interrupted; else empty."""
    folder = _folder()
    if not folder.exists():
        return ""
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return INTERRUPTED if folder.exists() else ""
    except BlockingIOError:
        return RUNNING
    except PermissionError:
        return f"{INTERRUPTED}: {_whose(folder)}"
    return INTERRUPTED


# --- What stands where -------------------------------------------------------------------------


def _folder() -> Path:
    return Path(settings.VAR_DIR) / FOLDER


def _staged_uploads() -> Path:
    """Beside the uploads in use, so that a folder changes its place without being copied."""
    if isinstance(default_storage, FileSystemStorage):
        return Path(default_storage.location) / STAGING
    return _folder() / "uploads"


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder of the restore; raise ArchiveError if another process, or user, does."""
    folder = _folder()
    with _locked(folder):
        try:
            yield
        finally:
            if not (folder / SWAPPING).exists():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock that lies in the folder: who held it before may have deleted the one opened."""
    is_held = False
    while not is_held:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (folder / LOCK).open("ab")
        except FileNotFoundError:
            # Deleted in between.
            continue
        except PermissionError as error:
            raise ArchiveError(_whose(folder)) from error
        with lock:
            _take(lock)
            is_held = _is_the_file(lock, folder / LOCK)
            if is_held:
                yield


def _is_the_file(opened: IO[bytes], path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(opened.fileno()), path.stat())
    return False


def _whose(folder: Path) -> str:
    """Why the folder of a restore, or the one it would be made in, cannot be used."""
    place = folder if folder.exists() else folder.parent
    try:
        owner = place.owner()
    except KeyError:
        owner = str(place.stat().st_uid)
    return f"{place} belongs to {owner}, as whom `restore` is to be run."


def _take(lock: IO[bytes]) -> None:
    """Lock a file; a probe of readiness holds it for a moment, another restore for long."""
    for _attempt in range(ATTEMPTS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return
    msg = "Another restore is under way."
    raise ArchiveError(msg)


def _note(name: str, folder: Path | None = None) -> None:
    """Write a mark so that it outlives the power."""
    folder = folder or _folder()
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600)
    os.fsync(descriptor)
    os.close(descriptor)
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _finish() -> str:
    """Do again what was begun after the mark; undo what was begun before."""
    folder = _folder()
    if (folder / SWAPPING).exists():
        try:
            _complete()
        except UNFIT:
            return "undone"
        return "finished"
    was_staged = any(path.name != LOCK for path in folder.iterdir()) or _staged_uploads().exists()
    _throw_away()
    return "undone" if was_staged else ""


def _complete() -> None:
    """Swap what is staged; raise one of UNFIT, with nothing changed, if it cannot be.

    That is PostgreSQL, whose records meet the database only now, in one transaction.
    """
    try:
        _swap()
    except UNFIT:
        _throw_away()
        raise
    except (Error, OSError) as error:
        msg = f"The restore is not finished; do so with `restore --finish`: {error}"
        raise ArchiveError(msg) from error
    _throw_away()


def _throw_away() -> None:
    """Remove the mark, then every part beside what is in use."""
    folder = _folder()
    _put_back(_staged_uploads() / TRIED, _staged_uploads().parent)
    (folder / SWAPPING).unlink(missing_ok=True)
    shutil.rmtree(_staged_uploads(), ignore_errors=True)
    for path in folder.iterdir():
        if path.name != LOCK:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


# --- Staging -----------------------------------------------------------------------------------


def _stage(archive: zipfile.ZipFile) -> int:
    """Write every part beside what is in use; how many uploads there are."""
    _copy(archive, RECORDS, _folder() / RECORDS)
    if connection.vendor == "sqlite":
        _copy_tables(_folder() / DATABASE)
        with _working_on(_folder() / DATABASE):
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
            _load()
    else:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    new = _staged_uploads() / NEW
    new.mkdir(mode=0o700, parents=True)
    names = [name for name in archive.namelist() if name.startswith(UPLOADS)]
    for name in names:
        _copy(archive, name, _inside(new, upload_name(name)))
    return len(names)


def _inside(folder: Path, name: str) -> Path:
    """A place in a folder; ValueError if the name leads out of it, whoever let it pass before."""
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        msg = f"{name} leads out of {folder}"
        raise ValueError(msg)
    return target


def _copy(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as written:
        shutil.copyfileobj(source, written, CHUNK)
        written.flush()
        os.fsync(written.fileno())


def _copy_tables(staged: Path) -> None:
    """Begin with the tables in use, which are there already; without them, if they are damaged."""
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(staged)) as target:
            connection.connection.backup(target)
    except (Error, sqlite3.Error):
        staged.unlink(missing_ok=True)


def _load() -> None:
    """Fill the database in use and build its indexes, in one transaction."""
    with transaction.atomic():
        with (_folder() / RECORDS).open("rb") as source:
            fill(source)
        call_command("update_index", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)


@contextmanager
def _working_on(file: Path) -> Iterator[None]:
    """Have this process use another SQLite file, whole on the disk when it is left."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        ContentType.objects.clear_cache()


def _try_to_move_uploads() -> None:
    """Move each upload in use out and back; raise ArchiveError if one cannot be.

    Once the records are the new ones it is too late to find that out. Killed in between, whoever
    finishes or undoes the restore puts back what was out.
    """
    if not isinstance(default_storage, FileSystemStorage):
        return
    tried = _staged_uploads() / TRIED
    tried.mkdir(mode=0o700, exist_ok=True)
    for path in _uploads_in_use():
        try:
            _refuse_mounts(path)
            path.rename(tried / path.name)
        except OSError as error:
            reason = error.strerror or str(error)
            msg = f"{path} cannot be moved, nothing was changed: {reason}"
            raise ArchiveError(msg) from error
        finally:
            _put_back(tried, path.parent)


def _refuse_mounts(path: Path) -> None:
    """Raise OSError if another file system begins at a folder or below it.

    Files say nothing: those of a container's layers are told to be of other disks.
    """
    device = path.parent.stat().st_dev
    folders = [path, *(Path(place, name) for place, names, _ in os.walk(path) for name in names)]
    for folder in folders:
        if not folder.is_dir() or folder.is_symlink():
            continue
        if os.path.ismount(folder) or folder.stat().st_dev != device:
            msg = f"another file system begins at {folder}"
            raise OSError(msg)


def _put_back(tried: Path, folder: Path) -> None:
    """Uploads that were moved out for trial are in use again, beside what came meanwhile."""
    for path in tried.iterdir() if tried.exists() else ():
        target = folder / path.name
        if path.is_dir() and target.is_dir():
            _put_back(path, target)
        else:
            path.rename(target)


# --- Swapping: each step may be done again -----------------------------------------------------


def _swap() -> None:
    if connection.vendor == "sqlite":
        _take_over(_folder() / DATABASE)
    else:
        _load()
    if isinstance(default_storage, FileSystemStorage):
        _move_uploads()
    else:
        _send_uploads()


def _take_over(staged: Path) -> None:
    """Make the database in use the staged one, in one transaction of SQLite.

    Processes that have it open see it from their next transaction on; a kill leaves the old one.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(staged)) as source:
        source.backup(connection.connection)
    connection.close()
    ContentType.objects.clear_cache()


def _move_uploads() -> None:
    """Take what is there out, then put what is new in; nothing is copied."""
    staging = _staged_uploads()
    uploads, old, new = staging.parent, staging / OLD, staging / NEW
    if not (staging / OLD_IS_OUT).exists():
        old.mkdir(exist_ok=True)
        for path in _uploads_in_use():
            _set_aside(path, old)
        _note(OLD_IS_OUT, staging)
    for path in new.iterdir():
        # A server that runs may have made a folder of the same name meanwhile.
        _set_aside(uploads / path.name, old)
        path.rename(uploads / path.name)


def _uploads_in_use() -> list[Path]:
    """Every file and folder on the disk that holds uploads."""
    folder = _staged_uploads().parent
    return [path for path in folder.iterdir() if path.name not in NO_UPLOADS]


def _set_aside(path: Path, folder: Path) -> None:
    """Move what is there into a folder of its own below another."""
    if path.exists():
        path.rename(Path(tempfile.mkdtemp(dir=folder), path.name))


def _send_uploads() -> None:
    """Write each upload to the storage under its name, then delete those that are no more."""
    new = _staged_uploads() / NEW
    names = {str(path.relative_to(new)) for path in new.rglob("*") if path.is_file()}
    for name in sorted(names):
        if default_storage.exists(name):
            default_storage.delete(name)
        with (new / name).open("rb") as source:
            default_storage.save(name, File(source))
    for name in set(stored_files()) - names:
        default_storage.delete(name)
