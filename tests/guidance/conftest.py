"""The site's own content: in the tests' database, and in installations of their own."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from guidance.delivery.content_version import content_version
from tests.guidance.operations.stack import IS_POSTGRES, Stack, new_stack
from tests.prepared import KEPT, copy_prepared, one_at_a_time, sources_digest


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


# --- Installations with processes of their own --------------------------------------------------


@pytest.fixture(scope="session")
def prepared(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation with the whole site in it, which nobody uses: others are copies of it."""
    folder = tmp_path_factory.mktemp("prepared")
    # The tests' own database has every table already.
    migrated = Stack(folder, {"DATABASE_URL": f"postgres:///{connection.settings_dict['NAME']}"})
    # It can be copied as long as nobody reads it.
    connection.close()
    with new_stack(folder, migrated if IS_POSTGRES else None) as stack:
        if IS_POSTGRES:
            stack.manage("prepare")
        else:
            copy_prepared(stack.folder)
        yield stack


@pytest.fixture(scope="session")
def full(prepared: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation with the whole site in it, the same for all tests."""
    with new_stack(tmp_path_factory.mktemp("full"), like=prepared) as stack:
        yield stack


@pytest.fixture
def another(
    prepared: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Stack]]:
    """Makes installations with the whole site in them."""
    with ExitStack() as stacks:
        yield lambda: stacks.enter_context(new_stack(tmp_path_factory.mktemp("full"), prepared))


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Stack]]:
    """Makes installations without any table."""
    with ExitStack() as stacks:
        yield lambda: stacks.enter_context(new_stack(tmp_path_factory.mktemp("empty")))
