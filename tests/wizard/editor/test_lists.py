"""Lists call rules, lists of goods and results by what they are called, not by their keys."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from tests.checking import MAIN, RULES
from tests.wizard.editor.test_new_assessment import SAID, address, begun
from wizard.editor.lists import named, titles
from wizard.models import ResultReport, RuleSetDocument

pytestmark = pytest.mark.usefixtures("own_registry")


def test_a_version_is_listed_and_filtered_by_its_title(editor: Client) -> None:
    begun(editor)

    html = editor.get(address("list")).content.decode()

    # The editor works in Vietnamese.
    assert f"{SAID['title_vi']} – phiên bản 1" in html
    assert "need-a-label 1" not in html
    assert f'<option value="need-a-label">{SAID["title_vi"]}</option>' in html


def test_each_reads_the_title_in_their_language(editor: Client) -> None:
    document = begun(editor)

    for language, word in (("vi", "phiên bản"), ("en", "version"), ("fr", "version")):
        with override(language):
            assert document.name() == f"{SAID[f'title_{language}']} – {word} 1"
            assert dict(titles(RuleSetDocument))["need-a-label"] == SAID[f"title_{language}"]


@pytest.mark.django_db
def test_a_report_names_the_assessment_and_the_verdict(english: None) -> None:
    known = {"ruleset": MAIN, "ruleset_version": RULES.version, "outcome": "prohibited"}
    gone = {"ruleset": "gone", "ruleset_version": 1, "outcome": "lost"}
    for row in (known, gone):
        ResultReport.objects.create(**row, query="", language="fr", message="")

    assert RULES.assessment is not None
    assert dict(named("ruleset")) == {MAIN: RULES.assessment.title["en"], "gone": "gone"}
    assert dict(named("outcome")) == {
        "prohibited": RULES.outcomes["prohibited"].label["en"],
        "lost": "lost",
    }
    assert ResultReport.objects.get(ruleset="gone").get_language_display() == "Français"
