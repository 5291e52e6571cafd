"""Every province and city is found by each name it has or had, as people type it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from wagtail.models import Page

from guidance.localities.finder import find
from guidance.localities.tile_map import TILES
from guidance.models import FormerName, LadderStep, Locality
from guidance.models.co_readiness import Step
from guidance.text.addresses import fixed_url
from guidance.text.folding import fold
from tests.checking import check_at

pytestmark = pytest.mark.usefixtures("content", "db")


def slugs(query: str) -> set[str]:
    """The localities that a query leads to."""
    return {match.locality.slug for match in find(query)}


def test_there_are_34_localities_and_63_former_names() -> None:
    assert Locality.objects.count() == 34
    assert FormerName.objects.count() == 63


@pytest.mark.parametrize("spell", [str, fold, str.upper], ids=["accents", "none", "capitals"])
@pytest.mark.parametrize("prefix", ["", "Tỉnh ", "tinh ", "thành phố ", "TP. "])
def test_every_former_name_leads_to_its_locality(spell: object, prefix: str) -> None:
    for former in FormerName.objects.select_related("locality"):
        query = prefix + spell(former.name)  # type: ignore[operator]

        assert slugs(query) == {former.locality.slug}, query


def test_every_current_name_leads_to_its_locality_in_each_language() -> None:
    for locality in Locality.objects.all():
        for name in locality.own_names():
            assert slugs(name) == {locality.slug}, name
            assert slugs(fold(name)) == {locality.slug}, name


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("tinh binh phuoc", "dong-nai"),
        ("binhphuoc", "dong-nai"),
        ("Bình Phước province", "dong-nai"),
        ("tp ho chi minh", "ho-chi-minh"),
        ("vung tau", "ho-chi-minh"),
        ("Bà Rịa - Vũng Tàu", "ho-chi-minh"),
        ("thua thien hue", "hue"),
        ("quang ningh", "quang-ninh"),
        ("hcm", "ho-chi-minh"),
    ],
)
def test_names_are_found_as_people_type_them(query: str, slug: str) -> None:
    assert slug in slugs(query)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("binh p", "binh-phuoc"), ("bình ph", "binh-phuoc"), ("sai g", "ho-chi-minh")],
)
def test_the_beginning_of_a_name_is_enough(typed: str, slug: str) -> None:
    assert [match.slug for match in find(typed)] == [slug]


def test_nonsense_finds_nothing() -> None:
    assert not find("xyzzy")
    assert not find("")
    assert not find("!!")


def test_a_single_match_leads_straight_to_it(client: Client) -> None:
    response = client.get("/vi/dia-phuong/", {"name": "tinh binh phuoc"})

    assert response.status_code == 302
    assert response["Location"].endswith("/binh-phuoc/")


def test_every_name_has_its_own_address(client: Client) -> None:
    for slug in [
        *Locality.objects.values_list("slug", flat=True),
        *FormerName.objects.values_list("slug", flat=True),
    ]:
        assert client.get(f"/en/localities/{slug}/").status_code == 200, slug


def test_a_former_name_says_what_it_belongs_to_now(client: Client) -> None:
    page = client.get("/en/localities/binh-phuoc/").content.decode()

    assert "has been part of" in page
    assert '<link rel="canonical" href="http://testserver/en/localities/dong-nai/">' in page


def test_every_locality_stands_on_every_step_and_has_a_tile() -> None:
    assert set(TILES) == set(Locality.objects.values_list("slug", flat=True))
    assert len(set(TILES.values())) == 34
    assert LadderStep.objects.count() == 34 * len(Step)


def test_the_table_says_what_the_map_shows(client: Client) -> None:
    page = client.get("/en/localities/").content.decode()

    assert page.count('class="app-row-') == 34
    assert page.count('<th scope="row"') >= 34


def test_not_confirmed_is_never_said_to_be_a_no(client: Client) -> None:
    page = client.get("/en/localities/cao-bang/").content.decode()

    assert "Not confirmed" in page
    assert "It does not mean that the locality does not issue" in page


def test_the_filter_shows_only_one_step(client: Client) -> None:
    page = client.get("/en/localities/", {"step": "issuing"}).content.decode()

    assert 0 < page.count('<th scope="row"') < 34


def test_the_page_of_a_former_province_leads_to_who_issues_with_the_province_said(
    client: Client, pages: dict[tuple[str, str], Page]
) -> None:
    page = client.get(f"{pages['en', 'localities'].url}bac-giang/").content.decode()

    assert f'href="{check_at("en", "begin/?registered=bac-giang", "co-issuer")}"' in page


def test_several_places_found_lead_to_who_issues_with_the_province_said(
    client: Client, pages: dict[tuple[str, str], Page]
) -> None:
    page = client.get(pages["en", "localities"].url, {"name": "quang"}).content.decode()

    assert f'href="{check_at("en", "begin/?registered=quang-ngai", "co-issuer")}"' in page


def test_the_page_on_forms_takes_a_place_into_who_issues(
    client: Client, pages: dict[tuple[str, str], Page]
) -> None:
    page = client.get(pages["en", "co-which-body-which-form"].url).content.decode()

    form = page.split(f'action="{check_at("en", "begin/", "co-issuer")}"')[1].split("</form>")[0]
    assert 'name="q"' in form


def test_the_tile_of_a_form_leads_to_the_question_after_the_one_it_answers(
    client: Client, pages: dict[tuple[str, str], Page]
) -> None:
    page = client.get(pages["en", "co-which-body-which-form"].url).content.decode()
    (address,) = re.findall(r'<a href="([^"]+)"><strong>Form E</strong>', page)

    answer = client.get(html.unescape(address))

    question = check_at("en", "request/?market=CN", "co-issuer")
    assert answer.headers["Location"] == question


@pytest.mark.parametrize(
    ("language", "former", "form", "province"),
    [
        ("en", "binh-phuoc", "Form E (ASEAN–China). From 1 August 2026 only", "Đồng Nai"),
        ("vi", "hai-duong", "C/O mẫu E (ASEAN – Trung Quốc). Từ ngày 01/08/2026 chỉ", "Hải Phòng"),
        ("fr", "bac-giang", "Formulaire E (ASEAN–Chine). À partir du 1er août 2026", "Bắc Ninh"),
    ],
)
def test_the_page_of_a_former_province_answers_form_e_in_one_click(
    client: Client,
    language: str,
    former: str,
    form: str,
    province: str,
) -> None:
    page = client.get(f"{fixed_url('localities', language)}{former}/").content.decode()
    offered = re.findall(r'<a href="([^"]*market=CN[^"]*)">[^<]*E\b', page)

    result = client.get(html.unescape(offered[0]), follow=True)

    assert len(offered) == 1
    assert f"registered={former}" in result.request["QUERY_STRING"]
    assert result.status_code == 200
    said = html.unescape(result.content.decode())
    assert form in said
    assert province in said
    assert f'href="{fixed_url("localities", language)}{former}/"' in said
