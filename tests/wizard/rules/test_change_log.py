"""Anybody can read what each version of the rules changed, and follow it by feed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from guidance.delivery.content_version import content_version
from tests.checking import MAIN, check_at
from tests.wizard.assessment.stories import result
from tests.wizard.drafts.documents import drop_condition
from wizard.assessment import views
from wizard.decision import diff
from wizard.models import RuleSetDocument
from wizard.rules import registry, resumable_jobs
from wizard.rules.changelog import entries

LOG = check_at("en", "rules/changes/")
NOTE = {"vi": "Bỏ một điều kiện.", "en": "One condition dropped.", "fr": "Une condition en moins."}
OPEN = {
    "state": "used",
    "goods": "8471",
    "purpose": "relocation",
    "same-organisation": "same-entity",
    "means-of-production": "no",
}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page wait for its comparisons, as long as they take."""
    monkeypatch.setattr(views, "PATIENCE", None)


@pytest.fixture
def second(draft: RuleSetDocument) -> RuleSetDocument:
    """A version with one condition less, in force since yesterday."""
    raw = draft.wording.get_prep_value()
    raw[0]["value"]["change_note"] = NOTE
    draft.wording = raw
    draft.in_force_from = registry.today() - timedelta(days=1)
    drop_condition(draft, "relocation", "means-of-production")
    draft.save_revision().publish()
    registry.refresh()
    return draft


@pytest.mark.django_db
def test_the_first_version_changed_nothing(client: Client, live: RuleSetDocument) -> None:
    *later, first = entries(MAIN)
    page = client.get(LOG).content.decode()

    assert (first.is_current, first.is_first, first.difference, first.parts) == (
        False,
        True,
        None,
        (),
    )
    assert [(item.is_current, item.is_first) for item in later] == [(True, False)]
    assert "First version." in page
    assert "In force today" in page


def test_each_version_says_when_it_holds_and_what_it_changed(second: RuleSetDocument) -> None:
    newest, earlier, _first = entries(MAIN)

    assert newest.is_current
    assert not earlier.is_current
    assert earlier.ends == registry.today() - timedelta(days=2)
    assert {(change.before, change.after) for change in newest.difference.verdict_changes} >= {
        ("prohibited", "permit-required")
    }
    assert 0 < newest.difference.changed < newest.difference.compared
    assert [(str(part.kind), part.how) for part in newest.parts] == [("Case", "changed")]


def test_what_was_too_much_to_compare_is_not_said_to_be_unchanged(
    second: RuleSetDocument, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diff, "MOST_PAIRS", 50)
    monkeypatch.setattr(resumable_jobs, "_jobs", OrderedDict())

    newest, *_earlier = entries(MAIN)
    page = client.get(LOG).content.decode()

    assert (newest.difference.is_complete, newest.difference.verdict_changes) == (False, ())
    assert "too many situations to compare them all" in page
    assert "No verdict changed." not in page


def test_its_first_reader_does_not_wait_for_the_comparison(
    second: RuleSetDocument, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resumable_jobs, "_jobs", OrderedDict())
    cache.clear()
    monkeypatch.setattr(views, "PATIENCE", 0.0)
    answer = client.get(LOG)

    assert "still being compared" in answer.content.decode()
    assert "No verdict changed." not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert NOTE["en"] in answer.content.decode()

    for job in list(resumable_jobs._jobs.values()):
        assert job.thread
        job.thread.join()
    again = client.get(LOG)

    assert "still being compared" not in again.content.decode()
    assert "are judged otherwise than by the version before" in again.content.decode()
    assert "no-store" not in again.headers["Cache-Control"]


@pytest.mark.parametrize("language", NOTE)
def test_it_is_told_in_every_language_without_a_query(
    second: RuleSetDocument,
    client: Client,
    language: str,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    # The change is settled once it is committed, which no test of this file does.
    content_version.change()
    registry.versions(MAIN)
    with django_assert_num_queries(0):
        page = client.get(check_at(language, "rules/changes/")).content.decode()

    assert NOTE[language] in page
    places = [page.index(f'id="version-{version}"') for version in (3, 2, 1)]
    assert places == sorted(places)


def test_a_version_still_to_come_is_announced(draft: RuleSetDocument, client: Client) -> None:
    draft.in_force_from = registry.today() + timedelta(days=30)
    draft.save()
    draft.save_revision().publish()
    registry.refresh()

    newest, current, _first = entries(MAIN)

    assert newest.is_to_come
    assert current.is_current
    assert current.ends == registry.today() + timedelta(days=29)
    page = client.get(LOG).content.decode()
    assert "Still to come" in page
    assert "No verdict changed." in page


def test_the_feed_leads_to_each_version(second: RuleSetDocument, client: Client) -> None:
    feed = ElementTree.fromstring(client.get(check_at("en", "rules/feed/")).content)  # noqa: S314 - ours

    name = "{http://www.w3.org/2005/Atom}"
    links = [entry.find(f"{name}link").get("href") for entry in feed.findall(f"{name}entry")]
    ids = [entry.find(f"{name}id").text for entry in feed.findall(f"{name}entry")]
    assert [link.partition("/en/")[2] for link in links] == [
        f"{LOG.removeprefix('/en/')}#version-3",
        f"{LOG.removeprefix('/en/')}#version-2",
        f"{LOG.removeprefix('/en/')}#version-1",
    ]
    assert len(set(ids)) == 3
    assert all(found.startswith("urn:uuid:") for found in ids)


def test_an_old_result_leads_to_what_changed(second: RuleSetDocument, client: Client) -> None:
    made = registry.today() - timedelta(days=10)

    page = client.get(result(OPEN, on=made.isoformat())).content.decode()

    assert f'href="{LOG}#version-{second.version}"' in page


def test_the_page_of_all_rules_leads_there(client: Client, live: RuleSetDocument) -> None:
    assert f'href="{LOG}"' in client.get(check_at("en", "rules/")).content.decode()


def test_the_feed_of_a_case_holds_only_versions_that_wrote_it_anew(
    second: RuleSetDocument, client: Client
) -> None:
    # The second of the shipped versions wrote both anew.
    changed = client.get(check_at("en", "rules/feed/relocation/")).content.decode()
    same = client.get(check_at("en", "rules/feed/research/")).content.decode()

    assert (changed.count("<entry>"), same.count("<entry>")) == (3, 2)
    assert f"#version-{second.version}" in changed
    assert client.get(check_at("en", "rules/feed/no-such-case/")).status_code == 404
