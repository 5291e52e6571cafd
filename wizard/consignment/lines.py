"""The lines of a consignment: what stands in one, and how it travels in a form or an address.

Nothing of a line is kept here. A short list travels in the address, a longer one in a field of the
form; both are read as anything typed is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext, override

from guidance.delivery.request_limits import LONGEST_QUERY
from wizard.assessment.flow import FORMS
from wizard.assessment.situation import canonical
from wizard.assessment.storage import FIELD
from wizard.decision.assess import path
from wizard.decision.ruleset import DONT_KNOW, Question, RuleSet
from wizard.decision.standing import JOIN
from wizard.goods.codes import CodeError, read_code
from wizard.goods.lookup import GoodsList, Product, fold
from wizard.papers.wording import clean

MOST_LINES = 500
MOST_IN_ADDRESS = 10
LINE = "line"
"""The key of an address that holds a line, once for each."""
LONGEST = {"name": 200, "code": 40, "quantity": 40}
"""Letters of each text of a line; `code` is an HS code as somebody writes it."""
LONGEST_ANSWER = 400
"""Letters of what stands in the column of a question."""
TEXTS = tuple(LONGEST)
_ESCAPED = re.compile(r"\\(.)")
_PART = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)")
_ANSWER = re.compile(r"([-a-z0-9]{1,80})([=~])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: name or model, HS code and quantity as written, and the answers known so far.

    `wrote` keeps, by question, what a column said that is none of its answers: it is asked about.
    """

    name: str = ""
    code: str = ""
    quantity: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    wrote: Mapping[str, str] = field(default_factory=dict)

    def answered(self, question: str, value: str) -> Line:
        """Answer a question of the line."""
        left = {key: text for key, text in self.wrote.items() if key != question}
        return replace(self, given={**self.given, question: value}, wrote=left)


@dataclass(frozen=True)
class LineRules:
    """What lines are read by: the rules and the list of goods of a day."""

    ruleset: RuleSet
    goods_list: GoodsList
    on: date

    @cached_property
    def goods(self) -> Question:
        """The question about the goods; only rules with one have consignments."""
        return next(item for item in self.ruleset.questions if item.kind == "goods")

    @cached_property
    def columns(self) -> tuple[Question, ...]:
        """The questions that a table has columns for, beside the goods.

        They are the one that is asked of everybody first, and those without which the questions
        after them are not asked. All others concern some lines only, and are asked of those.
        """
        first = path(self.ruleset, {}, self.on)[:1]
        return tuple(
            item
            for item in self.ruleset.questions
            if (item.key in first or item.gate) and item is not self.goods
        )

    @cached_property
    def answers(self) -> Mapping[str, Mapping[str, str]]:
        """What may stand in the cells of each question with choices, folded, in every language."""
        return {item.key: _said(item) for item in self.ruleset.questions}

    def answer(self, question: Question, text: str) -> str | None:
        """Read a cell as an answer: a text or key of the rules. Anything else is no answer."""
        said = self.answers[question.key]
        wanted = fold(text)
        if wanted in said:
            return said[wanted]
        if question is self.goods:
            return self.named(text, "")
        if question.kind == "choices":
            parts = [fold(part) for part in re.split(r"[;\n|]", text) if part.strip()]
            if parts and all(part in said for part in parts):
                ticks = JOIN.join(dict.fromkeys(said[part] for part in parts))
                return canonical(question, ticks, self.goods_list)
        if question.kind in ("date", "locality"):
            form = FORMS[question.kind]({"text": text}, question=question)
            return form.cleaned_data[FIELD] if form.is_valid() else None
        if question.kind == "country":
            return canonical(question, text.strip(), self.goods_list)
        return None

    def settled(self, line: Line) -> Line:
        """The line with its goods, if its code or its name says them and they do not disagree."""
        if self.goods.key in line.given:
            return line
        found = self.named(line.name, line.code)
        return line.answered(self.goods.key, found) if found else line

    def named(self, name: str, code: str) -> str | None:
        """What goods a very name or a code says; None where somebody has to confirm it."""
        digits = self.digits(code) if code else self.digits(name)
        if code and digits is None:
            return None
        called_so = self.goods_list.named(name) if name else ()
        if digits:
            fits = not called_so or any(_go_together(item, digits) for item in called_so)
            return digits if fits else None
        return called_so[0].key if len(called_so) == 1 else None

    def digits(self, text: str) -> str | None:
        """The HS code that a text is; None if it is none."""
        try:
            return read_code(text) if text else None
        except CodeError:
            return None

    def disagree(self, line: Line) -> bool:
        """Whether the name says other goods than the code."""
        digits = self.digits(line.code)
        called_so = self.goods_list.named(line.name) if digits else ()
        return bool(called_so) and not any(_go_together(item, digits or "") for item in called_so)


def _go_together(product: Product, digits: str) -> bool:
    return any(own.startswith(digits) or digits.startswith(own) for own in product.codes)


def _said(question: Question) -> dict[str, str]:
    """The texts and keys of the choices, folded; a text of two choices says neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for choice in question.choices if question.kind != "goods" else ():
        for text in {fold(text) for text in (choice.key, *choice.text.values())}:
            if found.setdefault(text, choice.key) != choice.key:
                twice.add(text)
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[fold(gettext("I don’t know"))] = DONT_KNOW
    found[fold(DONT_KNOW)] = DONT_KNOW
    return {text: key for text, key in found.items() if text and text not in twice}


# --- How lines travel ---------------------------------------------------------------------------


class StateError(ValueError):
    """What a form or an address holds is no list of ours."""


def write_state(lines: Sequence[Line]) -> str:
    """Write lines as the field of a form carries them."""
    rows = [
        [line.name, line.code, line.quantity, dict(line.given), dict(line.wrote)] for line in lines
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


def read_state(text: str, rules: LineRules) -> list[Line]:
    """Read lines from the field of a form; StateError if it holds none of ours."""
    try:
        rows = json.loads(text) if text else []
    except (ValueError, RecursionError) as error:
        raise StateError from error
    if not isinstance(rows, list) or len(rows) > MOST_LINES:
        raise StateError
    return [_line(row, rules) for row in rows]


def _line(row: Any, rules: LineRules) -> Line:
    if not (isinstance(row, list) and len(row) == 5):
        raise StateError
    texts, answers = row[:3], row[3:]
    if not all(isinstance(text, str) for text in texts):
        raise StateError
    for found in answers:
        if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
            raise StateError
    return made(rules, dict(zip(TEXTS, texts, strict=True)), *answers)


def made(
    rules: LineRules,
    texts: Mapping[str, str],
    given: Mapping[str, str],
    wrote: Mapping[str, str],
) -> Line:
    """Make a line of what was sent: texts in bounds, answers as the rules know them."""
    questions = rules.ruleset.question_by_key
    known = {
        key: value
        for key, sent in given.items()
        if key in questions and (value := canonical(questions[key], sent, rules.goods_list))
    }
    left = {
        key: clean(text)[:LONGEST_ANSWER]
        for key, text in wrote.items()
        if key in questions and key not in known
    }
    kept = {name: one_line(texts.get(name, ""))[:most] for name, most in LONGEST.items()}
    return rules.settled(Line(**kept, given=known, wrote=left))


def one_line(text: str) -> str:
    """A text as one line, without what cannot be shown."""
    return " ".join(clean(text.replace("\t", " ")).split())


def write_address(lines: Sequence[Line], more: str = "") -> str | None:
    """Write lines as a query string behind another; None if they are too many for an address."""
    if len(lines) > MOST_IN_ADDRESS:
        return None
    own = urlencode([(LINE, _written(line)) for line in lines], safe=";=~")
    query = "&".join(filter(None, (more, own)))
    return query if len(query) < LONGEST_QUERY - 100 else None


def _written(line: Line) -> str:
    answers = [f"{key}={value}" for key, value in line.given.items()]
    answers += [f"{key}~{text}" for key, text in line.wrote.items()]
    parts = [line.name, line.code, line.quantity, *answers]
    return ";".join(re.sub(r"([;\\])", r"\\\1", part) for part in parts)


def read_address(values: Iterable[str], rules: LineRules) -> list[Line]:
    """Read the lines of an address; what the rules do not know is left out."""
    return [_read(value, rules) for value in [*values][:MOST_IN_ADDRESS]]


def _read(value: str, rules: LineRules) -> Line:
    found = [_ESCAPED.sub(r"\1", match.group(1)) for match in _PART.finditer(value)]
    texts = dict(zip(TEXTS, found, strict=False))
    answers: dict[str, dict[str, str]] = {"=": {}, "~": {}}
    for part in found[len(TEXTS) :]:
        if match := _ANSWER.fullmatch(part):
            key, sign, text = match.groups()
            answers[sign][key] = text
    return made(rules, texts, answers["="], answers["~"])
