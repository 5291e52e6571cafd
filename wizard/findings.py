"""Findings as a legal officer reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .proof import Flaw

WORDS: dict[str, Any] = {
    "unreadable": _("Something is missing or written in another way than expected"),
    "missing-language": _("This text is missing in a language"),
    "duplicate-key": _("This key is used twice"),
    "reserved-key": _("This key means “I don’t know” and cannot name an answer"),
    "missing-outcome": _("This outcome has no wording"),
    "unknown-citation": _("This provision is not among the sources"),
    "no-basis": _("No provision is named that this rests on"),
    "unknown-documents": _("This document does not exist"),
    "unknown-unknowns": _("This entry of what is not known does not exist"),
    "unknown-ask": _("This authority does not exist"),
    "unknown-procedures": _("No procedure serves this kind of file"),
    "unknown-question": _("This condition names a question that does not exist"),
    "unknown-choice": _("This condition names an answer that the question does not have"),
    "unreachable-question": _("This question is never asked"),
    "unreachable-choice": _("This answer never changes anything"),
    "unreachable-case": _("No answers lead to this case"),
    "unreachable-document": _("No case that can be reached needs this document"),
    "dead-end": _("Somebody who knows every answer still gets no verdict"),
    "contradictory-cases": _("One case permits what this case sends to the authority"),
    "not-monotone": _("Learning more would overturn a verdict already given"),
    "unknown-goods-list": _("This list of goods does not exist"),
    "missing-class": _("The goods list knows a class that this question has no answer for"),
    "unexpected-verdict": _("This situation has another verdict than expected"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, with the detail, the place, and the element that causes it."""

    words: Any
    detail: str
    place: str
    section: str
    element: str


def told(flaw: Flaw) -> Told:
    """Put a flaw into words; one that has none yet is told by its code."""
    section = flaw.anchor.section
    element = flaw.anchor.element or f"section-{section}"
    return Told(WORDS.get(flaw.code, flaw.code), flaw.detail, flaw.place, section, element)
