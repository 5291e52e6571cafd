"""What a reader typed, and how a text says it: every name filled in, or a blank that is seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from guidance.text.languages import in_language
from wizard.decision.kit import PLACEHOLDER, Answered, Field, Kit
from wizard.decision.sources import Text

BLANK = "……………"
"""What is printed where nothing was typed: seen, and never a guess."""

Line = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a reader typed and ticked, as typed: fields, lines by topic, sentences, questions."""

    fields: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    sentences: frozenset[str] = frozenset()
    questions: tuple[str, ...] = ()
    wants_reading: bool = False

    def lines_of(self, topic: str) -> tuple[Line, ...]:
        """The lines of a topic in which anything was typed."""
        return tuple(line for line in self.lines.get(topic, ()) if any(line.values()))

    def meets(self, when: tuple[Answered, ...]) -> bool:
        """Whether the answers are those that a paper or a part wants."""
        return all(self.fields.get(item.field, "") == item.answer for item in when)


def clean(text: str) -> str:
    """A typed text in one form (NFC), without signs that no paper can show."""
    kept = (
        sign
        for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cn", "Co", "Cs")
    )
    return "".join(kept).strip()


def read_day(value: str) -> date | None:
    """Read a day as a browser sends it (2026-11-30) or as people write it (30/11/2026)."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value, re.ASCII)
    parts = found.groups() if found else None
    if parts is None and (
        found := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", value, re.ASCII)
    ):
        parts = found.groups()[::-1]
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def read_number(value: str) -> Decimal | None:
    """Read a number without guessing: digits, one comma or point before a fraction, no groups.

    "1.500" may mean one and a half or fifteen hundred; it is no number here.
    """
    if not re.fullmatch(r"\d{1,15}([.,]\d{1,4})?", value, re.ASCII):
        return None
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", value, re.ASCII):
        return None
    try:
        return Decimal(value.replace(",", "."))
    except InvalidOperation:
        return None


def listed(value: str) -> list[str]:
    """Serial numbers one by one, as people part them: by commas, semicolons or lines."""
    return [item.strip() for item in re.split(r"[,;\n]", value) if item.strip()]


def shown(asked: Field, value: str, language: str) -> str:
    """A typed value as a paper shows it: the words of a choice, a day as 05/12/2026, else as typed.

    Empty where nothing is to be printed.
    """
    if asked.kind == "choice":
        choice = asked.choice(value)
        return in_language(choice.text, language) if choice and not choice.blank else ""
    day = read_day(value) if asked.kind in ("date", "past-date") else None
    return day.strftime("%d/%m/%Y") if day else value


@dataclass(frozen=True)
class Wording:
    """Fills in texts in one language; `more` are words that follow from answers."""

    kit: Kit
    typed: Typed
    language: str
    more: Mapping[str, str] = field(default_factory=dict)
    blanks: set[str] = field(default_factory=set, compare=False)
    """The names that were asked for and are empty."""

    def fill(self, text: Text, **own: str) -> str:
        """A text with its names filled in. What was typed is never read as a name itself."""
        return self.fill_words(in_language(text, self.language), {**self.more, **own})

    def fill_words(self, words: str, own: Mapping[str, str]) -> str:
        """Words with their names filled in; an empty one is a blank, and noted."""

        def value(found: re.Match[str]) -> str:
            name = found[1]
            said = own[name] if name in own else self.value(name)
            if not said:
                self.blanks.add(name)
            return said or BLANK

        return PLACEHOLDER.sub(value, words)

    def value(self, name: str) -> str:
        """What a field says; `after` is the clause of what happens after use."""
        if name == "after":
            return self._after()
        asked = self.kit.singles.get(name)
        if asked is None:
            return ""
        said = shown(asked, self.typed.fields.get(name, ""), self.language)
        # What a choice says may name what else was typed; what was typed itself never does.
        return self.fill_words(said, {}) if asked.kind == "choice" else said

    def _after(self) -> str:
        asked = self.kit.singles.get("after_choice")
        choice = asked.choice(self.typed.fields.get("after_choice", "")) if asked else None
        return self.fill(choice.clause) if choice and choice.clause else ""

    def row(self, show: str, fields: Mapping[str, Field], line: Mapping[str, str]) -> str:
        """A cell: the pieces between semicolons that say something; a blank if none does."""
        said = {
            name: shown(fields[name], value, self.language) if name in fields else value
            for name, value in line.items()
        }
        pieces = [
            " ".join(PLACEHOLDER.sub(lambda found: said.get(found[1], ""), piece).split())
            for piece in show.split("; ")
        ]
        return "; ".join(piece for piece in pieces if piece)
