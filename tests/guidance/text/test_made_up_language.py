"""docs/adding-a-language.md, followed: a language is settings and texts; gaps say what they are."""

from __future__ import annotations

import re

import pytest

from guidance.text.languages import LANGUAGES, frame_language
from tests.guidance.text.made_up import visited
from tests.guidance.text.made_up.visits import ADDRESSES

Answers = dict[str, tuple[int, str]]
PAGES = [name for name in ADDRESSES if not name.startswith(("home in", "feed", "data", "sitemap"))]


@pytest.fixture(scope="module")
def answers() -> Answers:
    """What each place answers, by its name."""
    return visited()


@pytest.mark.parametrize("place", [*ADDRESSES, "result", "report"])
def test_every_place_answers(answers: Answers, place: str) -> None:
    status, _content = answers[place]

    assert status == 200


@pytest.mark.parametrize("place", [*PAGES, "result"])
def test_a_page_is_of_the_language_and_names_itself_among_the_others(
    answers: Answers, place: str
) -> None:
    html = answers[place][1]

    # Most words around a page are Vietnamese until the catalogue is there.
    assert '<html lang="vi" dir="ltr"' in html
    assert ('<main class="govuk-main-wrapper" id="main" tabindex="-1" lang="tlh"' in html) == (
        place in ("home", "guidance", "locality", "another locality", "source")
    )
    assert 'lang="tlh" hreflang="tlh" aria-current="true">tlhIngan Hol</a>' in html
    if place != "search":
        assert re.search(r'rel="alternate" hreflang="tlh" href="[^"]*/tlh/', html)


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        ("home", ["ghItlh wa’</h1>", "nej", "SuH DevwI’", "01/01/2027"]),
        ("guidance", ["ghItlh cha’", "naDev mu’ law’."]),
        ("locality", ["Ha noy</span></h1>"]),
        (
            "source",
            [
                '<span lang="tlh">mu’ vagh</span></p>',
                '<p class="app-official" lang="vi">Thông tư quy định',
            ],
        ),
        ("feed", ['xml:lang="tlh"']),
        ("home in English", ['hreflang="tlh"']),
        ("sitemap index", ["sitemap-tlh-1.xml"]),
        ("sitemap", ["/tlh/used-it/", 'hreflang="fr"', "/tlh/check/circular-26-2025/"]),
    ],
)
def test_what_is_there_is_shown(answers: Answers, place: str, texts: list[str]) -> None:
    content = answers[place][1]

    assert [text for text in texts if text not in content] == []


@pytest.mark.parametrize(
    ("place", "marked"),
    [
        ("another locality", ">Thành phố Đà Nẵng<"),
        ("source", ">Bộ Khoa học và Công nghệ<"),
        ("search", "><mark>Thông</mark> <mark>tư</mark>"),
        ("checks", ">Tôi có được nhập"),
        ("start", ">Tôi có được nhập"),
        ("question", ">Hàng đang ở tình trạng nào?<"),
        ("result", ">Thiết bị điều khiển"),
        ("rules", ">Thiết bị điều khiển"),
    ],
)
def test_what_is_missing_reads_in_vietnamese_and_says_so(
    answers: Answers, place: str, marked: str
) -> None:
    assert f'<span lang="vi"{marked}' in answers[place][1]


@pytest.mark.parametrize("place", [*PAGES, "result"])
def test_no_markup_stands_where_none_may(answers: Answers, place: str) -> None:
    html = answers[place][1]

    assert not re.search(r'="[^"<>]*<span', html)
    assert not re.search(r"<(title|option|textarea)[^>]*>[^<]*<span", html)
    assert "&lt;span lang" not in html


def test_the_report_names_what_is_missing(answers: Answers) -> None:
    report = answers["report"][1]

    assert "tlhIngan Hol" in report
    assert report.count("/localize/submit/page/") > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_whose_words_are_translated_frames_its_own_pages(language: str) -> None:
    assert frame_language(language) == language
