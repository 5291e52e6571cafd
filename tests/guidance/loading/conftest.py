"""An empty database and a folder of content for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from guidance.loading import content_files, page_tree, records
from guidance.models import GlossaryTerm, GuidancePage, LegalSource, LoadedContent
from guidance.text.languages import LANGUAGES
from tests.guidance.loading.small_site import DATED, HOME, OLD, PAGE, SOURCES, first, load, write


@pytest.fixture(scope="module")
def _nothing_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An empty site around all tests of this module: taking all pages away takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        for page in Page.objects.filter(depth=2):
            page.delete()
        LoadedContent.objects.all().delete()
        LegalSource.objects.all().delete()
        GlossaryTerm.objects.all().delete()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def folder(
    _nothing_loaded: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> Path:
    """A small set of content files in place of the site's own, in an empty database."""
    for module in (content_files, records, page_tree):
        monkeypatch.setattr(module, "CONTENT", tmp_path)
    for language in LANGUAGES:
        write(tmp_path, language, "home", HOME.format(title=f"Home {language}"))
        write(tmp_path, language, "first", PAGE.format(title=f"First {language}"))
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(folder: Path) -> GuidancePage:
    """A page with passages for certain days, in English."""
    (folder / "sources.toml").write_text(SOURCES + OLD, encoding="utf-8")
    for language in LANGUAGES:
        write(folder, language, "first", PAGE.format(title="First") + DATED)
    load()
    return first("en")


@pytest.fixture
def let_it_be(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Makes it one in the morning of a day in Viet Nam, when it is still the day before in UTC."""

    def set_day(day: date) -> None:
        zone = timezone.get_default_timezone()
        moment = datetime(day.year, day.month, day.day, 1, tzinfo=zone).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_day


@pytest.fixture
def read(
    page: GuidancePage, client: Client, let_it_be: Callable[[date], None]
) -> Callable[[date], str]:
    """What a reader of the page gets on a day."""

    def get(day: date) -> str:
        let_it_be(day)
        return client.get(page.get_url()).content.decode()

    return get
