"""`manage.py export_ruleset`: write a version of the rules as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.drafts.models.documents import RuleSetDocument
from wizard.rules.toml_files import write


class Command(BaseCommand):
    """Write one version as TOML: to a file, or to the terminal."""

    help = "Write a version of a rule set as TOML."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which version, and whereto."""
        parser.add_argument("key")
        parser.add_argument("version", type=int)
        parser.add_argument("--output", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the version as it was last saved."""
        key, version = options["key"], options["version"]
        document = RuleSetDocument.objects.filter(key=key, version=version).first()
        if document is None:
            raise CommandError(f"There is no version {version} of {key}.")
        text = write(document.get_latest_revision_as_object().mapping())
        if options["output"] is None:
            self.stdout.write(text)
            return
        options["output"].write_text(text, encoding="utf-8")
        self.stdout.write(f"{key} {version} written to {options['output']}")
