"""An act by its number, however it is written: 26/2025, tt26, ND 292, circulaire nº 26/2026."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.delivery.content_version import cached_per_version
from guidance.models import LegalSource
from guidance.models.sources import Kind
from guidance.text.folding import fold, words

# What an act of a kind is called, in words and in short.
_CALLED_TEXT = {
    Kind.LAW: "luat law loi qh",
    Kind.DECREE: "nghi dinh nd ndcp decree decret cp",
    Kind.DECISION: "quyet dinh qd decision qdttg ttg",
    Kind.CIRCULAR: "thong tu tt ttlt circular circulaire circ",
    Kind.RESOLUTION: "nghi quyet nq resolution",
    Kind.NOTICE: "thong bao tb notice avis",
}
CALLED: Mapping[str, frozenset[str]] = {
    kind: frozenset(names.split()) for kind, names in _CALLED_TEXT.items()
}
# What stands beside a number and says nothing.
_BESIDE_TEXT = "so no n num numero number the le la les du de of ngay nam and va et"
BESIDE = frozenset(_BESIDE_TEXT.split())
_PARTS = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act with what its number is made of: "26/2025/TT-BKHCN" is (26, 2025), {tt, bkhcn}."""

    source: LegalSource
    digits: tuple[int, ...]
    letters: frozenset[str]
    issuer: frozenset[str]


def acts_named(query: str) -> list[tuple[LegalSource, float]]:
    """The acts whose number a query names, the newest first, each with its share of the query.

    1.0 is an act and nothing else. A number alone is none: it needs a year, a kind or an issuer.
    """
    parts = _PARTS.findall(fold(query))
    typed = [int(part) for part in parts if part.isdigit()]
    spoken = [part for part in parts if not part.isdigit() and part not in BESIDE]
    if not typed:
        return []
    found = []
    for act in known_acts():
        share = _share(act, typed, spoken)
        if share:
            found.append((act.source, share))
    return sorted(found, key=lambda entry: -entry[1])


def _share(act: Act, typed: Sequence[int], spoken: Sequence[str]) -> float:
    """How much of what was typed the act accounts for; 0 if it is not the act."""
    told = _overlap(typed, act.digits)
    if not told:
        return 0.0
    called = CALLED.get(act.source.kind, frozenset()) | act.letters
    by_name = [word for word in spoken if word in called]
    by_issuer = [word for word in spoken if word in act.issuer and word not in called]
    # Another kind of act was asked for.
    if not by_name and any(word in names for word in spoken for names in CALLED.values()):
        return 0.0
    if told < 2 and not by_name and not set(spoken) & act.letters:
        return 0.0
    return (told + len(by_name) + len(by_issuer)) / (len(typed) + len(spoken))


def _overlap(typed: Sequence[int], own: Sequence[int]) -> int:
    """How many of the digits of the act stand together in what was typed, from its first on."""
    best = 0
    for start in range(len(typed)):
        length = 0
        while (
            length < len(own)
            and start + length < len(typed)
            and typed[start + length] == own[length]
        ):
            length += 1
        best = max(best, length)
    return best


@cached_per_version
def known_acts() -> list[Act]:
    """Every source that has the number of an act, the newest first."""
    sources = LegalSource.objects.exclude(number="").filter(kind__in=list(CALLED))
    return [
        Act(
            source=source,
            digits=digits,
            letters=frozenset(part for part in parts if not part.isdigit()),
            issuer=frozenset(word for issuer in source.issuer.values() for word in words(issuer)),
        )
        for source in sorted(sources, key=lambda act: str(act.issued or ""), reverse=True)
        if (parts := _PARTS.findall(fold(source.number)))
        and (digits := tuple(int(part) for part in parts if part.isdigit()))
    ]
