"""Nobody waits blindly for the proof of large rules, and nothing passes without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from bench.rules_generated import realistic
from tests.wizard.decision.small import ON
from tests.wizard.drafts.documents import change, drop_condition
from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address, body
from wizard.decision import diff, verify, walk
from wizard.decision.parse import dump
from wizard.decision.ruleset import RuleSet
from wizard.drafts.importing import import_rule_set
from wizard.editor import panels, review_views
from wizard.models import RuleSetDocument
from wizard.rules import law, registry, resumable_jobs

WALKED = re.compile(r"data-ruleset-walked>\D*(\d+)")


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """No computation of another test is remembered."""
    resumable_jobs._jobs.clear()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let requests wait for so many seconds; at first for one situation only."""

    def wait(seconds: float) -> None:
        monkeypatch.setattr(panels, "PATIENCE", seconds)
        monkeypatch.setattr(review_views, "PATIENCE", seconds)

    wait(0)
    return wait


def generated(cases: int = 30) -> RuleSet:
    return realistic(1, questions=20, cases=cases)


@pytest.fixture
def large(live: RuleSetDocument) -> RuleSetDocument:
    """The draft of generated rules that would take the place of the shipped ones."""
    mapping = {**dump(generated()), "key": live.key, "version": live.version + 1}
    document = import_rule_set(mapping, publish=False)
    document.goods_list = live.goods_list
    document.save()
    document.save_revision()
    return document


def walked(page: str) -> int:
    found = WALKED.search(page)
    assert found, "no progress is shown"
    return int(found[1])


def in_slices(take: Callable[[], resumable_jobs.Progress[Any]]) -> tuple[list[int], Any]:
    """Take one slice after the other; give the figures told and what was found."""
    told = []
    while (now := take()).found is None:
        told.append(now.walked)
    return told, now.found


def test_a_proof_in_slices_is_the_proof() -> None:
    told, found = in_slices(lambda: resumable_jobs.report(generated(), ON, 0))

    assert found == verify.verify(generated(), ON, law.register())
    assert told == list(range(1, found.situations + 1))


def test_a_comparison_in_slices_is_the_comparison() -> None:
    sides = generated(29), generated()

    told, found = in_slices(lambda: resumable_jobs.difference(*sides, ON, 0))

    assert found == diff.difference(*sides, ON)
    assert found.changed > 0
    assert told == list(range(1, found.situations + 1))


def test_what_one_process_found_another_does_not_look_for() -> None:
    rules = generated(12)
    found = resumable_jobs.report(rules, ON).whole
    # Another process: it shares the cache alone.
    resumable_jobs._jobs.clear()

    assert resumable_jobs.report(rules, ON, 0).found == found
    assert not resumable_jobs._jobs


def test_who_waits_for_the_end_goes_on_where_another_stopped() -> None:
    rules = generated(12)
    resumable_jobs.report(rules, ON, 0)

    assert resumable_jobs.report(rules, ON).whole == verify.verify(rules, ON, law.register())
    assert len(resumable_jobs._jobs) == 1


def never(*_rules: Any) -> None:
    pytest.fail("the paths are walked")


def test_other_words_are_no_other_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = generated(12)
    first = rules.cases[0]
    before = resumable_jobs.report(rules, ON).whole
    monkeypatch.setattr(verify, "walking", never)

    titled = replace(first, title={**first.title, "en": "Other words"}, basis=())
    reworded = replace(rules, version=2, cases=(titled, *rules.cases[1:]))
    found = resumable_jobs.report(reworded, ON, 0).whole

    place = f"case[{first.key}].basis"
    assert [issue.place for issue in found.issues if issue.code == "no-basis"] == [place]
    assert found.paths == before.paths


def test_other_conditions_are_other_paths() -> None:
    rules = generated(12)
    resumable_jobs.report(rules, ON)

    fewer = replace(rules, cases=rules.cases[1:])

    assert resumable_jobs.report(fewer, ON, 0).found is None
    assert resumable_jobs.report(fewer, ON).whole == verify.verify(fewer, ON, law.register())


def test_a_busy_computation_keeps_nobody_waiting() -> None:
    rules = generated(12)
    resumable_jobs.report(rules, ON, 0)
    (work,) = resumable_jobs._jobs.values()

    with work.lock:
        assert resumable_jobs.report(rules, ON, 60).found is None


def test_only_so_many_unfinished_ones_are_kept() -> None:
    for cases in range(9, 9 + 2 * resumable_jobs.MOST_JOBS):
        resumable_jobs.report(generated(cases), ON, 0)

    assert len(resumable_jobs._jobs) == resumable_jobs.MOST_JOBS


def test_a_computation_that_breaks_is_begun_anew() -> None:
    def broken() -> walk.Steps[int]:
        yield 1
        raise ZeroDivisionError

    for _attempt in range(2):
        with pytest.raises(ZeroDivisionError):
            resumable_jobs.advance("broken", broken, None)


def test_the_form_opens_before_the_proof_is_finished(
    editor: Client, large: RuleSetDocument, impatient: Callable[[float], None]
) -> None:
    page = body(editor, "edit", large.pk)
    asked = page.partition('data-ruleset-underway="')[2].partition('"')[0]
    first = walked(page)
    second = walked(editor.get(asked).content.decode())
    impatient(60)
    result = editor.get(asked).content.decode()

    assert 0 < first < second
    report = verify.verify(generated(), registry.today(), law.register())
    assert f"<dd>{report.paths}</dd>" in result
    assert "data-ruleset-underway" not in result
    assert f"<dd>{report.situations}</dd>" in body(editor, "edit", large.pk)


def test_a_draft_saved_meanwhile_is_not_taken_for_the_one_in_the_form(
    editor: Client, large: RuleSetDocument, impatient: Callable[[float], None]
) -> None:
    asked = f"{address('proof', large.pk)}?of={large.digest()}"
    assert "data-ruleset-underway" in editor.get(asked).content.decode()
    key = large.case.get_prep_value()[0]["value"]["key"]
    change(large, "case", key, basis=[])

    page = editor.get(asked).content.decode()

    assert "data-ruleset-result" in page
    assert "data-ruleset-underway" not in page
    assert "<dd>" not in page


def test_the_comparison_shows_how_far_it_is(
    editor: Client, draft: RuleSetDocument, impatient: Callable[[float], None]
) -> None:
    drop_condition(draft, "relocation", "means-of-production")
    first = walked(body(editor, "difference", draft.pk))
    second = walked(body(editor, "difference", draft.pk))
    impatient(60)

    assert 0 < first < second
    assert "ruleset-change" in body(editor, "difference", draft.pk)


def test_saving_a_draft_proves_nothing(
    editor: Client, large: RuleSetDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "walking", never)
    monkeypatch.setattr(verify, "complete_report", never)

    response = editor.post(address("edit", large.pk), form_data(large, version=7))

    assert response.status_code == 302
    saved = RuleSetDocument.objects.get(pk=large.pk)
    assert saved.get_latest_revision_as_object().version == 7


def test_publishing_waits_for_the_whole_proof(large: RuleSetDocument) -> None:
    key = large.case.get_prep_value()[0]["value"]["key"]
    change(large, "case", key, basis=[])
    assert large.validation(0).walked is not None

    with pytest.raises(ValidationError):
        large.latest_revision.publish()

    assert not RuleSetDocument.objects.get(pk=large.pk).live
