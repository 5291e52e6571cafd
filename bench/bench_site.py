"""Measure the site and print each figure beside what is expected of it: `make bench`.

Needs no running server: a database of its own is made and filled in a throw-away folder, and
pages are asked of the WSGI application itself, with the settings of one machine.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MANY = 6_667
"""Pages in each language of the large site: 20,000 in all."""


def main() -> None:
    """Make an installation of its own, measure as it is shipped, let it grow, measure again."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        prepare(Path(folder))
        measure()


def prepare(folder: Path) -> None:
    """Start Django over what `make run` makes; what the tests have prepared is copied."""
    import django

    from tests.prepared import copy_prepared

    copy_prepared(folder)
    django.setup()


def measure() -> None:
    """Each kind of page, then feed, sitemap and search on the small and on the large site."""
    from bench import many_pages, site_cost, site_growth, site_pages, site_scale, site_weight
    from bench.figures import print_machine, print_summary

    # Addresses that are asked for in vain are a part of the measurement.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    print_machine()
    kinds = site_pages.by_kind(
        [*site_pages.page_visits(), *site_pages.record_visits(), *site_pages.view_visits()]
    )
    site_cost.measure(kinds)
    site_weight.measure(kinds)
    site_scale.measure("Site as shipped")
    small = site_growth.prices(kinds)
    pages = many_pages.grow(MANY)
    site_growth.compare(small, site_growth.prices(kinds), pages)
    site_scale.measure(f"Site with {pages:,} pages, {MANY:,} in each language")
    print_summary()


if __name__ == "__main__":
    main()
