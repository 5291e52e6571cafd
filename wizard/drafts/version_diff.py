"""What a version changes, as its reviewer reads it: verdicts, situations, wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, override

from wizard.assessment.situation import listed
from wizard.decision.diff import Difference, VerdictChange, Wording, wording
from wizard.decision.ruleset import DONT_KNOW, RuleSet
from wizard.decision.walk import Trail
from wizard.drafts.blocks.labels import WORDS
from wizard.goods.lookup import GoodsList
from wizard.rules import registry
from wizard.rules.snapshot import kit_of

from .expected_verdicts import Judged, from_stream, judge
from .issue_texts import where
from .preview import prefix_of
from .validation import day_of_effect


@dataclass(frozen=True, slots=True)
class Example:
    """One combination of answers in words, with its result under both versions."""

    answers: tuple[tuple[str, str], ...]
    before_url: str
    after_url: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a reviewer should know before approving."""

    difference: Difference
    examples: tuple[tuple[VerdictChange, tuple[Example, ...]], ...]
    wording: tuple[tuple[str, Wording], ...]
    """Each place that differs, by its names on the form."""
    situations: tuple[tuple[Judged, Judged], ...]

    @property
    def situations_changed(self) -> tuple[tuple[Judged, Judged], ...]:
        """The expected situations that the two versions judge differently."""
        return tuple(
            (old, new)
            for old, new in self.situations
            if (old.outcome, old.cases) != (new.outcome, new.cases)
        )


def describe(document: Any, sides: tuple[RuleSet, RuleSet], found: Difference) -> Changes:
    """Tell how the draft of a document differs from the rules it would take the place of."""
    live, draft = sides
    on = day_of_effect(draft, registry.today())
    writer = _ExampleWriter(document, live, draft, str(get_language()))
    examples = tuple(
        (change, tuple(map(writer.example, change.examples))) for change in found.verdict_changes
    )
    return Changes(
        found,
        examples,
        tuple(places(document, live, draft)),
        tuple(_situations(document, live, draft, on)),
    )


def places(document: Any, live: RuleSet, draft: RuleSet) -> Iterator[tuple[str, Wording]]:
    """Name each place that differs as the form does; what is gone keeps its key."""
    streams, language = document.streams(), str(get_language())
    # Who has no papers of their own uses those that came with the product.
    before, after = (replace(side, papers=kit_of(side)) for side in (live, draft))
    for item in wording(before, after):
        yield " › ".join(where(item.place, streams, language)), item


def _situations(
    document: Any, live: RuleSet, draft: RuleSet, on: date
) -> Iterator[tuple[Judged, Judged]]:
    for expectation in from_stream(document.expected.get_prep_value()):
        yield judge(live, expectation, on), judge(draft, expectation, on)


class _ExampleWriter:
    """Puts the keys of a combination into words and addresses."""

    def __init__(self, document: Any, live: RuleSet, draft: RuleSet, language: str) -> None:
        self.questions = {**live.question_by_key, **draft.question_by_key}
        self.goods = listed(draft, day_of_effect(draft, registry.today()))
        self.language = language
        with override(language):
            # By its key: the two versions may have two slugs.
            self.result = f"{reverse('wizard:assessments')}{draft.key}/result/"
        known = type(document).objects.filter(key=live.key, version=live.version).first()
        self.before = prefix_of(known).rstrip("/") if known else ""
        self.after = prefix_of(document).rstrip("/")

    def example(self, trail: Trail) -> Example:
        """Tell one combination."""
        answers = tuple((self._label(key), self._answer(key, value)) for key, value in trail)
        query = urlencode([(key, self._value(key, value)) for key, value in trail])
        address = f"{self.result}?{query}"
        return Example(answers, f"{self.before}{address}", f"{self.after}{address}")

    def _label(self, key: str) -> str:
        return self.questions[key].label.get(self.language, key)

    def _answer(self, key: str, value: str) -> str:
        choice = self.questions[key].choice(value)
        return choice.text.get(self.language, value) if choice else str(WORDS.get(value, value))

    def _value(self, key: str, value: str) -> str:
        """Goods are told by a code in the address, not by the class that the rules see."""
        if self.questions[key].kind != "goods" or value == DONT_KNOW or self.goods is None:
            return value
        return _code_of(self.goods, value)


def _code_of(goods: GoodsList, group: str) -> str:
    """Find a code that belongs to this class of goods and to no other."""
    codes = [line.code for line in goods.lines if line.group == group]
    codes += [prefix for prefix, unlisted in goods.unlisted.items() if unlisted == group]
    codes += ["0101"] if group == goods.default else []
    for code in codes:
        found = goods.lookup(code)
        if found and found.classes == {group}:
            return code
    return codes[0] if codes else DONT_KNOW
