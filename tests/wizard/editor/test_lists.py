"""Lists call rules, lists of goods and results by what they are called, not by their keys."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override
from wagtail.users.models import UserProfile

from tests.checking import MAIN, RULES, check_at
from tests.wizard.assessment.stories import PERMITTED
from tests.wizard.editor.test_new_assessment import SAID, address, begun
from wizard.editor.lists import named, titles
from wizard.models import ResultReport, RuleSetDocument

LATE = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)

EMPTY = (
    "An empty form: for rules that you write part by part. To ask readers something new, begin "
    "with New assessment in the list, which fills in what no assessment can do without. To change "
    "rules in force, open them and make the next version."
)

pytestmark = pytest.mark.usefixtures("own_registry")


def test_a_version_is_listed_and_filtered_by_its_title(editor: Client) -> None:
    begun(editor)

    html = editor.get(address("list")).content.decode()

    # The editor works in Vietnamese.
    assert f"{SAID['title_vi']} – phiên bản 1" in html
    assert "need-a-label 1" not in html
    assert f'<option value="need-a-label">{SAID["title_vi"]}</option>' in html


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_an_empty_form_says_what_it_is_for(editor: Client, language: str) -> None:
    UserProfile.objects.create(
        user=User.objects.get(username="editor"), preferred_language=language
    )
    with override(language):
        label, said = gettext("Empty form for rules"), gettext(EMPTY)
    assert (label != "Empty form for rules") == (language != "en")

    assert label in editor.get(address("list")).content.decode()
    assert escape(said) in editor.get(address("add")).content.decode()


def test_each_reads_the_title_in_their_language(editor: Client) -> None:
    document = begun(editor)

    for language, word in (("vi", "phiên bản"), ("en", "version"), ("fr", "version")):
        with override(language):
            assert document.name() == f"{SAID[f'title_{language}']} – {word} 1"
            assert dict(titles(RuleSetDocument))["need-a-label"] == SAID[f"title_{language}"]


def test_a_report_shows_what_the_reader_said_the_answers_and_the_result(editor: Client) -> None:
    made = {"ruleset": MAIN, "ruleset_version": RULES.version, "outcome": "permit-required"}
    query = f"{urlencode(PERMITTED)}&v={RULES.version}&on=2026-11-30"
    report = ResultReport.objects.create(**made, query=query, language="en", message="Too strict.")
    ResultReport.objects.filter(pk=report.pk).update(created_at=LATE)

    with override("en"):
        html = editor.get(f"/admin/result-reports/edit/{report.pk}/").content.decode()
    gone = ResultReport.objects.create(
        **{**made, "ruleset": "gone"}, query="a=b", language="fr", message="?"
    )

    assert "Too strict." in html
    assert f'href="{check_at("en", "result/")}?{escape(query)}"' in html
    given = {key: RULES.question_by_key[key].choice(value) for key, value in PERMITTED.items()}
    assert all(choice.text["vi"] in html for choice in given.values() if choice)
    assert "state=" not in html.replace(escape(query), "")
    # Half past midnight in Viet Nam is still the day before in London.
    assert "00:30 01/12/2026" in html
    page = editor.get(f"/admin/result-reports/edit/{gone.pk}/")
    assert "<code>a=b</code>" in page.content.decode()


def test_days_times_and_answers_of_lists_are_words(editor: Client) -> None:
    report = ResultReport.objects.create(
        ruleset="r", ruleset_version=1, outcome="o", query="", language="vi", message="!"
    )
    ResultReport.objects.filter(pk=report.pk).update(created_at=LATE)
    report.refresh_from_db()

    html = editor.get("/admin/result-reports/?is_settled=false").content.decode()

    assert "False" not in html
    assert "00:30 01/12/2026" in html
    with override("fr"):
        assert str(report) == "1er décembre 2026 o"
        assert report.get_created_at_display().startswith("1er décembre 2026")
    for asked, is_there in (("?is_settled=true", False), ("?is_settled=false", True)):
        found = editor.get(f"/admin/result-reports/{asked}").content.decode()
        assert (f"/admin/result-reports/edit/{report.pk}/" in found) == is_there


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
