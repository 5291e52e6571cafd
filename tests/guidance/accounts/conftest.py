"""The second factor as production asks for it, and people to ask it of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from pytest_django.fixtures import Settings

from guidance.accounts import roles
from tests.guidance.accounts.authenticator import PASSWORD


@pytest.fixture
def second_factor(settings: Settings) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def boss() -> User:
    """Somebody who may publish."""
    return User.objects.create_superuser("boss", "boss@example.org", PASSWORD)


@pytest.fixture
def roles_set_up(db: None) -> None:
    """The groups, without any content."""
    roles.setup_roles()
