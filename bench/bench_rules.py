"""Measure the proof and the comparison of rule sets, shipped and large: part of `make bench`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import print_figure, print_machine, print_summary, print_title, seconds
from bench.rules_generated import adversarial, realistic
from tests.wizard.decision.small import ON
from wizard.decision.diff import difference
from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import verify
from wizard.rules.snapshot import shipped

LONGEST = 10.0
NO_LAW: frozenset[str] = frozenset()
"""The register of the law is not measured here: to look up a citation costs nothing."""


def main() -> None:
    """Prove and compare one rule set after the other."""
    print_machine()
    print_title("Proof and comparison")
    for key, versions in groupby(shipped(), key=attrgetter("key")):
        *earlier, newest = versions
        measure(f"shipped {key}", newest, [newest, *earlier][-1])
    for name, make in (("as laws are", realistic), ("drawn by lot", adversarial)):
        measure(f"40 x 6 x 60, {name}", make(1), make(1, cases=59))
    print_summary()


def measure(name: str, ruleset: RuleSet, before: RuleSet) -> None:
    """Time both, and say whether every path was walked."""
    reports = []
    timed(f"{name}: verify", lambda: reports.append(verify(ruleset, ON, NO_LAW)))
    report = reports[0]
    walked = all(item.code != "too-many-situations" for item in report.issues)
    shown = f"{report.paths:,} in {report.situations:,}"
    print_figure("  every path walked (paths, situations)", shown, "yes", met=walked)
    found = []
    timed(f"{name}: diff", lambda: found.append(difference(before, ruleset, ON)))
    print_figure(
        "  every combination compared (of them changed)",
        f"{found[0].changed:,}",
        "yes",
        met=found[0].is_complete,
    )


def timed(name: str, work: Callable[[], object]) -> None:
    """Print the time of the processor that some work takes."""
    taken = seconds(work)
    print_figure(name, f"{taken:.2f} s", "< 10 s", met=taken < LONGEST)


if __name__ == "__main__":
    main()
