"""What pages say and do not say on the days on which the law changes, in each language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from guidance.models import BasePage, LegalSource
from guidance.models.citations import resolve, split
from guidance.models.passages import citations_in, turning_days
from tests import saying
from tests.guidance.content.texts import LANGUAGES, plain

SAID = saying.read(Path(__file__).with_name("said.toml"))
DAYS: list[date] = SAID["days"]
RULES: list[dict[str, Any]] = SAID["said"]
DOUBTED = ("circular-11-2018-tt-btttt", "circular-26-2025-tt-bkhcn")
FIRST_DOUBT = date(2027, 1, 1)

Pages = dict[tuple[str, str], BasePage]
Shown = Callable[[str, str, date], str]


@pytest.fixture(scope="module")
def every_page(content: str, django_db_blocker: Any) -> Pages:
    """Every page by language and key."""
    from guidance.loading.page_tree import existing

    with django_db_blocker.unblock():
        return dict(existing())


@pytest.fixture(scope="module")
def shown(every_page: Pages, django_db_blocker: Any) -> Shown:
    """What a page says on a day, asked for once for all days on which it says the same."""
    found: dict[tuple[str, str, date], str] = {}
    with django_db_blocker.unblock():
        turns = {name: page_turns(page) for name, page in every_page.items()}

    def text(language: str, key: str, day: date) -> str:
        asked = (language, key, like(day, turns[language, key]))
        if asked not in found:
            with django_db_blocker.unblock():
                found[asked] = saying.main_text(every_page[language, key].url, asked[2])
        return found[asked]

    return text


def page_turns(page: BasePage) -> list[date]:
    """The days on which the text of a page changes, or the standing of what it rests on."""
    cited = [*split(page.sources), *citations_in(page.body.get_prep_value())]
    sources = {item.source.pk: item.source for item in resolve(cited).values()}.values()
    ends = [item.in_force_until + timedelta(days=1) for item in sources if item.in_force_until]
    doubts = [item.doubt_from for item in sources if item.doubt_from]
    own = [page.applies_from, page.applies_until and page.applies_until + timedelta(days=1)]
    return sorted({*turning_days(page.body), *ends, *doubts, *filter(None, own)})


def like(day: date, turns: list[date]) -> date:
    """The first of the days looked at on which a page says what it says on this day."""
    place = bisect_right(turns, day)
    return next(other for other in DAYS if bisect_right(turns, other) == place)


def is_about(rule: dict[str, Any], key: str) -> bool:
    """Whether a rule names the page."""
    return any(fnmatch(key, pattern) for pattern in rule["pages"])


def broken(rule: dict[str, Any], pages: Pages, shown: Shown) -> Iterator[str]:
    """Where a page says what it must not, or leaves out what it must say."""
    for language, key in pages:
        for day in saying.days_of(rule, DAYS) if is_about(rule, key) else ():
            for fault in saying.broken(rule, language, shown(language, key, day)):
                yield f"{language}/{key} on {day} {fault}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["why"])
def test_pages_say_on_each_day_what_holds(
    rule: dict[str, Any], every_page: Pages, shown: Shown
) -> None:
    assert list(broken(rule, every_page, shown)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["why"])
def test_a_rule_is_about_pages_days_and_languages_that_exist(
    rule: dict[str, Any], every_page: Pages
) -> None:
    keys = {key for _language, key in every_page}

    assert all(any(fnmatch(key, pattern) for key in keys) for pattern in rule["pages"])
    assert saying.days_of(rule, DAYS)
    assert rule.get("must") or rule.get("must_not")
    for wanted in (rule.get("must"), rule.get("must_not")):
        assert not wanted or set(wanted) == set(LANGUAGES)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_page_with_dated_passages_has_a_text_on_every_day(
    every_page: Pages, shown: Shown, day: date
) -> None:
    dated = [name for name, page in every_page.items() if turning_days(page.body)]

    assert dated
    assert not [name for name in dated if len(shown(*name, day)) < 400]


def test_the_languages_of_a_page_change_on_the_same_days(every_page: Pages) -> None:
    turns: dict[str, dict[str, tuple[Any, ...]]] = {}
    for (language, key), page in every_page.items():
        days = [
            (block.value.get("from"), block.value.get("until"))
            for block in page.body
            if block.block_type in ("dated", "callout")
        ]
        turns.setdefault(key, {})[language] = tuple(days)

    assert not {key: found for key, found in turns.items() if len(set(found.values())) > 1}


@pytest.mark.django_db
def test_an_act_in_doubt_has_its_doubt_in_every_language(content: str) -> None:
    for slug in DOUBTED:
        source = LegalSource.objects.get(slug=slug)

        assert source.doubt_from == FIRST_DOUBT
        assert source.in_force_until is None
    for source in LegalSource.objects.exclude(doubt_from=None):
        assert not source.doubt.missing, source.slug
    assert not LegalSource.objects.filter(doubt_from=None).exclude(doubt={})


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_rests_on_an_act_in_doubt_says_so(
    every_page: Pages, shown: Shown, language: str
) -> None:
    acts = {slug: LegalSource.objects.get(slug=slug) for slug in DOUBTED}
    silent = []
    for (code, key), page in every_page.items():
        cited = {item.source.slug for item in resolve(citations(page)).values()}
        if code == language and cited & set(DOUBTED):
            text = shown(language, key, FIRST_DOUBT)
            doubts = [acts[slug].doubt[language] for slug in cited & set(DOUBTED)]
            silent += [key for doubt in doubts if plain(doubt) not in text]

    assert silent == []


def citations(page: Page) -> list[str]:
    """What a page cites for itself and in passages of every day."""
    timeless = [
        block.get_prep_value()
        for block in page.body
        if not (block.value.get("from") or block.value.get("until"))
    ]
    return [*split(page.sources), *citations_in(timeless)]
