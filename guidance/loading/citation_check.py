"""Finds citations whose source or provision nobody described."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.blocks.citations import split
from guidance.loading.page_tree import existing
from guidance.models import GlossaryTerm, LadderStep, Locality
from guidance.models.citations import resolve
from guidance.models.passages import citations_in


def cited() -> Iterator[tuple[str, str]]:
    """Every citation of the site's content, and where it stands."""
    for (language, key), page in existing().items():
        for citation in [*split(page.sources), *citations_in(page.body.get_prep_value())]:
            yield citation, f"page {language} {key}"
    for term in GlossaryTerm.objects.all():
        yield from ((citation, f"term {term.key}") for citation in split(term.sources))
    for locality in Locality.objects.all():
        yield from ((citation, f"locality {locality.slug}") for citation in split(locality.sources))
    for step in LadderStep.objects.select_related("locality"):
        place = f"locality {step.locality.slug}, {step.step}"
        yield from ((citation, place) for citation in split(step.source))


def unresolved() -> list[tuple[str, str]]:
    """The citations without a source, each with the first place that has it."""
    found = dict(reversed(list(cited())))
    known = resolve(found)
    return sorted((citation, place) for citation, place in found.items() if citation not in known)
