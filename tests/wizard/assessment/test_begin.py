"""What was typed on another page begins the assessment, or is asked about; it is never lost."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.checking import MAIN, check_at
from wizard.rules import assessments

ORIGIN = "co-issuer"


def begin(
    client: Client, words: str, key: str = MAIN, language: str = "en"
) -> tuple[int, str, str]:
    """Status, address led to, and text of the answer."""
    slug = assessments.slug_of(key, language)
    answer = client.get(f"/{language}/check/{slug}/begin/", {"q": words})
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "key", "answer"),
    [
        ("8471.30", MAIN, "goods=847130"),
        ("máy photocopy", MAIN, "goods="),
        ("mã HS 8443.31.19", MAIN, "goods=84433119"),
        ("laptop cũ", MAIN, "goods=laptop"),
        ("japan", ORIGIN, "market=JP"),
        ("Nhật Bản", ORIGIN, "market=JP"),
        ("Mỹ", ORIGIN, "market=US"),
        ("jp", ORIGIN, "market=JP"),
        # Spelt so, whatever else begins with it.
        ("Lào", ORIGIN, "market=LA"),
        ("Nga", ORIGIN, "market=RU"),
        ("Ý", ORIGIN, "market=IT"),
        ("Turkey", ORIGIN, "market=TR"),
        ("Hollande", ORIGIN, "market=NL"),
        ("binhphuoc", ORIGIN, "registered=binh-phuoc"),
        ("tinh binh phuoc", ORIGIN, "registered=binh-phuoc"),
    ],
)
def test_words_that_mean_one_thing_are_an_answer(
    client: Client, words: str, key: str, answer: str
) -> None:
    status, address, _html = begin(client, words, key)

    assert status == 302
    assert answer in address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "key", "shown"),
    [
        # "Payment" is like Thanh Hóa and not its name.
        ("thanh toán", ORIGIN, "registered=thanh-hoa"),
        ("quang", ORIGIN, "registered=quang-ngai"),
        ("lao", ORIGIN, "market=LA"),
        # The beginning of a name is no name, even where one country alone begins so.
        ("jap", ORIGIN, "market=JP"),
        ("jap", ORIGIN, "is called exactly so"),
        ("my", ORIGIN, "market=MY"),
        ("my", ORIGIN, "market=US"),
        ("binh phuo", ORIGIN, "registered=binh-phuoc"),
        # Misspelt, by the initials of a group, and what this box does not take.
        ("Germny", ORIGIN, "market=DE"),
        ("EU", ORIGIN, "market=european-union"),
        ("Europe", ORIGIN, "market=european-union"),
        ("liên minh châu âu", ORIGIN, "market=european-union"),
        ("coffee", ORIGIN, "takes a country, or a province or city"),
        ("coffee", ORIGIN, "search/?q=coffee"),
        ("form E", ORIGIN, "search/?q=form%20E"),
        # No market of goods that leave from there.
        ("Việt Nam", ORIGIN, "The goods leave from Viet Nam"),
        ("<xyzzy>", ORIGIN, "&lt;xyzzy&gt;"),
        ("<xyzzy>", MAIN, "&lt;xyzzy&gt;"),
        ("84", MAIN, "8471 or 8443"),
        ("laptop bag", MAIN, "goods=laptop"),
        ("ốp lưng điện thoại", MAIN, "No goods are called exactly so."),
    ],
)
def test_words_that_mean_several_things_or_none_are_asked_about_and_kept(
    client: Client, words: str, key: str, shown: str
) -> None:
    status, _address, html = begin(client, words, key)

    assert status == 200
    assert shown in html
    assert 'name="q"' in html


@pytest.mark.django_db
def test_no_words_begin_with_the_first_question(client: Client) -> None:
    assert begin(client, "")[:2] == (302, check_at("en", "state/"))


@pytest.mark.django_db
def test_what_is_answered_already_goes_along(client: Client) -> None:
    address = check_at("en", "begin/")

    assert "state=used" in client.get(address, {"state": "used", "q": "8471"}).headers["Location"]
    assert 'name="state"' in client.get(address, {"state": "used", "q": "zz"}).content.decode()


@pytest.mark.django_db
def test_an_answer_that_is_none_is_told_where_the_words_lead(client: Client) -> None:
    address = check_at("en", "begin/", ORIGIN)
    told = "One part of the address was not an answer we know"

    certain = client.get(address, {"q": "Japan", "registered": "zzz"}, follow=True)
    asked = client.get(address, {"q": "jap", "registered": "zzz"})

    assert "market=JP" in certain.redirect_chain[-1][0]
    assert told in certain.content.decode()
    assert told in asked.content.decode()
