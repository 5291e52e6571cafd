"""The form of the papers: for whom, lines, gentle checks, limits; nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils.translation import gettext, override

from guidance.delivery.request_limits import content_length, largest_body
from tests.checking import MAIN, check_at
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, PERMITTED, STORIES, check, result
from tests.wizard.papers.filled import (
    COMPANY,
    EMPTY,
    FILLED,
    OWN,
    address,
    docx_text,
    papers,
    send,
)
from wizard.papers import checks, draft, register
from wizard.papers.views import MADE_PER_HOUR
from wizard.rules.snapshot import shipped_papers

pytestmark = pytest.mark.django_db
languages = pytest.mark.parametrize("language", LANGUAGES)
KIT = shipped_papers(MAIN)
WRONG = {
    "tax_code": ("12345", "A tax code has 10 or 13 digits."),
    "email": ("nobody", "This does not look like an e-mail address: name@company.vn."),
    "goods-1-hs": ("84711", "An HS code has 8 digits, or 4 or 6 if no more are known."),
    "goods-1-desc": (
        "Server",
        "Describe the goods in some words, not by the brand or “server” alone.",
    ),
    "goods-1-value": (
        "1.500",
        "Give a number in digits, without separators between thousands: 1500 or 1500,50.",
    ),
    "goods-1-qty": ("0", "The quantity must be more than 0."),
    "auth_to": ("30/02/2026", "Give a day such as 30/11/2026."),
    "lic_date": ("01/01/2199", "This day is in the future."),
}


def values(html: str) -> dict[str, str]:
    """What stands in the text fields of a page, by name."""
    inputs = re.findall(r'<input class="govuk-input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', html)
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    return {name: unescape(value) for name, value in [*inputs, *areas] if value}


def typed_texts(data: dict[str, Any]) -> dict[str, str]:
    """The texts of a form that stand in text fields."""
    assert KIT is not None
    chosen = {item.key for item in KIT.singles.values() if item.kind in ("choice", "tick")}
    return {
        key: value
        for key, value in data.items()
        if isinstance(value, str)
        and not key.endswith(("-lines", "-condition"))
        and key not in chosen
    }


# --- Who is offered it --------------------------------------------------------------------------


@languages
def test_a_result_that_names_papers_leads_to_the_form(client: Client, language: str) -> None:
    on_result = Page(client.get(result(PERMITTED, language)))
    response = client.get(address(language=language))

    page = Page(response)
    assert address(language=language) in on_result.hrefs()
    assert response.status_code == 200
    assert "company_name" in page.fields
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_what_the_check_knows_of_the_goods_is_not_asked_again(client: Client) -> None:
    by_code = client.get(address(language="vi")).content.decode()
    by_name = client.get(address({**PERMITTED, "goods": "server"}, "fr")).content.decode()

    assert values(by_code)["goods-1-hs"] == "8471"
    assert "goods-1-desc" not in values(by_code)
    # In the language of the papers, whatever the page's.
    assert values(by_name)["goods-1-desc"] == "Máy chủ"
    assert all('value="used" selected' in page for page in (by_code, by_name))
    # What was cleared stays so.
    cleared = send(client, {**EMPTY, "goods-1-hs": ""}, do="add-goods")
    assert "goods-1-hs" not in values(cleared.content.decode())


def test_a_result_still_open_does_not(client: Client) -> None:
    answers = STORIES["more-information"]
    on_result = Page(client.get(result(answers)))
    response = client.get(address(answers))

    assert not [href for href in on_result.hrefs() if "/papers/" in href]
    assert response.status_code == 302
    assert "/result/" in response["Location"]


def test_who_must_ask_gets_the_letters(client: Client) -> None:
    answers = STORIES["ask-authority"]
    where = address(answers)
    assert where in Page(client.get(result(answers))).hrefs()

    page = Page(client.get(where))
    ticked = page.chosen("questions")
    assert "doubt-statutory-purposes" in ticked
    # What no letter shows is not asked.
    assert {"company_name", "goods-1-desc", "eta"} <= set(page.fields)
    assert not {"doc_no", "auth_scope", "goods-1-maker", "port"} & set(page.fields)

    made = papers(client, {**EMPTY, "company_name": COMPANY, "questions": ticked}, where)
    folders = {name.rpartition("/")[0] for name in made}
    assert folders == {"", "van-ban-hoi"}
    letters = [
        docx_text(body)
        for name, body in made.items()
        if name.startswith("van-ban-hoi/") and name.endswith(".docx")
    ]
    assert len(letters) == len(ticked)
    assert all(COMPANY in text and "Kính gửi:" in text for text in letters)

    refused = send(client, {**EMPTY, "company_name": COMPANY}, where)
    assert gettext("Tick at least one point to ask about.") in Page(refused).text
    assert values(refused.content.decode())["company_name"] == COMPANY


def test_a_file_received_under_the_old_procedure_has_no_papers(client: Client) -> None:
    answers = {**PERMITTED, "filed": "2026-09-01", "on": "2026-09-01"}
    on_result = Page(client.get(check("result/", answers)))

    assert not [href for href in on_result.hrefs() if "/papers/" in href]
    assert client.get(check("papers/", answers)).status_code == 302


def test_an_unfinished_check_goes_on_with_its_question(client: Client) -> None:
    response = client.get(check_at("en", "papers/?state=used"))

    assert response.status_code == 302
    assert response["Location"].startswith(check_at("en", "goods/"))


# --- Lines --------------------------------------------------------------------------------------


def test_a_line_is_added_and_everything_typed_is_there(client: Client) -> None:
    response = send(client, FILLED, do="add-goods")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    found = values(response.content.decode())
    assert {key: found.get(key) for key in typed_texts(FILLED)} == typed_texts(FILLED)
    page = Page(response)
    assert "goods-3-desc" in page.fields
    assert page.fields["goods-lines"][0]["value"] == "3"
    assert page.chosen("say_use") == FILLED["say_use"]
    assert page.chosen("questions") == FILLED["questions"]
    assert page.chosen("wants_yearly") == ["yes"]
    assert not re.search("error-summary", response.content.decode())


def unfolded(response: Any) -> list[str]:
    """The topics that stand open on the page."""
    found = re.findall(
        r'<details class="fold" data-topic[^>]*?( open)?>\s*<summary><h3 id="title-([a-z-]+)"',
        response.content.decode(),
    )
    assert len(found) > 5
    return [key for is_open, key in found if is_open]


def test_one_topic_is_unfolded_and_those_with_something_to_look_at(client: Client) -> None:
    assert unfolded(client.get(address())) == ["company"]
    # The one that was worked on.
    assert unfolded(send(client, EMPTY, do="add-translated")) == ["translated"]
    two = {**EMPTY, "goods-lines": "2"}
    assert unfolded(send(client, two, do="drop-goods-2")) == ["goods"]
    assert unfolded(send(client, EMPTY, do="add-nothing")) == ["company"]
    wrong = {**EMPTY, "goods-1-hs": "84", "eta": "soon"}
    assert unfolded(send(client, wrong, do="make")) == ["goods", "shipment"]


def test_a_line_is_removed_and_those_behind_move_up(client: Client) -> None:
    response = send(client, FILLED, do="drop-goods-1")

    found = values(response.content.decode())
    assert found["goods-1-desc"] == FILLED["goods-2-desc"]
    assert "goods-2-desc" not in Page(response).fields
    assert "goods-1-maker" not in found


@pytest.mark.parametrize("sent", ["31", "99", "999999", "-1", "x", "٣", ""])
def test_there_are_never_more_lines_than_the_form_takes(client: Client, sent: str) -> None:
    page = Page(send(client, EMPTY, do="add-goods", **{"goods-lines": sent}))

    assert KIT is not None
    assert int(page.fields["goods-lines"][0]["value"]) <= KIT.topic("goods").repeat


@pytest.mark.parametrize(
    "button",
    [
        *("drop-goods-9", "drop-goods-0", "drop-goods-x", "drop-x-1", "add-x", "drop-"),
        f"drop-goods-{'9' * 5000}",
    ],
    ids=lambda button: button[:12],
)
def test_a_button_that_is_none_of_ours_changes_nothing(client: Client, button: str) -> None:
    response = send(client, FILLED, do=button)

    assert response.status_code == 200
    assert values(response.content.decode())["goods-2-desc"] == FILLED["goods-2-desc"]


# --- Gentle checks ------------------------------------------------------------------------------


def test_a_sentence_ticked_without_what_it_says_is_doubted(client: Client) -> None:
    ticked = {**EMPTY, "after_choice": "destroy", "say_after": ["iii-b", "iii-d"]}
    page = send(client, ticked, do="make")

    said = "A sentence that you ticked has a blank: Who carries it out."
    assert said in Page(page).text
    assert unfolded(page) == ["after"]
    assert (
        "has a blank" not in Page(send(client, {**ticked, "after_who": "A"}, do="add-goods")).text
    )
    filled = send(client, {**ticked, "after_who": "A"}, do="make")
    assert filled["Content-Type"] == "application/zip"


@languages
def test_sentences_that_contradict_an_answer_are_told_and_kept(
    client: Client, language: str
) -> None:
    """Each goes with one way after use; those on another way are doubted, and none is lost."""
    where = address(language=language)
    ticked = {**FILLED, "say_after": ["iii-a", "iii-b"], "after_choice": "re-export"}
    response = send(client, ticked, where, do="make")
    choices = {"vi": "tiêu hủy", "en": "destruction", "fr": "destruction"}
    ways = {"vi": "chỉ đi với", "en": "it goes only with", "fr": "cela ne va qu’avec"}
    text = Page(response).text

    # In the summary and at the field.
    assert text.count(ways[language]) == 2
    said = text.partition(ways[language])[2][:80]
    assert f" – {choices[language]}" in plain(said)
    assert "after" in unfolded(response)
    html = response.content.decode()
    assert all(f'value="iii-{letter}" checked' in html for letter in "ab")
    assert all(values(html)[name] == value for name, value in typed_texts(ticked).items())
    # Of two with no answer at all each is doubted; of one that fits nothing is said.
    neither = Page(send(client, {**ticked, "after_choice": ""}, where, do="make")).text
    assert neither.count(ways[language]) == 4
    fits = send(client, {**ticked, "say_after": ["iii-a"]}, where, do="make")
    assert fits["Content-Type"] == "application/zip"


@languages
def test_what_looks_wrong_is_said_and_kept(client: Client, language: str) -> None:
    data = {**FILLED, **{name: value for name, (value, _text) in WRONG.items()}}
    response = send(client, data, address(language=language), do="make")

    html = response.content.decode()
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    found = values(html)
    assert {key: found.get(key) for key in typed_texts(data)} == typed_texts(data)
    page = Page(response)
    with override(language):
        for name, (_value, text) in WRONG.items():
            assert plain(gettext(text)) in page.text
            assert f'id="id_{name}-error"' in html
    assert "anyway" in [item["value"] for item in page.fields["do"]]


def test_the_papers_are_made_all_the_same(client: Client) -> None:
    data = {**EMPTY, **{name: value for name, (value, _text) in WRONG.items()}}

    assert send(client, data, do="make")["Content-Type"].startswith("text/html")
    assert send(client, data, do="anyway")["Content-Type"] == "application/zip"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"auth_from": "02/01/2027", "auth_to": "01/01/2027"}, "auth_to"),
        ({"use_from": "02/01/2027", "use_until": "01/01/2027"}, "use_until"),
        ({"use_from": "01/01/2027", "use_until": "01/01/2029"}, "use_until"),
        ({"use_until": "01/01/2028", "after_when": "02/01/2028"}, "after_when"),
        ({"goods-1-qty": "3", "goods-1-serial": "A1, A2"}, "goods-1-serial"),
        ({"goods-1-qty": "2", "goods-1-serial": "A1, A1"}, "goods-1-serial"),
        ({"goods-1-qty": "1,5", "goods-1-unit": "Chiếc"}, "goods-1-qty"),
        ({"licensed-1-lic_qty": "1", "licensed-1-in_qty": "2"}, "licensed-1-in_qty"),
        (
            {"licensed-1-in_qty": "3", "licensed-1-in_use": "1", "licensed-1-finished": "1"},
            "licensed-1-finished",
        ),
        ({"licensed-1-finished": "1", "licensed-1-destroyed": "2"}, "licensed-1-other_qty"),
    ],
)
def test_fields_that_do_not_agree_are_named(
    client: Client, data: dict[str, str], name: str
) -> None:
    html = send(client, {**EMPTY, "licensed-lines": "1", **data}, do="make").content.decode()

    assert re.findall(r'id="id_([^"]+)-error"', html) == [name]


@pytest.mark.parametrize(("years", "found"), [(1, ["use_until"]), (2, ["use_until"]), (3, [])])
def test_the_longest_time_is_the_one_of_the_rules(years: int, found: list[str]) -> None:
    assert KIT is not None
    fields = {
        item.key: replace(item, limit=replace(item.limit, years=years))
        for item in KIT.singles.values()
        if item.limit
    }
    topics = tuple(
        replace(topic, fields=tuple(fields.get(item.key, item) for item in topic.fields))
        for topic in KIT.topics
    )
    typed = {"use_from": "01/01/2027", "use_until": "01/01/2029"}

    assert [key for key, _text in checks.of_fields(replace(KIT, topics=topics), typed)] == found


@pytest.mark.parametrize(
    "data",
    [
        {"tax_code": "0312345678901"},
        {"tax_code": "0312345678-001"},
        {"tax_code": "012345678901"},
        {"goods-1-hs": "8471.50.90"},
        {"goods-1-hs": "8471"},
        {"use_from": "01/01/2027", "use_until": "31/12/2028"},
        {"use_from": "29/02/2028", "use_until": "28/02/2030"},
        {"goods-1-value": "1500,50"},
    ],
)
def test_what_is_right_is_not_doubted(client: Client, data: dict[str, str]) -> None:
    assert send(client, {**EMPTY, **data}, do="make")["Content-Type"] == "application/zip"


# --- Limits -------------------------------------------------------------------------------------


@languages
def test_too_long_a_text_is_refused_and_kept(client: Client, language: str) -> None:
    long = "ữ" * 201
    response = send(client, {**EMPTY, "address": long}, address(language=language), do="anyway")

    assert values(response.content.decode())["address"] == long
    with override(language):
        text = gettext("This has %(show_value)d letters; %(limit_value)d fit on the paper.")
    assert plain(text % {"show_value": 201, "limit_value": 200}) in Page(response).text


def test_a_choice_that_is_none_of_ours_makes_no_papers(client: Client) -> None:
    response = send(client, {**EMPTY, "signer": "king"}, do="anyway")

    assert response["Content-Type"].startswith("text/html")


def test_from_elsewhere_or_too_often_is_refused_and_kept(client: Client) -> None:
    def refused(response: Any) -> bool:
        kept = values(response.content.decode())["company_name"] == COMPANY
        return response.status_code == 429 and kept and "Retry-After" in response

    elsewhere = client.post(
        address(), {**FILLED, "do": "make"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert refused(elsewhere)
    cache.clear()
    for _number in range(MADE_PER_HOUR):
        assert client.post(address(), {**EMPTY, "do": "draft"}, headers=OWN).status_code == 200
    assert refused(client.post(address(), {**FILLED, "do": "make"}, headers=OWN))


def test_a_form_filled_to_the_last_letter_is_taken(client: Client) -> None:
    assert KIT is not None
    data: dict[str, Any] = {"do": "anyway"}
    for topic in KIT.topics:
        numbers = range(1, topic.repeat + 1) if topic.repeat else [0]
        if topic.repeat:
            data[f"{topic.key}-lines"] = str(topic.repeat)
        for number in numbers:
            for item in topic.fields:
                name = f"{topic.key}-{number}-{item.key}" if topic.repeat else item.key
                if item.kind not in ("choice", "tick", "sentences"):
                    data[name] = "ữ" * item.longest
    cache.clear()
    response = client.post(address(), data, headers=OWN)

    assert response["Content-Type"] == "application/zip"
    most = largest_body(check_at("en", "papers/"))
    # Room for a draft and a register beside it, and all of it in memory.
    assert content_length(response.wsgi_request) + draft.LARGEST + register.LARGEST < most
    assert most < settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put(address()).status_code == 405
