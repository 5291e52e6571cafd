"""Editors translate with wagtail-localize: the tree stays right, nothing untranslated goes live."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import Translation, TranslationSource

from guidance.models import GuidancePage, SectionPage
from guidance.text.addresses import in_language
from guidance.text.languages import LANGUAGES

Pages = dict[tuple[str, str], Page]
LINKS = """<p><a href="/vi/van-ban/decree-146-2025-nd-cp/#art-28-6">nguồn</a>
<a href="{base}/vi/dia-phuong/dong-nai/">địa phương</a> <a href="/vi/check/?state=used">hỏi</a>
<a linktype="page" id="{page}">phí</a> <a href="/vi/thuat-ngu/#co">từ</a>
<a href="https://example.org/vi/check/">nơi khác</a></p>"""


@pytest.fixture
def section(pages: Pages) -> SectionPage:
    """A new Vietnamese section with a page, both published."""
    home = Page.objects.get(pk=pages["vi", "home"].pk)
    section = SectionPage(title="Điều kiện mới", locale=home.locale)
    home.add_child(instance=section)
    section.save_revision().publish()
    child = GuidancePage(title="Hàng đã qua sử dụng", summary="Tóm tắt.", locale=home.locale)
    Page.objects.get(pk=section.pk).add_child(instance=child)
    child.save_revision().publish()
    section.refresh_from_db()
    return section


@pytest.fixture
def editor(client: Client) -> Client:
    """Somebody who may translate."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    client.force_login(user)
    return client


@pytest.mark.parametrize("slug", ["dieu-kien-moi"])
def test_an_address_keeps_the_letters_of_its_title(section: SectionPage, slug: str) -> None:
    assert section.slug == slug
    assert section.get_children().get().slug == "hang-da-qua-su-dung"


def test_translating_a_subtree_keeps_the_tree_and_publishes_nothing(
    section: SectionPage, editor: Client
) -> None:
    english = Locale.objects.get(language_code="en")

    response = editor.post(
        f"/admin/localize/submit/page/{section.pk}/",
        {"locales": [english.pk], "include_subtree": "on"},
    )

    translated = section.get_translation(english)
    assert response.status_code == 302
    for page in Page.objects.all():
        assert page.numchild == page.get_children().count(), page
    assert translated.get_children().count() == 1
    assert not translated.live
    assert not translated.get_children().get().live


def test_the_editor_of_a_translation_opens(section: SectionPage, editor: Client) -> None:
    english = Locale.objects.get(language_code="en")
    editor.post(f"/admin/localize/submit/page/{section.pk}/", {"locales": [english.pk]})

    page = section.get_translation(english)

    assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_sources_and_keys_are_no_texts_to_translate(pages: Pages) -> None:
    page = pages["vi", "co-fee"]

    source, _created = TranslationSource.update_or_create_from_instance(page)

    paths = set(source.stringsegment_set.values_list("context__path", flat=True))
    assert paths
    assert not {path for path in paths if path.split(".")[-1] in ("sources", "source", "key")}


def test_a_source_that_changed_does_not_publish_its_untranslated_text(
    pages: Pages, section: SectionPage
) -> None:
    english = Locale.objects.get(language_code="en")
    child = section.get_children().get().specific
    for original in (section, child):
        source, _created = TranslationSource.update_or_create_from_instance(original)
        translation = Translation.objects.create(source=source, target_locale=english)
        translation.save_target(publish=False)

    child.title = "Tên mới"
    child.save_revision().publish()
    source.update_from_db()
    translation.save_target(publish=False)

    assert not child.get_translation(english).live


def test_the_three_pages_of_a_file_are_translations_of_each_other(pages: Pages) -> None:
    keys = {key for _language, key in pages}

    for key in keys:
        found = {pages[code, key].translation_key for code in LANGUAGES}
        assert len(found) == 1, key


def test_the_copy_of_a_text_links_to_places_in_its_own_language(
    pages: Pages, section: SectionPage, client: Client
) -> None:
    english = Locale.objects.get(language_code="en")
    child = section.get_children().get().specific
    html = LINKS.format(base=settings.WAGTAILADMIN_BASE_URL, page=pages["vi", "co-fee"].pk)
    child.body = [("text", {"html": RichText(html), "sources": []})]
    child.save_revision().publish()
    for original in (section, child):
        source, _created = TranslationSource.update_or_create_from_instance(original)
        Translation.objects.create(source=source, target_locale=english).save_target(publish=False)
        original.get_translation(english).get_latest_revision().publish()

    page = client.get(child.get_translation(english).url).content.decode()

    body = page[page.index('<div class="app-prose">') :]
    for address in (
        "/en/legal-sources/decree-146-2025-nd-cp/#art-28-6",
        "/en/localities/dong-nai/",
        "/en/check/?state=used",
        pages["en", "co-fee"].url,
        "/en/glossary/#co",
        "https://example.org/vi/check/",
    ):
        assert f'href="{address}"' in body


@pytest.mark.parametrize(
    ("address", "language", "expected"),
    [
        ("/vi/", "fr", "/fr/"),
        ("/fr/sources/decree-146-2025-nd-cp/", "vi", "/vi/van-ban/decree-146-2025-nd-cp/"),
        ("/en/check/rules/#case-waste", "fr", "/fr/check/rules/#case-waste"),
        ("/en/a-page-that-an-editor-made/", "vi", "/en/a-page-that-an-editor-made/"),
        ("/vi/check/", "vi", "/vi/check/"),
    ],
)
def test_an_address_is_known_in_each_language(address: str, language: str, expected: str) -> None:
    assert in_language(address, language) == expected
