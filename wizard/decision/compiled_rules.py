"""The rule set as bit masks: every state of every fact is one bit.

A question with one answer is one fact with a bit for each choice. A question with several answers
is one fact *per choice*, with two bits: ticked, not ticked. What is known about a situation is one
integer: the bits of the states still possible.

    state: new 0001, used 0010        purpose: move ticked 0100, move not ticked 1000

A condition is met when no bit against it is left, not met when no bit for it is left, else not
known. That makes an assessment a few dozen integer operations, and "I don't know" simply all bits
of a question. A condition on several answers ("moving or showing") is met by either tick: its row
becomes one row for each, which in three-valued logic says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, reduce
from itertools import product
from operator import and_, or_
from typing import NamedTuple

from .ruleset import Case, Condition, Question, RuleSet, Stage
from .truth import Truth

Answers = Mapping[str, frozenset[str]]
"""Per question key, the choices still possible; of several answers, those that are ticked.

A question left out is wholly open, and so is one answered with nothing that the rules know, such
as `frozenset({DONT_KNOW})`.
"""

STAGES: tuple[Stage, ...] = ("coverage", "opening")
"""Does the act apply at all, and what does it say then: the first is judged first.

With the outcomes in their order they make the tiers, the order of authority: an outcome stands only
if every tier before it is NO. What no tier decides is the outcome that the rules name for it.
"""

UNDECIDED = 1_000
"""Stands for the tier of a verdict that no tier decides: after every one there is."""

MOST_ANSWERS_KEPT = 5_000
"""Answers whose bits are kept at hand; sets of ticks could be without number."""

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


@dataclass(frozen=True, slots=True)
class Need:
    """What a row needs of one fact: the bits for it and against it.

    `choice` names the tick of a question with several answers; `step` is ``question`` or
    ``question.choice``, the moment at which the fact is learnt.
    """

    question: str
    choice: str | None
    step: str
    allowed_mask: int
    excluded_mask: int
    fact_mask: int
    is_gate: bool
    is_term: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One AND row of a case, in bits.

    `number` tells the rows of a table apart; `origin` is the row of the case, as it is written,
    that this one is or is made from.
    """

    number: int
    origin: int
    excluded_mask: int
    facts_mask: int
    needs: tuple[Need, ...]
    known: dict[int, tuple[Need, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What `unsettled` found, by what is possible of the row's own facts; the same comes again."""

    def truth(self, possible: int) -> Truth:
        """Judge the row by what is still possible."""
        if not possible & self.excluded_mask:
            return YES
        return UNKNOWN if self.may_hold(possible) else NO

    def may_hold(self, possible: int) -> bool:
        """Say whether every need can still be met."""
        for need in self.needs:  # noqa: SIM110 - twice as fast as all(), and asked half a million times
            if not possible & need.allowed_mask:
                return False
        return True

    def unmet(self, possible: int) -> list[Need]:
        """Give the needs that are not met yet, whether or not they are asked about by now."""
        return [need for need in self.needs if possible & need.excluded_mask]

    def unsettled(self, possible: int) -> tuple[Need, ...]:
        """Give the needs on which an undecided row still hangs, up to an unknown gate."""
        bits = possible & self.facts_mask
        if bits not in self.known:
            self.known[bits] = tuple(self._unsettled(bits))
        return self.known[bits]

    def _unsettled(self, possible: int) -> Iterator[Need]:
        for need in self.needs:
            if possible & need.excluded_mask:
                yield need
                if need.is_gate and possible & need.fact_mask == need.fact_mask:
                    return


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """An AND row as the case has it, in bits, not yet taken apart into one row for each tick.

    `allowed_masks` are the bits of each condition, one of which must stay possible; `unticked`
    those of each condition on ticks, one of which must be gone.
    """

    excluded_mask: int
    allowed_masks: tuple[int, ...]
    unticked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A case with its tier, its rows in bits, and the same rows as they are written.

    `numbers` has a bit for each written row, which tells it apart from those of all cases.
    """

    case: Case
    tier: int
    rows: tuple[Row, ...]
    written: tuple[WrittenRow, ...]
    numbers: int

    def truth(self, possible: int) -> Truth:
        """Judge the case: the strongest of its rows."""
        return judge(self.written, possible)

    def undecided(self, possible: int) -> Iterator[tuple[Rule, Row]]:
        """Yield the rows that are not decided, each with this rule."""
        return ((self, row) for row in self.rows if row.truth(possible) is UNKNOWN)


def judge(rows: tuple[WrittenRow, ...], possible: int) -> Truth:
    """Judge an OR of rows; written out, for this loop is the whole cost of an assessment."""
    truth = NO
    for row in rows:
        for bits in row.allowed_masks:
            if not possible & bits:
                break
        else:
            if possible & row.excluded_mask:
                truth = UNKNOWN
                continue
            for bits in row.unticked:
                if possible & bits == bits:
                    truth = UNKNOWN
                    break
            else:
                return YES
    return truth


class Memo(dict[tuple[str, frozenset[str]], int]):
    """What was worked out for one answer (question and choices), since the same few come again.

    A dict that works out what it lacks: whole sets of answers are then looked up without a loop.
    """

    def __init__(self, make: Callable[[str, frozenset[str]], int]) -> None:
        """Remember nothing yet."""
        super().__init__()
        self.make = make

    def __missing__(self, answer: tuple[str, frozenset[str]]) -> int:
        """Work it out, and keep it unless there are too many already."""
        found = self.make(*answer)
        if len(self) < MOST_ANSWERS_KEPT:
            self[answer] = found
        return found


class RowRef(NamedTuple):
    """A row that names a question: its rule, what would spoil it there, the gates before."""

    rule: Rule
    row: Row
    excluded_mask: int
    gates: tuple[int, ...]


class CompiledRuleSet:
    """A rule set on one day, compiled: bits per choice and rules per tier."""

    def __init__(self, ruleset: RuleSet, on: date) -> None:
        """Number the facts and translate the conditions of the cases in force."""
        self.ruleset = ruleset
        self.bits: dict[str, dict[str, int]] = {}
        self.unticked: dict[str, dict[str, int]] = {}
        self.question_mask: dict[str, int] = {}
        self.everything = 0
        for question in ruleset.questions:
            self._number(question)
        self.alone = {
            key: tuple(item.key for item in ruleset.question_by_key[key].choices if item.alone)
            for key in self.unticked
        }
        self.terms = {
            question.key: question.doubt or ""
            for question in ruleset.questions
            if question.asks == "term"
        }
        self._restrictions = Memo(self._restriction)
        self._effects = Memo(self._effect)
        self.open = ruleset.outcome_that("open")
        self.otherwise = ruleset.outcome_that("otherwise")
        self.doubtful = ruleset.outcome_that("doubtful")
        in_force = [case for case in ruleset.cases if case.in_force(on)]
        carried = {(case.stage, case.outcome) for case in in_force}
        order = [(stage, outcome) for stage in STAGES for outcome in ruleset.order]
        self._order = [tier for tier in order if tier in carried]
        self.outcomes: tuple[str, ...] = tuple(outcome for _stage, outcome in self._order)
        several = [
            number
            for number, (stage, outcome) in enumerate(self._order)
            if stage == STAGES[-1] and ruleset.outcomes[outcome].several
        ]
        # The one tier that goes on being asked about once settled: other cases may fit as well.
        self.several = several[0] if several else -1
        self._rows = self._written_rows = 0
        self._conditions: dict[str, list[tuple[int, Condition]]] = {key: [] for key in self.bits}
        rules = [self._rule(case) for case in in_force]
        self.tiers: tuple[tuple[Rule, ...], ...] = tuple(
            tuple(rule for rule in rules if rule.tier == tier) for tier in range(len(self._order))
        )
        self.rules = tuple(rule for tier in self.tiers for rule in tier)
        self.rows_by_question: dict[str, list[RowRef]] = {key: [] for key in self.bits}
        for rule in self.rules:
            for row in rule.rows:
                self._index(rule, row)
        self.tier_numbers = tuple(sum(rule.numbers for rule in tier) for tier in self.tiers)
        self._named = {
            key: sum(bit for bit, _ in conditions) for key, conditions in self._conditions.items()
        }

    def _number(self, question: Question) -> None:
        """Give the choices of a question their bits."""
        keys = [choice.key for choice in question.choices]
        start = self.everything.bit_length()
        self.bits[question.key] = {key: 1 << (start + i) for i, key in enumerate(keys)}
        width = len(keys)
        if question.kind == "choices":
            start += width
            self.unticked[question.key] = {key: 1 << (start + i) for i, key in enumerate(keys)}
            width *= 2
        self.question_mask[question.key] = ((1 << width) - 1) << self.everything.bit_length()
        self.everything |= self.question_mask[question.key]

    def _rule(self, case: Case) -> Rule:
        order = list(self.question_mask)
        rows = []
        for origin, conditions in enumerate(case.when):
            ordered = sorted(conditions, key=lambda item: order.index(item.question))
            for needs in product(*(tuple(self._needs(item)) for item in ordered)):
                excluded_mask = facts_mask = 0
                for need in needs:
                    excluded_mask |= need.excluded_mask
                    facts_mask |= need.fact_mask
                rows.append(Row(self._rows, origin, excluded_mask, facts_mask, needs))
                self._rows += 1
        written = tuple(self._written(conditions) for conditions in case.when)
        numbers = 0
        for conditions in case.when:
            bit = 1 << self._written_rows
            self._written_rows += 1
            numbers |= bit
            for item in conditions:
                self._conditions[item.question].append((bit, item))
        return Rule(
            case, self._order.index((case.stage, case.outcome)), tuple(rows), written, numbers
        )

    def _written(self, conditions: tuple[Condition, ...]) -> WrittenRow:
        """Translate a row as a whole; the condition most likely to fail comes first."""
        excluded_mask, allowed, unticked = 0, [], []
        for item in sorted(
            conditions, key=lambda item: -self.question_mask[item.question].bit_count()
        ):
            mask = self.mask(item.question, item.choices)
            allowed.append(mask)
            if item.question in self.unticked:
                bits = self.unticked[item.question]
                unticked.append(sum(bits[choice] for choice in item.choices if choice in bits))
            else:
                excluded_mask |= self.question_mask[item.question] & ~mask
        return WrittenRow(excluded_mask, tuple(allowed), tuple(unticked))

    def _needs(self, condition: Condition) -> Iterator[Need]:
        """Turn a condition into its alternatives: one, or one for each tick that meets it."""
        key = condition.question
        question = self.ruleset.question_by_key[key]
        is_term = question.asks == "term"
        if key not in self.unticked:
            allowed, fact_mask = self.mask(key, condition.choices), self.question_mask[key]
            yield Need(
                key, None, key, allowed, fact_mask & ~allowed, fact_mask, question.gate, is_term
            )
            return
        for choice, allowed in self.bits[key].items():
            if choice in condition.choices:
                against, step = self.unticked[key][choice], f"{key}.{choice}"
                fact_mask = allowed | against
                yield Need(key, choice, step, allowed, against, fact_mask, question.gate, is_term)

    def _index(self, rule: Rule, row: Row) -> None:
        """File a row under each question it names, with the gates that come before."""
        gates: tuple[int, ...] = ()
        for need in row.needs:
            found = RowRef(rule, row, need.excluded_mask, gates)
            self.rows_by_question[need.question].append(found)
            if need.is_gate and need.excluded_mask:
                gates += (need.fact_mask,)

    @property
    def decided_tier(self) -> int:
        """The first tier with a case that holds before anything is answered, if there is one."""
        holding = (rule.tier for rule in self.rules if rule.truth(self.everything) is YES)
        return min(holding, default=UNDECIDED)

    def mask(self, question: str, choices: frozenset[str]) -> int:
        """Turn choices of a question into bits; choices it does not have count for nothing."""
        bits = self.bits[question]
        mask = 0
        for choice in choices:
            mask |= bits.get(choice, 0)
        return mask

    def restrict(self, possible: int, question: str, choices: frozenset[str]) -> int:
        """Leave only these choices of a question possible; ignore what the rules do not know.

        Of a question with several answers the choices are the ticked ones, and all others are not.
        """
        return possible & self._restrictions[question, choices]

    def possible(self, answers: Answers) -> int:
        """Turn answers into the bits still possible."""
        return reduce(and_, map(self._restrictions.__getitem__, answers.items()), self.everything)

    def _restriction(self, question: str, choices: frozenset[str]) -> int:
        """Give all bits that one answer leaves possible."""
        mask = self.mask(question, choices) if question in self.question_mask else 0
        if not mask:
            return -1
        for choice, bit in self.unticked.get(question, {}).items():
            if choice not in choices:
                mask |= bit
        return ~self.question_mask[question] | mask

    def outcome_rows(self, answers: Answers) -> tuple[int, int, int]:
        """Give the written rows that answers rule out, those they leave open, and `possible`; bits.

        Says of every row what judging it by `possible` says, at a third of the price: a row is
        ruled out if one answer rules it out, and holds if none does and none leaves it open. Bits
        beyond the rows mean nothing.
        """
        found = reduce(or_, map(self._effects.__getitem__, answers.items()), 0)
        unasked = map(self._named.__getitem__, self._named.keys() - answers.keys())
        rows = self._written_rows
        possible = self.everything & ~(found >> 2 * rows)
        return found >> rows, reduce(or_, unasked, found), possible

    def _effect(self, question: str, choices: frozenset[str]) -> int:
        """Work out what one answer does, packed so that the effects of several are their OR.

        From the right: the rows it leaves open, the rows it rules out, the states it rules out.
        """
        possible = self.restrict(self.everything, question, choices)
        rows = self._written_rows
        found = (self.everything & ~possible) << 2 * rows
        for bit, condition in self._conditions.get(question, ()):
            truth = self.holds_some(possible, condition)
            if truth is UNKNOWN:
                found |= bit
            elif truth is NO:
                found |= bit << rows
        return found

    def tick(self, possible: int, question: str, choice: str, *, is_ticked: bool) -> int:
        """Settle one tick of a question with several answers, and no other."""
        against = self.unticked if is_ticked else self.bits
        return possible & ~against[question].get(choice, 0)

    def unmixed(self, possible: int, question: str) -> int:
        """Untick the answers that stand alone: something else is ticked."""
        for choice in self.alone.get(question, ()):
            possible = self.tick(possible, question, choice, is_ticked=False)
        return possible

    @property
    def facts(self) -> set[int]:
        """The facts, each as all bits of its states."""
        return {need.fact_mask for rule in self.rules for row in rule.rows for need in row.needs}

    def holds_some(self, possible: int, condition: Condition) -> Truth:
        """Judge one condition as it is written; any of the ticks it names meets it."""
        key, allowed = condition.question, self.mask(condition.question, condition.choices)
        if key in self.unticked:
            bits = self.unticked[key]
            against = [bits[choice] for choice in condition.choices if choice in bits]
        else:
            against = [self.question_mask[key] & ~allowed]
        if any(not possible & mask for mask in against):
            return YES
        return UNKNOWN if possible & allowed else NO

    def open_rows(self, possible: int) -> Iterator[tuple[Rule, Row]]:
        """Yield the undecided rows that can still change the verdict or add a permitted case."""
        for number, tier in enumerate(self.tiers):
            truths = [rule.truth(possible) for rule in tier]
            settled = YES in truths
            if not settled or number == self.several:
                for rule, truth in zip(tier, truths, strict=True):
                    if truth is UNKNOWN:
                        yield from rule.undecided(possible)
            if settled:
                break

    def is_relevant(self, question: str, possible: int, decided_tier: int) -> bool:
        """Say whether a question still matters, looking only at the rows that name it."""
        for rule, row, excluded_mask, gates in self.rows_by_question[question]:
            tier = rule.tier
            if (
                possible & excluded_mask
                and (tier < decided_tier or tier == decided_tier == self.several)
                and row.truth(possible) is UNKNOWN
                and rule.truth(possible) is UNKNOWN
                and not any(possible & fact_mask == fact_mask for fact_mask in gates)
            ):
                return True
        return False

    def decided_by(self, question: str, possible: int, decided_tier: int) -> int:
        """Give the first tier with a case that holds, once a question has been answered."""
        return min(
            (
                found.rule.tier
                for found in self.rows_by_question[question]
                if found.rule.tier < decided_tier and found.rule.truth(possible) is YES
            ),
            default=decided_tier,
        )

    def deciding(self, possible: int) -> set[str]:
        """Collect the questions on which the verdict, or another permitted case, still hangs."""
        return {
            need.question for _, row in self.open_rows(possible) for need in row.unsettled(possible)
        }

    def alternatives(self, possible: int) -> Iterator[int]:
        """Try each state of the first fact on which the verdict still hangs."""
        needs = (need for _, row in self.open_rows(possible) for need in row.unsettled(possible))
        first = min(needs, key=lambda need: need.fact_mask)
        left = possible & first.fact_mask
        while left:
            bit = left & -left
            left ^= bit
            yield self.implied(possible & ~first.fact_mask | bit, first.question)

    def implied(self, possible: int, question: str) -> int:
        """Draw what one tick says of the others: an answer that stands alone has none beside it."""
        unticked = self.unticked.get(question)
        if unticked is None:
            return possible
        alone, bits = self.alone[question], self.bits[question]
        ticked = [choice for choice, bit in unticked.items() if not possible & bit]
        if any(choice in alone for choice in ticked):
            return self.restrict(possible, question, frozenset(ticked))
        if ticked:
            return self.unmixed(possible, question)
        others = any(possible & bit for choice, bit in bits.items() if choice not in alone)
        if len(alone) == 1 and not others:
            return self.tick(possible, question, alone[0], is_ticked=True)
        return possible


@lru_cache(maxsize=64)
def compiled(ruleset: RuleSet, on: date) -> CompiledRuleSet:
    """Give the table of a rule set (told apart by identity) on a day, made once."""
    return CompiledRuleSet(ruleset, on)
