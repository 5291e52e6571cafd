"""The report on sentence length and reading level."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from guidance.text.readability import read


def test_a_paragraph_ends_a_sentence_as_a_full_stop_does() -> None:
    reading = read("<p>One two three</p><ul><li>Four five.</li><li>Six</li></ul>")

    assert [count for count, _ in reading.sentences] == [3, 2, 1]
    assert reading.longest == (3, "One two three")


def test_the_score_is_sentence_length_plus_share_of_long_words() -> None:
    assert read("Permission takes time. Ask.").lix("en") == pytest.approx(2 + 25)


def test_written_syllables_get_no_score() -> None:
    assert read("Hàng đã qua sử dụng.").lix("vi") is None


def test_long_sentences_are_counted() -> None:
    assert read(f"{'word ' * 31}. Short one.").long == 1


@pytest.mark.django_db
def test_the_command_reports_every_language() -> None:
    out = StringIO()

    call_command("report_reading", stdout=out)

    for name in ("Tiếng Việt", "English", "Français"):
        assert f"{name}: " in out.getvalue()
