"""`manage.py verify_ruleset`: walk every path of the shipped rule sets and print what was found."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import Report, verify
from wizard.rules import law, registry


class Command(BaseCommand):
    """Prove the rule sets sound; fail if anything is found."""

    help = "Walk every path of every shipped rule set; print figures and issues."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Verify each version for the day of its review and say what was found."""
        issues = 0
        for ruleset in registry.shipped():
            started = time.perf_counter()
            report = verify(
                ruleset,
                max(ruleset.in_force_from or ruleset.reviewed, ruleset.reviewed),
                law.shipped(),
            )
            self._print(ruleset, report, time.perf_counter() - started)
            issues += len(report.issues)
        if issues:
            raise CommandError(f"{issues} issues: these rules must not be published")

    def _print(self, ruleset: RuleSet, report: Report, seconds: float) -> None:
        self.stdout.write(f"{ruleset.key} version {ruleset.version}")
        self.stdout.write(
            f"  paths {report.paths}, situations {report.situations}, "
            f"questions {report.questions}, longest path {report.longest}, {seconds:.2f} s"
        )
        for outcome, paths in report.outcomes.items():
            self.stdout.write(f"  {outcome}: {paths} paths")
        if ruleset.papers:
            fields = sum(len(topic.fields) for topic in ruleset.papers.topics)
            self.stdout.write(f"  papers {len(ruleset.papers.papers)}, fields {fields}")
        for issue in report.issues:
            self.stdout.write(self.style.ERROR(f"  {issue}"))
