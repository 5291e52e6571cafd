"""A result opened again after the rules changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.checking import MAIN, RULES, check_at
from wizard.decision.ruleset import RuleSet
from wizard.rules import registry

ADDRESS = check_at("en", "result/?state=used&goods=8471&purpose=transit")


NOW = RULES.version
NEXT = NOW + 1


def changed(ruleset: RuleSet) -> RuleSet:
    """The rules as the next version: transit is no longer a matter for the authority."""
    cases = tuple(
        replace(case, key="transit-closed", outcome="prohibited") if case.key == "transit" else case
        for case in ruleset.cases
    )
    return replace(ruleset, version=NEXT, cases=cases)


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next version takes the place of this one, from the same first day."""
    first = registry.in_force(MAIN, registry.today())
    monkeypatch.setattr(registry, "versions", lambda *_key: (first, changed(first)))


@pytest.mark.usefixtures("two_versions")
def test_a_result_of_an_earlier_version_says_what_changed(client: Client) -> None:
    made = registry.today().isoformat()

    response = client.get(f"{ADDRESS}&v={NOW}&on={made}")

    assert response.context["verdict"].outcome == "prohibited"
    assert response.context["recheck"].before.verdict.outcome == "ask-authority"
    assert {"outcome", "cases"} <= set(response.context["recheck"].changed)


@pytest.mark.usefixtures("two_versions")
def test_a_result_of_this_version_and_day_needs_no_word(client: Client) -> None:
    made = registry.today().isoformat()

    assert client.get(f"{ADDRESS}&v={NEXT}&on={made}").context["recheck"] is None


def test_a_version_nobody_knows_is_compared_by_its_day(client: Client) -> None:
    recheck = client.get(f"{ADDRESS}&v=77&on=2026-08-01").context["recheck"]

    assert recheck.made_on == date(2026, 8, 1)
    assert not {"outcome", "cases", "questions"} & set(recheck.changed)


def test_a_result_whose_rules_now_ask_more_says_so_at_the_question(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = registry.in_force(MAIN, registry.today())
    later = ("research", "other-case", "no-opening")
    cases = tuple(case for case in second.cases if case.key not in later)
    first = replace(second, cases=cases)
    second = replace(second, version=NEXT)
    monkeypatch.setattr(registry, "versions", lambda *_key: (first, second))
    made = registry.today().isoformat()
    answers = "state=used&goods=8471&purpose=research"

    response = client.get(check_at("en", f"result/?{answers}&v={NOW}&on={made}"), follow=True)

    stamped = f"?{answers}&v={NOW}&on={made}"
    assert response.redirect_chain == [(check_at("en", f"research-activity/{stamped}"), 302)]
    assert response.context["recheck"].before.verdict.outcome == "prohibited"
    assert response.context["language_alternates"]["fr"].endswith(stamped)
    assert b"This result was made earlier" in response.content
    plain = client.get(check_at("en", f"research-activity/?{answers}"))
    assert plain.context["recheck"] is None
