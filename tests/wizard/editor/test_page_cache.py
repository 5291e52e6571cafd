"""A page made from the old rules in the moment of publishing is not kept for the new ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError

from guidance.delivery import content_version
from guidance.delivery.content_version import ContentVersion
from guidance.delivery.page_cache import PageCache
from wizard.models import RuleSetDocument
from wizard.rules import publication_mark, registry

pytestmark = pytest.mark.django_db(transaction=True)


def rules_page(_environ: Any, start_response: Any) -> Iterable[bytes]:
    """A public page that says which version of the rules it was made from."""
    start_response("200 OK", [("Cache-Control", "public, s-maxage=60")])
    return [str(registry.in_force(registry.today()).version).encode()]


@pytest.fixture
def front(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> PageCache:
    """A cache in front of that page, which looks whether anything changed each time it is asked."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(content_version, "LOOK_AGAIN", 0)
    return PageCache(rules_page, ContentVersion())


def ask(front: PageCache) -> str:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": "http"}
    return b"".join(front(environ, lambda *_answer: None)).decode()


def publish(draft: RuleSetDocument, front: PageCache) -> None:
    """Publish, and let the content version change as it does after the commit."""
    draft.save_revision().publish()
    front.version.change()


def test_a_page_made_while_the_old_rules_were_trusted_is_not_kept(
    draft: RuleSetDocument, front: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(front) == "1"
    # The process trusts what it last read for as long as the race takes.
    monkeypatch.setattr(registry, "LOOK_AGAIN", float("inf"))
    publish(draft, front)
    assert ask(front) == "1"

    registry.refresh()

    assert ask(front) == "2"


def test_a_page_made_before_the_commit_is_not_kept(
    draft: RuleSetDocument, front: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[Any] = []
    monkeypatch.setattr(
        publication_mark.transaction, "on_commit", lambda work: announced.append(work)
    )
    publication_mark.announce()
    registry.refresh()
    assert ask(front) == "1"

    # The process that publishes ends between its commit and the settled mark.
    RuleSetDocument.objects.filter(pk=draft.pk).update(live=True)
    registry.refresh()

    assert ask(front) == "2"


def test_a_page_made_while_the_database_failed_is_not_kept(
    draft: RuleSetDocument, front: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(front) == "1"
    publish(draft, front)
    works = registry.source

    def fail() -> Any:
        raise DatabaseError

    monkeypatch.setattr(registry, "source", fail)
    registry.refresh()
    assert ask(front) == "1"

    monkeypatch.setattr(registry, "source", works)
    registry.refresh()

    assert ask(front) == "2"


def test_the_site_names_the_rules_in_its_version() -> None:
    assert settings.GUIDANCE_VERSION_SOURCES == ["wizard.rules.registry.mark"]
    before = ContentVersion().read()

    publication_mark.cache.set(publication_mark.KEY, "settled 7", None)
    registry.refresh()

    assert ContentVersion().read() != before
