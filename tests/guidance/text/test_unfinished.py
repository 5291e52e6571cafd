"""A language that the packages know and the site does not: days and countries are Vietnamese."""

from __future__ import annotations

import json
import os

import pytest

from tests.prepared import run

SCRIPT = """
import json
from datetime import date
import django
django.setup()
from django.utils.translation import get_language, override
from guidance.text.countries import country_name
from guidance.text.days import day, short_day, short_weekday, weekday
found = {}
for code in ("ar", "zh-hans", "vi", "fr"):
    with override(code):
        with override("en"):
            pass
        found[code] = {
            "language": get_language(),
            "weekday": weekday(date(2026, 11, 30)),
            "bar": short_weekday(date(2026, 11, 30)) + short_day(date(2026, 11, 30)),
            "day": day(date(2026, 11, 30)),
            "country": country_name("JP", code),
        }
print(json.dumps(found))
"""

Said = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def said() -> Said:
    """What a process with these languages says, by language."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.guidance.text.made_up.known"}
    printed = run("-c", SCRIPT, environment=environment)
    found: Said = json.loads(printed.splitlines()[-1])
    return found


@pytest.mark.parametrize("code", ["ar", "zh-hans"])
def test_days_and_countries_are_in_vietnamese_until_the_words_are_there(
    said: Said, code: str
) -> None:
    own = said[code]

    assert own.pop("language") == code
    assert own == {key: value for key, value in said["vi"].items() if key != "language"}


def test_a_language_with_its_words_keeps_them(said: Said) -> None:
    assert said["fr"]["day"] == "30 novembre 2026"
    assert said["fr"]["weekday"] == "lundi"
    assert said["fr"]["country"] == "Japon"
