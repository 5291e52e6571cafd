"""The form of the papers: made from the kit, one page, every field may stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.assessment.forms import localized
from wizard.decision.kit import PLACEHOLDER, Choice, Field, Kit, Topic
from wizard.decision.sources import Text

from . import checks
from .letters import Point
from .sheets import FILED
from .wording import BLANK, Typed, clean

QUESTIONS, READING = "questions", "reading"
GENTLE = "gentle"
"""The code of a warning that does not stand in the way."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a form asks about: the topics and points of a result, and how many lines of each.

    `decides` are the authorities that the result names; `deciders` those of each case carrying it.
    """

    kit: Kit
    topics: tuple[Topic, ...]
    points: tuple[Point, ...]
    lines: Mapping[str, int]
    today: date
    decides: frozenset[str] = frozenset()
    deciders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    of_letters: frozenset[str] | None = None
    """The fields that letters show, where they are all that is made; None where papers are."""

    def choices(self, item: Field) -> tuple[Choice, ...]:
        """The choices of a field that this result leaves."""
        return tuple(
            one
            for one in item.choices
            if (not one.cases or any(key in self.deciders for key in one.cases))
            and (not one.decides or one.decides in self.decides)
        )

    def of(self, topic: Topic) -> list[Field]:
        """The fields of a topic that this result leaves something to say in."""
        return [
            item
            for item in topic.fields
            if (not item.choices or self.choices(item))
            and (self.of_letters is None or item.key in self.of_letters)
        ]

    def disagreeing(self, values: Mapping[str, str]) -> Iterator[str]:
        """Fields in which an authority was chosen that does not decide on a case chosen."""
        chosen = [
            (item.key, one)
            for item in self.kit.singles.values()
            if (one := item.choice(values.get(item.key, ""))) is not None
        ]
        cases = {key for _name, one in chosen for key in one.cases if key in self.deciders}
        named = frozenset().union(*(self.deciders[key] for key in cases))
        yield from (
            name for name, one in chosen if one.decides and named and one.decides not in named
        )


@dataclass(frozen=True)
class LineOfForm:
    """One line of a topic on the page, with its number and the fields in it."""

    number: int
    fields: list[BoundField]


@dataclass(frozen=True)
class Fieldset:
    """A topic on the page."""

    topic: Topic
    fields: list[BoundField]
    lines: list[LineOfForm]
    is_full: bool
    is_extra: bool
    """Whether it is asked only where it applies."""
    is_open: bool
    next: Topic | None


def name_of(topic: Topic, number: int, key: str) -> str:
    """The name of a field: that of a line says which."""
    return f"{topic.key}-{number}-{key}" if topic.repeat else key


def counter(topic: str) -> str:
    """The name of the hidden field that says how many lines of a topic there are."""
    return f"{topic}-lines"


def counts(topics: tuple[Topic, ...], data: Mapping[str, Any] | None) -> dict[str, int]:
    """How many lines of each topic a form sent has; at the start those of the kit."""
    found = {}
    for topic in topics:
        if topic.repeat:
            number = line_number(str((data or {}).get(counter(topic.key), "")))
            found[topic.key] = min(topic.first if number is None else number, topic.repeat)
    return found


def line_number(sent: str) -> int | None:
    """A number of lines, or of one, as the form sends it; None for anything else."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else None


class PapersForm(forms.Form):
    """What a reader types for the papers. Errors with the code "gentle" only warn."""

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        """Ask what the topics ask."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.opened = ""
        """The key of the topic that was worked on."""
        for topic in asked.topics:
            for number in self._numbers(topic):
                for item in asked.of(topic):
                    self.fields[name_of(topic, number, item.key)] = _field(asked, item)
        self.fields[QUESTIONS] = forms.MultipleChoiceField(
            required=False,
            label=_("Letters that ask about an open point"),
            help_text=_("One letter for each point you tick, ready to be signed."),
            choices=[(point.key, localized(point.title)) for point in asked.points],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields[READING] = forms.MultipleChoiceField(
            required=False,
            label=_("Reading copies"),
            choices=[
                (
                    "yes",
                    _(
                        "All papers once more, with this language below the Vietnamese: one PDF, "
                        "and each as DOCX"
                    ),
                )
            ],
            widget=forms.CheckboxSelectMultiple,
        )

    def _numbers(self, topic: Topic) -> range:
        return range(1, self.asked.lines[topic.key] + 1) if topic.repeat else range(1)

    def clean(self) -> dict[str, Any]:
        """Look at what was typed; warn where something looks wrong."""
        cleaned = super().clean() or {}
        self.values = {
            key: clean(value) if isinstance(value, str) else value for key, value in cleaned.items()
        }
        for topic in self.asked.topics:
            for number in self._numbers(topic):
                for key, text in self._warnings(topic, number):
                    self._warn(name_of(topic, number, key), text)
        if self.asked.of_letters is not None and not self.values.get(QUESTIONS):
            self.add_error(QUESTIONS, _("Tick at least one point to ask about."))
        return cleaned

    def _warn(self, name: str, text: str) -> None:
        if name in self.fields and not self.has_error(name):
            self.add_error(name, ValidationError(text, code=GENTLE))

    def _warnings(self, topic: Topic, number: int) -> Iterator[checks.Found]:
        values = {item.key: self._value(name_of(topic, number, item.key)) for item in topic.fields}
        for item in topic.fields:
            text = checks.of_field(item, values[item.key], self.asked.today)
            if text:
                yield item.key, text
            if item.kind == "sentences" and (told := [*self._of_sentences(item)]):
                yield item.key, " ".join(told)
        if topic.repeat:
            yield from checks.of_line(topic.key, values)
        elif topic.key == self.asked.topics[0].key:
            # Once for all topics: fields that must agree stand in different ones.
            singles = {key: self._value(key) for key in self.asked.kit.singles}
            yield from checks.of_fields(self.asked.kit, singles)
            for key in self.asked.disagreeing(singles):
                yield key, _("The result names another body for what you chose above.")

    def _of_sentences(self, item: Field) -> Iterator[str]:
        """What looks wrong in the sentences ticked: no paper prints one, or one has a blank."""
        singles = {key: self._value(key) for key in self.asked.kit.singles}
        printed = []
        for key in self.values.get(item.key, ()):
            if text := checks.of_sentence(self.asked.kit, key, singles):
                yield text
            else:
                printed.append(key)
        if blank := self._blanks(printed):
            said = _("A sentence that you ticked has a blank: %(fields)s.")
            yield said % {"fields": "; ".join(blank)}

    def _blanks(self, sentences: list[str]) -> list[str]:
        """The fields, by label, that sentences name and nobody filled in."""
        kit = self.asked.kit
        texts = (kit.sentence_by_key[key].text for key in sentences)
        named = dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text[FILED]))
        fields = [kit.singles[name] for name in named if name in kit.singles]
        return [localized(found.label) for found in fields if not self._value(found.key)]

    def _value(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def blocks_making(self) -> bool:
        """Whether something is wrong that is more than a warning: too long, say."""
        return any(
            error.code != GENTLE for errors in self.errors.as_data().values() for error in errors
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings and what else the note says, each with the name of its field."""
        told = [
            (name, str(message))
            for name, errors in self.errors.items()
            if name in self.fields
            for message in errors
        ]
        return tuple(
            f"{self.fields[name].label} – {text}" for name, text in [*told, *self._notices()]
        )

    def _notices(self) -> Iterator[tuple[str, str]]:
        for topic in self.asked.topics:
            for number in self._numbers(topic):
                for item in topic.fields:
                    name = name_of(topic, number, item.key)
                    text = checks.notice_of(item, self._value(name))
                    if text:
                        yield name, text

    @property
    def typed(self) -> Typed:
        """What was typed and ticked; the form must have been looked at."""
        fields: dict[str, str] = {}
        lines: dict[str, tuple[dict[str, str], ...]] = {}
        ticked: set[str] = set()
        for topic in self.asked.topics:
            if topic.repeat:
                lines[topic.key] = tuple(
                    {
                        item.key: self._value(name_of(topic, number, item.key))
                        for item in topic.fields
                    }
                    for number in self._numbers(topic)
                )
                continue
            for item in topic.fields:
                if item.kind == "sentences":
                    ticked.update(self.values.get(item.key, ()))
                elif item.kind == "tick":
                    fields[item.key] = "yes" if self.values.get(item.key) else ""
                else:
                    fields[item.key] = self._value(item.key)
        return Typed(
            fields=fields,
            lines=lines,
            sentences=frozenset(ticked),
            questions=tuple(self.values.get(QUESTIONS, ())),
            wants_reading=bool(self.values.get(READING)),
        )

    @property
    def fieldsets(self) -> list[Fieldset]:
        """The topics as the page shows them: folded but one, what every file says before the rest.

        Open are those with something to look at, or the one that was worked on, or the first.
        """
        topics = sorted(self.asked.topics, key=_is_extra)
        wrong = {topic.key for topic in topics if self._is_wrong(topic)}
        opened = wrong or {self.opened or next((topic.key for topic in topics), "")}
        found = []
        for topic, following in zip(topics, [*topics[1:], None], strict=True):
            lines = [
                LineOfForm(
                    number,
                    [self[name_of(topic, number, item.key)] for item in self.asked.of(topic)],
                )
                for number in self._numbers(topic)
            ]
            own = [] if topic.repeat else lines[0].fields
            found.append(
                Fieldset(
                    topic=topic,
                    fields=own,
                    lines=lines if topic.repeat else [],
                    is_full=bool(topic.repeat) and len(lines) >= topic.repeat,
                    is_extra=_is_extra(topic),
                    is_open=topic.key in opened,
                    next=following,
                )
            )
        return found

    def _is_wrong(self, topic: Topic) -> bool:
        return any(
            self[name_of(topic, number, item.key)].errors
            for number in self._numbers(topic)
            for item in self.asked.of(topic)
        )


def _is_extra(topic: Topic) -> bool:
    """Whether a topic may well say nothing: it is folded in the rules, or has no line at first."""
    return topic.folded or bool(topic.repeat and not topic.first)


def _field(asked: Asked, item: Field) -> forms.Field:
    """A field of the form, which knows its kind for the page."""
    made = _MADE.get(item.kind, _text)(asked, item)
    made.required = False
    made.label = localized(item.label)
    made.help_text = made.help_text or localized(item.where)
    made.kind = item.kind  # type: ignore[attr-defined]
    made.autocomplete = item.autocomplete  # type: ignore[attr-defined]
    return made


def _choice(asked: Asked, item: Field) -> forms.Field:
    choices = [(one.key, _dotted(one.text)) for one in asked.choices(item)]
    return forms.ChoiceField(choices=[("", _("Not said")), *choices])


def _tick(_asked: Asked, item: Field) -> forms.Field:
    choices = [("yes", localized(item.label))]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)


def _sentences(asked: Asked, item: Field) -> forms.Field:
    texts = ((key, asked.kit.sentence_by_key[key].text) for key in item.sentences)
    return forms.MultipleChoiceField(
        help_text=_("Tick only what is true. What you typed is filled in."),
        choices=[(key, _dotted(text)) for key, text in texts],
        widget=forms.CheckboxSelectMultiple,
    )


def _text(_asked: Asked, item: Field) -> forms.Field:
    is_day = item.kind in ("date", "past-date") and not item.where
    return forms.CharField(
        help_text=_("For example 30/11/2026") if is_day else "",
        max_length=item.longest,
        widget=forms.Textarea if item.kind in ("long", "serials") else forms.TextInput,
        error_messages={
            "max_length": gettext_lazy(
                "This has %(show_value)d letters; %(limit_value)d fit on the paper."
            )
        },
    )


_MADE = {"choice": _choice, "tick": _tick, "sentences": _sentences}


def _dotted(text: Text) -> str:
    """A sentence with dots where something typed will stand."""
    return PLACEHOLDER.sub(BLANK, localized(text))
