"""One search over everything: what comes first, whatever the accents; and nothing breaks it."""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from guidance.search.query import MOST_NEAREST, SHOWN_OF_A_KIND, Found, search
from guidance.text import folding
from guidance.text.highlighting import marked, snippet
from guidance.text.languages import LANGUAGES
from tests.guidance.search.situations import situations

Pages = dict[tuple[str, str], Page]
SITUATIONS = list(situations())
# Of the situations of the table, so many must have a right first hit.
RIGHT = 0.95


def ask(query: str, language: str) -> Found:
    """Search as a reader of this language."""
    with override(language):
        return search(query, language)


def test_what_readers_mean_comes_first(pages: Pages, capsys: pytest.CaptureFixture[str]) -> None:
    """The share of right first hits over all that is typed; the wrong ones are named."""
    addresses = {key: page.url for key, page in pages.items()}

    wrong = [
        f"{case}: {found.hits[0].url if found.hits else 'nothing'}"
        for case in SITUATIONS
        if not case.is_met_by(found := ask(case.query, case.language), addresses)
    ]

    share = 1 - len(wrong) / len(SITUATIONS)
    with capsys.disabled():
        sys.stdout.write(f"\nright first hits: {share:.1%} of {len(SITUATIONS)}\n")
        sys.stdout.writelines(f"  {line}\n" for line in wrong)
    assert share >= RIGHT


def test_there_are_situations_enough_in_each_language() -> None:
    counted = Counter(case.language for case in SITUATIONS)

    assert counted.total() >= 150
    assert min(counted[language] for language in LANGUAGES) >= 50


@pytest.mark.parametrize(
    ("language", "query"),
    [("vi", "C"), ("vi", "2"), ("en", "C / 2"), ("en", "ISO 27001"), ("vi", "?!")],
)
def test_a_letter_or_a_digit_finds_nothing(
    content: None, db: None, language: str, query: str
) -> None:
    assert not ask(query, language).hits


@pytest.mark.parametrize(
    ("language", "query"),
    [("vi", "thời tiết hôm nay"), ("en", "laptop bag"), ("fr", "assurance serveur volé")],
)
def test_without_all_the_words_few_are_shown_and_it_is_said(
    content: None, client: Client, db: None, language: str, query: str
) -> None:
    found = ask(query, language)

    page = client.get(f"/{language}/search/", {"q": query}).content.decode()

    assert len(found.hits) <= MOST_NEAREST
    assert found.is_nearest == bool(found.hits)
    assert f"/{language}/check/" in page
    with override(language):
        said = gettext("Nothing has all of these words: “%(query)s”")
    assert said % {"query": query} in page


def test_hits_are_grouped_and_the_kind_of_the_best_comes_first(content: None, db: None) -> None:
    found = ask("laptop cũ", "vi")
    kinds = [group.kind for group in found.groups()]

    assert kinds[0] == found.hits[0].kind == "goods"
    assert len(kinds) == len(set(kinds)) > 1
    assert all(len(group.hits) <= SHOWN_OF_A_KIND for group in found.groups())
    assert [group.kind for group in found.groups("page")] == ["page"]


@pytest.mark.parametrize("query", ["œuvre", "oeuvre", "OEUVRE"])
def test_a_ligature_is_two_letters(content: None, db: None, query: str) -> None:
    found = ask(query, "fr")

    assert found.hits
    assert "<mark>œuvre</mark>" in marked("une œuvre", found.words)


@pytest.mark.parametrize(
    "query",
    ['"', 'a" OR b', "'; --", "NEAR(a b)", "*", "a*", "()", "title:x", "-x", "%", "\x00", "許可証"],
)
def test_no_query_breaks_the_search(content: None, client: Client, db: None, query: str) -> None:
    assert client.get("/en/search/", {"q": query}).status_code == 200


def test_the_first_search_writes_nothing(content: None, db: None) -> None:
    """On a full disk or beside somebody who writes, it would be refused."""
    abstract = [kind.pk for kind in ContentType.objects.all() if kind.model == "basepage"]
    ContentType.objects.filter(pk__in=abstract).delete()
    ContentType.objects.clear_cache()

    with CaptureQueriesContext(connection) as asked:
        assert search("printer", "en").hits

    said = [query["sql"].split()[0] for query in asked]
    assert not {"INSERT", "UPDATE", "DELETE", "SAVEPOINT"}.intersection(said)


def test_a_very_long_query_is_cut(content: None, client: Client, db: None) -> None:
    assert client.get("/vi/search/", {"q": "may " * 400}).status_code == 200


def test_a_decomposed_query_finds_the_same(content: None, db: None) -> None:
    import unicodedata

    typed = unicodedata.normalize("NFD", "nghiên cứu khoa học")

    assert ask(typed, "vi").hits[0].url == ask("nghiên cứu khoa học", "vi").hits[0].url


def test_results_are_marked_and_can_be_filtered_by_kind(
    content: None, client: Client, db: None
) -> None:
    everything = client.get("/vi/search/", {"q": "may in"}).content.decode()
    goods = client.get("/vi/search/", {"q": "may in", "kind": "goods"}).content.decode()

    assert "<mark>Máy</mark> <mark>in</mark>" in everything
    assert "kind=goods" in everything
    assert goods.count("<li>") < everything.count("<li>")


def test_no_result_says_what_to_do_next(content: None, client: Client, db: None) -> None:
    page = client.get("/en/search/", {"q": "xyzzyx"}).content.decode()

    assert "Nothing has all of these words" in page
    assert "/en/check/" in page


def test_an_editors_recommendation_comes_first(client: Client, pages: Pages) -> None:
    page = pages["en", "co-fee"]
    query = Query.get("laptop")
    SearchPromotion.objects.create(query=query, page_id=page.pk, description="Read this.")

    html = client.get("/en/search/", {"q": "Laptop"}).content.decode()

    assert "Read this." in html
    assert html.index("Read this.") < html.index("goods=laptop")


def test_a_recommendation_is_shown_even_where_nothing_was_found(
    client: Client, pages: Pages
) -> None:
    query = Query.get("xyzzyx")
    SearchPromotion.objects.create(query=query, page_id=pages["en", "co-fee"].pk)

    html = client.get("/en/search/", {"q": "xyzzyx"}).content.decode()

    assert pages["en", "co-fee"].url in html


def test_marks_escape_what_they_do_not_mark() -> None:
    assert marked("<b>Máy in</b>", ["may"]) == "&lt;b&gt;<mark>Máy</mark> in&lt;/b&gt;"


def test_a_snippet_is_cut_around_the_first_word() -> None:
    text = "một " * 60 + "máy in " + "hai " * 100

    found = snippet(text, ["may", "in"])

    assert "<mark>máy</mark> <mark>in</mark>" in found
    assert len(found) < 320


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điều kiện", "dieu kien"),
        ("hàng đã qua sử dụng", "hang da qua su dung"),
        ("ĐỒNG NAI", "dong nai"),
        ("Thừa Thiên – Huế", "thua thien – hue"),
        ("허가", "허가"),
        ("Œuvre, cœur, æther", "oeuvre, coeur, aether"),
    ],
)
def test_folding_drops_accents_and_nothing_else(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_words_within_numbers_and_scripts_without_spaces_are_indexed() -> None:
    assert "26 2025 TT BKHCN" in folding.indexed("26/2025/TT-BKHCN")
    assert "可证" in folding.indexed("进口许可证").split()
    assert folding.query("许可证") == "许可 可证"
