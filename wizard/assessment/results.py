"""A verdict as a page and as data show it: everything gathered, nothing decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from wizard.decision.anyway import Anyway, anyway
from wizard.decision.assess import CaseProof, Verdict
from wizard.decision.explain import Change, what_would_change
from wizard.decision.ruleset import (
    DONT_KNOW,
    Case,
    Document,
    OutcomeText,
    Penalty,
    Procedure,
    Question,
    RuleSet,
)
from wizard.decision.sources import Authority, Citation, Doubt, Statement, Text, Unknown
from wizard.decision.truth import Truth
from wizard.rules.law import Provision, provision

from .situation import Situation

MOST_UNFOLDED = 3
"""So many cases are proved openly on the page of a result."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the dossier; not current means: last verified, its source has lapsed."""

    document: Document
    current: bool


@dataclass(frozen=True, slots=True)
class Route:
    """A procedure in force, and the one last verified where the current one was not found.

    `notice` is the warning that belongs to it on this day, `doubts` what is in doubt about it.
    """

    procedure: Procedure
    last_verified: Procedure | None
    notice: Statement | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides on the day, by what power as far as the rules say, and what is in doubt of it."""

    authority: Authority
    power: tuple[Statement, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Result:
    """Everything that a result shows of a situation."""

    situation: Situation

    @property
    def ruleset(self) -> RuleSet:
        """The rules judged by."""
        return self.situation.ruleset

    @property
    def verdict(self) -> Verdict:
        """The verdict with its proof."""
        return self.situation.verdict

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that carry the outcome."""
        return self.verdict.cases

    @cached_property
    def anyway(self) -> Anyway:
        """What holds whatever the facts that are missing turn out to be."""
        return anyway(self.verdict) if self.outcome.open else Anyway()

    @property
    def standing(self) -> tuple[Case, ...]:
        """The cases that carry the outcome or, while it is open, those that hold anyway."""
        return self.cases or tuple(item.case for item in self.anyway.holding)

    @property
    def outcome(self) -> OutcomeText:
        """What every verdict of this outcome says."""
        return self.ruleset.outcomes[self.verdict.outcome]

    @property
    def sentence(self) -> Text:
        """The verdict in one sentence."""
        return self.sentence_of(self.cases[0]) if self.cases else self.outcome.sentence

    def sentence_of(self, case: Case) -> Text:
        """A case in one sentence: as it is on the day, where the case says so, or on every day."""
        return self.said_of(case).text

    def said_of(self, case: Case) -> Statement:
        """The same sentence with the provisions that it rests on."""
        return self._lead(case) or Statement(text=case.summary, basis=self.basis_of(case))

    def _lead(self, case: Case) -> Statement | None:
        return next(iter(self._on_its_day(case.leads)), None)

    @property
    def basis(self) -> tuple[Citation, ...]:
        """The provisions that the sentence rests on."""
        return self.said_of(self.cases[0]).basis if self.cases else self.basis_of(self.outcome)

    def basis_of(
        self, timeless: Case | OutcomeText | Authority | Statement
    ) -> tuple[Citation, ...]:
        """What a part of the rules that is read on every day rests on, on the day of the result.

        That is what had begun by then; what rests on nothing else speaks of what is to come.
        """
        on = self.situation.judged
        first = {key: provision(key).in_force_from for key in timeless.basis}
        begun = tuple(key for key, day in first.items() if day is None or day <= on)
        return begun or timeless.basis

    @property
    def applying(self) -> tuple[tuple[Case, Text], ...]:
        """The cases that carry the outcome, each with its sentence on the day."""
        return tuple((case, self.sentence_of(case)) for case in self.cases)

    @property
    def beside(self) -> tuple[tuple[Case, Text], ...]:
        """The openings that say something else and apply as well, each likewise."""
        return tuple((case, self.sentence_of(case)) for case in self.verdict.other_openings)

    @property
    def means(self) -> tuple[Statement, ...]:
        """What the verdict means for the business, what is in doubt about it included."""
        doubts = self._named(self._concerned)
        of_doubts = self._on_its_day(statement for doubt in doubts for statement in doubt.means)
        return (*self._of_cases("means"), *of_doubts, *self._on_its_day(self.outcome.means))

    @property
    def regimes(self) -> tuple[Statement, ...]:
        """Other rules that may apply instead."""
        return self._of_cases("regimes")

    @property
    def actions(self) -> tuple[Statement, ...]:
        """What to do next."""
        return self._of_cases("actions")

    @property
    def bring(self) -> tuple[Statement, ...]:
        """What to bring when asking."""
        return self._of_cases("bring")

    def _of_cases(self, name: str) -> tuple[Statement, ...]:
        found = (statement for case in self.cases for statement in getattr(case, name))
        return self._on_its_day(found)

    def _on_its_day(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """Keep the statements that hold, each on the day by which it counts."""
        return tuple(item for item in statements if item.in_force(self.situation.day(item.by)))

    @property
    def legal_status(self) -> Statement:
        """Who decides: as the case that carries the verdict says, or as the rules do."""
        own = (case.legal_status for case in self.cases if case.legal_status)
        found = next(own, self.ruleset.legal_status)
        return replace(found, basis=self.basis_of(found))

    @cached_property
    def decides(self) -> tuple[Decider, ...]:
        """The authorities that decide on the import, where the rules name them for the day."""
        named = [key for case in self.cases for key in case.decides] or self.outcome.decides
        found = []
        for item in self.ruleset.authorities:
            power = self._on_its_day(item.power)
            if item.key in named and (power or not item.power):
                found.append(Decider(item, power, self._in_doubt(power)))
        return tuple(found)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The documents to prepare; lapsed ones only where no current procedure is known."""
        wanted = {key for case in self.standing for key in case.documents}
        on = self.situation.filed
        shows_lapsed = any(route.last_verified for route in self.routes)
        return tuple(
            Paper(document, document.in_force(on))
            for document in self.ruleset.documents
            if document.key in wanted
            and (document.in_force(on) or (shows_lapsed and _has_begun(document, on)))
        )

    @property
    def lapsed_on(self) -> date | None:
        """The last day on which the source of a document shown was in force, if it has lapsed."""
        days = [paper.document.in_force_until for paper in self.papers if not paper.current]
        return max((day for day in days if day), default=None)

    @property
    def routes(self) -> tuple[Route, ...]:
        """Where and how to file, by the day."""
        wanted = {serves for case in self.standing for serves in case.procedures}
        by_key = {procedure.key: procedure for procedure in self.ruleset.procedures}
        found = []
        for procedure in self.ruleset.procedures:
            if not (
                wanted.intersection(procedure.serves)
                and procedure.in_force(self.situation.day(procedure.by))
            ):
                continue
            notices = self._on_its_day(filter(None, (procedure.notice,)))
            terms = [statement for _name, statement in terms_of(procedure)]
            found.append(
                Route(
                    procedure,
                    by_key.get(procedure.last_verified or ""),
                    next(iter(notices), None),
                    self._in_doubt((procedure, *terms, *notices)),
                )
            )
        return tuple(found)

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """The fines in force, where the rules price an offence beside this outcome."""
        if not self.outcome.fined:
            return ()
        on = self.situation.declared
        return tuple(row for row in self.ruleset.penalties if row.in_force(on))

    @property
    def penalty_notes(self) -> tuple[Statement, ...]:
        """What must be said beside the fines, on the day they count by."""
        if not self.penalties:
            return ()
        on = self.situation.declared
        return tuple(item for item in self.ruleset.penalty_notes if item.in_force(on))

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is in doubt on this day and touches the result; what decides it comes first."""
        return self._known((*self.verdict.doubts, *self._doubts()))

    @property
    def foreseen(self) -> tuple[Doubt, ...]:
        """What will be in doubt about the verdict, where something is said of it already."""
        return tuple(
            doubt
            for doubt in self._named(self._concerned)
            if doubt.in_force_from
            and self.situation.day(doubt.by) < doubt.in_force_from
            and self._on_its_day(doubt.means)
        )

    def _in_doubt(self, items: Iterable[Any]) -> tuple[Doubt, ...]:
        """What these refer to that is in doubt on the day."""
        return self._known(key for item in items for key in item.doubts)

    def _known(self, keys: Iterable[str]) -> tuple[Doubt, ...]:
        """The doubts of these keys that there are, each on the day by which it counts."""
        found = self._named(dict.fromkeys(keys))
        return tuple(item for item in found if item.in_force(self.situation.day(item.by)))

    def _named(self, keys: Iterable[str]) -> Iterator[Doubt]:
        """The doubts of these keys that there are: a draft may name one not written yet."""
        known = self.ruleset.doubt_by_key
        return (known[key] for key in keys if key in known)

    @cached_property
    def _concerned(self) -> tuple[str, ...]:
        """The doubts (keys) of the verdict itself, whether they have begun or not.

        Where no case carries it, it is what is in doubt about an outcome still possible, or about
        each case that is still open. Before all of these stands what the facts lead into.
        """
        outcomes = self.ruleset.outcomes
        is_open = not self.cases and self.verdict.is_open
        possible = self.verdict.possible_outcomes if is_open else ()
        carrying: list[Any] = [*self.cases, self.outcome, *(outcomes[key] for key in possible)]
        found = [key for item in carrying for key in item.doubts]
        if is_open and self.deciding:
            first, *others = (item.case.doubts for item in self.deciding)
            found += [key for key in first if all(key in doubts for doubts in others)]
        return tuple(dict.fromkeys((*self._of_facts(), *found, *self.ruleset.general_doubts)))

    def _of_facts(self) -> Iterator[str]:
        """Yield the doubts of facts, where the answer is one that a case in that doubt asks for."""
        for key, chosen in self.situation.answers.items():
            question = self.ruleset.question_by_key[key]
            is_known = self.situation.given[key] != DONT_KNOW
            if (
                question.doubt
                and question.asks == "fact"
                and is_known
                and any(
                    condition.question == key and chosen & condition.choices
                    for case in self.ruleset.cases
                    if question.doubt in case.doubts
                    for row in case.when
                    for condition in row
                )
            ):
                yield question.doubt

    @cached_property
    def to_do(self) -> frozenset[str]:
        """The tasks (keys): as the cases that carry the verdict say, else as its outcome."""
        named = frozenset(key for case in self.cases for key in case.todo)
        return named or frozenset(self.outcome.todo)

    def _doubts(self) -> Iterator[str]:
        """Yield the keys of every doubt that something shown refers to."""
        for key, value in self.situation.given.items():
            question = self.ruleset.question_by_key[key]
            if value == DONT_KNOW and question.asks == "term" and question.doubt:
                yield question.doubt
        yield from self._concerned
        shown: list[Any] = [*self.means, *self.actions, *self.regimes]
        shown += filter(None, (self._lead(case) for case in self.standing))
        shown += [item.case for item in self.anyway.holding]
        shown += self._on_its_day(one for item in self.anyway.holding for one in item.case.means)
        shown += [*(paper.document for paper in self.papers), *self.penalty_notes]
        shown += [task for task in self.ruleset.tasks if task.key in self.to_do]
        shown += [statement for decider in self.decides for statement in decider.power]
        for item in shown:
            yield from item.doubts
        for route in self.routes:
            yield from (doubt.key for doubt in route.doubts)

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """Whom to ask: who settles a further doubt is said beside it."""
        wanted = {*self.outcome.ask, *(key for case in self.cases for key in case.ask)}
        wanted |= {key for doubt in self._known(self.verdict.doubts) for key in doubt.ask}
        return tuple(item for item in self.ruleset.authorities if item.key in wanted)

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What was looked for and not found."""
        wanted = {*self.outcome.unknowns, *(key for case in self.cases for key in case.unknowns)}
        return tuple(item for item in self.ruleset.unknowns if item.key in wanted)

    @cached_property
    def proof(self) -> tuple[CaseProof, ...]:
        """Every case in force, in the order of authority."""
        return self.verdict.proof

    @cached_property
    def deciding(self) -> tuple[CaseProof, ...]:
        """The cases that carry the verdict, leave it open, or come nearest to being met."""
        if self.cases:
            carrying = {case.key for case in self.cases}
            return tuple(item for item in self.proof if item.case.key in carrying)
        if self.verdict.is_open:
            return tuple(item for item in self.proof if item.truth is Truth.UNKNOWN)
        outcomes = self.ruleset.outcomes
        ways = [item for item in self.proof if outcomes[item.case.outcome].several] or self.proof
        openings = [item for item in ways if item.state != "not-chosen"] or ways
        nearest = max((_met(item) for item in openings), default=0)
        return tuple(item for item in openings if _met(item) == nearest)

    @property
    def is_long(self) -> bool:
        """Whether so many cases decide that what is said of each is folded."""
        return len(self.deciding) > MOST_UNFOLDED

    @property
    def guided(self) -> tuple[Case, ...]:
        """The cases with a guidance page, each page once."""
        pages = {case.guide: case for case in reversed(self.cases) if case.guide}
        return tuple(case for case in self.cases if case.guide and pages[case.guide] is case)

    @property
    def others(self) -> tuple[CaseProof, ...]:
        """The cases that did not decide."""
        return tuple(item for item in self.proof if item not in self.deciding)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The facts that still decide."""
        return tuple(self.ruleset.question_by_key[key] for key in self.verdict.open_questions)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The facts that, were they so, would lead to another outcome."""
        if self.verdict.is_open:
            return ()
        return what_would_change(self.ruleset, self.situation.answers, self.situation.judged)

    @property
    def ways(self) -> tuple[Change, ...]:
        """Of the changes the easiest that leads to each other outcome: what to plan with."""
        easiest: dict[str, Change] = {}
        for change in self.changes:
            easiest.setdefault(change.verdict.outcome, change)
        return tuple(easiest.values())

    @cached_property
    def numbers(self) -> dict[str, int]:
        """A number for each provision shown, in the order of first mention."""
        numbers: dict[str, int] = {}
        for citation in self._citations():
            numbers.setdefault(str(citation), len(numbers) + 1)
        return numbers

    @property
    def sources(self) -> tuple[tuple[int, Provision], ...]:
        """The provisions shown, numbered, as the register of the law has them."""
        return tuple((number, provision(key)) for key, number in self.numbers.items())

    def _citations(self) -> Iterator[Citation]:
        yield from self.basis
        yield from chain.from_iterable(
            self.said_of(item.case).basis for item in self.anyway.holding
        )
        for decider in self.decides:
            yield from _bases(decider.power)
        for statements in (self.means, self.regimes, self.actions, self.bring):
            yield from _bases(statements)
        yield from chain.from_iterable(map(self.basis_of, self.authorities))
        yield from _bases(paper.document for paper in self.papers)
        for route in self.routes:
            yield from _bases(filter(None, (route.notice,)))
            for procedure in (route.procedure, route.last_verified):
                if procedure is not None:
                    yield from _of_procedure(procedure)
        yield from _bases(self.penalties)
        yield from _bases(self.penalty_notes)
        for doubt in self.doubts:
            yield from doubt.basis
            yield from _bases(doubt.readings)
        for item in self.deciding:
            yield from self.basis_of(item.case)
        yield from self.legal_status.basis


def _has_begun(document: Document, on: date) -> bool:
    return document.in_force_from is None or document.in_force_from <= on


def terms_of(procedure: Procedure) -> list[tuple[str, Statement]]:
    """List what is known of a procedure, each statement with the name of its field."""
    names = ("channel", "total", "fee", "refusal", "validity", "stay", "report")
    found = ((name, getattr(procedure, name)) for name in names)
    return [(name, statement) for name, statement in found if statement]


def _met(proof: CaseProof) -> int:
    """Count the conditions met in the row that comes nearest."""
    return max(sum(item.truth is Truth.YES for item in row) for row in proof.rows)


def _bases(items: Iterable[object]) -> Iterator[Citation]:
    for item in items:
        yield from getattr(item, "basis", ())


def _of_procedure(procedure: Procedure) -> Iterator[Citation]:
    yield from _bases(statement for _name, statement in terms_of(procedure))
    yield from _bases(procedure.steps)
