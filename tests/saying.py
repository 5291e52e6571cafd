"""What a text must and must not say on the days on which the law changes, held as data.

A file of such rules has `days` and a list `said`, each with `why`, `must` and `must_not` by
language, and the days `from` and `until` (both included) if it is not about every day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from tests.guidance.content.texts import plain

Rule = dict[str, Any]
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)


def read(path: Path) -> dict[str, Any]:
    """Read a file of rules."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def at(day: date) -> Any:
    """Let it be one in the morning of a day in Viet Nam."""
    moment = datetime(day.year, day.month, day.day, 1, tzinfo=timezone.get_default_timezone())
    return mock.patch.object(timezone, "now", return_value=moment.astimezone(UTC))


def main_text(address: str, day: date) -> str:
    """What the main part of a page says on a day."""
    with at(day):
        response = Client().get(address)
    assert response.status_code == 200, address
    found = _MAIN.search(response.content.decode())
    assert found, address
    return plain(found.group())


def days_of(rule: Rule, days: list[date]) -> list[date]:
    """The days that a rule is about."""
    first, last = rule.get("from", date.min), rule.get("until", date.max)
    return [day for day in days if first <= day <= last]


def broken(rule: Rule, language: str, text: str) -> Iterator[str]:
    """What a text leaves out that it must say, and what it says that it must not."""
    for words in rule.get("must", {}).get(language, ()):
        if words not in text:
            yield f"does not say: {words}"
    for words in rule.get("must_not", {}).get(language, ()):
        if words in text:
            yield f"says: {words}"
