"""Issues as a legal officer reads them."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from guidance.text.days import day
from wizard.decision.kit import Kit
from wizard.decision.parse import IS_MISSING, IS_UNKNOWN, hints, schema
from wizard.decision.ruleset import RuleSet
from wizard.drafts.blocks import paper_labels
from wizard.drafts.blocks.from_schema import PREFIX
from wizard.drafts.blocks.labels import ITEMS, LABELS
from wizard.drafts.blocks.labels import WORDS as FIXED

from .stream_codec import Raw
from .validation import FormIssue, Validation

WORDS: dict[str, Any] = {
    "unreadable": _("Something is missing or written in another way than expected"),
    "missing-language": _("This text is missing in a language"),
    "duplicate-key": _("This key is used twice"),
    "reserved-key": _("This key means “I don’t know” and cannot name an answer"),
    "unusable-key": _(
        "A key has small letters and digits without accents, joined by hyphens, and is no name of "
        "a page or of a part of an address"
    ),
    "one-open": _("Exactly one outcome must say that facts are missing"),
    "one-otherwise": _("Exactly one outcome must hold where no case does"),
    "one-doubtful": _("Exactly one outcome must be that to which a term in doubt leads"),
    "one-several": _("Of one outcome at most all cases are shown"),
    "open-is-settled": _("The outcome for missing facts can be nothing else beside"),
    "same-tier": _("Two outcomes have the same place in the order of authority"),
    "no-case": _("There is no case yet: every reader would be told the same"),
    "unknown-outcome": _("No case can have this outcome"),
    "unknown-citation": _("This provision is not in the register of legal sources"),
    "no-basis": _("No provision is named that this rests on"),
    "unknown-documents": _("This document does not exist"),
    "unknown-unknowns": _("This entry of what is not known does not exist"),
    "unknown-ask": _("This authority does not exist"),
    "unknown-procedures": _("No procedure serves this kind of file"),
    "unusable-slug": _(
        "A slug has small letters and digits without accents, joined by hyphens, and is no name "
        "of a page"
    ),
    "unknown-topic": _("This question does not exist"),
    "taken-slug": _("Another assessment has this slug"),
    "taken-bare": _("Another assessment has the addresses that name none"),
    "unknown-question": _("This condition names a question that does not exist"),
    "unknown-choice": _("This condition names an answer that the question does not have"),
    "unknown-doubts": _("This point in doubt does not exist"),
    "unknown-group": _("This group of answers does not exist"),
    "empty-group": _("No answer stands in this group"),
    "missing-mark": _("Say whether this question asks for a fact or for a term of the law"),
    "missing-where": _("Say where a business finds this fact"),
    "misplaced-alone": _("Only where several answers may be ticked can one stand alone"),
    "misplaced-list": _("This belongs to another kind of question, or to no plain answer"),
    "misplaced-plain": _("Only beside countries, provinces or days can an answer be a plain one"),
    "one-rest": _("Exactly one answer must list nothing: it stands for all others"),
    "why-left-out": _("Countries that are no answer and the words why not need each other"),
    "unknown-country": _("No country has these letters (ISO 3166-1)"),
    "unknown-locality": _("No province or city has this slug"),
    "listed-twice": _("Two answers list this"),
    "days-in-order": _("Days must follow each other, and the last answer has none"),
    "misplaced-rank": _("Only a fact that can be arranged has a rank"),
    "few-readings": _("A point in doubt needs at least two readings"),
    "nobody-settles": _("Say who settles this point"),
    "unused-doubt": _("Nothing refers to this point in doubt"),
    "unknown-task": _("This thing to do does not exist"),
    "circular-task": _("This day is counted from itself"),
    "unusable-day": _("Write month and day as 12-31"),
    "unused-task": _("Nothing names this thing to do"),
    "unreachable-question": _("This question is never asked"),
    "unreachable-choice": _("This condition is never met by this answer"),
    "unreachable-case": _("No answers lead to this case"),
    "unreachable-document": _("No case that can be reached needs this document"),
    "dead-end": _("Somebody who knows every answer still gets no verdict"),
    "contradictory-cases": _("One case permits what this case sends to the authority"),
    "not-monotone": _("Learning more would overturn a verdict already given"),
    "too-many-situations": _(
        "These rules tell more situations apart than can be checked. Let questions wait for an "
        "answer before them, or ask less at once"
    ),
    "missing-goods-list": _("A question asks for goods, but no list of goods is named"),
    "unknown-goods-list": _("This list of goods does not exist"),
    "missing-class": _("The goods list knows a class that this question has no answer for"),
    "unasked-field": _("This names a field that nobody is asked for"),
    "unused-field": _("This is asked for, and no paper shows it"),
    "unusable-name": _("The form of the papers cannot call a field so"),
    "unknown-case": _("This case does not exist"),
    "unknown-sentence": _("This sentence does not exist"),
    "unoffered-sentence": _("No field offers this sentence to be ticked"),
    "unprinted-sentence": _("This sentence can be ticked, and no paper prints it"),
    "unknown-table": _("This table does not exist"),
    "unused-table": _("No paper shows this table"),
    "no-letter": _("No letter asks about this; name it in a question of the papers"),
    "unusable-width": _("A table needs columns, each with a width"),
    "uneven-heads": _("The heads do not span the columns"),
    "unregistered-field": _("The register of the goods counts this, and its topic does not ask it"),
    "no-lines": _("This is no topic with lines"),
    "missing-line": _("Say what one line is called"),
    "too-many-lines": _("A form can ask for no more lines, and begin with no more than that"),
    "unusable-file": _(
        "The name of a file has small letters and digits joined by hyphens, and is given once"
    ),
    "unasked-answer": _("This situation gives an answer that nobody is asked for"),
    "unexpected-verdict": _("This situation has another verdict than expected"),
}

EXPECTED: dict[str, Any] = {
    "a text": _("a text"),
    "a whole number": _("a whole number"),
    "true or false": _("true or false"),
    "a date": _("a date"),
    "a list": _("a list"),
    "a table": _("a table"),
    "a list of tables": _("a list of tables"),
    "a list of choices": _("a list of answers"),
    "a citation like act:provision": _("a provision, written act:provision"),
}
"""What the reader of a file expects somewhere, in words."""


@dataclass(frozen=True, slots=True)
class IssueText:
    """An issue in words, with the detail, the place, and the element that causes it."""

    words: Any
    detail: str
    where: str
    place: str
    element: str


def worded(proof: Validation, streams: Mapping[str, Raw]) -> Iterator[IssueText]:
    """Put every issue into the editor's language; one that has no words yet is told by its code."""
    language = str(get_language())
    for issue in proof.issues:
        section = issue.anchor.section
        yield IssueText(
            WORDS.get(issue.code, issue.code),
            _detail(issue, proof.ruleset, language),
            " › ".join(where(issue.place, streams, language)),
            issue.place,
            issue.anchor.element or f"section-{section}",
        )


def _detail(issue: FormIssue, ruleset: RuleSet | None, language: str) -> str:
    """Say the detail of an issue: of the papers, the key as it stands."""
    if issue.code == "unreadable":
        return found_instead(issue.detail)
    if issue.code == "missing-language":
        return str(dict(settings.LANGUAGES).get(issue.detail, issue.detail))
    if issue.place.startswith("papers."):
        return issue.detail
    if issue.code == "no-letter" and issue.detail:
        return gettext("from %(day)s") % {"day": day(date.fromisoformat(issue.detail))}
    return " · ".join(_answers(issue.detail, ruleset, language))


def where(place: str, streams: Mapping[str, Raw], language: str) -> Iterator[str]:
    """Name the section, the entry by its title, and the field."""
    own = {"reviewed": capfirst(_("reviewed on")), "goods_list": capfirst(_("goods list"))}
    labels = {**dict(settings.LANGUAGES), **own, **LABELS}
    if place.startswith("papers."):
        yield from _where_of_papers(place.removeprefix("papers."), streams, language, labels)
        return
    section, _open, rest = place.partition("[")
    key, _close, field = rest.partition("]")
    if not rest:
        # An outcome is named so: outcome.ask.basis, whatever else is called "ask".
        section, *parts = place.split(".")
        entries = (entry["value"] for entry in streams.get(section, []))
        titles = {value.get("key"): title_of(value, language) for value in entries}
        yield str(labels.get(section, section))
        yield from (_named_so(part, titles, labels) for part in parts)
        return
    yield str(ITEMS.get(section, section))
    values: list[dict[str, Any]] = [entry["value"] for entry in streams.get(section, [])]
    named = next((value for value in values if value.get("key") == key), {})
    yield title_of(named, language) or key
    for part, inside in re.findall(r"\.([^.\[]+)(?:\[([^\]]*)\])?", field):
        yield str(labels.get(part, part))
        if inside:
            yield str(int(inside) + 1) if inside.isdecimal() else inside


def _named_so(part: str, own: Mapping[Any, str], labels: Mapping[str, Any]) -> str:
    """What an entry is called, by its key if it has no title; else what the form calls a field."""
    return (own[part] or part) if part in own else str(labels.get(part, part))


def _where_of_papers(
    place: str, streams: Mapping[str, Raw], language: str, labels: Mapping[str, Any]
) -> Iterator[str]:
    """Name the section of the papers, the entry by its title, and every field on the way."""
    yield gettext("Papers")
    held: Any = Kit
    for part, inside in re.findall(r"([^.\[]+)(?:\[([^\]]*)\])?", place):
        section = f"{PREFIX}{part}"
        own = paper_labels.LABELS.get(held, {}).get(part, labels.get(part, part))
        yield str(ITEMS.get(section, own) if held is Kit else own)
        if inside:
            entries = streams.get(section, []) if held is Kit else []
            named = [entry["value"] for entry in entries if entry["value"].get("key") == inside]
            number = str(int(inside) + 1) if inside.isdecimal() else inside
            yield (title_of(named[0], language) if named else "") or number
        held = _held(held, part)


def _held(cls: Any, key: str) -> Any:
    """What kind of value object stands in a field of one, by itself or as a list."""
    if not is_dataclass(cls):
        return None
    kinds = typing.cast("type", cls)
    hint = next((hints(kinds)[spec.name] for spec, name in schema(kinds) if name == key), None)
    return next((item for item in (hint, *typing.get_args(hint)) if is_dataclass(item)), None)


def title_of(value: Mapping[str, Any], language: str) -> str:
    """What an editor knows an entry by: its first text; empty if it has none in the language."""
    texts = [value.get(name) for name in ("title", "label", "name", "text", "value")]
    said = [text if isinstance(text, str) else text.get(language) for text in texts if text]
    return next((text for text in said if text), "")


def found_instead(detail: str) -> str:
    """Say what stands where something else is expected; the file's own words are English."""
    expected, _comma, found = detail.removeprefix("expected ").partition(", found ")
    if found == "nothing" or detail == IS_MISSING:
        return gettext("nothing yet")
    if not found:
        return gettext("nothing is called so") if detail == IS_UNKNOWN else detail
    # Of a few fixed words, those of the file.
    wanted = EXPECTED.get(expected, expected.removeprefix("one of "))
    return gettext("expected: %(expected)s; found: %(found)s") % {
        "expected": wanted,
        "found": found,
    }


def _answers(detail: str, ruleset: RuleSet | None, language: str) -> Iterator[str]:
    """Put a way through the questions into words; leave any other detail as it is."""
    if "=" not in detail or ruleset is None:
        # A key or slug as it was typed, though "goods" is a word of the form as well.
        yield detail
        return
    for part in detail.split():
        key, _equals, answer = part.partition("=")
        question = ruleset.question_by_key.get(key)
        choice = question.choice(answer) if question else None
        label = question.label.get(language, key) if question else key
        words = choice.text.get(language, answer) if choice else FIXED.get(answer, answer)
        yield f"{label}: {words}" if answer else part
