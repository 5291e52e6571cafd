"""The first draft of an assessment: what an administrator said, and sensible words for the rest.

It can be tried at once. What its author left out (a source, help, where a fact is found) stays
empty, and the proof names each gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from guidance.text.slugs import slug
from wizard.decision.sources import Text
from wizard.decision.verify import TAKEN
from wizard.rules import registry

APPLIES, ASK, OPEN = "applies", "ask", "facts-missing"
FIRST_VERSION = gettext_noop("First version.")
LEARN = gettext_noop("Answer a few questions and learn what applies to you.")
STANDING = gettext_noop("This is guidance, not a decision by an authority.")
OUTCOMES: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    APPLIES: (
        gettext_noop("This applies to you"),
        gettext_noop("At least one of the cases fits what you said."),
        {"tone": "good", "several": True},
    ),
    ASK: (
        gettext_noop("Ask first"),
        gettext_noop("None of the cases fits what you said: ask before you act."),
        {"tone": "ask", "otherwise": True, "doubtful": True},
    ),
    OPEN: (
        gettext_noop("More information is needed"),
        gettext_noop("The facts you do not know decide the answer."),
        {"tone": "more", "open": True},
    ),
}
"""What a verdict can be, each with its words and what the engine does with it."""

YES, NO = gettext_noop("Yes"), gettext_noop("No")


def beginning(
    key: str, said: Mapping[str, Text], languages: Sequence[str], basis: Sequence[str] = ()
) -> dict[str, Any]:
    """The mapping of a first version: one question with yes and no, one case that needs a yes.

    `said` has the texts by what they are: title, slug, question, help, where, case, and the label
    of each outcome by its key. What the whole rests on is put to each part of it. Words of the
    program are there in the languages of the assessment alone: one in Vietnamese has no others.
    """
    today = registry.today()
    title, question, case = said["title"], said["question"], said["case"]
    usual = partial(words, languages=languages)
    return {
        "key": key,
        "version": 1,
        "languages": list(languages),
        "reviewed": today,
        "in_force_from": today,
        "title": dict(title),
        "assessment": {
            "slug": {
                **{code: slug_from(text) or key for code, text in title.items()},
                **said["slug"],
            },
            "title": dict(title),
            "description": usual(LEARN),
            "introduction": usual(LEARN),
        },
        "change_note": usual(FIRST_VERSION),
        "legal_status": {"text": usual(STANDING), "basis": list(basis)},
        "outcome": {
            name: {
                "label": {**usual(label), **said.get(name, {})},
                "sentence": usual(sentence),
                "basis": list(basis),
                **how,
            }
            for name, (label, sentence, how) in OUTCOMES.items()
        },
        "question": [
            {
                "key": key_from(question, "first-question"),
                "kind": "choice",
                "asks": "fact",
                "text": dict(question),
                "label": dict(question),
                "help": dict(said.get("help", {})),
                "where": dict(said.get("where", {})),
                "basis": list(basis),
                "choice": [{"key": "yes", "text": usual(YES)}, {"key": "no", "text": usual(NO)}],
            }
        ],
        "case": [
            {
                "key": key_from(case, "first-case"),
                "outcome": APPLIES,
                "title": dict(case),
                "summary": dict(case),
                "when": [{key_from(question, "first-question"): ["yes"]}],
                "basis": list(basis),
            }
        ],
    }


def words(text: str, languages: Sequence[str]) -> dict[str, str]:
    """A text of the program in some languages."""
    found = {}
    for code in languages:
        with override(code):
            found[code] = gettext(text)
    return found


LONGEST_KEY = 40


def slug_from(text: str, longest: int = 80) -> str:
    """A part of an address made of whole words; only a word that is longer by itself is cut."""
    found = slug(text)
    if len(found) > longest:
        found = found[: longest + 1].rpartition("-")[0] or found[:longest]
    return found.strip("-")


def key_from(texts: Text, otherwise: str) -> str:
    """A key made of the English words, as the form of an entry makes it, or of any others."""
    text = texts.get(settings.INTERNATIONAL_LANGUAGE) or next(iter(texts.values()), "")
    key = slug_from(text, LONGEST_KEY)
    return otherwise if not key or key in TAKEN else key
