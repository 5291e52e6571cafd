"""The loader creates what is missing, repeats nothing, and never undoes an editor's work."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError
from wagtail.models import Page

from guidance.loading.records import SHAPES, state
from guidance.models import GlossaryTerm, GuidancePage, LegalSource
from guidance.text.languages import LANGUAGES
from tests.guidance.loading.small_site import PAGE, SOURCES, first, load, write


def test_translations_share_their_translation_key_and_block_ids(folder: Path) -> None:
    load()

    assert first("en").translation_key == first("vi").translation_key
    assert [block.id for block in first("en").body] == [block.id for block in first("vi").body]


def test_every_parent_knows_its_children(folder: Path) -> None:
    load()

    for page in Page.objects.all():
        assert page.numchild == page.get_children().count()


def test_a_second_run_changes_nothing(folder: Path) -> None:
    load()
    before = list(Page.objects.values_list("pk", "latest_revision_id"))

    report = load()

    assert list(Page.objects.values_list("pk", "latest_revision_id")) == before
    assert "created" not in report
    assert "updated" not in report


def test_a_changed_file_changes_an_untouched_page(folder: Path) -> None:
    load()
    write(folder, "vi", "first", PAGE.format(title="Changed"))

    report = load()

    assert first().title == "Changed"
    assert "1 updated" in report


def test_a_translation_whose_file_needed_no_change_is_not_behind(folder: Path) -> None:
    load()
    page = first("fr")
    page.summary = "By an editor."
    page.save_revision().publish()
    write(folder, "vi", "first", PAGE.format(title="Changed"))

    load()

    assert first("en").passage_digests == first().passage_digests
    assert first("fr").passage_digests != first().passage_digests


@pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
def test_an_editors_change_outlives_a_changed_file(folder: Path, publish: bool) -> None:
    load()
    page = first()
    page.title = "By an editor"
    revision = page.save_revision()
    if publish:
        revision.publish()
    write(folder, "vi", "first", PAGE.format(title="By the file"))

    report = load()

    assert first().get_latest_revision_as_object().title == "By an editor"
    assert "1 kept as editors left them" in report


def test_a_changed_file_replaces_the_provisions_of_a_source(folder: Path) -> None:
    load()
    changed = SOURCES.replace('"Điều 1"', '"Khoản 1"').replace('number = "1/2025"', 'number = ""')
    (folder / "sources.toml").write_text(changed, encoding="utf-8")

    load()

    source = LegalSource.objects.get(slug="act")
    assert [provision.label.official for provision in source.provisions.all()] == ["Khoản 1"]
    assert source.number == ""


def test_a_page_that_an_editor_deleted_stays_deleted(folder: Path) -> None:
    load()
    first("fr").delete()

    load()

    assert not GuidancePage.objects.filter(key="first", locale__language_code="fr").exists()


def test_an_editors_change_to_a_source_outlives_a_changed_file(folder: Path) -> None:
    load()
    LegalSource.objects.filter(slug="act").update(title={"vi": "Luật", "en": "By an editor"})
    changed = SOURCES.replace('title.en = "Law"', 'title.en = "By the file"')
    (folder / "sources.toml").write_text(changed, encoding="utf-8")

    load()

    assert LegalSource.objects.get(slug="act").title["en"] == "By an editor"


OTHER = """
[[source]]
slug = "later"
number = "2/2026"
kind = "law"
evidence = "official"
title.vi = "Luật sau"
title.en = "Later law"
title.fr = "Loi postérieure"
"""


@pytest.mark.parametrize("relation", ["amends", "repeals"])
def test_an_editors_change_of_what_an_act_amends_outlives_a_changed_file(
    folder: Path, relation: str
) -> None:
    sources = folder / "sources.toml"
    sources.write_text(SOURCES + OTHER, encoding="utf-8")
    load()
    later = LegalSource.objects.get(slug="later")
    getattr(later, relation).add(LegalSource.objects.get(slug="act"))
    later.save()
    sources.write_text(SOURCES + OTHER.replace("Later law", "By the file"), encoding="utf-8")

    report = load()

    later = LegalSource.objects.get(slug="later")
    assert [act.slug for act in getattr(later, relation).all()] == ["act"]
    assert later.title["en"] == "Later law"
    assert "1 kept as editors left them" in report


def test_a_record_that_an_editor_made_is_not_taken_for_the_files(folder: Path) -> None:
    GlossaryTerm.objects.create(key="co", term={"vi": "C/O", "en": "By an editor"})
    term = 'key = "co"\nterm.vi = "C/O"\nterm.en = "By the file"\nterm.fr = "C/O"\n'
    (folder / "glossary.toml").write_text(f"[[term]]\n{term}", encoding="utf-8")

    report = load()

    assert GlossaryTerm.objects.get(key="co").term["en"] == "By an editor"
    assert "term: 1 kept as editors left them" in report


def test_a_field_that_came_later_is_no_change_by_an_editor_while_it_is_empty(db: None) -> None:
    shape = next(item for item in SHAPES if item.model is GlossaryTerm)
    term = GlossaryTerm.objects.create(key="a-term", term={"vi": "C/O"})

    assert set(state(term, shape)[0]) == {"key", "term", "definition", "sources"}
    term.spellings = {"vi": "C/O"}
    assert state(term, shape)[0]["spellings"] == {"vi": "C/O"}


def test_what_a_file_no_longer_says_is_gone(folder: Path) -> None:
    load()
    assert LegalSource.objects.get(slug="act").number == "1/2025"
    shorter = SOURCES.replace('number = "1/2025"\n', "")
    (folder / "sources.toml").write_text(shorter, encoding="utf-8")

    load()

    assert LegalSource.objects.get(slug="act").number == ""


def test_a_changed_slug_changes_the_address(folder: Path) -> None:
    load()
    text = PAGE.format(title="First vi").replace('slug = "first"', 'slug = "foremost"')
    write(folder, "vi", "first", text)

    load()

    assert first().slug == "foremost"
    assert first().url.endswith("/foremost/")
    assert first("en").slug == "first"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('type = "text"', 'type = "poem"', ["vi/first.toml", "block 1", "poem"]),
        ("page:home", "page:nowhere", ["vi/first.toml", "block 1.html", "page:nowhere"]),
        ("html = ", "text = ", ["vi/first.toml", "block 1", "text"]),
        ('parent = "home"', 'parent = "away"', ["vi/first.toml", "away"]),
        ('summary = "Summary."', 'color = "red"', ["vi/first.toml", "summary"]),
        ('type = "guidance"', 'type = "novel"', ["vi/first.toml", "novel"]),
    ],
)
def test_an_error_names_file_and_field(folder: Path, old: str, new: str, named: list[str]) -> None:
    write(folder, "vi", "first", PAGE.format(title="First").replace(old, new))

    with pytest.raises(CommandError) as error:
        load()

    assert all(part in str(error.value) for part in named), error.value


def test_a_citation_without_a_source_is_reported(folder: Path) -> None:
    for language in LANGUAGES:
        text = PAGE.format(title="First").replace("act:art-1", "act:art-9")
        write(folder, language, "first", text)

    assert "act:art-9" in load()
