"""How sure a result is: what it rests on, as the deciding cases cite it, and what is in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wizard.decision.sources import Doubt, Text
from wizard.rules.law import Provision, provision

from .results import Result

Level = Literal["settled", "partly", "facts", "open"]
"""An official text says so; part of it does; it hangs on facts; the law leaves it open."""

STRONG = ("official", "official-copy")
"""Evidence that settles: the official text, or a copy of it that was read."""


@dataclass(frozen=True)
class Certainty:
    """What a reader is told in one line under the verdict."""

    result: Result

    @cached_property
    def weak(self) -> tuple[Provision, ...]:
        """What the verdict rests on that was not read in an official text."""
        return tuple(item for item in self._basis if item.evidence not in STRONG)

    @property
    def weak_point(self) -> Text:
        """What rests on the first of these, in a reader's words: a case, or else the provision."""
        first = self.weak[0]
        cases = self.result.cases
        found = (case.title for case in cases if first in map(provision, case.basis))
        return next(found, first.label)

    @property
    def is_from_copy(self) -> bool:
        """Whether an official text was read in a copy only."""
        return any(item.evidence == "official-copy" for item in self._basis)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is in doubt on this day about the result."""
        return self.result.doubts

    @property
    def further(self) -> int:
        """How many points are in doubt beside the first."""
        return len(self.doubts) - 1

    @property
    def level(self) -> Level:
        """How sure it is, in one word."""
        verdict, outcome = self.result.verdict, self.result.outcome
        if outcome.open:
            return "facts"
        if verdict.is_unsettled or outcome.doubtful:
            return "open"
        return "partly" if self.weak or self.doubts else "settled"

    @cached_property
    def _basis(self) -> tuple[Provision, ...]:
        """The provisions of the sentence and of every case that carries the verdict, each once."""
        of_cases = (item for case in self.result.cases for item in self.result.basis_of(case))
        return tuple(map(provision, dict.fromkeys((*self.result.basis, *of_cases))))
