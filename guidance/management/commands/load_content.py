"""Loads the site's content files; may be run at any time."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from guidance.accounts.roles import setup_roles
from guidance.loading.citation_check import unresolved
from guidance.loading.content_files import ContentError
from guidance.loading.import_ledger import ImportLedger
from guidance.loading.page_tree import entries
from guidance.loading.pages import load_pages
from guidance.loading.records import SHAPES, load_records


class Command(BaseCommand):
    """Creates what is missing and updates what only the files changed; editors' work stays."""

    help = "Loads pages, legal sources, localities and glossary from guidance/content."

    def handle(self, **options: object) -> None:
        """Load everything or nothing, then say what became of it."""
        ledger = ImportLedger()
        try:
            with transaction.atomic():
                for shape in SHAPES:
                    load_records(shape, ledger)
                load_pages(entries(), ledger)
                # The roles' powers hang on the home pages.
                setup_roles()
        except ContentError as error:
            raise CommandError(str(error)) from error

        for line in ledger.lines():
            self.stdout.write(line)
        for citation, place in unresolved():
            self.stdout.write(self.style.WARNING(f"  No source “{citation}”: {place}"))
