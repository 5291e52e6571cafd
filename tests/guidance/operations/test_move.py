"""From SQLite to PostgreSQL by one file: every record, every page as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checking import check_at
from tests.guidance.operations.stack import Stack
from tests.guidance.operations.test_backup import archive, records
from tests.prepared import copy_prepared

__all__ = ["archive"]

PAGES = f"""
import hashlib
from django.conf import settings
from django.test import Client
from wagtail.models import Page
settings.ALLOWED_HOSTS = ["*"]
client = Client()
addresses = [page.url for page in Page.objects.live().filter(depth__gt=2).order_by("url_path")]
addresses += ["/vi/check/", "{check_at("fr", "rules/")}", "/sitemap.xml"]
for address in addresses:
    answer = client.get(address)
    print(address, answer.status_code, hashlib.sha256(answer.content).hexdigest())
"""
FOUND = """
from guidance.search.query import search
print(search("printer", "en").hits[0].url)
"""
NEW = """
from django.contrib.auth.models import User
from wagtail.models import Page
User.objects.create_superuser("new")
page = Page.objects.get(slug="glossary", locale__language_code="en").specific
page.save_revision().publish()
page.copy(update_attrs={"slug": "new"})
"""


@pytest.mark.postgres
def test_a_site_moved_from_sqlite_to_postgresql_is_the_same_site(
    archive: Path, empty: Callable[[], Stack], tmp_path: Path
) -> None:
    # Without a collection of static files, whose names are not in question here.
    plain = {"DEBUG": "1"}
    small = Stack(tmp_path, plain)
    copy_prepared(tmp_path)
    small.manage("restore", str(archive), "--replace")
    moved, again = tmp_path / "moved.zip", tmp_path / "again.zip"
    large = empty()
    large.variables.update(plain)

    small.manage("backup", str(moved))
    large.manage("restore", str(moved))

    large.manage("backup", str(again))
    assert records(again) == records(moved)
    before = small.manage("shell", "-v0", "-c", PAGES).splitlines()
    assert large.manage("shell", "-v0", "-c", PAGES).splitlines() == before
    assert len(before) > 150
    assert [line for line in before if line.split()[1] != "200"] == []
    found = large.manage("shell", "-v0", "-c", FOUND)
    assert found == small.manage("shell", "-v0", "-c", FOUND)
    assert "/en/" in found
    # Numbers go on after those restored.
    large.manage("shell", "-v0", "-c", NEW)
