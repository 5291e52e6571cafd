"""Papers as a lawyer looks at them: every field filled with its own name, marked as a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from guidance.text.languages import in_language
from wizard.assessment.results import Result
from wizard.decision.kit import Choice, Field, Kit, Topic
from wizard.decision.sources import Text

from .bundle import Bundle, titled
from .cover import Note, note_of
from .letters import points
from .sheets import FILED, Dossier, Sheet, both
from .views import offered, purpose_of
from .wording import Typed

LINES = 2
"""Lines of a topic: enough to see how they stand below each other."""


@dataclass(frozen=True)
class Specimen:
    """All papers for a result, in one language: Vietnamese as filed, others as a reading copy."""

    result: Result
    language: str

    @cached_property
    def sheets(self) -> dict[str, tuple[Text, Sheet]]:
        """Each sheet with its name, by its path in a ZIP; none where no paper is made."""
        return {
            path: (name, {**titled(sheet), "draft": both(_mark, sheet["lang"], sheet["also_lang"])})
            for path, name, sheet in self._found()
        }

    def _found(self) -> Iterator[tuple[str, Text, Sheet]]:
        offer = offered(self.result)
        if offer is None:
            return
        kit = offer.kit
        dossier = Dossier(
            ruleset=self.result.ruleset.key,
            kit=kit,
            typed=typed(kit, self.result),
            documents=tuple(paper.document for paper in self.result.papers if paper.current),
            cases=tuple(case.key for case in self.result.cases),
            purpose=purpose_of(self.result),
            also="" if self.language == FILED else self.language,
        )
        letters = points(kit, self.result, offer.documents)
        on = self.result.situation.on
        bundle = Bundle(
            dossier=dossier,
            result=self.result,
            letters=letters,
            warnings=(),
            language=self.language,
            on=on,
            query="",
            url="",
        )
        for folder, sheet, name in bundle.sheets(dossier):
            yield f"{folder}/{sheet['file']}", name, sheet
        note = Note(
            dossier=dossier,
            result=self.result,
            letters=letters,
            warnings=(),
            unshown=(),
            language=self.language,
            on=on,
        )
        yield kit.cover.file, kit.cover.name, note_of(note)


def _mark() -> str:
    return gettext("Draft of the wording – not for filing")


def typed(kit: Kit, result: Result) -> Typed:
    """What a reader would have typed who typed the name of each field, and ticked everything."""
    fields = {item.key: _value(item, result) for item in kit.singles.values()}
    # So that each paper is made that an answer calls for.
    fields |= {item.field: item.answer for paper in kit.papers for item in paper.when}
    return Typed(
        fields=fields,
        lines={topic.key: _lines(topic, result) for topic in kit.topics if topic.repeat},
        sentences=frozenset(kit.sentence_by_key),
    )


def _value(item: Field, result: Result) -> str:
    """A field as if its name were typed; of several answers the first that the result leaves."""
    if item.kind == "choice":
        return next((one.key for one in item.choices if _is_left(one, result)), "")
    return "yes" if item.kind == "tick" else f"«{in_language(item.label, FILED)}»"


def _is_left(choice: Choice, result: Result) -> bool:
    cases = {case.key for case in result.cases}
    deciding = {item.authority.key for item in result.decides}
    return (
        not choice.blank
        and (not choice.cases or not cases.isdisjoint(choice.cases))
        and (not choice.decides or choice.decides in deciding)
    )


def _lines(topic: Topic, result: Result) -> tuple[dict[str, str], ...]:
    line = {item.key: _value(item, result) for item in topic.fields}
    return (line,) * min(LINES, topic.repeat)
