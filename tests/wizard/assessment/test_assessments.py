"""Several assessments: each at its own address, listed, found, and reached by old addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.urls.resolvers import RoutePattern
from django.utils.translation import override

from tests.checking import ALL, FIRST, MAIN, RULES, SLUGS, check_at
from tests.wizard.decision.small import LAW, ON, mapping, question, text
from wizard.assessment.search_entries import entries
from wizard.decision.parse import parse
from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import verify
from wizard.drafts.validation import _addresses
from wizard.rules import assessments, registry
from wizard.rules.snapshot import Withdrawn

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OWN = {
    "slug": {"vi": "nho", "en": "small-one", "fr": "petit"},
    "title": {"vi": "Câu hỏi nhỏ?", "en": "A small question?", "fr": "Petite question ?"},
    "description": text("What it is about."),
    "introduction": text("What it does."),
    "order": 20,
}


def second(**more: object) -> RuleSet:
    """Another assessment, about nothing that the shipped one asks, without a list of goods."""
    content = {**mapping(), "assessment": {**OWN, **more}}
    del content["goods_list"]
    return parse(content)


@pytest.fixture
def small() -> Iterator[RuleSet]:
    """The other assessment, published."""
    ruleset = second()
    with registry.with_published(ruleset):
        yield ruleset


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_can_be_started_are_listed_in_their_order(
    client: Client, small: RuleSet, language: str
) -> None:
    page = client.get(f"/{language}/check/").content.decode()

    first, other = (
        f'href="{check_at(language)}"',
        f'href="/{language}/check/{OWN["slug"][language]}/"',
    )
    assert page.index(first) < page.index(other)
    assert OWN["title"][language] in page
    assert RULES.assessment is not None
    assert RULES.assessment.description[language] in page


def test_one_alone_is_listed_as_well(client: Client) -> None:
    page = client.get("/en/check/?utm_source=somewhere")

    assert page.status_code == 200
    assert f'href="{check_at("en")}"' in page.content.decode()


def test_each_page_of_another_assessment_is_its_own(client: Client, small: RuleSet) -> None:
    start = client.get("/en/check/small-one/").content.decode()
    step = client.post("/en/check/small-one/state/", {"answer": "new"})
    result = client.get(step["Location"])
    data = client.get("/en/check/small-one/result.json?state=new").json()

    assert "A small question?" in start
    assert "Circular" not in start.partition("<main")[2]
    assert step["Location"].startswith("/en/check/small-one/result/?state=new&v=1")
    assert result.status_code == 200
    assert "/en/check/small-one/rules/" in result.content.decode()
    assert data["ruleset"] == {"key": "small", "version": 1}
    for place in ("rules/", "rules/changes/", "rules/feed/", "rules/feed/moved/", "questions.json"):
        assert client.get(f"/en/check/small-one/{place}").status_code == 200
    assert client.get("/en/check/small-one/papers/?state=new").status_code == 302


def test_feeds_of_two_assessments_never_share_a_name(client: Client, small: RuleSet) -> None:
    ids = []
    for address in (check_at("en", "rules/feed/"), "/en/check/small-one/rules/feed/"):
        feed = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - ours
        ids += [found.text for found in feed.iter("{http://www.w3.org/2005/Atom}id")]

    assert len(ids) == len(set(ids))


def test_the_language_switch_writes_the_slug_of_the_language(client: Client) -> None:
    page = client.get(check_at("en", "goods/?state=used")).content.decode()

    for language in LANGUAGES:
        assert check_at(language, "goods/?state=used") in page


def test_search_finds_every_assessment(small: RuleSet) -> None:

    found = {entry["url"]: entry["title"] for entry in entries("en")}

    assert found["/en/check/small-one/"] == "A small question?"
    assert check_at("en") in found


ROUTES_OF_BEFORE = (
    *("", "rules/", "rules/changes/", "rules/feed/", "rules/feed/<slug:key>/", "result/"),
    *("report/", "result.json", "questions.json", "<slug:step>/"),
)
"""Every address below /<language>/check/ of when there was one assessment (commit b5d6b79)."""

PLACES_OF_BEFORE = (
    *("rules/", "rules/changes/", "rules/feed/", "rules/feed/relocation/", "state/"),
    *("goods/?state=used", "result/?state=new&v=1&on=2026-11-22", "report/?state=new"),
    *("papers/?state=used&goods=8471", "result.json?state=new&both=1", "questions.json"),
    *("result.pdf?state=new&v=1&on=2026-11-22", "result.ics?state=new", "papers/register.xlsx"),
    *("?purpose=research", "?province=dong-nai&state=used", "?state="),
    # As it was written, letter by letter: twice, with accents, without a value, from elsewhere.
    "purpose/?state=used&state=new&goods=M%C3%A1y+in%20A4&purpose=&utm_source=x%26y&fbclid=1",
)


@pytest.mark.parametrize(
    "mark", ["colour", "mibextid", "sfnsn", "si", "spm", "ref", "trk", "zalo", "fbclid", "result"]
)
def test_what_others_add_to_the_list_leads_nowhere_else(client: Client, mark: str) -> None:
    assert client.get(f"/en/check/?{mark}=1").status_code == 200


def test_every_address_of_before_is_tried() -> None:
    routes = {route: RoutePattern(route, is_endpoint=True) for route in ROUTES_OF_BEFORE}

    tried = [
        next(route for route, pattern in routes.items() if pattern.match(place.partition("?")[0]))
        for place in PLACES_OF_BEFORE
        if not place.startswith(("papers/", "result.pdf", "result.ics"))
    ]

    assert set(tried) == set(ROUTES_OF_BEFORE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_case_of_before_is_still_there(client: Client, language: str) -> None:
    places = [f"{question.key}/?province=dong-nai" for question in FIRST.questions]
    places += [f"rules/feed/{case.key}/" for case in FIRST.cases]

    answers = {place: client.get(f"/{language}/check/{place}", follow=True) for place in places}

    assert len(places) > 15
    assert [place for place, answer in answers.items() if answer.status_code != 200] == []
    assert {answer.redirect_chain[0][1] for answer in answers.values()} == {301}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES_OF_BEFORE)
def test_an_address_of_when_there_was_one_leads_to_it(
    client: Client, language: str, place: str
) -> None:
    response = client.get(f"/{language}/check/{place}")

    assert response.status_code == 301
    assert response["Location"] == check_at(language, place)


@pytest.mark.parametrize("name", [MAIN, SLUGS["vi"], SLUGS["fr"]])
def test_the_key_and_slugs_of_other_languages_lead_to_the_address(
    client: Client, name: str
) -> None:
    response = client.get(f"/en/check/{name}/goods/?state=used")

    assert response.status_code == 301
    assert response["Location"] == check_at("en", "goods/?state=used")


def test_an_earlier_slug_leads_to_the_one_of_today(client: Client) -> None:
    named = replace(RULES.assessment, slug={**SLUGS, "en": "new-name"})
    with registry.with_published(replace(RULES, version=9, assessment=named)):
        response = client.get(check_at("en", "goods/?state=used"))

    assert response["Location"] == "/en/check/new-name/goods/?state=used"


def test_what_is_sent_to_an_old_address_is_sent_on(client: Client) -> None:
    response = client.post("/en/check/state/?province=dong-nai", {"answer": "used"}, follow=True)

    assert response.redirect_chain == [
        (check_at("en", "state/?province=dong-nai"), 308),
        (check_at("en", "goods/?state=used&province=dong-nai"), 302),
    ]


@pytest.mark.parametrize("path", ["no/such/page/", "rules/no/", "used-it-goods/no/such/", "x.json"])
def test_what_was_never_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/check/{path}", follow=True).status_code == 404


def test_an_address_without_its_slash_gets_it(client: Client) -> None:
    response = client.get("/en/check/used-it-goods", follow=True)

    assert response.status_code == 200


def test_no_address_is_written_for_what_is_no_assessment() -> None:
    with override("en"), pytest.raises(NoReverseMatch):
        reverse("wizard:start", args=["nothing"])


def test_without_a_name_of_its_own_the_key_and_the_title_do(client: Client) -> None:
    content = mapping()
    del content["goods_list"]
    with registry.with_published(parse(content)):
        page = client.get("/fr/check/small/")
        listed = [ruleset.key for ruleset in assessments.offered()]

    assert page.status_code == 200
    assert listed == [*ALL, "small"]


def test_a_question_may_have_the_slug_of_no_page() -> None:
    slugs = {"vi": "Nhỏ", "en": "rules", "fr": "petit"}

    found = [item for item in verify(second(slug=slugs), ON, LAW).issues if "slug" in item.place]

    assert [(item.code, item.place) for item in found] == [
        ("unusable-slug", "assessment.slug.vi"),
        ("unusable-slug", "assessment.slug.en"),
    ]


def test_two_assessments_never_share_an_address() -> None:
    found = [item.code for item in _addresses(second(slug=dict(SLUGS), bare=True))]

    assert found == ["taken-slug"] * 3 + ["taken-bare"]


@pytest.mark.parametrize(
    ("slug", "key", "place"),
    [
        ({"vi": "state", "en": "one", "fr": "un"}, "small", "assessment.slug.vi"),
        ({"vi": MAIN, "en": "one", "fr": "un"}, "small", "assessment.slug.vi"),
        ({"vi": SLUGS["fr"], "en": "one", "fr": "un"}, "small", "assessment.slug.vi"),
        ({"vi": "mot"}, SLUGS["fr"], "key"),
        ({"vi": "mot"}, "state", "key"),
    ],
)
def test_no_assessment_takes_an_address_that_leads_to_another(
    slug: dict[str, str], key: str, place: str
) -> None:
    found = _addresses(replace(second(slug=slug), key=key))

    assert [(item.code, item.place) for item in found] == [("taken-slug", place)]


def test_what_was_taken_away_keeps_its_address(small: RuleSet) -> None:
    with registry.with_published(Withdrawn("small")):
        found = [item.code for item in _addresses(replace(second(), key="other"))]

    assert found == ["taken-slug"] * 3


def test_goods_are_asked_for_only_with_a_list_of_them() -> None:
    asked = {**question("goods", "listed", "other"), "kind": "goods"}
    content = {**mapping(), "question": [*mapping()["question"], asked]}
    del content["goods_list"]

    issues = verify(parse(content), ON, LAW).issues

    assert "missing-goods-list" in {item.code for item in issues}
