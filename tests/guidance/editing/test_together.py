"""What is done to a page in one language is said of the others, and offered there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory
from django.utils.translation import override
from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Page

from guidance.accounts.roles import ADMINISTRATOR, EDITOR
from guidance.blocks import BodyBlock
from guidance.editing import together
from guidance.text.languages import language_name
from tests.guidance.translation.test_workbench import signed_in

Pages = dict[tuple[str, str], Page]


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_moving_a_page_offers_to_move_its_translations(pages: Pages) -> None:
    client = signed_in(ADMINISTRATOR)
    page, section = pages["vi", "co-fee"], pages["vi", "circular-26"]

    response = client.post(f"/admin/pages/{page.pk}/move/{section.pk}/confirm/")

    assert response.status_code == 302
    assert "Not moved with it: the page in English, French." in told(response)
    address = f"/admin/together/{page.pk}/move/"
    assert "Move these too" in client.get(address).content.decode()
    client.post(address)
    for language in ("en", "fr"):
        moved = Page.objects.get(pk=pages[language, "co-fee"].pk)
        assert moved.get_parent().pk == pages[language, "circular-26"].pk
    assert "Nothing is left to do." in client.get(address).content.decode()


MANY = "/admin/bulk/wagtailcore/page"


@pytest.mark.parametrize("way", ["one", "many"])
def test_unpublishing_a_page_offers_to_unpublish_its_translations(pages: Pages, way: str) -> None:
    client = signed_in(ADMINISTRATOR)
    page = pages["vi", "co-fee"]
    one, many = f"/admin/pages/{page.pk}/unpublish/", f"{MANY}/unpublish/?id={page.pk}"

    response = client.post(one if way == "one" else many)

    assert response.status_code == 302
    assert "Still public: the page in English, French." in told(response)
    address = f"/admin/together/{page.pk}/unpublish/"
    assert "Unpublish these too" in client.get(address).content.decode()
    client.post(address)
    assert not Page.objects.filter(translation_key=page.translation_key, live=True).exists()
    assert "Nothing is left to do." in client.get(address).content.decode()


def test_nothing_is_unpublished_elsewhere_while_the_page_is_public(pages: Pages) -> None:
    page = pages["vi", "co-fee"]

    signed_in(ADMINISTRATOR).post(f"/admin/together/{page.pk}/unpublish/")

    assert Page.objects.get(pk=pages["en", "co-fee"].pk).live


def test_deleting_a_page_says_where_it_stays(pages: Pages) -> None:
    page = pages["vi", "co-fee"]

    response = signed_in(ADMINISTRATOR).post(f"/admin/pages/{page.pk}/delete/")

    assert "Not deleted with it: the page in English, French." in told(response)


def test_languages_are_named_in_the_words_of_whoever_reads() -> None:
    for language, names in (
        ("vi", ["tiếng Anh", "tiếng Pháp"]),
        ("en", ["English", "French"]),
        ("fr", ["anglais", "français"]),
    ):
        with override(language):
            assert [language_name(code) for code in ("en", "fr")] == names


def test_dates_are_taken_to_the_other_languages_and_age_nothing(pages: Pages) -> None:
    page = pages["vi", "co-fee"]
    page.applies_until = date(2027, 3, 1)
    page.save_revision().publish()

    signed_in(ADMINISTRATOR).post(f"/admin/together/{page.pk}/dates/")

    for language in ("en", "fr"):
        other = type(page).objects.get(pk=pages[language, "co-fee"].pk)
        assert other.applies_until == date(2027, 3, 1)
        assert not other.has_unpublished_changes
    html = Client().get(pages["en", "co-fee"].url).content.decode()
    assert "up to date with the Vietnamese original" in html


def test_who_may_not_publish_there_is_told(pages: Pages) -> None:
    page = pages["vi", "co-fee"]
    page.applies_until = date(2027, 3, 1)
    page.save_revision().publish()

    response = signed_in(EDITOR).post(f"/admin/together/{page.pk}/dates/")

    assert "You may not change the page in English, French." in told(response)
    other = type(page).objects.get(pk=pages["en", "co-fee"].pk)
    assert other.applies_until is None


def test_publishing_says_what_stays_in_the_other_languages(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages["vi", "co-fee"]
    said: list[str] = []
    for level in ("info", "warning"):
        monkeypatch.setattr(
            together.messages, level, lambda _request, text, **_more: said.append(str(text))
        )
    request = RequestFactory().post("/", {"action-publish": "1"})
    together.note_address(request, page)
    page.slug, page.applies_until = "khac", date(2027, 3, 1)
    page.save_revision().publish()

    with override("en"):
        together.say_published(request, page)

    assert len(said) == 2
    assert all("English, French" in text for text in said)


@pytest.mark.parametrize(("cells", "refused"), [(2, False), (1, True), (3, True)])
def test_a_row_of_a_table_has_as_many_cells_as_headings(cells: int, refused: bool) -> None:
    block = BodyBlock().child_blocks["table"]
    value = block.to_python(
        {"caption": "C", "header": ["A", "B"], "rows": [["1", "2"], ["x"] * cells], "sources": []}
    )

    if refused:
        with pytest.raises(StructBlockValidationError) as found:
            block.clean(value)
        assert "2" in str(found.value.block_errors["rows"].non_block_errors)
    else:
        block.clean(value)


def test_the_register_is_offered_beside_the_fields_of_sources(pages: Pages) -> None:
    client = signed_in(EDITOR)

    found = dict(client.get("/admin/citations/").json()["citations"])
    form = client.get(f"/admin/pages/{pages['vi', 'co-fee'].pk}/edit/").content.decode()

    assert "36/2023/TT-BTC" in found["circular-36-2023-tt-btc"]
    assert any(":" in key for key in found)
    assert 'data-citations-url="/admin/citations/"' in form
    assert 'data-citations="many"' in form
    assert "The box below finds a source by number or title" in form


def test_sources_that_are_compared_stand_in_words(pages: Pages) -> None:
    block = BodyBlock().child_blocks["text"].child_blocks["sources"]

    said = block.render_basic(["circular-36-2023-tt-btc", "gone:art-1"])

    assert said == "36/2023/TT-BTC (circular-36-2023-tt-btc); ? (gone:art-1)"
    assert (
        "["
        not in get_comparison_class_for_block(block)(
            block, True, True, [], ["circular-36-2023-tt-btc"]
        ).htmldiff()
    )
