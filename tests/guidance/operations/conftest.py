"""The site's own content, in the tests' database and in installations of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.db import connection

from tests.guidance.conftest import content
from tests.guidance.operations.stack import IS_POSTGRES, Stack, new_stack
from tests.prepared import copy_prepared

__all__ = ["content"]


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
