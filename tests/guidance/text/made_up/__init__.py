"""A language of tests alone: its settings, ten texts, and a process that starts the site in it."""

from __future__ import annotations

import json
import os
from tempfile import TemporaryDirectory

from tests.prepared import run

SETTINGS = f"{__name__}.settings"


def visited() -> dict[str, tuple[int, str]]:
    """What the site answers where it has this language as well, by kind of place."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
        environment.pop("DATABASE_URL", None)
        printed = run("-m", f"{__name__}.visits", folder, environment=environment)
    return json.loads(printed.splitlines()[-1])
