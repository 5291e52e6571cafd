"""A result as one A4 for an officer's desk, in Vietnamese with the reader's language below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from guidance.models.frame import site_frame
from guidance.text.days import day
from guidance.text.own_addresses import own_url
from guidance.text.qr_code import qr_svg
from wizard.assessment.addresses import address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.certainty import Certainty
from wizard.assessment.flow import go_to, next_address
from wizard.assessment.forms import localized
from wizard.assessment.results import Result
from wizard.assessment.storage import situation_of
from wizard.assessment.timeline import Entry, Timeline
from wizard.decision.assess import CaseProof
from wizard.decision.sources import Text
from wizard.rules.law import Provision, provision

from . import pdf
from .sheets import FILED, draft_mark

ANNEX = "annex"
"""The key of an address that asks for the proof behind the sheet."""
MOST_LINES = 6
"""So many lines of a part stand on the sheet; the annex has all."""

Said = dict[str, str]


def result_sheet(request: HttpRequest) -> HttpResponse:
    """Send a result as a PDF; lead to the first question still open where there is none."""
    situation = situation_of(request)
    if situation.first_open is not None:
        return go_to(next_address(situation), situation)
    own = own_url(request, address("result", situation, stamped=True))
    is_whole = request.GET.get(ANNEX) == "1"
    sheet = OfficerSheet(Result(situation), own, str(get_language()))
    response = HttpResponse(pdf.draw_officer(sheet.data(is_whole)), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="result.pdf"'
    return response


@dataclass(frozen=True)
class OfficerSheet:
    """What stands on the sheet of a result; `url` re-computes it."""

    result: Result
    url: str
    language: str

    def data(self, is_whole: bool) -> dict[str, Any]:
        """All of it as plain data, with the proof if it is to be `is_whole`."""
        result = self.result
        title = self.said(lambda: _("Result of a self-assessment"))["text"]
        return {
            "title": f"{title} – {result.sentence[FILED]}",
            "also_lang": self.language,
            "site": self.said(lambda: site_frame().name),
            "lines": list(self._lines()),
            "qr": _standalone(qr_svg(self.url)),
            "qr_alt": self.url,
            "tone": result.outcome.tone,
            "label": self.text(result.outcome.label),
            "sentence": self.text(result.sentence),
            "sure": self.said(lambda: certainty_text(Certainty(result))),
            "parts": list(self._parts()),
            "annex": list(self._annex()) if is_whole else [],
            "annex_title": self.said(lambda: _("Annex: the proof, case by case")),
            "foot": self.said(lambda: _("This is guidance, not a decision."))["text"]
            + f" {self.url}",
        }

    def said(self, words: Callable[[], str]) -> Said:
        """Words in Vietnamese, and in the reader's language where it is another."""
        with override(FILED):
            text = str(words())
        if self.language == FILED:
            return {"text": text, "also": ""}
        also = str(words())
        return {"text": text, "also": "" if also == text else also}

    def text(self, text: Text) -> Said:
        """A text of the rules in both languages."""
        return self.said(lambda: localized(text))

    def _lines(self) -> Iterator[Said]:
        """Who publishes it, for which days, by which rules."""
        situation = self.result.situation
        draft = draft_mark(self.result.ruleset.key, FILED, self.language)
        if draft:
            yield draft
        if settings.OPERATOR_EMAIL:
            yield self.said(lambda: _("Operator: %(who)s") % {"who": settings.OPERATOR_EMAIL})
        number = self.result.ruleset.version
        yield self.text(self.result.ruleset.title)
        yield self.said(
            lambda: (
                _("Rules of %(day)s, version %(number)d")
                % {"day": day(situation.on), "number": number}
            )
        )
        if situation.filed_on:
            yield self.said(
                lambda: f"{_('Day on which the file is received')}: {day(situation.filed)}"
            )
        if situation.declared_on:
            yield self.said(
                lambda: (
                    f"{_('Day on which the customs declaration is registered')}: "
                    f"{day(situation.declared)}"
                )
            )

    def _parts(self) -> Iterator[dict[str, Any]]:
        result = self.result
        answers = [
            (self.text(question.label), self._answer(question.key))
            for question in result.ruleset.questions
            if question.key in result.situation.given
        ]
        yield self._part(lambda: _("Answers"), answers, kind="pairs")
        if len(result.cases) > 1:
            yield self._part(
                lambda: _("What applies"),
                [self.text(case.title) for case in result.cases],
                kind="short",
            )
        if result.anyway.holding:
            yield self._part(
                lambda: _("What holds anyway"),
                [self.text(result.sentence_of(item.case)) for item in result.anyway.holding],
            )
        dates = [
            (self.text(entry.task.text), self.said(partial(when_text, entry)))
            for entry in Timeline(result).all
        ]
        if dates:
            yield self._part(lambda: _("What to do, and by when"), dates, kind="pairs")
        of_cases = (item for case in result.cases for item in result.basis_of(case))
        basis = dict.fromkeys((*result.basis, *of_cases))
        rests = [self._provision(provision(citation)) for citation in basis]
        yield self._part(lambda: _("Rests on"), rests, kind="short")
        open_points = [self.text(doubt.title) for doubt in result.doubts]
        open_points += [self.text(item.text) for item in result.unknowns]
        if open_points:
            yield self._part(lambda: _("What is not settled"), open_points)

    def _annex(self) -> Iterator[dict[str, Any]]:
        """Every deciding case with its conditions, then every provision with what it says."""
        for item in self.result.deciding:
            rows = [(self.text(item.case.title), self.said(partial(state_text, item)))]
            for proof in (proof for row in item.rows for proof in row):
                question = self.result.ruleset.question_by_key[proof.condition.question]
                rows.append((self.text(question.label), self._answer(question.key)))
            title = item.case.title
            yield self._part(partial(localized, title), rows, kind="pairs", most=0)
        known = [self._provision(item, is_long=True) for _number, item in self.result.sources]
        yield self._part(lambda: _("Sources"), known, most=0)
        for doubt in self.result.doubts:
            readings = [self.text(doubt.text), *(self.text(item.text) for item in doubt.readings)]
            title = doubt.title
            yield self._part(partial(localized, title), readings, most=0)

    def _part(
        self,
        head: Callable[[], str],
        rows: Iterable[Any],
        *,
        kind: str = "list",
        most: int = MOST_LINES,
    ) -> dict[str, Any]:
        """A part of the sheet; what does not fit is counted, not dropped in silence."""
        rows = list(rows)
        left = len(rows) - most if most and kind != "pairs" else 0
        more = None
        if left > 0:
            more = self.said(lambda: _("and %(number)d more: see the annex") % {"number": left})
            rows = rows[:most]
        return {"kind": kind, "head": self.said(head), "rows": rows, "more": more}

    def _answer(self, question: str) -> Said:
        value = self.result.situation.given.get(question)
        if value is None:
            return self.said(lambda: _("not asked"))
        return self.said(lambda: answer_text(self.result.ruleset, question, value))

    def _provision(self, item: Provision, *, is_long: bool = False) -> Said:
        def words() -> str:
            said = f"{item.number}, {localized(item.label)}"
            gist = localized(item.gist) if is_long else ""
            return f"{said}. {gist}" if gist else said

        return self.said(words)


def when_text(entry: Entry) -> str:
    """The day of a task, or the words for it, as the page has them."""
    if entry.day is None:
        moment = entry.task.moment
        return str(localized(moment)) if moment else pgettext("day of a task", "Now")
    text = day(entry.day)
    if entry.task.bound == "by":
        text = _("by %(day)s") % {"day": text}
    elif entry.task.bound == "from":
        text = _("%(day)s or later") % {"day": text}
    if entry.is_past:
        text = f"{text} ({pgettext('day of a task', 'past')})"
    return f"{text} ({_('provisional')})" if entry.is_provisional else text


def state_text(item: CaseProof) -> str:
    """How a case stands."""
    return {
        "met": _("met"),
        "not-met": _("not met"),
        "not-chosen": _("not chosen"),
        "not-known": _("not known"),
        "not-asked": _("not asked"),
    }[item.state]


def certainty_text(found: Certainty) -> str:
    """How sure the result is, in words."""
    return {
        "settled": _("How sure: settled."),
        "partly": _("How sure: settled in part."),
        "facts": _("How sure: open."),
        "open": _("How sure: not settled."),
    }[found.level]


def _standalone(svg: str) -> str:
    """A drawing as a file of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
