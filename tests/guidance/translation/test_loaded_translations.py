"""Shipped pages arrive as if they had been translated in the CMS, and markup alone ages none."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from guidance.blocks import BodyBlock
from guidance.loading.translations import adopt_translations
from guidance.models.passages import digests, words
from guidance.models.staleness import changed_passages

Pages = dict[tuple[str, str], Page]


def of(page: Any) -> dict[str, str]:
    return digests(page.title, page.summary, page.body)


def test_every_shipped_translation_is_complete_and_says_what_its_page_says(pages: Pages) -> None:
    begun = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
    different = []
    for translation in begun:
        page = translation.get_target_instance()
        made = translation.source.get_ephemeral_translated_instance(translation.target_locale)
        if changed_passages(of(made), of(page)) or made.slug != page.slug:
            different.append(str(page.url))

    assert len(begun) == len([page for (language, _key), page in pages.items() if language != "vi"])
    assert different == []


def test_loading_again_makes_nothing_twice(pages: Pages) -> None:
    texts = StringTranslation.objects.count()

    assert adopt_translations(pages, []) == 0
    assert adopt_translations(pages, [("en", "co-fee")]) == 1

    assert StringTranslation.objects.count() == texts
    assert (
        TranslationSource.objects.filter(object_id=pages["vi", "co-fee"].translation_key).count()
        == 1
    )


def test_a_translation_of_other_passages_keeps_its_plain_form(pages: Pages) -> None:
    page = pages["en", "co-fee"]
    TranslationSource.objects.filter(object_id=page.translation_key).delete()
    del page.body[0]

    adopt_translations(pages, [])

    found = Translation.objects.filter(source__object_id=page.translation_key)
    assert {item.target_locale.language_code: item.enabled for item in found} == {
        "en": False,
        "fr": True,
    }


def rewritten(block: Any, value: Any) -> Any:
    """A value with every rich text in it as the admin's editor writes it."""
    if isinstance(block, blocks.RichTextBlock):
        converter = ContentstateConverter(block.features)
        return RichText(converter.to_database_format(converter.from_database_format(value.source)))
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = rewritten(child, value[name])
    if isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            child.value = rewritten(block.child_block, child.value)
    return value


def test_text_as_the_editor_writes_it_anew_is_no_change(pages: Pages) -> None:
    different = []
    for (_language, key), page in pages.items():
        before, stored = of(page), str(page.body.get_prep_value())
        for child in page.body:
            child.value = rewritten(child.block, child.value)
        if changed_passages(of(page), before):
            different.append(key)
        assert "<p>" not in stored or str(page.body.get_prep_value()) != stored

    assert different == []


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("<p>Phí là <b>60.000</b> đồng.</p>", True),
        ('<p data-block-key="a">Phí&nbsp;là <strong>60.000</strong> đồng.</p>', True),
        (unicodedata.normalize("NFD", "<p>Phí là\n60.000 đồng.</p>"), True),
        ("<p>Phí là 80.000 đồng.</p>", False),
        ("<p>Phí là 60.000 đồng</p>", False),
    ],
)
def test_words_are_compared_and_not_their_marks(text: str, same: bool) -> None:
    assert (words(text) == words("<p>Phí là 60.000 đồng.</p>")) is same


def test_a_text_that_a_passage_was_stored_without_can_be_translated() -> None:
    for kind, block in BodyBlock().child_blocks.items():
        for name, child in getattr(block, "child_blocks", {}).items():
            if isinstance(child, blocks.CharBlock | blocks.TextBlock):
                assert block.to_python({})[name] == "", (kind, name)
