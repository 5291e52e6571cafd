"""The whole installation in one file: every record and every upload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidance.operations.backup import write


class Command(BaseCommand):
    """Readers and editors may go on meanwhile: the records are those of one moment."""

    help = "Writes every record and every upload to one file, which `restore` reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        """Write the file under another name first, so that half a back-up never looks like one."""
        try:
            contents = write(file)
        except OSError as error:
            message = f"{file} was not written: {error}"
            raise CommandError(message) from error
        self.stdout.write(f"{file}: {contents.records} records, {contents.uploads} uploads")
