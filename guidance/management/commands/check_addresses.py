"""Asks every other site that pages and sources lead to whether its address still answers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from guidance.editing.reports import address_check


class Command(BaseCommand):
    """For the operator to run, now and then: the site itself asks nobody."""

    help = "Checks the addresses of other sites; the report of broken links shows what was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long to wait for one answer."""
        parser.add_argument(
            "--patience",
            type=float,
            default=15.0,
            help="seconds for one answer, redirects included",
        )

    def handle(self, **options: Any) -> None:
        """Ask one after the other and say how each answered."""
        failed = 0
        for address, answer in address_check.check(options["patience"]):
            failed += bool(answer.problem)
            told = answer.problem or (answer.moved_to and f"moved to {answer.moved_to}") or "ok"
            self.stdout.write(f"{address}: {told}")
        self.stdout.write(f"{failed} addresses did not answer.")
