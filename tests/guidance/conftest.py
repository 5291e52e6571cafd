"""The site's own content, loaded once for all tests of the site."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page


@pytest.fixture(scope="session")
def content(django_db_setup: None, django_db_blocker: Any) -> str:
    """Load every content file; each test then works in a transaction of its own."""
    output = io.StringIO()
    with django_db_blocker.unblock():
        call_command("load_content", stdout=output)
        connection.close()
    return output.getvalue()


@pytest.fixture
def pages(content: str, db: None) -> dict[tuple[str, str], Page]:
    """Every page of the site by language and key."""
    from guidance.loading.tree import existing

    return dict(existing())
