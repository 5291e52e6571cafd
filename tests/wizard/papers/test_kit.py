"""The kit of the papers is sound: languages, names, and the rules it stands beside."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.checking import MAIN
from wizard.papers.kit import KITS, Kit, issues, kit_of, parse
from wizard.rules import registry

LANGUAGES = [code for code, _name in settings.LANGUAGES]
CONTENT = tomllib.loads((KITS / f"{MAIN}.toml").read_text(encoding="utf-8"))


KEYS = [MAIN, "co-issuer"]


@pytest.fixture(scope="module", params=KEYS)
def kit(request: pytest.FixtureRequest) -> Kit:
    """A shipped kit."""
    return shipped(request.param)


def shipped(key: str) -> Kit:
    """The kit that stands beside the rules of a key."""
    found = kit_of(key)
    assert found is not None
    return found


def test_a_shipped_kit_is_sound(kit: Kit) -> None:
    assert issues(kit, LANGUAGES) == []


def test_what_it_names_is_in_the_rules(kit: Kit) -> None:
    rules = registry.versions(kit.key)[-1]
    documents = {item.key for item in rules.documents}
    cases = {item.key for item in rules.cases}
    authorities = {item.key for item in rules.authorities}
    named = [*kit.papers, *kit.topics, *kit.questions, *kit.cover.times]
    choices = [one for item in kit.singles.values() for one in item.choices]
    of_cases = [*kit.papers, *kit.topics, *choices, *(p for x in kit.papers for p in x.parts)]

    assert {key for item in named for key in item.documents} <= documents
    assert {key for item in of_cases for key in item.cases} <= cases
    assert {more.case for item in kit.questions for more in item.of_case} <= cases
    assert {key for item in kit.questions for key in item.doubts} <= set(rules.doubt_by_key)
    assert {key for item in kit.questions for key in item.ask} <= authorities
    assert {item.authority for item in kit.letter.names} <= authorities
    assert {one.decides for one in choices if one.decides} <= authorities
    taken = {item.takes for item in kit.singles.values() if item.takes}
    assert taken <= set(rules.question_by_key)


def test_every_opening_has_its_topic_and_its_question() -> None:
    kit = shipped(MAIN)
    openings = {
        case.key for case in registry.versions(MAIN)[-1].cases if case.outcome == "permit-required"
    }

    assert {key for item in kit.topics for key in item.cases} >= openings
    assert {more.case for item in kit.questions for more in item.of_case} == openings


def test_every_form_of_a_certificate_can_be_chosen() -> None:
    rules = registry.versions("co-issuer")[-1]
    forms = {item.key for item in rules.cases if item.decides and item.key != "form-rex"}
    offered = shipped("co-issuer").singles["co_form"].choices

    assert {key for one in offered for key in one.cases} == forms
    assert all(len(one.cases) == 1 for one in offered)


def without_french(content: dict[str, Any]) -> None:
    """Take one language away."""
    del content["sentence"][0]["text"]["fr"]


def with_a_name_nobody_asks(content: dict[str, Any]) -> None:
    """Name a field that is not there."""
    content["paper"][0]["part"][1]["text"]["vi"] += " {shoe_size}"


def with_a_field_nobody_asks(content: dict[str, Any]) -> None:
    """List a field that is not there."""
    content["paper"][0]["part"][0]["fields"].append("shoe_size")


def with_a_sentence_printed_nowhere(content: dict[str, Any]) -> None:
    """Offer a sentence that no paper prints."""
    content["topic"][3]["field"][-1]["sentences"].append("ghost")


def with_heads_too_narrow(content: dict[str, Any]) -> None:
    """Let the heads of a table span less than its columns."""
    content["table"][-1]["groups"][0]["span"] = 5


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_french, "not in every language"),
        (with_a_name_nobody_asks, "nobody asks for shoe_size"),
        (with_a_field_nobody_asks, "nobody asks for shoe_size"),
        (with_a_sentence_printed_nowhere, "sentence ghost"),
        (with_heads_too_narrow, "do not span"),
    ],
)
def test_a_fault_is_named(spoil: Callable[[dict[str, Any]], None], said: str) -> None:
    content = copy.deepcopy(CONTENT)
    spoil(content)

    found = issues(parse(content), LANGUAGES)

    assert len(found) == 1
    assert said in found[0]


def test_a_key_that_does_not_belong_is_refused() -> None:
    content = copy.deepcopy(CONTENT)
    content["paper"][0]["colour"] = "red"

    with pytest.raises(TypeError, match="colour"):
        parse(content)


def test_no_kit_for_other_rules() -> None:
    assert kit_of("something-else") is None
