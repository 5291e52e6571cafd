"""The new names of evidence reach what older versions stored; nothing counts as edited by it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from wagtail_localize.models import TranslationSource

from guidance.loading.records import _fields
from guidance.models import GuidancePage, LegalSource, LoadedContent
from guidance.models.passages import SUMMARY
from guidance.models.staleness import stale_passages
from guidance.text.languages import LANGUAGES
from tests.guidance.loading.small_site import PAGE, SOURCES, first, load, write

renaming = import_module("guidance.migrations.0011_evidence_renamed")
words = import_module("guidance.migrations.0015_passages_by_their_words")
FEES = """
[[body]]
type = "fees"
caption = "Fees"

[[body.rows]]
period = "2026"
new_issue = "1"
reissue = "2"
evidence = "secondary"
"""
NEW_FIELDS = {"doubt", "doubt_from"}
WEAK = SOURCES.replace('evidence = "official"', 'evidence = "secondary"')


@pytest.fixture
def old(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site as an earlier version left it, loaded from files and not edited since."""
    # Later migrations have their own test: what else a record holds is as it is now.
    monkeypatch.setattr(renaming, "NEW_FIELDS", NEW_FIELDS)
    monkeypatch.setattr(
        renaming,
        "fields",
        lambda item, skipped: {
            name: value for name, value in _fields(item).items() if name not in skipped
        },
    )
    (folder / "sources.toml").write_text(WEAK, encoding="utf-8")
    for language in LANGUAGES:
        write(folder, language, "first", PAGE.format(title="First") + FEES)
    load()
    for language in LANGUAGES:
        page = first(language)
        page.body = page.body.stream_block.to_python(called_press(page.body.get_prep_value()))
        page.save_revision().publish()
        page.refresh_from_db()
        as_loaded(f"page {language} first", renaming.page_state(page))
    GuidancePage.objects.update(passage_digests=fingerprints(first("vi")))
    TranslationSource.update_or_create_from_instance(first("vi"))
    for item in (source := LegalSource.objects.get(slug="act"), *source.provisions.all()):
        type(item).objects.filter(pk=item.pk).update(evidence="press")
    source = LegalSource.objects.get(slug="act")
    as_loaded("source act", renaming.source_state(source, NEW_FIELDS))
    return folder


def fingerprints(page: GuidancePage) -> dict[str, str]:
    """What translations agree with, as it was written before words were compared."""
    passages = {item["id"]: item["value"] for item in page.body.get_prep_value()}
    return {
        SUMMARY: renaming.digest([page.title, page.summary])[:16],
        **{block: renaming.passage_digest(value) for block, value in passages.items()},
    }


def called_press(stored: list) -> list:
    """A stored body with the old name."""
    stored[-1]["value"]["rows"][0]["value"]["evidence"] = "press"
    return stored


def as_loaded(name: str, state: object) -> None:
    """Let the ledger hold that this is what was loaded."""
    LoadedContent.objects.filter(name=name).update(state_digest=renaming.digest(state))


def levels(page: GuidancePage) -> list[str]:
    """The evidence of each row of fees."""
    return [row["evidence"] for row in page.body[-1].value["rows"]]


def test_every_place_has_the_new_name(old: Path) -> None:
    renaming.rename(apps, None)

    source = LegalSource.objects.get(slug="act")
    assert source.evidence == "secondary"
    assert [provision.evidence for provision in source.provisions.all()] == ["secondary"]
    for language in LANGUAGES:
        page = first(language)
        assert levels(page) == ["secondary"]
        assert levels(page.get_latest_revision_as_object()) == ["secondary"]
    copy = TranslationSource.objects.get(object_id=first("vi").translation_key)
    assert "press" not in copy.content_json
    assert levels(copy.as_instance()) == ["secondary"]


def test_what_was_loaded_is_not_taken_for_edited(old: Path) -> None:
    renaming.rename(apps, None)

    (old / "sources.toml").write_text(WEAK.replace("1/2025", "2/2025"), encoding="utf-8")
    write(old, "en", "first", PAGE.format(title="Changed") + FEES)
    report = load()

    assert "kept" not in report
    assert LegalSource.objects.get(slug="act").number == "2/2025"
    assert first("en").title == "Changed"


def test_what_an_editor_changed_stays_known_as_edited(old: Path) -> None:
    LegalSource.objects.filter(slug="act").update(title={"vi": "Luật", "en": "By an editor"})

    renaming.rename(apps, None)

    (old / "sources.toml").write_text(WEAK.replace("1/2025", "2/2025"), encoding="utf-8")
    assert "source: 1 kept" in load()
    assert LegalSource.objects.get(slug="act").title["en"] == "By an editor"


def test_no_translation_falls_behind(old: Path) -> None:
    renaming.rename(apps, None)
    words.compare_words(apps, None)

    first("vi").save_revision().publish()

    assert stale_passages(first("en"), first("vi")) == {}
    assert first("en").stale_since is None
