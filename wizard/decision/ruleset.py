"""The value objects of a rule set: exactly what the TOML file and the editors' form hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from .kit import Kit
from .sources import Authority, Citation, Dated, Day, Doubt, Statement, Text, Unknown

Stage = Literal["coverage", "opening"]
Kind = Literal["choice", "choices", "goods", "country", "locality", "date"]
"""A way of answering: one answer of several; several at once; goods, whose classes are the choices;
or a country, a locality of the site, a day, each of which belongs to one of the choices.
"""

Asks = Literal["fact", "term"]
"""A fact is shown by some paper; a term is a word of the law that may be undefined."""

Role = Literal["open", "otherwise", "doubtful"]
Tone = Literal["good", "permit", "stop", "ask", "more"]
"""How an outcome looks: its colour, and the sign beside its words where it names none."""

Start = Literal["asked", "filed", "declared"]
"""What a day is counted from: the day asked about, that of the file, or that of the declaration."""

Bound = Literal["exactly", "by", "from"]
"""Whether a day is the day itself, the last one, or the first one possible."""

Icon = Literal["check", "permit", "stop", "ask", "more", "info", "note", "warn"]

SIGNS: Mapping[Tone, Icon] = {
    "good": "check",
    "permit": "permit",
    "stop": "stop",
    "ask": "ask",
    "more": "more",
}
"""The sign of each tone."""

DONT_KNOW = "unknown"
"""The answer "I don't know": legal for every question, so no choice may use it as its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty(Dated):
    """One row of a fine table: value of the goods and fine, both in VND."""

    value: Text
    fine: Text
    basis: tuple[Citation, ...]
    in_force_from: date | None = None
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Dated):
    """A paper of the dossier: who issues it, in what form, and what it must say."""

    key: str
    name: Text
    says: Text
    issuer: Text
    form: Literal["original", "copy", "unspecified"]
    copies: Text
    lead_time: Text
    basis: tuple[Citation, ...]
    doubts: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Dated):
    """A thing to do or a day to keep, shown with its date on the days on which it is in force.

    The date is counted from `starts`, or from the date of the task named by `after`: so many
    working `days`, then so many `years` later; 0 working days is that day or the next working day.
    Of one due `each_year` ("12-31": month and day) it is the first such day from then on. `moment`
    words the time of one that has no date. Where it counts from the declaration it has a date only
    once a reader gave that day. A reader puts those with `in_calendar` into a calendar.
    """

    key: str
    text: Text
    note: Text | None = None
    moment: Text | None = None
    starts: Start = "asked"
    after: str | None = None
    days: int | None = None
    years: int | None = None
    each_year: str | None = None
    bound: Bound = "exactly"
    in_calendar: bool = False
    basis: tuple[Citation, ...]
    doubts: tuple[str, ...] = ()
    by: Day = "filed"
    in_force_from: date | None = None
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure; `days` are working days."""

    text: Text
    days: int | None = None
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Dated):
    """Where, how and how long; `serves` names the kind of file ("import", "processing").

    `dates` names the tasks that say which days to keep: a reply due, a decision, a report. `by`
    names the day by which its own dates count: a file goes by the day it was received.
    """

    key: str
    serves: tuple[str, ...] = field(metadata={"key": "for"})
    name: Text
    body: str
    channel: Statement
    total: Statement
    fee: Statement
    notice: Statement | None = None
    stay: Statement | None = None
    report: Statement | None = None
    validity: Statement | None = None
    refusal: Statement | None = None
    by: Day = "filed"
    last_verified: str | None = None
    doubts: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    steps: tuple[Step, ...] = field(default=(), metadata={"key": "step"})
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading under which some choices of a question stand."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer on offer; `change` words it as a fact a business could arrange.

    `rank` orders such facts, 1 the easiest to arrange. An answer that stands `alone` ("none of
    these") cannot be ticked with others.

    A country (ISO 3166-1, two letters), a locality (its slug) or a day is answered by the choice
    that names it: in `countries`, in `localities`, by the last day `until` which it goes. The one
    choice without stands for all others. A `plain` one is offered beside the list, by its text.
    """

    key: str
    text: Text
    hint: Text | None = None
    group: str | None = None
    alone: bool = False
    change: Text | None = None
    rank: int | None = None
    countries: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    until: date | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact or a term asked of the visitor, in plain words, with where to find it.

    A fact says `where` it is found: "I don't know" leaves the outcome open until somebody looks
    there. A term names the `doubt` it hangs on: "I don't know" is then nobody's omission, and
    what hangs on nothing else is for the authority to settle. A fact may name a `doubt` too: it
    touches each result, whatever the outcome, with an answer that a case in this doubt asks for.

    While a `gate` is not known, questions after it are not asked for the sake of rows that need
    it: who cannot say what the goods are is not asked whether they print in colour.

    Some countries are `left_out`: they are no answer to a question about a country, and `why` says
    so to who names one.
    """

    key: str
    kind: Kind
    text: Text
    label: Text
    help: Text
    asks: Asks | None = None
    where: Text | None = None
    doubt: str | None = None
    basis: tuple[Citation, ...] = ()
    gate: bool = False
    left_out: tuple[str, ...] = ()
    why: Text | None = None
    groups: tuple[Group, ...] = field(default=(), metadata={"key": "group"})
    choices: tuple[Choice, ...] = field(metadata={"key": "choice"})

    def choice(self, key: str) -> Choice | None:
        """Find a choice by its key."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The answer to a question is one of these choices; of several ticked, at least one is."""

    question: str
    choices: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Dated):
    """A case of the law: `when` is an OR of rows, each row an AND of conditions.

    `todo` names what to do first, where that is not what its outcome says.

    A case with dates counts by the day that the rule set names (`cases_by`): what is banned and how
    it may come in, for instance, by the day on which the declaration is registered.

    The `summary` is read on every day: in search, in feeds, among the rules. A result says instead
    the one of its `leads` that holds on the day of the result, if one does.
    """

    key: str
    stage: Stage = "opening"
    outcome: str
    title: Text
    summary: Text
    when: tuple[tuple[Condition, ...], ...]
    basis: tuple[Citation, ...]
    documents: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    legal_status: Statement | None = None
    guide: str | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    leads: tuple[Statement, ...] = field(default=(), metadata={"key": "lead"})
    means: tuple[Statement, ...] = ()
    actions: tuple[Statement, ...] = field(default=(), metadata={"key": "action"})
    bring: tuple[Statement, ...] = ()
    regimes: tuple[Statement, ...] = field(default=(), metadata={"key": "regime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeText:
    """What every verdict of one outcome says, whatever the case, and what the engine does with it.

    `tier` orders the outcomes: within a stage, one stands only if no case of a lower tier holds.
    Without it they stand as they are declared. One outcome is where facts are missing (`open`): no
    case carries it. One is what holds where no case does (`otherwise`), one is where a term in
    doubt leads (`doubtful`). Of one (`several`) all cases that hold are looked for, since they
    stand side by side. Fines are shown where it is so `fined`. `todo` names the tasks to do first.
    """

    label: Text
    sentence: Text
    basis: tuple[Citation, ...]
    tone: Tone = "more"
    icon: Icon | None = None
    tier: int | None = None
    open: bool = False
    otherwise: bool = False
    doubtful: bool = False
    several: bool = False
    fined: bool = False
    ask: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    means: tuple[Statement, ...] = ()

    @property
    def sign(self) -> Icon:
        """The icon beside its words: its own, or that of its tone."""
        return self.icon or SIGNS[self.tone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How readers come to an assessment: its address, its name, and what its first page says.

    `slug` is its part of the address in each language; addresses with an earlier slug lead on.
    `description` stands where assessments are listed, `introduction` on the first page; `ready`
    says what to have at hand, `heading` heads the cases that open the way, `again` leads to a new
    start. A case found by search begins with its answer to `topic`, the key of a question.
    Assessments are listed by `order`; one has the `bare` addresses of when there was only one.
    """

    slug: Text
    title: Text
    description: Text
    introduction: Text
    ready: Text | None = None
    heading: Text | None = None
    again: Text | None = None
    topic: str | None = None
    order: int | None = None
    bare: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class RuleSet(Dated):
    """A dated, versioned body of rules with all of its wording.

    `cases_by` names the day by which the dates of its cases count, and by which answers are judged.
    `papers` are what is made of a result; none where it has none of its own.

    Compared and hashed by identity: two rule sets say the same when they dump to the same mapping.
    """

    key: str
    version: int
    languages: tuple[str, ...]
    reviewed: date
    goods_list: str | None = None
    cases_by: Day = "declared"
    title: Text
    change_note: Text
    legal_status: Statement
    in_force_from: date | None = None
    in_force_until: date | None = None
    assessment: Entrance | None = None
    outcomes: Mapping[str, OutcomeText] = field(metadata={"key": "outcome"})
    general_doubts: tuple[str, ...] = field(default=(), metadata={"key": "doubts"})
    authorities: tuple[Authority, ...] = field(default=(), metadata={"key": "authority"})
    unknowns: tuple[Unknown, ...] = field(default=(), metadata={"key": "unknown"})
    doubts: tuple[Doubt, ...] = field(default=(), metadata={"key": "doubt"})
    penalties: tuple[Penalty, ...] = field(default=(), metadata={"key": "penalty"})
    penalty_notes: tuple[Statement, ...] = field(default=(), metadata={"key": "penalty_note"})
    documents: tuple[Document, ...] = field(default=(), metadata={"key": "document"})
    procedures: tuple[Procedure, ...] = field(default=(), metadata={"key": "procedure"})
    tasks: tuple[Task, ...] = field(default=(), metadata={"key": "task"})
    questions: tuple[Question, ...] = field(metadata={"key": "question"})
    cases: tuple[Case, ...] = field(metadata={"key": "case"})
    papers: Kit | None = None

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The outcomes that cases carry, the one that is looked for first in front."""
        found = [key for key, item in self.outcomes.items() if not item.open]
        places = {
            key: number if (tier := self.outcomes[key].tier) is None else tier
            for number, key in enumerate(found, 1)
        }
        return tuple(sorted(found, key=lambda key: places[key]))

    def outcome_that(self, role: Role) -> str:
        """The outcome with a role; if none was given it, the last one is taken, as in a draft."""
        marked = (key for key, item in self.outcomes.items() if getattr(item, role))
        return next(marked, [*self.outcomes][-1] if self.outcomes else "")

    @cached_property
    def question_by_key(self) -> Mapping[str, Question]:
        """The questions, by key, in their order."""
        return {question.key: question for question in self.questions}

    @cached_property
    def doubt_by_key(self) -> Mapping[str, Doubt]:
        """What is in doubt, by key."""
        return {doubt.key: doubt for doubt in self.doubts}

    @cached_property
    def task_by_key(self) -> Mapping[str, Task]:
        """What there is to do and to keep, by key."""
        return {task.key: task for task in self.tasks}
