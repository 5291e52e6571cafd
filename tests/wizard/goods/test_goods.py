"""The goods question: by HS code or by ordinary name, in three languages, accents or none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tests.checking import MAIN
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, asked, check, judged, result
from wizard.rules import registry

RULESET = registry.in_force(MAIN, registry.today())
GOODS = registry.goods_list(RULESET, registry.today())
CLASSES = {choice.key for choice in RULESET.question_by_key["goods"].choices}
LENGTH = "An HS code has 4, 6 or 8 digits, for example 8471 or 8443.31.19."
CHAPTER = "No tariff chapter begins with these two digits. Check the code."


def typed(client: Client, text: str, language: str = "en", **more: str) -> tuple[str | None, Page]:
    """Type into the box: the answer it became, if any, and the page it led to."""
    address = check("goods/", {"state": "used"}, language)
    response = client.post(address, {"text": text, **more})
    if response.status_code == 302:
        return asked(response["Location"])[1]["goods"], Page(client.get(response["Location"]))
    return None, Page(response)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8471", "8471"),
        ("84.71", "8471"),
        (" 84 71 ", "8471"),
        ("8471.30", "847130"),
        ("8443 31 19", "84433119"),
        ("8443.31.19", "84433119"),
        ("8443-31-19", "84433119"),
        ("8443\u00a031\u00a019", "84433119"),
        ("HS 8471.30", "847130"),
        ("hs8471", "8471"),
        ("mã HS 8443.31.19", "84433119"),
        ("nhóm 84.71", "8471"),
        ("code SH 8471", "8471"),
        ("HS code: 8471 30 00", "84713000"),
        ("8471\u200b.30", "847130"),
        ("\ufeff8471", "8471"),
        ("84\u00ad71", "8471"),
        ("8443\u201131\u201119", "84433119"),
        ("8443–31–19", "84433119"),
        ("８４７１．３０", "847130"),
        ("'84433119", "84433119"),
        ("84,71", "8471"),
    ],
)
def test_a_code_is_read_however_it_is_written(client: Client, text: str, code: str) -> None:
    answer, _page = typed(client, text)

    assert answer == code


@pytest.mark.parametrize("text", ["84", "847", "84713", "8471301", "847130101", "8471301011"])
def test_a_code_of_another_length_is_explained(client: Client, text: str) -> None:
    answer, page = typed(client, text)

    assert answer is None
    assert LENGTH in page.text


@pytest.mark.parametrize(
    ("text", "nearest"), [("84715", "8471"), ("8471301", "8471.30"), ("8471.30.0100", "8471.30")]
)
def test_the_code_that_the_digits_begin_with_is_named(
    client: Client, text: str, nearest: str
) -> None:
    _answer, page = typed(client, text)

    assert f"Your digits begin with {nearest}: is that it?" in page.text


@pytest.mark.parametrize("text", ["0071", "9801", "99.99.99.99"])
def test_a_chapter_that_does_not_exist_is_explained(client: Client, text: str) -> None:
    answer, page = typed(client, text)

    assert answer is None
    assert CHAPTER in page.text


@pytest.mark.parametrize("code", ["8470", "8471", "8517", "8518", "8525", "8528", "8534", "8542"])
@pytest.mark.parametrize("more", ["", "30", "3020", "9999"])
def test_a_heading_listed_as_a_whole_covers_every_code_below_it(code: str, more: str) -> None:
    goods = GOODS.lookup(code + more)

    assert goods is not None
    assert goods.classes == {"listed"}
    assert not goods.needs_more_digits


@pytest.mark.parametrize(
    ("code", "classes"),
    [
        ("84433119", {"listed-printer"}),
        ("84433111", {"unlisted-printer"}),
        ("84439920", {"cartridge"}),
        ("84439990", {"unlisted"}),
        ("85444211", {"listed"}),
        ("85444294", {"unlisted"}),
        ("85447090", {"listed"}),
        ("854420", {"unlisted"}),
    ],
)
def test_under_8443_and_8544_only_the_eight_digit_lines_named_are_listed(
    code: str, classes: set[str]
) -> None:
    goods = GOODS.lookup(code)

    assert goods is not None
    assert goods.classes == classes
    assert not goods.needs_more_digits


@pytest.mark.parametrize("code", ["8443", "844331", "844399", "8544", "854442", "854449"])
def test_a_code_that_could_be_either_asks_for_eight_digits(code: str) -> None:
    goods = GOODS.lookup(code)

    assert goods is not None
    assert goods.needs_more_digits
    assert {"listed", "listed-printer", "cartridge"} & goods.classes
    assert {"unlisted", "unlisted-printer"} & goods.classes


def test_a_result_left_open_by_the_code_says_that_eight_digits_decide(client: Client) -> None:
    answers = {"state": "used", "goods": "8544", "part": "no", "neighbour": "none"}

    response = client.get(result({**answers, "purpose": "other"}))

    assert response.context["verdict"].outcome == "more-information"
    assert "Give all eight digits of the HS code" in Page(response).text


@pytest.mark.parametrize("code", ["8443", "84433119", "8544", "85444211", "8524", "85249100"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_nomenclature_changed_a_notice_says_so(
    client: Client, code: str, language: str
) -> None:
    goods = GOODS.lookup(code)
    assert goods is not None

    answers = {"state": "used", "goods": code, "purpose": "other"}
    while (key := judged(answers).first_open) is not None:
        answers[key] = "unknown"
    response = client.get(result(answers, language))

    assert "result" in response.context
    page = Page(response)
    assert [notice for notice in goods.notices if "2017" in notice.text[language]]
    assert all(plain(notice.text[language]) in page.text for notice in goods.notices)


@pytest.mark.parametrize("code", ["8471", "8517", "7326"])
def test_a_heading_that_did_not_change_carries_no_notice(code: str) -> None:
    goods = GOODS.lookup(code)

    assert goods is not None
    assert goods.notices == ()


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("may in", "printer"),
        ("máy in", "printer"),
        ("MÁY  IN", "printer"),
        ("ma\u0301y in", "printer"),
        ("printer", "printer"),
        ("imprimante", "printer"),
        ("dien thoai", "telephone"),
        ("điện thoại", "telephone"),
        ("téléphone", "telephone"),
        ("telephone", "telephone"),
        ("may tinh xach tay", "laptop"),
        ("máy tính xách tay", "laptop"),
        ("ordinateur portable", "laptop"),
        ("Điện thoại thông minh", "smartphone"),
        ("serveur", "server"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_name_is_found_in_any_language_of_the_page(
    client: Client, text: str, product: str, language: str
) -> None:
    answer, _page = typed(client, text, language)

    assert answer == product


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("laptops", "laptop"),
        ("used laptops", "laptop"),
        ("laptop cũ", "laptop"),
        ("máy tính xách tay đã qua sử dụng", "laptop"),
        ("serveurs d’occasion", "server"),
        ("máy photo đời cũ", "stand-alone-copier"),
        ("Dell PowerEdge", "server"),
    ],
)
def test_a_plural_and_that_goods_are_used_are_no_part_of_their_name(
    client: Client, text: str, product: str
) -> None:
    answer, _page = typed(client, text)

    assert answer == product


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("laptop bag", "laptop"),
        ("túi đựng laptop", "laptop"),
        ("heart monitor", "monitor"),
        ("phone case", "telephone"),
        ("ốp lưng điện thoại", "telephone"),
        ("poweredge r740", "server"),
    ],
)
def test_what_only_holds_a_name_is_offered_and_not_assumed(
    client: Client, text: str, offered: str
) -> None:
    answer, page = typed(client, text)
    picked, _next = typed(client, text, pick=offered)

    assert answer is None
    assert "No goods are called exactly so." in page.text
    assert offered in [item["value"] for item in page.fields["pick"]]
    assert not [item for item in page.fields["pick"] if "checked" in item]
    assert page.fields["text"][0]["value"] == text
    assert picked == offered


def test_several_hits_are_offered_and_one_can_be_picked(client: Client) -> None:
    answer, page = typed(client, "card")
    offered = [item["value"] for item in page.fields["pick"] if item["value"] != "unknown"]

    picked, _next = typed(client, "card", pick=offered[-1])

    assert answer is None
    assert "No goods are called exactly so. Choose yours below, or enter the HS code." in page.text
    assert 2 <= len(offered) <= 12
    assert picked == offered[-1]
    assert page.fields["text"][0]["value"] == "card"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_nobody_knows_is_said_and_the_whole_list_is_offered(
    client: Client, language: str
) -> None:
    answer, page = typed(client, "xyzzy", language)

    with override(language):
        said = gettext(
            "We have no goods by this name. Enter the HS code, or choose from the list below."
        )
    offered = {item["value"] for item in page.fields["pick"]}
    assert answer is None
    assert plain(said) in page.text
    assert set(GOODS.products) <= offered


def test_the_button_says_i_don_t_know(client: Client) -> None:
    page = Page(client.get(check("goods/", {"state": "used"})))
    (button,) = [item for item in page.fields["pick"] if item.get("type") == "submit"]

    answer, _next = typed(client, "", pick=button["value"])

    assert answer == "unknown"


def test_nothing_typed_and_nothing_picked_is_an_error(client: Client) -> None:
    answer, page = typed(client, "")

    assert answer is None
    assert "#id_text" in page.hrefs()


@pytest.mark.parametrize("product", GOODS.products)
def test_every_product_belongs_to_a_class_of_the_rules(product: str) -> None:
    goods = GOODS.lookup(product)

    assert goods is not None
    assert goods.classes
    assert goods.classes <= CLASSES


def test_every_class_of_the_list_is_a_choice_and_every_choice_a_class() -> None:
    classes = {GOODS.default, *GOODS.unlisted.values(), *(line.group for line in GOODS.lines)}

    assert classes == CLASSES
