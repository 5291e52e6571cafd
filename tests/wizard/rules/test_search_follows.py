"""The search finds the cases and goods of the rules in force, not of those it first read."""

from __future__ import annotations

from typing import Any

import pytest

from guidance.delivery.content_version import content_version
from guidance.search.candidates import provider_entries
from wizard.models import RuleSetDocument
from wizard.rules import registry

pytestmark = pytest.mark.django_db(transaction=True)


def titles() -> list[str]:
    """What the search offers in English."""
    return [entry["title"] for _words, entry in provider_entries("en")]


def test_a_published_version_is_searched_at_once(
    live: RuleSetDocument, shipped: dict[str, Any]
) -> None:
    registry.refresh()
    before = shipped["case"][0]["title"]["en"]
    assert before in titles()

    draft = live.next_version()
    draft.fill({**shipped, "version": draft.version, "case": [
        {**case, "title": {**case["title"], "en": "Xylophones"}} if number == 0 else case
        for number, case in enumerate(shipped["case"])
    ]})  # fmt: skip
    draft.save()
    draft.save_revision().publish()
    registry.refresh()

    assert "Xylophones" in titles()
    assert before not in titles()


def test_a_new_day_may_bring_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "wizard.assessment.search_entries.entries",
        lambda language: asked.append(language) or [{"kind": "goods", "title": "a", "url": "/"}],
    )
    content_version.change()
    provider_entries("en")
    provider_entries("en")
    assert asked == ["en"]

    monkeypatch.setattr(content_version.day, "read", lambda: "2027-01-01")
    provider_entries("en")

    assert asked == ["en", "en"]
    content_version.change()
