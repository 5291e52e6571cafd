"""A department, its locality, and one that belongs to somebody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.users.models import UserProfile

from guidance.accounts.roles import PROVINCIAL_EDITOR, group_of, setup_roles
from guidance.models import Locality, ProvincialEditor


@pytest.fixture
def place(content: str, db: None) -> Locality:
    """The locality of the provincial editor."""
    return Locality.objects.get(slug="lang-son")


@pytest.fixture
def other(place: Locality) -> Locality:
    """One that belongs to somebody else."""
    return Locality.objects.exclude(pk=place.pk).order_by("code")[0]


@pytest.fixture
def department(place: Locality) -> Any:
    """A provincial editor."""
    setup_roles()
    user = get_user_model().objects.create_user("lang-son", "ls@example.org", "a-pass-word")
    group = group_of(PROVINCIAL_EDITOR)
    assert group is not None
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language="en")
    ProvincialEditor.objects.create(user=user, locality=place)
    return user


@pytest.fixture
def officer(client: Client, department: Any) -> Client:
    """The browser of the provincial editor."""
    client.force_login(department)
    return client
