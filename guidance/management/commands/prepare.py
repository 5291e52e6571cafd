"""Everything between installing the packages and serving the site, in one process."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from guidance.operations import restore
from guidance.operations.backup import ArchiveError

STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Translations", "compilemessages", {}),
    # With its checks, which a command called from here would pass over.
    ("Database", "migrate", {"interactive": False, "verbosity": 0, "skip_checks": False}),
    ("Rules", "load_rulesets", {}),
    ("Content", "load_content", {}),
    ("Demo accounts", "demo_accounts", {}),
    ("Style sheets, scripts and images", "collectstatic", {"interactive": False, "verbosity": 0}),
    ("Search", "update_index", {"verbosity": 0}),
)


class Command(BaseCommand):
    """One start of Django instead of five. Every step may be repeated at any time."""

    help = "Brings translations, database, content, static files and search up to date."

    def handle(self, **options: object) -> None:
        """Run the steps in order, and say how long each took."""
        try:
            interrupted = restore.finish()
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        if interrupted:
            self.stdout.write(f"  A restore had been interrupted: {interrupted}")
        available = get_commands()
        for title, command, arguments in STEPS:
            if command not in available:
                continue
            began = monotonic()
            self.stdout.write(f"  {title} …")
            self.stdout.flush()
            call_command(command, **arguments, stdout=self.stdout)
            self.stdout.write(f"  {title}: {monotonic() - began:.1f} s")
