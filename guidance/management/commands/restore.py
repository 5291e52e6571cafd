"""The whole installation from one file, into an empty database of either kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidance.delivery.content_version import content_version
from guidance.operations.backup import ArchiveError, read


class Command(BaseCommand):
    """All or nothing: what the database holds is replaced only if everything could be read."""

    help = "Replaces every record and adds every upload from a file that `backup` wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, and that one means it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="even if the database has pages already"
        )

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        """Bring the tables up to date, fill them, then build the search index anew."""
        call_command("migrate", interactive=False, verbosity=0)
        try:
            contents = read(file, replace=replace)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        call_command("update_index", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)
        content_version.change()
        self.stdout.write(f"{file}: {contents.records} records, {contents.uploads} uploads")
