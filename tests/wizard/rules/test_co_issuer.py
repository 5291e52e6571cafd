"""Who issues a C/O: the rules say what the page’s tables and the register of localities say."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from wizard.decision.ruleset import Case, RuleSet
from wizard.rules.snapshot import shipped

CONTENT = Path(__file__).resolve().parents[3] / "guidance" / "content"
PAGE = tomllib.loads((CONTENT / "en" / "co-which-body-which-form.toml").read_text(encoding="utf-8"))
PLACES = tomllib.loads((CONTENT / "localities.toml").read_text(encoding="utf-8"))["locality"]
OPEN = ("opening", "ask-first")
DAYS = (date(2025, 5, 4), date(2025, 6, 30), date(2026, 5, 28), date(2026, 7, 31), date(2026, 8, 1))


def rows(caption: str) -> list[list[str]]:
    """The rows of a table of the page on which body issues which form."""
    tables = (part for part in PAGE["body"] if part["type"] == "table")
    return next(table["rows"] for table in tables if table["caption"].startswith(caption))


def tiles() -> list[dict[str, str]]:
    """The forms as that page draws them, by who issues them."""
    return next(part["items"] for part in PAGE["body"] if part["type"] == "forms")


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """The newest shipped rules on who issues a C/O."""
    return [ruleset for ruleset in shipped() if ruleset.key == "co-issuer"][-1]


@pytest.fixture(scope="module")
def cases(rules: RuleSet) -> dict[str, Case]:
    """Their cases, by key."""
    return {case.key: case for case in rules.cases}


def form_key(name: str) -> str:
    """The case of a form as the page names it."""
    return "form-" + name.lower().replace("eur.1", "eur1").replace(" ", "-")


def issuers(rules: RuleSet, case: Case, on: date) -> set[str]:
    """Who issues a form for a file received on a day: those named that have the power then."""
    return {
        item.key.removesuffix("-old-list")
        for item in rules.authorities
        if item.key in case.decides and any(power.in_force(on) for power in item.power)
    }


def test_every_form_is_issued_by_whom_the_page_says(rules: RuleSet, cases: dict[str, Case]) -> None:
    told = {item["code"]: item["issuers"] for item in tiles()}
    assert len(told) == 21

    for name, who in told.items():
        found = issuers(rules, cases[form_key(name)], date(2026, 8, 1))
        assert ("ministry" in found) is (who == "both"), name
        assert "department" in found, name


def test_a_tile_presets_a_market_that_has_the_form(rules: RuleSet, cases: dict[str, Case]) -> None:
    preset = {item["code"]: item["preset"].removeprefix("market=") for item in tiles()}
    choices = rules.question_by_key["market"].choices
    market = {code: choice.key for choice in choices for code in choice.countries}
    assert sum(map(bool, preset.values())) >= 14

    for name, code in preset.items():
        assert not code or form_key(name) in shown(cases, market[code]), name


def test_who_issued_before_is_what_the_page_says(rules: RuleSet, cases: dict[str, Case]) -> None:
    columns = ("form-aj", "form-e", "form-b")
    words = {
        "The Ministry’s regional offices": {"old-offices"},
        "VCCI": {"vcci"},
        "Ministry": {"ministry"},
        "Ministry and provinces": {"ministry", "department"},
        "Provinces only": {"department"},
        "Ministry (our reading); provinces in doubt": {"ministry", "department"},
        "In doubt": {"department"},
    }

    for row, on in zip(rows("By the day"), (*DAYS, date(2027, 3, 1)), strict=True):
        for said, key in zip(row[1:], columns, strict=False):
            assert issuers(rules, cases[key], on) == words[said], (on, key)


def tells_who_issues(case: Case) -> bool:
    """Whether the summary of a case names a body with the power to issue."""
    names_power = case.key.startswith("market-") or "competent" in case.summary["en"]
    return bool(case.decides) or names_power


def test_no_summary_says_who_issues_without_the_doubt_from_2027(cases: dict[str, Case]) -> None:
    # A summary has no dates of its own: it is read on every day, so it names the days it is about.
    told = [case for case in cases.values() if tells_who_issues(case)]
    assert len(told) >= 50

    for case in told:
        assert case.key == "uae-before" or all("2027" in text for text in case.summary.values())


def test_from_march_2027_that_the_ministry_issues_is_said_as_our_reading(
    rules: RuleSet, cases: dict[str, Case]
) -> None:
    on = date(2027, 3, 1)
    ministry = next(item for item in rules.authorities if item.key == "ministry")
    said = [item for item in ministry.power if item.in_force(on)]
    said += [
        item
        for case in cases.values()
        for item in case.actions
        if item.in_force(on) and "can be had from the ministry" in item.text["en"]
    ]
    assert len(said) == 16

    for item in said:
        assert item.in_force_from == on
        assert item.doubts == ("provinces-2027",)
        assert "our reading" in item.text["en"]
        assert "cách hiểu của chúng tôi" in item.text["vi"]
        assert "notre lecture" in item.text["fr"]


def test_each_country_says_first_who_issues_on_every_day(cases: dict[str, Case]) -> None:
    for case in cases.values():
        if not case.key.startswith("market-"):
            continue
        first, *later = case.leads
        assert first.in_force_from is None, case.key
        for before, after in pairwise(case.leads):
            assert before.in_force_until is not None
            assert after.in_force_from == before.in_force_until + timedelta(days=1), case.key
        assert later[-1].in_force_until is None
        assert all(item.by == "filed" for item in case.leads), case.key
        assert later[-1].doubts == ("provinces-2027",), case.key


@pytest.mark.parametrize("on", [*DAYS, date(2027, 2, 28)])
def test_the_first_sentence_names_who_issues_the_forms_of_the_country(
    rules: RuleSet, cases: dict[str, Case], on: date
) -> None:
    for case in cases.values():
        leads = [item.text["en"] for item in case.leads if item.in_force(on)]
        if not case.key.startswith("market-") or not leads:
            continue
        forms = shown(cases, case.key.removeprefix("market-"))
        who = set().union(*(issuers(rules, cases[form], on) for form in forms))
        assert ("ministry" in leads[0]) is bool(who & {"ministry", "old-offices"}), case.key
        assert ("Department of Industry" in leads[0]) is ("department" in who), case.key
        assert ("VCCI" in leads[0]) is ("vcci" in who), case.key


def test_every_country_has_the_forms_of_the_page(rules: RuleSet, cases: dict[str, Case]) -> None:
    market = rules.question_by_key["market"]
    names = {choice.text["en"].replace(" and ", ", "): choice.key for choice in market.choices}
    told = {row[0]: row[1] for row in rows("Which market") if row[0] in names}
    assert len(told) >= 18

    for name, forms in told.items():
        if wanted := {form_key(form) for form in forms.split(", ")} & cases.keys():
            assert wanted | {"form-b"} == shown(cases, names[name]), name


def shown(cases: dict[str, Case], market: str) -> set[str]:
    """The forms of a country, when nothing but a new C/O is asked for."""
    answers: dict[str, Any] = {"market": market, "request": "not-shipped"}
    return {
        key
        for key, case in cases.items()
        if key.startswith("form-")
        and any(
            all(answers.get(item.question) in item.choices for item in row) for row in case.when
        )
    }


def test_every_locality_is_said_to_be_as_far_as_the_register_says(
    rules: RuleSet, cases: dict[str, Case]
) -> None:
    choices = rules.question_by_key["registered"].choices
    choice = {slug: item.key for item in choices for slug in item.localities}
    assert set(choice) <= {place["slug"] for place in PLACES}

    for place in PLACES:
        ladder = {step["step"]: step for step in place["ladder"]}
        case = cases[f"province-{choice.get(place['slug'], 'no-notice')}"]
        is_issuing = ladder["issuing"]["status"] == "confirmed"
        assert ("reported to issue" in case.title["en"]) is is_issuing, place["slug"]
        if source := ladder["issuing"].get("source"):
            cited = {citation.source for citation in case.basis}
            assert source.partition(":")[0] in cited, place["slug"]
        else:
            assert case.key == "province-no-notice", place["slug"]


@pytest.mark.parametrize(
    ("language", "word"), [("vi", "ngoại lệ"), ("en", "exceptionally"), ("fr", "exception")]
)
def test_a_late_issue_is_an_exception_on_the_page_where_it_is_one_in_the_rules(
    cases: dict[str, Case], language: str, word: str
) -> None:
    path = CONTENT / language / "co-late.toml"
    body = tomllib.loads(path.read_text(encoding="utf-8"))["body"]
    table = next(part["rows"] for part in body if part["type"] == "table")
    told = {
        name: later
        for row, _ordinary, later in table
        if ";" not in row
        for name in re.sub(r" \([^)]*\)", "", row).split(", ")
    }
    assert len(told) == 19

    for name, later in told.items():
        form = form_key(name).removeprefix("form-")
        own = [key for key in cases if f"-{form}-" in f"{key}-" and key.startswith("late-")]
        summary = cases[min(own, key=len)].summary[language]
        assert (word in later.lower()) is (word in summary.lower()), name


def test_what_only_a_secondary_source_says_of_a_form_bears_that_level(
    cases: dict[str, Case],
) -> None:
    level = {"vi": "nguồn thứ cấp", "en": "secondary source", "fr": "source secondaire"}
    resting = ("form-da59", "form-peru", "form-turkiye", "market-south-africa")

    for key in resting:
        assert "press-vcci-hcm-offices" in {cited.source for cited in cases[key].basis}, key
        for language, words in level.items():
            assert words in cases[key].title[language], key
            assert key.startswith("market-") or words in cases[key].summary[language], key
    told = dict(rows("Which market"))
    assert "Türkiye, South Africa (secondary source), Venezuela" in told
    # Two public notes give two days on which the circular took effect.
    assert told["UAE"].endswith("in force 5 May or 20 June 2026: not settled)")
    assert told["UAE"] in cases["market-uae"].title["en"]
    # No source says of these what they are for.
    assert "preferential" not in cases["form-venezuela"].summary["en"]
    assert cases["form-a-gstp"].title["en"].endswith("BR9 (for which country is not known)")


def test_nothing_is_named_beside_what_is_not_possible(rules: RuleSet) -> None:
    # Of coverage: what holds besides is not shown, so no form reads as one that can be had.
    outcomes = {case.outcome for case in rules.cases if case.stage == "opening"}
    assert outcomes == {"can-apply", "ask-first"}

    beside = {case.key for case in rules.cases if (case.stage, case.outcome) == OPEN}
    assert beside == {"timor-leste", "uae-before"}


def test_the_5_years_of_a_co_are_named_for_every_co_and_not_for_a_cnm(
    rules: RuleSet, cases: dict[str, Case]
) -> None:
    kit = rules.papers
    assert kit is not None
    (kept,) = [time for time in kit.cover.times if "Article 30(3)" in time.text["en"]]

    asked = {case.key for case in cases.values() if set(kept.documents) & set(case.documents)}
    assert "ask-cnm" not in asked
    assert {"file-full", "ask-lost", "ask-wrong", "ask-back-to-back"} <= asked


def test_a_tile_of_a_form_names_its_agreement_in_words() -> None:
    for item in tiles():
        words = item["market"].split("(")[0].replace("–", " ").split()

        assert len(words) > 1, item["code"]
        assert item["code"] not in words
