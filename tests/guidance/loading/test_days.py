"""A passage for certain days is shown on those and on no other, to readers, search and editors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from guidance.blocks.days import DatedBlock
from guidance.delivery.content_version import Day
from guidance.models import GuidancePage
from guidance.models.staleness import stale_passages
from guidance.search.candidates import page_text
from tests.guidance.loading.small_site import PAGE, first, load, write

BEFORE, LAST, FIRST = date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)


def preview(page: GuidancePage, mode: str = "") -> str:
    """What the page's editor sees."""
    return page.make_preview_request(preview_mode=mode).content.decode()


@pytest.mark.parametrize(
    ("day", "told", "untold"),
    [
        (BEFORE, ["Now", "It is in force"], ["in doubt", "Only for a week", "Only later"]),
        (LAST, ["Now", "It is in force"], ["in doubt", "Only for a week", "Only later"]),
        (FIRST, ["Now", "It is in doubt", "Only for a week", "Only later"], ["It is in force"]),
        (date(2027, 1, 7), ["It is in doubt", "Only for a week"], ["It is in force"]),
        (date(2027, 1, 8), ["It is in doubt"], ["Only for a week", "Only later"]),
    ],
)
def test_a_reader_gets_the_passages_of_the_day(
    read: Callable[[date], str],
    day: date,
    told: list[str],
    untold: list[str],
) -> None:
    html = read(day)

    assert [text for text in told if text not in html] == []
    assert [text for text in untold if text in html] == []
    assert "Not shown today" not in html


def test_only_what_is_shown_counts_as_cited(read: Callable[[date], str]) -> None:
    assert "9/2018" in read(LAST)
    assert "9/2018" not in read(FIRST)


def test_an_editor_sees_every_passage_and_which_readers_do_not_get(
    page: GuidancePage, let_it_be: Callable[[date], None]
) -> None:
    let_it_be(BEFORE)

    html = preview(page)

    assert "It is in force" in html
    assert "It is in doubt" in html
    note = html[html.index("Not shown today") : html.index("It is in doubt")]
    assert "Shown from 1 January 2027." in note
    assert html.count("Not shown today") == 3


def test_an_editor_can_look_at_each_day_on_which_the_text_changes(
    page: GuidancePage, let_it_be: Callable[[date], None]
) -> None:
    let_it_be(BEFORE)

    with override("en"):
        modes = dict(page.preview_modes)

    assert list(modes) == ["", "2027-01-01", "2027-01-08"]
    assert modes["2027-01-01"] == "As on 1 January 2027"
    html = preview(page, "2027-01-01")
    assert "Not shown today" in html[: html.index("It is in force")]
    assert html.count("Not shown today") == 1
    assert preview(page, "9999-99-99") == preview(page)


def test_what_search_quotes_is_what_the_reader_will_find(
    page: GuidancePage, let_it_be: Callable[[date], None]
) -> None:
    let_it_be(BEFORE)
    assert "It is in force" in page_text(page.body)
    assert "It is in doubt" not in page_text(page.body)

    let_it_be(FIRST)
    assert "It is in doubt" in page_text(page.body)
    assert "It is in force" not in page_text(page.body)
    assert "It is in doubt" in str(page.body.stream_block.get_searchable_content(page.body))


def test_another_day_in_the_original_puts_its_translations_behind(page: GuidancePage) -> None:
    original = first("vi")
    stored = original.body.get_prep_value()
    stored[2]["value"]["until"] = "2027-03-01"
    original.body = original.body.stream_block.to_python(stored)

    original.save_revision().publish()

    behind = stale_passages(first("en"), first("vi"))
    assert list(behind) == [stored[2]["id"]]


@pytest.mark.django_db
def test_a_callout_of_old_and_one_without_days_are_the_same_to_its_translations() -> None:
    old = {"kind": "info", "title": "A", "html": "<p>B</p>", "sources": []}

    def digest(**days: str | None) -> str:
        page = GuidancePage()
        stored = {"type": "callout", "id": "x", "value": {**old, **days}}
        page.body = page.body.stream_block.to_python([stored])
        return page.digests()["x"]

    assert digest() == digest(**{"from": None, "until": None})
    assert digest() != digest(**{"from": "2027-01-01"})


def test_a_translator_gets_the_text_and_the_translation_keeps_the_days(page: GuidancePage) -> None:
    original = first("vi")
    source, _made = TranslationSource.update_or_create_from_instance(original)
    texts = set(source.stringsegment_set.values_list("string__data", flat=True))
    french = Locale.objects.get(language_code="fr")
    Translation.objects.get_or_create(source=source, target_locale=french)

    source.create_or_update_translation(french, fallback=True)

    assert "It is in force." in texts
    assert not any("2026" in text for text in texts)
    dated = [block.value for block in first("fr").body if block.block_type == "dated"]
    assert [(value["from"], value["until"]) for value in dated] == [(None, LAST), (FIRST, None)]


@pytest.mark.parametrize("days", ['from = "soon"', "from = 2027-01-02\nuntil = 2027-01-01"])
def test_a_file_with_impossible_days_is_refused(folder: Path, days: str) -> None:
    text = PAGE.format(title="First").replace('type = "text"', f'type = "dated"\n{days}')
    write(folder, "vi", "first", text)

    with pytest.raises(CommandError, match=r"vi/first\.toml: first, block 1"):
        load()


def test_an_editor_cannot_save_impossible_days() -> None:
    block = DatedBlock()
    value = block.to_python({"html": "<p>A</p>", "from": "2027-01-02", "until": "2027-01-01"})

    with pytest.raises(ValidationError) as refused:
        block.clean(value)

    assert set(refused.value.block_errors) == {"until"}


def test_a_kept_page_is_one_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day()
    zone = timezone.get_default_timezone()
    midnight = datetime(2027, 1, 1, tzinfo=zone)
    found = []
    for moment in (midnight - timedelta(seconds=1), midnight):
        monkeypatch.setattr("time.time", moment.timestamp)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment.astimezone(UTC))
        found.append(day.read())

    assert found == ["2026-12-31", "2027-01-01"]
