"""`manage.py import_ruleset`: make a draft of a rule-set file, or publish it if it is sound."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.drafts.importing import import_rule_set
from wizard.rules.toml_files import read


class Command(BaseCommand):
    """Take a file over as a version: all of it, or nothing."""

    help = "Read a rule-set file into a draft, or publish it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and whether to publish it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action=BooleanOptionalAction, default=False)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, keep and say what was done."""
        try:
            mapping = read(options["file"].read_text(encoding="utf-8"))
        # What is no TOML, no UTF-8, no rule set, or has a number of thousands of digits.
        except (OSError, ValueError, RecursionError) as error:
            raise CommandError(str(error)) from error
        try:
            document = import_rule_set(mapping, publish=options["publish"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        state = "published" if document.live else "kept as a draft"
        self.stdout.write(f"{document.key} {document.version}: {state}")
