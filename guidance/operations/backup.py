"""A back-up: a zip file of every record as JSON, one a line, and of every upload.

It is independent of the database, so that it also leads from SQLite to PostgreSQL. Search and
reference indexes, sessions and renditions are left out: they are made again.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

RECORDS, STATE, UPLOADS = "records.jsonl", "about.json", "uploads/"
FORMAT = 1
# Made again from the rest, or worth nothing in another installation.
LEFT_OUT_APPS = {"sessions", "wagtailsearch", "axes"}
LEFT_OUT = {"wagtailcore.referenceindex", "wagtailimages.rendition"}


UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    serializers.base.DeserializationError,
    # Records that others refer to are not there.
    IntegrityError,
)


class ArchiveError(Exception):
    """The file cannot be restored here; says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How much an archive holds."""

    records: int
    uploads: int


class Exact(DjangoJSONEncoder):
    """JSON with moments to the microsecond, where Django keeps milliseconds only."""

    def default(self, o: Any) -> Any:
        """The value as something that JSON has."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def write(file: Path) -> Contents:
    """Write everything as of one moment."""
    part = file.with_name(file.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            counts = _write_records(archive)
        uploads = list(stored_files())
        for name in uploads:
            with default_storage.open(name) as source:
                archive.writestr(UPLOADS + name, source.read())
        state = {"format": FORMAT, "counts": counts, "migrations": _migrations()}
        archive.writestr(STATE, json.dumps(state, indent=1))
    part.replace(file)
    return Contents(sum(counts.values()), len(uploads))


def read(file: Path, *, replace: bool) -> Contents:
    """Replace every record; raise ArchiveError and change nothing if that is not possible."""
    try:
        with zipfile.ZipFile(file) as archive:
            state = _state(archive)
            if not replace and has_content():
                msg = "The database has content already; --replace throws it away."
                raise ArchiveError(msg)
            with silence(), transaction.atomic():
                counts = _read_records(archive)
                if counts != state["counts"]:
                    msg = f"{file} is damaged: it does not hold the records it names."
                    raise ArchiveError(msg)
            return Contents(sum(counts.values()), _read_uploads(archive))
    except UNREADABLE as error:
        msg = f"{file} cannot be restored: {error}"
        raise ArchiveError(msg) from error


def has_content() -> bool:
    """Whether there is anything to lose: more than what the migrations made."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth__gt=2)
    return pages.exists() or apps.get_model("auth", "User").objects.exists()


def kept_models() -> list[type[models.Model]]:
    """Every table in the archive, many-to-many tables without a model of their own included."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
        and model._meta.label_lower not in LEFT_OUT
    ]
    # Content types first: Django makes those it misses as soon as another record asks for one.
    return sorted(found, key=lambda model: model is not ContentType)


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _write_records(archive: zipfile.ZipFile) -> dict[str, int]:
    counts: Counter[str] = Counter()
    with archive.open(RECORDS, "w", force_zip64=True) as target:
        for model in kept_models():
            rows = model._base_manager.order_by("pk")
            for line in _lines(rows.iterator(chunk_size=500)):
                target.write(line)
                counts[model._meta.label_lower] += 1
    return dict(counts)


def _lines(rows: Iterator[models.Model]) -> Iterator[bytes]:
    for row in rows:
        text: str = serializers.serialize("jsonl", [row], ensure_ascii=False, cls=Exact)
        yield text.encode()


def _state(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        state: dict[str, Any] = json.loads(archive.read(STATE))
    except KeyError as error:
        msg = "This file was not written by `backup`."
        raise ArchiveError(msg) from error
    missing = sorted(set(state["migrations"]) - set(_migrations()))
    if state["format"] != FORMAT or missing:
        msg = f"The file was written by a newer version of the site: {', '.join(missing[:5])}"
        raise ArchiveError(msg)
    return state


def _read_records(archive: zipfile.ZipFile) -> dict[str, int]:
    """Empty the tables and fill them. References are checked at the end, so order is no matter."""
    counts: Counter[str] = Counter()
    with connection.constraint_checks_disabled(), archive.open(RECORDS) as source:
        _empty()
        ContentType.objects.clear_cache()
        for line in source:
            for record in serializers.deserialize("jsonl", line.decode()):
                record.save()
                counts[record.object._meta.label_lower] += 1
    tables = [model._meta.db_table for model in kept_models()]
    connection.check_constraints(table_names=tables)
    _restart_numbering()
    return dict(counts)


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


class silence:  # noqa: N801 - reads as a statement
    """Within it, saving a record tells nobody: what listeners would make is in the archive."""

    signals = (pre_save, post_save, pre_delete, post_delete, m2m_changed)

    def __enter__(self) -> None:
        """Take every listener away."""
        self.receivers = [signal.receivers for signal in self.signals]
        for signal in self.signals:
            signal.receivers = []
            signal.sender_receivers_cache.clear()

    def __exit__(self, *_error: object) -> None:
        """Bring them back."""
        for signal, receivers in zip(self.signals, self.receivers, strict=True):
            signal.receivers = receivers
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
        if str(PurePosixPath(folder, name)) != "images":
            yield from stored_files(str(PurePosixPath(folder, name)))


def _read_uploads(archive: zipfile.ZipFile) -> int:
    names = [name for name in archive.namelist() if name.startswith(UPLOADS)]
    for name in names:
        own = name.removeprefix(UPLOADS)
        if default_storage.exists(own):
            default_storage.delete(own)
        # The storage refuses a name that leads out of its folder.
        default_storage.save(own, ContentFile(archive.read(name)))
    return len(names)
