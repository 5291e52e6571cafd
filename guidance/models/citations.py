"""Citations: "source-slug" or "source-slug:provision", one a line, shown with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from guidance.blocks.citations import references, source_slug, split, validate_citations
from guidance.models.sources import LegalSource, Provision


class CitationsField(models.TextField):
    """Citations of a whole page, one a line; the sources know which pages cite them."""

    def formfield(self, **kwargs: Any) -> Any:
        """Editors must name sources that exist; files are checked as a whole after loading."""
        field: Any = super().formfield(**{"validators": [validate_citations], **kwargs})
        field.widget.attrs["data-citations"] = "many"
        return field

    def extract_references(self, value: str) -> Iterator[tuple[Any, str, str, str]]:
        """Let Wagtail's reference index see the sources."""
        return references(split(value or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation as a page shows it: which source and provision, how strong, under which number."""

    citation: str
    source: LegalSource
    provision: Provision | None
    number: int

    @property
    def evidence(self) -> str:
        """The provision's own evidence, else that of its source."""
        return self.provision.evidence if self.provision else self.source.evidence

    @property
    def in_force_until(self) -> date | None:
        """The provision's own last day, else that of its source."""
        return self._ended or self.source.in_force_until

    @property
    def doubt_from(self) -> date | None:
        """From when it is not sure that it holds; what has ended by then is in no doubt."""
        doubted = self.source.doubt_from
        return None if self._ended and doubted and self._ended < doubted else doubted

    @property
    def _ended(self) -> date | None:
        return self.provision.in_force_until if self.provision else None


def resolve(citations: Iterable[str]) -> Mapping[str, Cited]:
    """Every citation that has a source, numbered from 1 in the order given, in two queries."""
    wanted = list(dict.fromkeys(citations))
    if not wanted:
        return {}
    slugs = {source_slug(citation) for citation in wanted}
    sources = {source.slug: source for source in LegalSource.objects.filter(slug__in=slugs)}
    slug_of = {source.pk: source.slug for source in sources.values()}
    # A long act has dozens of provisions, of which a page cites two or three.
    keys = {citation.partition(":")[2] for citation in wanted} - {""}
    cited = Provision.objects.filter(source__in=slug_of, key__in=keys) if keys else ()
    provisions = {f"{slug_of[item.source_id]}:{item.key}": item for item in cited}
    known = [name for name in wanted if name in sources or name in provisions]
    return {
        name: Cited(
            citation=name,
            source=sources[source_slug(name)],
            provision=provisions.get(name),
            number=number,
        )
        for number, name in enumerate(known, start=1)
    }
