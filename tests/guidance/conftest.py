"""The site's own content, loaded once for all tests of the site."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from guidance.delivery.content_version import content_version
from tests.prepared import KEPT, one_at_a_time, sources_digest


@pytest.fixture(scope="session")
def content(django_db_setup: None, django_db_blocker: Any) -> str:
    """Load every content file; each test then works in a transaction of its own."""
    with django_db_blocker.unblock():
        said = load() if connection.vendor != "sqlite" else load_once()
        connection.close()
    return said


def load() -> str:
    """Load the content and give what the command prints."""
    output = io.StringIO()
    call_command("load_content", stdout=output)
    return output.getvalue()


def load_once() -> str:
    """On SQLite, take over what an earlier run loaded from the same files with the same code."""
    kept = KEPT / f"content-{sources_digest()}.sqlite3"
    words = kept.with_suffix(".txt")
    with one_at_a_time("content"):
        if kept.exists():
            take_over(kept)
            return words.read_text(encoding="utf-8")
        for stale in KEPT.glob("content-*"):
            if stale.suffix != ".lock":
                stale.unlink()
        said = load()
        words.write_text(said, encoding="utf-8")
        part = kept.with_suffix(".part")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
        part.replace(kept)
    return said


def take_over(kept: Path) -> None:
    """Fill the tests' database from the file, and forget what this process knew of it before."""
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)
    Site.clear_site_root_paths_cache()
    content_version.change()


@pytest.fixture
def pages(content: str, db: None) -> dict[tuple[str, str], Page]:
    """Every page of the site by language and key."""
    from guidance.loading.page_tree import existing

    return dict(existing())
