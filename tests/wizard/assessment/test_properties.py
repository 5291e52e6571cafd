"""What must hold for every situation; Hypothesis looks for the one where it fails."""

from __future__ import annotations

from urllib.parse import urlencode

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.text.languages import LANGUAGES
from tests.checking import MAIN, check_at
from wizard.assessment.situation import read
from wizard.decision.assess import assess, on_path, path
from wizard.decision.explain import what_would_change
from wizard.decision.ruleset import DONT_KNOW
from wizard.rules import registry

ON = registry.today()
RULESET = registry.in_force(MAIN, ON)
CHOICES = {
    question.key: [choice.key for choice in question.choices] for question in RULESET.questions
}
SEVERAL = {question.key for question in RULESET.questions if question.kind == "choices"}
CODES = ["8471", "8443", "84433119", "84433911", "844399", "8544.42", "8524", "laptop", "7326"]


def ticked(key: str) -> st.SearchStrategy[frozenset[str]]:
    """Some of the choices of a question."""
    return st.sets(st.sampled_from(CHOICES[key]), min_size=1).map(frozenset)


subsets = st.fixed_dictionaries({}, optional={key: ticked(key) for key in CHOICES})
values = {
    key: st.sampled_from([*(CODES if key == "goods" else choices), DONT_KNOW])
    for key, choices in CHOICES.items()
}
addresses = st.fixed_dictionaries({}, optional=values)
noise = st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=5)
web = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(subsets, st.data())
def test_what_some_answers_conclude_every_completion_confirms(
    answers: dict[str, frozenset[str]], data: st.DataObject
) -> None:
    verdict = assess(RULESET, answers, ON)
    # What is ticked is a whole answer already; of one answer the set says what it may yet be.
    completed = {
        key: data.draw(st.just(answers[key]) if key in answers else ticked(key))
        if key in SEVERAL
        else frozenset({data.draw(st.sampled_from(sorted(answers.get(key, choices))))})
        for key, choices in CHOICES.items()
    }

    outcome = assess(RULESET, completed, ON).outcome

    assert outcome != "more-information"
    assert outcome in verdict.possible_outcomes


@given(subsets, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    answers: dict[str, frozenset[str]], random: object
) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert assess(RULESET, dict(shuffled), ON).outcome == assess(RULESET, answers, ON).outcome
    assert path(RULESET, dict(shuffled), ON) == path(RULESET, answers, ON)


@given(subsets)
def test_answers_off_the_path_never_matter(answers: dict[str, frozenset[str]]) -> None:
    kept = on_path(RULESET, answers, ON)

    assert assess(RULESET, kept, ON).outcome == assess(RULESET, answers, ON).outcome
    assert path(RULESET, kept, ON) == path(RULESET, answers, ON)


@given(addresses, noise)
def test_dropping_what_the_rules_do_not_know_changes_nothing(
    answers: dict[str, str], extra: dict[str, str]
) -> None:
    strange = {key: value for key, value in extra.items() if key not in {*CHOICES, "v", "on"}}
    clean = read([(key, [value]) for key, value in answers.items()], MAIN, ON)
    noisy = read([(key, [value]) for key, value in {**strange, **answers}.items()], MAIN, ON)

    assert noisy.given == clean.given
    assert noisy.verdict.outcome == clean.verdict.outcome


@given(addresses)
def test_a_fact_that_would_change_the_verdict_really_does(answers: dict[str, str]) -> None:
    situation = read([(key, [value]) for key, value in answers.items()], MAIN, ON)

    for change in what_would_change(RULESET, situation.answers, ON):
        changed = {**situation.answers, **{key: frozenset({c}) for key, c in change.facts}}
        outcome = assess(RULESET, on_path(RULESET, changed, ON), ON).outcome
        assert outcome == change.verdict.outcome != situation.verdict.outcome


@web
@given(
    answers=addresses,
    extra=noise,
    place=st.sampled_from(["", "result/", "rules/", *(f"{key}/" for key in CHOICES), "gone/"]),
    language=st.sampled_from(LANGUAGES),
)
def test_every_address_leads_to_a_page(
    client: Client, answers: dict[str, str], extra: dict[str, str], place: str, language: str
) -> None:
    address = check_at(language, f"{place}?{urlencode({**extra, **answers})}")

    response = client.get(address, follow=True)

    assert response.status_code == 200
    assert not response.cookies
