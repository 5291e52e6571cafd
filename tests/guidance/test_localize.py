"""Editors translate with wagtail-localize: the tree stays right, nothing untranslated goes live."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from guidance.models import GuidancePage, SectionPage

Pages = dict[tuple[str, str], Page]


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
        found = {pages[code, key].translation_key for code in ("vi", "en", "fr")}
        assert len(found) == 1, key
