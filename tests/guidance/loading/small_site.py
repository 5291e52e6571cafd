"""A site of two pages and one act, written into a folder and loaded from there."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.management import call_command

from guidance.models import GuidancePage

HOME = """
key = "home"
type = "home"
parent = ""
slug = "home"
title = "{title}"
summary = "Summary."
"""
PAGE = """
key = "first"
type = "guidance"
parent = "home"
slug = "first"
title = "{title}"
summary = "Summary."
sources = ["act:art-1"]

[[body]]
type = "text"
html = '<p>See <a href="page:home">home</a>.</p>'
sources = ["act:art-1"]
"""
SOURCES = """
[[source]]
slug = "act"
number = "1/2025"
kind = "law"
evidence = "official"
title.vi = "Luật"
title.en = "Law"
title.fr = "Loi"

[[source.provision]]
key = "art-1"
label.vi = "Điều 1"
evidence = "official"
"""
DATED = """
[[body]]
type = "heading"
text = "Now"

[[body]]
type = "dated"
until = 2026-12-31
html = "<p>It is in force.</p>"
sources = ["old"]

[[body]]
type = "dated"
from = 2027-01-01
html = "<h3>Beware</h3><p>It is in doubt.</p>"
sources = ["act:art-1"]

[[body]]
type = "heading"
text = "Only later"

[[body]]
type = "callout"
kind = "warning"
title = "Mind"
html = "<p>Only for a week.</p>"
from = 2027-01-01
until = 2027-01-07
"""
OLD = """
[[source]]
slug = "old"
number = "9/2018"
kind = "decree"
evidence = "official"
in_force_until = 2026-12-31
title.vi = "Nghị định"
"""


def write(folder: Path, language: str, name: str, text: str) -> None:
    """Write one page file."""
    (folder / language).mkdir(exist_ok=True)
    (folder / language / f"{name}.toml").write_text(text, encoding="utf-8")


def load() -> str:
    """Run the command and return what it prints."""
    output = io.StringIO()
    call_command("load_content", stdout=output)
    return output.getvalue()


def first(language: str = "vi") -> GuidancePage:
    """The page below the home page."""
    return GuidancePage.objects.get(key="first", locale__language_code=language)
