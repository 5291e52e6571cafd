"""The site's register of the law, as rules cite it: every provision by ``slug:provision``.

Rules hold no copy of a source. What the register says stands in the database, where editors keep
it; what came with the product stands in guidance/content/sources.toml and is used where the
database says nothing (in a command, in a test) or does not answer.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from guidance.delivery.last_known import LastKnown
from guidance.text.languages import OFFICIAL
from wizard.decision.sources import Citation, Dated, Text

SHIPPED = Path(settings.BASE_DIR) / "guidance" / "content" / "sources.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Dated):
    """One provision of the register with what is said of its source.

    `wording` is the official Vietnamese text, empty where it was not read; `gist` says it in short.
    """

    slug: str
    key: str
    number: str
    title: Text
    issuer: Text
    label: Text
    evidence: str
    wording: str
    gist: Text
    url: str
    issued: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    in_force_evidence: str = ""
    """How sure its first day is, where that rests on another text than the act itself."""
    doubt_from: date | None = None

    @property
    def citation(self) -> str:
        """How rules cite it."""
        return f"{self.slug}:{self.key}"


Register = Mapping[str, Provision]

source: Callable[[], Register] = dict
"""Gives the register as the database has it; wizard.apps says whence."""

_named: tuple[Register, str] | None = None


def register() -> Register:
    """Give the register in force; read once for each version of the site's content."""
    return _register()


def digest() -> str:
    """Fingerprint of the register: changes whenever what a page says of a source could."""
    return fingerprint(register())


def fingerprint(found: Register) -> str:
    """Name what a register says; made once for each, since every address is asked for by it."""
    global _named
    if _named is None or _named[0] is not found:
        content = repr(sorted(found.items(), key=lambda item: item[0]))
        _named = found, hashlib.sha256(content.encode()).hexdigest()[:16]
    return _named[1]


def provision(citation: Citation | str) -> Provision:
    """Give a cited provision; one that nobody describes any more is told by its name alone."""
    found = register().get(str(citation))
    return found or _nameless(str(citation))


def _nameless(citation: str) -> Provision:
    slug, _colon, key = citation.partition(":")
    return Provision(
        slug=slug,
        key=key,
        number=slug,
        title={OFFICIAL: slug},
        issuer={},
        label={OFFICIAL: key},
        evidence="unknown",
        wording="",
        gist={},
        url="",
    )


@cache
def shipped() -> Register:
    """Read the register that comes with the product."""
    sources = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["source"]
    found = (item for mapping in sources for item in _provisions(mapping))
    return {item.citation: item for item in found}


_register: LastKnown[Register] = LastKnown(
    "the register of the law", lambda: {**shipped(), **source()}, shipped
)


def _provisions(mapping: Mapping[str, Any]) -> Iterator[Provision]:
    evidence = {item["key"]: item["evidence"] for item in mapping.get("provision", ())}
    for item in mapping.get("provision", ()):
        yield Provision(
            slug=mapping["slug"],
            key=item["key"],
            number=mapping.get("number") or next(iter(mapping["title"].values())),
            title=mapping["title"],
            issuer=mapping.get("issuer", {}),
            label=item["label"],
            evidence=item["evidence"],
            wording=item.get("wording_vi", ""),
            gist=item.get("gist", {}),
            url=mapping.get("url", ""),
            issued=mapping.get("issued"),
            in_force_from=mapping.get("in_force_from"),
            in_force_until=item.get("in_force_until") or mapping.get("in_force_until"),
            in_force_evidence=evidence.get(mapping.get("in_force_basis"), ""),
            doubt_from=mapping.get("doubt_from"),
        )


def from_database() -> Register:
    """Read the register as editors keep it."""
    from guidance.models import Provision as Record

    records = list(Record.objects.select_related("source"))
    evidence = {(record.source_id, record.key): record.evidence for record in records}
    found = (_provision(record, evidence) for record in records)
    return {item.citation: item for item in found}


def _provision(record: Any, evidence: Mapping[tuple[int, str], str]) -> Provision:
    act = record.source
    return Provision(
        slug=act.slug,
        key=record.key,
        number=act.number or str(act.title),
        title=act.title,
        issuer=act.issuer,
        label=record.label,
        evidence=record.evidence,
        wording=record.wording_vi,
        gist=record.gist,
        url=act.url,
        issued=act.issued,
        in_force_from=act.in_force_from,
        in_force_until=record.in_force_until or act.in_force_until,
        in_force_evidence=evidence.get((act.pk, act.in_force_basis), ""),
        doubt_from=act.doubt_from,
    )
