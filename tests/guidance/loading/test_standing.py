"""On any day a page says what has run out or is in doubt of what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from guidance.models import GuidancePage, LegalSource, Provision
from guidance.models.citations import Cited
from tests.guidance.loading.small_site import OLD, SOURCES, load

LAST, FIRST = date(2026, 12, 31), date(2027, 1, 1)
DOUBT = """
kind = "law"
doubt_from = 2027-01-01
doubt.vi = "Hai cách hiểu."
doubt.en = "Two readings."
doubt.fr = "Deux lectures."
"""


@pytest.mark.parametrize(("day", "is_said"), [(LAST, False), (FIRST, True)])
def test_a_page_says_when_what_it_rests_on_has_come_into_doubt(
    folder: Path,
    read: Callable[[date], str],
    day: date,
    is_said: bool,
) -> None:
    changed = SOURCES.replace('\nkind = "law"\n', DOUBT)
    (folder / "sources.toml").write_text(changed + OLD, encoding="utf-8")
    load()
    html = read(day)

    assert ("Two readings." in html) is is_said
    assert "in doubt from 1 January 2027" in html
    assert LegalSource.objects.get(slug="act").is_in_doubt(day) is is_said


@pytest.mark.parametrize(
    ("reviewed", "day", "is_said"),
    [
        (date(2026, 11, 22), LAST, False),
        (date(2026, 11, 22), FIRST, True),
        (date(2027, 1, 2), date(2027, 1, 3), False),
    ],
)
def test_a_page_says_which_act_has_ended_since_it_was_reviewed(
    read: Callable[[date], str],
    reviewed: date,
    day: date,
    is_said: bool,
) -> None:
    GuidancePage.objects.filter(key="first").update(last_reviewed=reviewed, sources="old")
    html = read(day)

    assert ("This page was last reviewed before that day." in html) is is_said
    assert "in force until 31 December 2026" in html


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 1), "applies from 2 November 2026 on"),
        (date(2026, 11, 2), ""),
        (LAST, ""),
        (FIRST, "applied until 31 December 2026"),
    ],
)
def test_a_page_says_when_it_does_not_hold(
    read: Callable[[date], str], day: date, told: str
) -> None:
    days = {"applies_from": date(2026, 11, 2), "applies_until": LAST}
    GuidancePage.objects.filter(key="first").update(**days)
    html = read(day)

    assert ("Check what holds today" in html) is bool(told)
    assert told in html


def test_the_page_of_an_act_shows_its_doubt_and_since_when() -> None:
    act = LegalSource(slug="a", doubt_from=FIRST, doubt={"en": "Two readings.", "vi": "Hai."})

    with override("en"):
        html = render_to_string("guidance/parts/doubt.html", {"source": act})

    assert "From 1 January 2027" in html
    assert "Two readings." in html


@pytest.mark.parametrize(
    ("own", "until", "doubted"),
    [(None, LAST, FIRST), (date(2026, 9, 4), date(2026, 9, 4), None)],
)
def test_a_part_that_ended_before_its_act_shows_its_own_last_day(
    own: date | None, until: date, doubted: date | None
) -> None:
    act = LegalSource(slug="a", in_force_until=LAST, doubt_from=FIRST)
    part = Provision(source=act, key="annex", evidence="official", in_force_until=own)
    cited = Cited(citation="a:annex", source=act, provision=part, number=1)

    assert (cited.in_force_until, cited.doubt_from) == (until, doubted)
