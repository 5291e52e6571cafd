"""A back-up: a zip file of every record as JSON, one a line, and of every upload.

It is independent of the database, so that it also leads from SQLite to PostgreSQL. Search and
reference indexes, sessions and renditions are left out: they are made again. The file names the
digest of each of its parts, so that a damaged one is known before anything is touched
(`guidance.operations.restore`).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from guidance.delivery.packed_files import BROKEN_PACKAGE

RECORDS, STATE, UPLOADS = "records.jsonl", "about.json", "uploads/"
FORMAT = 2
# The first names no digests; what the zip format itself checks is checked.
READABLE_FORMATS = (1, FORMAT)
CHUNK = 1 << 20
# Where a restore puts its parts beside the uploads in use.
STAGING = ".restore"
# Beside the uploads, but none: what checking a disk found, for its owner (mostly root) alone.
FOUND_BY_DISK_CHECK = "lost+found"
NO_UPLOADS = {STAGING, FOUND_BY_DISK_CHECK}
# Made again from the rest, or worth nothing in another installation.
EXCLUDED_APPS = {"sessions", "wagtailsearch", "modelsearch", "axes"}
EXCLUDED = {"wagtailcore.referenceindex", "wagtailimages.rendition"}
SIGNALS = (pre_save, post_save, pre_delete, post_delete, m2m_changed)

# What a file makes Python raise that was damaged somewhere.
DAMAGED = (*BROKEN_PACKAGE, TypeError, AttributeError)
# What a line makes Python raise that no model and no database can take.
NO_RECORD = (
    DeserializationError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
)


class ArchiveError(Exception):
    """The file cannot be restored here; says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How much an archive holds."""

    records: int
    uploads: int


@dataclass(frozen=True, slots=True)
class State:
    """What an archive says of itself: records by kind, migrations, digests by part."""

    counts: dict[str, int]
    migrations: list[str]
    digests: dict[str, str] = field(default_factory=dict)


class MicrosecondEncoder(DjangoJSONEncoder):
    """JSON with moments to the microsecond, where Django keeps milliseconds only."""

    def default(self, o: Any) -> Any:
        """The value as something that JSON has."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def write(file: Path) -> Contents:
    """Write everything as of one moment, to a file that only its owner may read.

    Raises OSError, and leaves nothing behind, where no file can be written.
    """
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(descriptor, "w+b") as target,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            contents = _write_parts(archive)
    except BaseException:
        part.unlink()
        raise
    part.replace(file)
    return contents


def _write_parts(archive: zipfile.ZipFile) -> Contents:
    digests: dict[str, str] = {}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        counts = _write_records(archive, digests)
    uploads = list(stored_files())
    for name in uploads:
        with default_storage.open(name) as source:
            _write_upload(archive, name, source, digests)
    state = {
        "format": FORMAT,
        "counts": counts,
        "migrations": _migrations(),
        "digests": digests,
    }
    archive.writestr(STATE, json.dumps(state, indent=1))
    return Contents(sum(counts.values()), len(uploads))


def verify(archive: zipfile.ZipFile) -> State:
    """Read the whole archive, to its last byte; raise ArchiveError if anything is not as written.

    Nothing is touched: neither the database nor any upload.
    """
    try:
        state = _state(archive)
        names = archive.namelist()
        parts = [name for name in names if name != STATE]
        if len(set(names)) != len(names) or RECORDS not in parts:
            msg = "it does not hold each of its parts once"
            raise ValueError(msg)
        for name in parts:
            if name != RECORDS:
                upload_name(name)
        found = {name: _digest(archive, name) for name in parts}
        if state.digests and found != state.digests:
            wrong = sorted(set(found.items()) ^ set(state.digests.items()))
            msg = f"{wrong[0][0]} is not what was written"
            raise ValueError(msg)
        _count(archive, state)
    except DAMAGED as error:
        msg = f"The file is damaged, nothing was changed: {error}"
        raise ArchiveError(msg) from error
    return state


def upload_name(part: str) -> str:
    """The name of an upload below its folder; ValueError if a part of an archive is none.

    It is judged as it is joined to a folder, and only as it would be written again: `//` and `.`
    vanish where a path is read, and what follows them may lead anywhere.
    """
    name = part.removeprefix(UPLOADS)
    path = PurePosixPath(name)
    is_below = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    is_as_written = part == UPLOADS + name and name == str(path) != "."
    if not (is_below and is_as_written) or path.parts[0] in NO_UPLOADS:
        msg = f"{part} is no part of a back-up"
        raise ValueError(msg)
    return name


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    """The digest of a part; the zip format's own sum is compared at its end."""
    found = hashlib.sha256()
    with archive.open(name) as source:
        while chunk := source.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _count(archive: zipfile.ZipFile, state: State) -> None:
    """Every line is a record, and there are as many of each kind as were written."""
    counts: Counter[str] = Counter()
    with archive.open(RECORDS) as source:
        for line in source:
            counts[json.loads(line)["model"]] += 1
    if counts != state.counts:
        msg = "it does not hold the records it names"
        raise ValueError(msg)
    if unknown := set(counts) - {model._meta.label_lower for model in kept_models()}:
        msg = f"it holds records of a kind that no back-up has: {', '.join(sorted(unknown)[:5])}"
        raise ValueError(msg)


def has_content() -> bool:
    """Whether there is anything to lose: more than what the migrations made."""
    if "wagtailcore_page" not in connection.introspection.table_names():
        return False
    try:
        pages = apps.get_model("wagtailcore", "Page").objects.filter(depth__gt=2)
        return pages.exists() or apps.get_model("auth", "User").objects.exists()
    except DatabaseError:
        # Tables of another version: there is something.
        return True


def kept_models() -> list[type[models.Model]]:
    """Every table in the archive, many-to-many tables without a model of their own included."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in EXCLUDED_APPS
        and model._meta.label_lower not in EXCLUDED
    ]
    # Content types first: Django makes those it misses as soon as another record asks for one.
    return sorted(found, key=lambda model: model is not ContentType)


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _write_records(archive: zipfile.ZipFile, digests: dict[str, str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    digest = hashlib.sha256()
    with archive.open(RECORDS, "w", force_zip64=True) as target:
        for model in kept_models():
            rows = model._base_manager.order_by("pk")
            for line in _lines(rows.iterator(chunk_size=500)):
                target.write(line)
                digest.update(line)
                counts[model._meta.label_lower] += 1
    digests[RECORDS] = digest.hexdigest()
    return dict(counts)


def _write_upload(
    archive: zipfile.ZipFile, name: str, source: IO[bytes] | Any, digests: dict[str, str]
) -> None:
    digest = hashlib.sha256()
    with archive.open(UPLOADS + name, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            digest.update(chunk)
    digests[UPLOADS + name] = digest.hexdigest()


def _lines(rows: Iterator[models.Model]) -> Iterator[bytes]:
    for row in rows:
        text: str = serializers.serialize(
            "jsonl", [row], ensure_ascii=False, cls=MicrosecondEncoder
        )
        yield text.encode()


def _state(archive: zipfile.ZipFile) -> State:
    try:
        found: dict[str, Any] = json.loads(archive.read(STATE))
    except KeyError as error:
        msg = "This file was not written by `backup`."
        raise ArchiveError(msg) from error
    state = State(dict(found["counts"]), list(found["migrations"]), found.get("digests", {}))
    loader, its = MigrationLoader(None), set(state.migrations)
    unknown = sorted(its - {f"{app}.{name}" for app, name in loader.disk_migrations})
    if found["format"] not in READABLE_FORMATS or unknown:
        msg = f"The file was written by a newer version of the site: {', '.join(unknown[:5])}"
        raise ArchiveError(msg)
    # Without those that others take the place of.
    missing = sorted({f"{app}.{name}" for app, name in loader.graph.nodes} - its)
    if missing:
        msg = (
            "The file was written by an earlier version of the site: restore it with that version, "
            f"then upgrade. It does not know: {', '.join(missing[:5])}"
        )
        raise ArchiveError(msg)
    return state


def fill(source: IO[bytes]) -> None:
    """Empty the tables of the connection in use and fill them from the lines of an archive.

    Needs a transaction. References are checked at the end, so the order of the records is no
    matter; raises IntegrityError if one leads nowhere, DeserializationError or DataError if a
    line is no record of this site.
    """
    with muted_signals(), connection.constraint_checks_disabled():
        _empty()
        ContentType.objects.clear_cache()
        for number, line in enumerate(source, 1):
            try:
                # A list of one line: a text would be cut wherever Unicode sees the end of a line.
                for record in serializers.deserialize("jsonl", [line.decode()]):
                    record.save()
            except NO_RECORD as error:
                msg = f"record {number}: {error.__cause__ or error!r}"
                raise DeserializationError(msg) from error
    tables = [model._meta.db_table for model in kept_models()]
    connection.check_constraints(table_names=tables)
    _restart_numbering()


def _empty() -> None:
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _restart_numbering() -> None:
    """Let new records get numbers after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


@contextmanager
def muted_signals() -> Iterator[None]:
    """Within it, saving a record tells nobody: what listeners would make is in the archive."""
    receivers = [signal.receivers for signal in SIGNALS]
    for signal in SIGNALS:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, before in zip(SIGNALS, receivers, strict=True):
            signal.receivers = before
            signal.sender_receivers_cache.clear()


def stored_files(folder: str = "") -> Iterator[str]:
    """The name of every upload; renditions of images are made again."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield str(PurePosixPath(folder, name))
    for name in folders:
        if str(PurePosixPath(folder, name)) not in {"images", *NO_UPLOADS}:
            yield from stored_files(str(PurePosixPath(folder, name)))
