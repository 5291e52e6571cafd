"""What rules say rests on no act before its day; what is read on every day is cited by the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.checking import ALL, MAIN
from wizard.assessment.results import Result
from wizard.assessment.situation import MADE_ON, read
from wizard.decision.ruleset import RuleSet
from wizard.decision.sources import Citation, Dated, Text
from wizard.rules import law

DAY = timedelta(days=1)
BEGAN = {
    "circular-49-2025-tt-bct": date(2025, 9, 9),
    "circular-44-2025-tt-bct": date(2025, 7, 7),
    "circular-14-2026-tt-bct": date(2026, 3, 25),
    "circular-24-2026-tt-bct": date(2026, 5, 5),
}
"""The circulars on AK, AANZ, EUR.1 and UAE-VN, whose first day the register does not know."""

Said = tuple[str, Text, tuple[Citation, ...], tuple[Dated, ...]]


def sentences(rules: RuleSet) -> Iterator[Said]:
    """Every dated part: where it stands, its words, what it rests on, and what dates it."""
    for case in rules.cases:
        for item in (*case.leads, *case.means, *case.actions, *case.bring, *case.regimes):
            yield case.key, item.text, item.basis, (case, item)
    for outcome in rules.outcomes.values():
        yield from (("", item.text, item.basis, (item,)) for item in outcome.means)
    for document in rules.documents:
        yield document.key, document.says, document.basis, (document,)


def of_doubts(rules: RuleSet) -> Iterator[Said]:
    """The same of doubts: of a reading on the days of its doubt."""
    for doubt in rules.doubts:
        yield doubt.key, doubt.text, doubt.basis, (doubt,)
        for reading in doubt.readings:
            yield doubt.key, reading.text, reading.basis, (doubt,)
        for item in doubt.means:
            yield doubt.key, item.text, item.basis, (item,)


def began(citation: Citation) -> date | None:
    """The first day of an act, as far as it is known."""
    return BEGAN.get(citation.source) or law.shipped()[str(citation)].in_force_from


def names(text: Text, citation: Citation, day: date) -> bool:
    """Whether a text names an act, or the day on which it begins, and so speaks of what is to come.

    What takes effect is named by its day in full, as Vietnamese writes it.
    """
    number = law.shipped()[str(citation)].number
    short = "/".join(number.split("/")[:2])
    return short in text["vi"] or f"{day:%d/%m/%Y}" in text["vi"]


@pytest.mark.parametrize("key", ALL)
def test_no_sentence_rests_on_an_act_before_its_day(key: str) -> None:
    """Unless it is about the days until that act, or names it as what is to come.

    Of a circular that nobody read nothing is said before it is there.
    """
    rules = ALL[key]
    summaries = {case.key: case.summary for case in rules.cases}
    early, cited = [], 0
    for place, text, basis, dated in (*sentences(rules), *of_doubts(rules)):
        starts = [item.in_force_from for item in (rules, *dated) if item.in_force_from]
        first = max(starts, default=date.min)
        last = min((item.in_force_until or date.max) for item in dated)
        for citation in basis:
            day = began(citation)
            cited += day is not None
            if day is None or day <= first or day - DAY == last:
                continue
            said = (text, summaries.get(place, text))
            is_named = any(names(words, citation, day) for words in said)
            if citation.source in BEGAN or not is_named:
                early.append((place, text["en"], str(citation)))

    assert cited > 100
    assert early == []


@pytest.mark.parametrize("key", ALL)
def test_a_case_rests_on_something_that_has_begun(key: str) -> None:
    rules = ALL[key]
    bare = [
        case.key
        for case in rules.cases
        if all(
            (began(citation) or date.min) > (case.in_force_from or rules.in_force_from or date.min)
            for citation in case.basis
        )
    ]

    # What the provinces may do, nobody says of before they could.
    assert set(bare) <= {"province-no-notice"}


CNM = {"market": "SG", "request": "cnm", "registered": "lam-dong", "also": "none"}
CUBA = {"market": "CU", "request": "not-shipped", "registered": "bac-ninh", "also": "none"}
CUBA |= {"before": "other-product"}
SCANNER = {"state": "used", "goods": "ultrasound-scanner", "part": "no"}
SCANNER |= {"neighbour": "medical-device"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "answers", "act", "day"),
    [
        ("co-issuer", CNM, "circular-26-2026-tt-bct", date(2026, 5, 29)),
        ("co-issuer", CNM, "circular-40-2025-tt-bct", date(2025, 7, 1)),
        ("co-issuer", CUBA, "circular-26-2026-tt-bct", date(2026, 5, 29)),
        (MAIN, SCANNER, "decree-292-2026-nd-cp", date(2026, 9, 5)),
    ],
)
def test_a_result_cites_an_act_from_its_day_on(
    key: str, answers: dict[str, str], act: str, day: date
) -> None:
    for on, is_cited in ((day - DAY, False), (day, True)):
        pairs = [(name, [value]) for name, value in {**answers, MADE_ON: on.isoformat()}.items()]
        result = Result(read(pairs, key))

        own = [said for case in result.cases for said in case.means if said in result.means]
        cited = {item.source for said in own for item in said.basis}
        for timeless in (*result.cases, result.legal_status):
            cited |= {item.source for item in result.basis_of(timeless)}
        assert (act in {*cited, *(item.source for item in result.basis)}) is is_cited, on
