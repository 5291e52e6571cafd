"""Questions answered with a country, a province or a day, and outcomes that the rules declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from babel import Locale
from django.test import Client

from guidance.models import Locality
from guidance.text.languages import LANGUAGES
from tests.checking import check_at
from tests.wizard.decision.small import LAW, ON, case, mapping, question, text
from wizard.assessment.situation import read
from wizard.decision import kinds
from wizard.decision.parse import dump, parse
from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import verify
from wizard.drafts.stream_codec import from_streams, to_streams
from wizard.drafts.validation import _localities
from wizard.rules import places, registry

pytestmark = pytest.mark.django_db
START = "/en/check/trip/"


def listed(kind: str, key: str, **choices: dict[str, Any]) -> dict[str, Any]:
    """A question of a kind, each choice with what it lists."""
    found = question(key, *(name.replace("_", "-") for name in choices))
    for item, more in zip(found["choice"], choices.values(), strict=True):
        item.update(more)
        del item["change"]
    return {**found, "kind": kind}


def content() -> dict[str, Any]:
    """Where to, where from and when, with outcomes of its own."""
    found = mapping()
    del found["goods_list"], found["document"]
    outcome = {"sentence": text(), "basis": ["act:art-1"]}
    return {
        **found,
        "key": "trip",
        "outcome": {
            "go": {**outcome, "label": text("Go"), "tone": "good", "several": True},
            "stay": {**outcome, "label": text("Stay"), "tone": "stop", "icon": "warn"},
            "ask": {
                **outcome,
                "label": text("Ask"),
                "tone": "ask",
                "otherwise": True,
                "doubtful": True,
            },
            "wait": {**outcome, "label": text("Wait"), "open": True},
        },
        "question": [
            listed(
                "country",
                "market",
                japan={"countries": ["JP"]},
                union={"countries": ["DE", "FR"]},
                elsewhere={},
                nowhere={"plain": True},
            ),
            listed(
                "locality",
                "place",
                north={"localities": ["bac-ninh"]},
                others={},
                not_yet={"plain": True},
            ),
            listed(
                "date",
                "day",
                before={"until": date(2025, 5, 4)},
                after={},
                no_day={"plain": True},
            ),
        ],
        "case": [
            simple("to-japan", "go", market="japan"),
            simple("to-union", "go", market="union", place="north"),
            simple("from-north", "go", place="north", day="after"),
            simple("too-early", "stay", day="before"),
            simple("nowhere", "stay", market="nowhere", place="not-yet"),
        ],
    }


def simple(key: str, outcome: str, **row: str) -> dict[str, Any]:
    """A case that asks for no paper; what goes says no stage, what does not comes before it."""
    found = case(key, "coverage", outcome, **row)
    del found["documents"]
    if outcome == "go":
        del found["stage"]
    return found


@pytest.fixture
def trip() -> Iterator[RuleSet]:
    """The rules, published."""
    ruleset = parse(content())
    with registry.with_published(ruleset):
        yield ruleset


def test_the_rules_are_sound_and_survive_the_form() -> None:
    ruleset = parse(content())

    assert verify(ruleset, ON, LAW).issues == ()
    assert ruleset.order == ("go", "stay", "ask")
    again = parse({**content(), **from_streams(to_streams(dump(ruleset)))})
    assert dump(again) == dump(ruleset)
    assert again.order == ruleset.order


@pytest.mark.parametrize(
    ("address", "outcome", "cases"),
    [
        ("market=JP&place=bac-ninh&day=2026-08-01", "go", ["to-japan", "from-north"]),
        ("market=FR&place=bac-giang&day=2025-05-05", "go", ["to-union", "from-north"]),
        ("market=FR&place=ha-noi&day=2025-05-04", "stay", ["too-early"]),
        ("market=NZ&place=ha-noi&day=2026-08-01", "ask", []),
        ("market=nowhere&place=not-yet", "stay", ["nowhere"]),
        ("market=union&place=others&day=after", "ask", []),
    ],
)
def test_what_the_reader_says_is_judged_by_the_choice_it_belongs_to(
    client: Client, trip: RuleSet, address: str, outcome: str, cases: list[str]
) -> None:
    data = client.get(f"{START}result.json?{address}").json()
    page = client.get(f"{START}result/?{address}", follow=True)

    assert (data["outcome"], [item["key"] for item in data["cases"]]) == (outcome, cases)
    assert data["dropped"] == 0
    assert f"{START}result/?{address}&v=1" in page.redirect_chain[-1][0]
    tone = trip.outcomes[outcome].tone
    assert f"app-verdict--{tone}" in page.content.decode()


@pytest.mark.parametrize("address", ["market=XX", "market=jpn", "place=nowhere-at-all", "day=soon"])
def test_what_is_no_answer_is_dropped(client: Client, trip: RuleSet, address: str) -> None:
    assert client.get(f"{START}result.json?{address}").json()["dropped"] == 1


@pytest.mark.parametrize("typed", ["jp", "JP", "japan"])
def test_a_country_has_one_address(trip: RuleSet, typed: str) -> None:
    found = read([("market", [typed]), ("place", ["north"])], "trip")

    # The key of a choice says no more than the one thing it lists.
    assert found.given == {"market": "JP", "place": "bac-ninh"}


def test_a_country_is_chosen_from_one_list_in_the_readers_alphabet(
    client: Client, trip: RuleSet
) -> None:
    pages = {
        language: client.get(f"/{language}/check/trip/market/").content.decode()
        for language in LANGUAGES
    }
    answered = client.post(f"{START}market/", {"answer": "FR"})

    assert all(page.count("<option") == 249 + 1 + 1 + 1 for page in pages.values())
    assert pages["fr"].index(">Égypte<") < pages["fr"].index(">Espagne<")
    assert pages["vi"].index(">Áo<") < pages["vi"].index(">Ấn Độ<") < pages["vi"].index(">Ba Lan<")
    assert answered["Location"] == f"{START}place/?market=FR"
    assert "Choose a country" in client.post(f"{START}market/", {"answer": ""}).content.decode()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Bắc Giang", "bac-giang"),
        ("bac ninh", "bac-ninh"),
        ("tỉnh Đồng Nai", "dong-nai"),
        ("TP HN", None),
        ("", None),
    ],
)
def test_a_province_is_found_by_any_name_it_had(
    client: Client, trip: RuleSet, typed: str, slug: str | None
) -> None:
    response = client.post(f"{START}place/?market=FR", {"text": typed})

    if slug:
        assert response["Location"] == f"{START}day/?market=FR&place={slug}"
    else:
        assert response.status_code == 200
        assert "govuk-error-message" in response.content.decode()


def test_of_several_provinces_one_is_picked(client: Client, trip: RuleSet) -> None:
    asked = client.post(f"{START}place/?market=FR", {"text": "Bắc"})
    picked = client.post(f"{START}place/?market=FR", {"text": "Bắc", "pick": "bac-giang"})

    assert 'value="bac-giang"' in asked.content.decode()
    assert picked["Location"] == f"{START}day/?market=FR&place=bac-giang"


def test_a_place_that_is_only_like_what_was_typed_is_offered_and_not_assumed(
    client: Client, trip: RuleSet
) -> None:
    """The words for payment resemble Thanh Hóa alone."""
    asked = client.post(f"{START}place/?market=FR", {"text": "thanh toán"})
    picked = client.post(f"{START}place/?market=FR", {"text": "thanh toán", "pick": "thanh-hoa"})

    assert asked.status_code == 200
    assert "No province or city is called exactly so." in asked.content.decode()
    assert 'value="thanh-hoa"' in asked.content.decode()
    assert picked["Location"] == f"{START}day/?market=FR&place=thanh-hoa"


def test_answers_beside_the_list_and_not_knowing_are_answers(client: Client, trip: RuleSet) -> None:
    beside = client.post(f"{START}place/?market=FR", {"text": "", "pick": "not-yet"})
    unknown = client.post(f"{START}place/?market=FR", {"text": "", "pick": "unknown"})
    changed = client.post(
        f"{START}place/?market=FR&place=not-yet", {"text": "Hà Nội", "pick": "not-yet"}
    )

    assert beside["Location"] == f"{START}day/?market=FR&place=not-yet"
    assert unknown["Location"] == f"{START}day/?market=FR&place=unknown"
    assert changed["Location"] == f"{START}day/?market=FR&place=ha-noi"


@pytest.mark.parametrize(
    ("address", "both", "kept"),
    [
        ("place/?market=FR", ("Bình Phước", "not-yet"), "place=binh-phuoc"),
        ("day/?market=FR&place=ha-noi", ("05/05/2025", "no-day"), "day=2025-05-05"),
    ],
)
def test_of_what_was_typed_and_what_was_picked_the_reader_says_which_holds(
    client: Client, trip: RuleSet, address: str, both: tuple[str, str], kept: str
) -> None:
    text, pick = both
    sent = {"text": text, "pick": pick}
    asked = client.post(f"{START}{address}", sent)
    form = asked.context["form"]
    typed = form.fields["pick"].widget.choices[0][0]

    own = client.post(f"{START}{address}", {**sent, "asked": text, "pick": typed})
    beside = client.post(f"{START}{address}", {**sent, "asked": text})

    assert f"You entered “{text}”" in " ".join(form.errors["text"])
    assert f'name="asked" value="{text}"' in asked.content.decode()
    assert kept in own["Location"]
    assert f"={pick}" in beside["Location"]


@pytest.mark.parametrize("typed", ["2026-08-01", "01/08/2026", "1.8.2026"])
def test_a_day_is_taken_as_people_write_it(client: Client, trip: RuleSet, typed: str) -> None:
    response = client.post(f"{START}day/?market=FR&place=ha-noi", {"text": typed})

    assert response["Location"].startswith(f"{START}result/?market=FR&place=ha-noi&day=2026-08-01&")


def test_a_day_that_is_none_is_asked_for_again(client: Client, trip: RuleSet) -> None:
    for typed in ("tomorrow", "31/02/2026", ""):
        response = client.post(f"{START}day/?market=FR&place=ha-noi", {"text": typed})
        assert response.status_code == 200
        assert "govuk-error-message" in response.content.decode()


def test_answers_are_told_in_the_readers_words(client: Client, trip: RuleSet) -> None:
    address = "result/?market=FR&place=bac-giang&day=2026-08-01"

    page = client.get(f"/fr/check/trip/{address}", follow=True).content.decode()
    again = client.get(f"{START}day/?market=FR&place=bac-giang&day=2026-08-01").content.decode()

    assert "France" in page
    assert "1er août 2026" in page
    assert "Bắc Giang (aujourd’hui Bac Ninh)" in page
    assert 'value="2026-08-01"' in again


def test_a_step_with_a_province_asks_the_database_nothing(
    client: Client,
    trip: RuleSet,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    client.get(f"{START}place/?market=FR")
    with django_assert_num_queries(0):
        client.get(f"{START}day/?market=FR&place=bac-giang&x=1")


def test_places_are_those_that_editors_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    Locality.objects.filter(slug="bac-ninh").delete()
    if not Locality.objects.exists():
        Locality.objects.create(
            slug="new-place", code="99", kind="city", name={"vi": "Thành phố Mới"}
        )

    found = places.from_database()

    assert "bac-ninh" not in found
    assert set(found) >= set(Locality.objects.values_list("slug", flat=True))


def test_the_countries_are_those_of_iso_3166() -> None:
    named = Locale.parse("en").territories

    assert len(kinds.COUNTRIES) == 249
    assert set(named) >= kinds.COUNTRIES


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("vi", "hãy chọn nước mà hàng đi đến"),
        ("en", "choose the country they go to"),
        ("fr", "choisissez le pays où elle va"),
    ],
)
def test_a_country_that_a_question_leaves_out_is_no_answer(
    client: Client, language: str, why: str
) -> None:
    address = check_at(language, "market/", "co-issuer")
    asked = client.get(address).content.decode()
    posted = client.post(address, {"answer": "VN"})
    data = client.get(check_at(language, "result.json?market=VN", "co-issuer")).json()

    assert 'value="VN"' not in asked
    assert 'value="LA"' in asked
    assert posted.status_code == 200
    assert why in posted.content.decode()
    assert (data["dropped"], data["answers"]) == (1, {})


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"left_out": ["VN"]}, "why-left-out"),
        ({"why": text("It leaves from there")}, "why-left-out"),
        ({"left_out": ["XX"], "why": text("No country")}, "unknown-country XX"),
        ({"left_out": ["JP"], "why": text("Listed as well")}, "listed-twice JP"),
        ({"kind": "choice", "left_out": ["VN"], "why": text("No list")}, "misplaced-list"),
    ],
)
def test_countries_left_out_are_countries_and_belong_to_no_choice(
    changes: dict[str, Any], finding: str
) -> None:
    asked = listed("country", "market", japan={"countries": ["JP"]}, elsewhere={})
    issues = kinds.issues(parse({**content(), "question": [{**asked, **changes}]}).questions[0], "")

    assert finding in [f"{item.code} {item.detail}".strip() for item in issues]


def spoil(kind: str, **choices: dict[str, Any]) -> list[str]:
    """The findings about a question of this kind."""
    broken = parse({**content(), "question": [listed(kind, "market", **choices)]})
    issues = verify(broken, ON, LAW).issues
    return [f"{item.code} {item.detail}".strip() for item in issues if "choice" in item.place]


@pytest.mark.parametrize(
    ("kind", "choices", "finding"),
    [
        (
            "country",
            {"a": {"countries": ["JP"]}, "b": {"countries": ["JP"]}, "c": {}},
            "listed-twice JP",
        ),
        ("country", {"a": {"countries": ["XX"]}, "b": {}}, "unknown-country XX"),
        ("country", {"a": {"countries": ["JP"]}}, "one-rest"),
        ("country", {"a": {}, "b": {}}, "one-rest a b"),
        ("country", {"a": {"localities": ["ha-noi"]}, "b": {}}, "misplaced-list"),
        ("country", {"a": {"countries": ["JP"], "plain": True}, "b": {}}, "misplaced-list"),
        ("choice", {"a": {"countries": ["JP"]}}, "misplaced-list"),
        ("choice", {"a": {"plain": True}}, "misplaced-plain"),
        ("locality", {"a": {"localities": ["b"]}, "b": {}}, "listed-twice b"),
        (
            "date",
            {"a": {"until": date(2026, 1, 2)}, "b": {"until": date(2026, 1, 1)}, "c": {}},
            "days-in-order 2026-01-01",
        ),
        ("date", {"a": {}, "b": {"until": date(2026, 1, 1)}}, "days-in-order 2026-01-01"),
    ],
)
def test_lists_that_overlap_or_leave_a_gap_are_found(
    kind: str, choices: dict[str, Any], finding: str
) -> None:
    assert finding in spoil(kind, **choices)


def test_a_province_the_site_does_not_know_is_found() -> None:
    broken = content()
    broken["question"][1]["choice"][0]["localities"] = ["atlantis"]

    found = [(item.code, item.detail) for item in _localities(parse(broken))]

    assert found == [("unknown-locality", "atlantis")]
