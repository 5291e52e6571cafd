"""Measure the wizard and print each figure beside what is expected of it: `make bench`.

Needs no running server and no database: pages are asked of the WSGI application itself, as the
server asks them, with the settings of one machine and collected, compressed static files.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Make an installation of its own in a throw-away folder, measure, say what was met."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = "sqlite://:memory:"
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        prepare()
        measure()


def prepare() -> None:
    """Start Django, compile the translations, collect the static files."""
    import django
    from django.core.management import call_command

    django.setup()
    from wizard.rules import law, registry

    # No database stands behind this bench: what is shipped is what there is.
    registry.source = tuple
    law.source = law.shipped
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("compilemessages", stdout=nowhere)
    call_command("collectstatic", interactive=False, verbosity=0)


def measure() -> None:
    """Run every measurement, the quick ones first."""
    from bench import consignment_time, decision_speed, page_weight, papers_time, step_time
    from bench.figures import print_machine, print_summary

    print_machine()
    decision_speed.measure()
    step_time.measure()
    page_weight.measure()
    papers_time.measure()
    consignment_time.measure()
    print_summary()


if __name__ == "__main__":
    main()
