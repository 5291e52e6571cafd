"""The site's own content: in the tests' database, and in installations of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from tests import database
from tests.guidance.operations.stack import Stack, new_stack
from tests.prepared import copy_prepared


@pytest.fixture(scope="session")
def content(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load every content file; each test then works in a transaction of its own."""
    with django_db_blocker.unblock():
        database.reach(database.LOADED, load)
        connection.close()


def load() -> None:
    """Load every content file."""
    call_command("load_content", verbosity=0)


@pytest.fixture
def pages(content: None, db: None) -> dict[tuple[str, str], Page]:
    """Every page of the site by language and key."""
    from guidance.loading.page_tree import existing

    return dict(existing())


# --- Installations with processes of their own --------------------------------------------------


@pytest.fixture(scope="session")
def prepared(content: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation with the whole site in it, which nobody uses: others are copies of it."""
    folder = tmp_path_factory.mktemp("prepared")
    if not database.IS_POSTGRES:
        copy_prepared(folder)
        yield Stack(folder)
        return
    loaded = f"postgres:///{database.kept_database(database.LOADED)}"
    with new_stack(folder, like=Stack(folder, {"DATABASE_URL": loaded})) as stack:
        stack.manage("prepare")
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
