"""A result opened again after the rules changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from wizard import registry
from wizard.decision.ruleset import RuleSet

ADDRESS = "/en/check/result/?state=used&goods=8471&purpose=transit"


def changed(ruleset: RuleSet) -> RuleSet:
    """The rules as version 2: transit is no longer a matter for the authority."""
    cases = tuple(case for case in ruleset.cases if case.key != "transit")
    return replace(ruleset, version=2, cases=cases)


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 2 takes the place of version 1, from the same first day."""
    first = registry.in_force(registry.today())
    monkeypatch.setattr(registry, "versions", lambda *_key: (first, changed(first)))


@pytest.mark.usefixtures("two_versions")
def test_a_result_of_an_earlier_version_says_what_changed(client: Client) -> None:
    made = registry.today().isoformat()

    response = client.get(f"{ADDRESS}&v=1&on={made}")

    assert response.context["verdict"].outcome == "prohibited"
    assert response.context["recheck"].before.verdict.outcome == "ask-authority"
    assert {"outcome", "cases"} <= set(response.context["recheck"].changed)


@pytest.mark.usefixtures("two_versions")
def test_a_result_of_this_version_and_day_needs_no_word(client: Client) -> None:
    made = registry.today().isoformat()

    assert client.get(f"{ADDRESS}&v=2&on={made}").context["recheck"] is None


def test_a_version_nobody_knows_is_compared_by_its_day(client: Client) -> None:
    recheck = client.get(f"{ADDRESS}&v=77&on=2026-08-01").context["recheck"]

    assert recheck.made_on == date(2026, 8, 1)
    assert recheck.changed == ()
