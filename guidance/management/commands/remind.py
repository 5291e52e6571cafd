"""Writes to provincial editors whose locality nobody has confirmed for a long time."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from guidance.localities.departments.reminders import reminders, unconfirmed
from guidance.models.localities import CONFIRMED_FOR


class Command(BaseCommand):
    """For a timer to run, once a week for instance: each run writes again."""

    help = "Reminds provincial editors, by e-mail, to confirm what stands about their locality."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """After how many days, and whether to write at all."""
        parser.add_argument("--days", type=int, default=CONFIRMED_FOR.days)
        parser.add_argument("--dry-run", action="store_true", help="say who would get a letter")

    def handle(self, **options: Any) -> None:
        """Write each letter; one that cannot be sent does not keep the others."""
        places = unconfirmed(options["days"])
        letters = list(reminders(options["days"]))
        silent = {str(place) for place in places} - {str(letter.locality) for letter in letters}
        self.stdout.write(f"{len(places)} localities not confirmed for {options['days']} days.")
        for name in sorted(silent):
            self.stdout.write(f"{name}: no provincial editor with an e-mail address")
        failed = [letter for letter in letters if not self._send(letter, options["dry_run"])]
        if failed:
            message = f"{len(failed)} of {len(letters)} letters could not be sent."
            raise CommandError(message)

    def _send(self, letter: Any, is_dry: bool) -> bool:
        address = f"{letter.locality}: {letter.user.email}"
        if is_dry:
            self.stdout.write(f"{address} (not sent)")
            return True
        try:
            get_connection().send_messages([letter.message()])
        except OSError as error:
            self.stderr.write(f"{address}: {error}")
            return False
        self.stdout.write(address)
        return True
