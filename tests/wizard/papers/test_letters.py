"""Which letters a result offers on each day, and what they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.checking import ALL, MAIN
from tests.wizard.assessment.pages import Page
from tests.wizard.assessment.stories import LANGUAGES, PERMITTED, check
from wizard.assessment.results import Result
from wizard.assessment.situation import MADE_ON, read
from wizard.decision.kit import Question
from wizard.decision.ruleset import RuleSet
from wizard.decision.sources import Dated
from wizard.papers.letters import points
from wizard.papers.views import offered
from wizard.rules import law

pytestmark = pytest.mark.django_db
LENT = {"state": "used", "goods": "8471", "purpose": "temporary-import"}
NOT_MADE = {"state": "used", "goods": "8471", "purpose": "own-made-return", "own-made": "no"}
RESOLD = {"state": "used", "goods": "laptop", "purpose": "resale", "other-case": "none"}
NUMBER = re.compile(r"\b[0-9.]+/[0-9]{4}/[A-ZĐ]+(?:-[A-ZĐ]+)*")
DAY = timedelta(days=1)


def result_on(answers: dict[str, str], day: str) -> Result:
    """The result of these answers as asked about on a day."""
    return Result(read([(key, [value]) for key, value in {**answers, MADE_ON: day}.items()], MAIN))


def letters(answers: dict[str, str], day: str) -> set[str]:
    """The letters that the form of a result offers."""
    result = result_on(answers, day)
    offer = offered(result)
    return {item.key for item in points(offer.kit, result, offer.documents)} if offer else set()


@pytest.mark.parametrize("answers", [LENT, NOT_MADE])
def test_goods_for_a_time_have_their_letter_before_and_after_the_new_decree(
    answers: dict[str, str],
) -> None:
    before, after = letters(answers, "2026-09-04"), letters(answers, "2026-09-05")

    assert before == {"temporary-import-before"}
    assert after == {"temporary-import", "list-2027"}


@pytest.mark.parametrize(
    ("day", "key", "named"),
    [
        ("2026-09-05", "hs-code-before", False),
        ("2026-09-14", "hs-code-before", False),
        ("2026-09-15", "hs-code", True),
    ],
)
def test_the_letter_about_the_hs_code_cites_what_is_in_force(
    day: str, key: str, named: bool
) -> None:
    result = result_on(PERMITTED, day)
    offer = offered(result)
    assert offer
    asked = {item.key: item for item in points(offer.kit, result, offer.documents)}

    assert asked.keys() & {"hs-code", "hs-code-before"} == {key}
    assert all(("85/2026/TT-BTC" in text) is named for text in asked[key].provisions.values())


@pytest.mark.parametrize(
    ("day", "is_offered"),
    [("2026-09-04", False), ("2026-09-05", True), ("2026-12-31", True), ("2027-01-01", True)],
)
@pytest.mark.parametrize("answers", [PERMITTED, RESOLD])
def test_what_is_said_to_come_into_doubt_can_be_asked_about_already(
    answers: dict[str, str], day: str, is_offered: bool
) -> None:
    assert ("list-2027" in letters(answers, day)) is is_offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_settled_result_leads_to_the_letter_about_what_is_to_come(
    client: Client, language: str
) -> None:
    for day, is_linked in (("2026-09-04", False), ("2026-12-31", True)):
        page = Page(client.get(check("result/", {**RESOLD, MADE_ON: day}, language)))
        found = [href for href in page.hrefs() if "/papers/" in href]
        assert bool(found) is is_linked
        assert all("list-2027" in Page(client.get(href)).chosen("questions") for href in found)


def first_day(of: Iterable[Dated], rules: RuleSet) -> date:
    """The first day on which one of these is in force under the rules."""
    return min((item.in_force_from or rules.in_force_from for item in of), default=date.max)


def asked_from(question: Question, rules: RuleSet) -> date:
    """The first day on which a result can offer a letter."""
    doubts = [item for item in rules.doubts if item.key in question.doubts]
    calling: list[Dated] = [*doubts, *(said for item in doubts for said in item.means)]
    calling += [item for item in rules.cases if item.key in question.cases]
    calling += [item for item in rules.documents if item.key in question.documents]
    own = question.in_force_from or rules.in_force_from
    return max(own, rules.in_force_from, first_day(calling, rules) if calling else own)


def last_day(question: Question, rules: RuleSet) -> date:
    """The last day on which it can."""
    calling = [item for item in rules.cases if item.key in question.cases]
    ends = [item.in_force_until or date.max for item in calling]
    return min(question.in_force_until or date.max, max(ends, default=date.max))


@pytest.mark.parametrize("key", ALL)
def test_no_letter_cites_an_act_before_its_day(key: str) -> None:
    """An act that takes effect the day after the last of a letter may be what ends it."""
    rules = ALL[key]
    assert rules.papers is not None
    begins = {item.number: item.in_force_from for item in law.shipped().values()}
    cited = [
        (question, number, begins.get(number))
        for question in rules.papers.questions
        for number in NUMBER.findall(question.provisions["vi"])
    ]
    assert sum(first is not None for _question, _number, first in cited) >= 5

    assert not [
        (question.key, number)
        for question, number, first in cited
        if first
        and first > asked_from(question, rules)
        and first - DAY != last_day(question, rules)
    ]
