"""`manage.py report_translations`: how Wagtail's and the other packages' texts are translated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guidance.text.languages import LANGUAGES, WRITTEN_IN
from guidance.translation import package_catalogues


class Command(BaseCommand):
    """Names what is untranslated and what the packages have by now; writes files to send them."""

    help = "Compare locale/wagtail with the translations that the installed packages bring."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write the catalogues for the makers of the packages."""
        parser.add_argument("--send", type=Path, metavar="FOLDER", help="write catalogues there")

    def handle(self, *_args: Any, send: Path | None, **_options: Any) -> None:
        """Report every language but English, which is the one the packages are written in."""
        for language in [code for code in LANGUAGES if code != WRITTEN_IN]:
            for domain in package_catalogues.DOMAINS:
                self._report(language, domain)
                if send:
                    self._write(send, language, domain)

    def _report(self, language: str, domain: str) -> None:
        found = package_catalogues.compare(language, domain)
        ours = package_catalogues.completions(language, domain)
        self.stdout.write(
            f"{language} {domain}: {len(ours)} completions, {len(found.missing)} untranslated, "
            f"{len(found.superseded)} superseded, {len(found.unknown)} unknown to the packages"
        )
        for what in ("missing", "superseded", "unknown"):
            for text in getattr(found, what):
                self.stdout.write(f"  {what}: {text!r}")

    def _write(self, folder: Path, language: str, domain: str) -> None:
        ours = package_catalogues.completions(language, domain).keys()
        for package in package_catalogues.packages():
            if ours & package.texts(domain).keys():
                path = folder / package.name / language / f"{domain}.po"
                path.parent.mkdir(parents=True, exist_ok=True)
                package_catalogues.filled_in(package, language, domain).save(str(path))
                self.stdout.write(f"  written: {path}")
