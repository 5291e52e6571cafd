"""Compile the site's translation catalogues without the gettext tools."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Takes the place of Django's command, which needs msgfmt: many machines have none."""

    help = "Compiles each .po file of the site that is newer than its .mo file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the reader of a broken catalogue compile them all again."""
        parser.add_argument("--all", action="store_true", help="Compile the unchanged ones too.")

    def handle(self, **options: object) -> None:
        """Compile, and say how many."""
        # One of the folders lies in another: each file once.
        catalogues = {po for root in settings.LOCALE_PATHS for po in Path(root).rglob("*.po")}
        stale = [po for po in catalogues if options["all"] or is_stale(po)]
        for po in stale:
            polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
        self.stdout.write(f"{len(stale)} of {len(catalogues)} catalogues compiled.")


def is_stale(po: Path) -> bool:
    """Whether the catalogue changed since it was compiled."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
