"""The whole installation from one file, into an empty database of either kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidance.operations.backup import ArchiveError
from guidance.operations.restore import finish, restore


class Command(BaseCommand):
    """All or nothing: what the installation holds is replaced only if all of it could be read."""

    help = "Replaces every record and every upload by those of a file that `backup` wrote."
    # The database may be one that no check can ask yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, and that one means it."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--replace", action="store_true", help="even if the database has pages already"
        )
        parser.add_argument(
            "--finish", action="store_true", help="finish or undo a restore that was interrupted"
        )

    def handle(self, *, file: Path | None, replace: bool, **options: Any) -> None:
        """Restore a file, or see to what an earlier restore left."""
        if (file is None) is not options["finish"]:
            message = "Name a file, or --finish."
            raise CommandError(message)
        try:
            if file is None:
                self.stdout.write(f"Interrupted restore: {finish() or 'there was none'}")
                return
            contents = restore(file, replace=replace)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {contents.records} records, {contents.uploads} uploads")
