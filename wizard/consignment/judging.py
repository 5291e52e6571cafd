"""A consignment judged: each line by the same `assess()`, grouped by what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from guidance.text.folding import fold
from wizard.assessment.results import Result
from wizard.assessment.situation import Situation
from wizard.decision.kit import Kit, Topic
from wizard.decision.ruleset import Case, OutcomeText, Question
from wizard.decision.sources import Doubt, Text
from wizard.papers.views import offered

from .lines import Line, LineRules
from .quantities import filed_unit, plain_number, read_quantity, total


@dataclass(frozen=True)
class Judged:
    """A line with its number, and what the rules say of its answers."""

    number: int
    line: Line
    result: Result

    @property
    def situation(self) -> Situation:
        """The answers of the line that matter."""
        return self.result.situation

    @property
    def open(self) -> Question | None:
        """The question that the line still has to answer, if any."""
        key = self.situation.first_open
        return self.situation.ruleset.question_by_key[key] if key else None

    @property
    def is_counted(self) -> bool:
        """Whether its quantity could be read."""
        return read_quantity(self.line.quantity) is not None


@dataclass
class Way:
    """Lines of which the rules say the very same; `question` is what they still have to answer."""

    key: str
    result: Result
    question: Question | None
    lines: list[Judged] = field(default_factory=list)

    @property
    def sentence(self) -> Text:
        """The verdict in one sentence, or the question."""
        return self.question.text if self.question else self.result.sentence

    @property
    def total(self) -> str:
        """The sum of the quantities."""
        return total(item.line.quantity for item in self.lines)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that carry the verdict."""
        return () if self.question else self.result.cases

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What nobody knew, and what decides."""
        return () if self.question else self.result.open_questions

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is in doubt about the verdict."""
        known = self.result.ruleset.doubt_by_key
        keys = () if self.question else dict.fromkeys(self.result.verdict.doubts)
        return tuple(known[key] for key in keys if key in known)

    @cached_property
    def packets(self) -> list[Packet]:
        """The papers for these lines, as many lines in each as the papers have room for.

        Where an authority has to be asked, letters.
        """
        offer = None if self.question else offered(self.result)
        if offer is None or not (offer.has_papers or self.result.outcome.doubtful):
            return []
        topic = next((item for item in offer.kit.topics if _takes(item)), None)
        if topic is None:
            return []
        size = topic.repeat
        return [
            Packet(self.key, offer.kit, topic, self.lines[at : at + size], offer.has_papers)
            for at in range(0, len(self.lines), size)
        ]


@dataclass(frozen=True)
class Packet:
    """Lines for which one set of papers is made: what is known of them is filled in."""

    way: str
    kit: Kit
    topic: Topic
    lines: Sequence[Judged]
    has_papers: bool
    """Whether more than letters is made."""

    @property
    def key(self) -> str:
        """A name for the page."""
        return f"papers-{self.lines[0].number}"

    @property
    def situation(self) -> Situation:
        """The answers that the papers are made for: all lines are judged alike."""
        return self.lines[0].situation

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of the form of the papers that the lines fill in."""
        found = [(f"{self.topic.key}-lines", str(len(self.lines)))]
        for number, judged in enumerate(self.lines, 1):
            texts = _texts(judged)
            found += [
                (f"{self.topic.key}-{number}-{item.key}", text[: item.longest])
                for item in self.topic.fields
                if item.takes and (text := texts.get(item.takes, ""))
                and (not item.choices or item.choice(text))
            ]  # fmt: skip
        return found


def _takes(topic: Topic) -> bool:
    return bool(topic.repeat) and any(item.takes for item in topic.fields)


def _texts(judged: Judged) -> Mapping[str, str]:
    """What a line can fill in: its texts, number and unit apart, and its answers."""
    line, goods = judged.line, judged.situation.goods
    code = line.code or (goods.value if goods and goods.value.isdigit() else "")
    known = read_quantity(line.quantity)
    apart = {"quantity": plain_number(known[0]), "unit": filed_unit(known[1])} if known else {}
    return {**judged.situation.given, "name": line.name, "code": code, **apart}


@dataclass
class Group:
    """Lines with one outcome, or those that still have a question to answer."""

    outcome: OutcomeText | None
    ways: list[Way] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines."""
        return sum(len(way.lines) for way in self.ways)

    @property
    def total(self) -> str:
        """The sum of the quantities."""
        return total(item.line.quantity for way in self.ways for item in way.lines)


@dataclass(frozen=True)
class Consignment:
    """Lines, judged on one day by the rules of one situation (that has no answers of its own)."""

    base: Situation
    rules: LineRules
    lines: Sequence[Line]

    @cached_property
    def judged(self) -> list[Judged]:
        """Each line with what the rules say; equal answers are judged once."""
        known: dict[tuple[tuple[str, str], ...], Result] = {}
        found = []
        for number, line in enumerate(self.lines, 1):
            key = tuple(sorted(line.given.items()))
            if key not in known:
                order = self.base.ruleset.question_by_key
                given = {name: line.given[name] for name in order if name in line.given}
                known[key] = Result(replace(self.base, given=given, dropped=0).asked_only())
            found.append(Judged(number, line, known[key]))
        return found

    @cached_property
    def waiting(self) -> list[Judged]:
        """The lines that still have a question to answer."""
        return [item for item in self.judged if item.open]

    @cached_property
    def uncounted(self) -> list[Judged]:
        """The lines whose quantity could not be read, though one is written."""
        return [item for item in self.judged if item.line.quantity and not item.is_counted]

    @cached_property
    def ways(self) -> list[Way]:
        """Lines of which the same is said, together, in the order of the first of each."""
        found: dict[tuple[str, ...], Way] = {}
        for item in self.judged:
            question, verdict = item.open, item.result.verdict
            said = (
                ("question", question.key)
                if question
                else (
                    *("outcome", verdict.outcome, str(verdict.is_unsettled)),
                    *(case.key for case in verdict.cases),
                    *("open", *verdict.open_questions, *verdict.doubts),
                )
            )
            way = found.setdefault(said, Way(f"way-{len(found) + 1}", item.result, question))
            way.lines.append(item)
        return [*found.values()]

    @cached_property
    def groups(self) -> list[Group]:
        """The ways by outcome: first what is still to be answered, then as the rules order them."""
        ruleset = self.base.ruleset
        opened = [key for key, item in ruleset.outcomes.items() if item.open]
        groups = [Group(None, [way for way in self.ways if way.question])]
        for key in dict.fromkeys((*opened, *ruleset.order)):
            own = [
                way for way in self.ways if not way.question and way.result.verdict.outcome == key
            ]
            groups.append(Group(ruleset.outcomes[key], own))
        return [group for group in groups if group.ways]

    @property
    def packets(self) -> list[Packet]:
        """All papers that can be made, letters alone last."""
        found = [packet for way in self.ways for packet in way.packets]
        return sorted(found, key=lambda packet: not packet.has_papers)

    def alike(self, asked: Judged) -> list[Judged]:
        """The lines that have the same question to answer; those that look the same come first."""
        same = [item for item in self.waiting if item.open == asked.open]
        return sorted(same, key=lambda item: (not looks_alike(item, asked), item.number))


def looks_alike(one: Judged, other: Judged) -> bool:
    """Whether the same was written where the answer is missing, or the goods are the same."""
    question = one.open
    if question is None:
        return False
    first, second = one.line.wrote.get(question.key), other.line.wrote.get(question.key)
    if first or second:
        return fold(first or "") == fold(second or "")
    return (fold(one.line.name), one.line.code) == (fold(other.line.name), other.line.code)
