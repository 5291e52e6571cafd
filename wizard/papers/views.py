"""The page of the papers: one form, one POST, one ZIP. What is typed is answered and forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.debug import sensitive_post_parameters

from guidance.delivery.rate_limit import may_send, try_later
from guidance.text.languages import LANGUAGES, in_language, reader_language
from guidance.text.own_addresses import own_url
from wizard.assessment.addresses import SECTION, address, alternates
from wizard.assessment.answer_words import answer_text
from wizard.assessment.flow import go_to, next_address
from wizard.assessment.forms import localized
from wizard.assessment.results import Result
from wizard.assessment.situation import Situation
from wizard.assessment.storage import situation_of
from wizard.decision.kit import Field, Kit, Topic
from wizard.decision.ruleset import DONT_KNOW, RuleSet
from wizard.decision.sources import Text
from wizard.goods.sheet_files import SheetError
from wizard.rules import registry
from wizard.rules.places import places
from wizard.rules.snapshot import kit_of

from . import draft, register
from .bundle import Bundle
from .forms import QUESTIONS, READING, Asked, PapersForm, counter, counts, line_number, name_of
from .letters import fields_of, points
from .sheets import FILED, Dossier, papers_of, topics_of
from .wording import clean

MADE_PER_HOUR = 60
CHANGED_PER_HOUR = 600
"""Lines added and drafts read: as cheap as a page, but not without end."""
TICKED = ("sentences", "tick")
"""The kinds of fields that send a list."""
REPORTING = ("report", "report-anyway")
MAKING = ("make", "anyway", "draft", *REPORTING)
"""The buttons that are answered with a file."""
ZIP, REPORT_ZIP = "ho-so.zip", "bc01.zip"


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be made for a result: by which kit, for which documents; or letters alone."""

    kit: Kit
    documents: frozenset[str]
    has_papers: bool


def offered(result: Result) -> Offer | None:
    """What can be made for a result; None where that is neither a paper nor a letter.

    A result still open asks for facts first, which no authority knows.
    """
    kit = kit_of(result.ruleset)
    if kit is None or result.outcome.open:
        return None
    documents = frozenset(paper.document.key for paper in result.papers if paper.current)
    called_for = papers_of(kit, tuple(case.key for case in result.cases), documents)
    has_papers = any(not (paper.when or paper.lines) for paper in called_for)
    has_letters = bool(points(kit, result, documents))
    return Offer(kit, documents, has_papers) if has_papers or has_letters else None


def kit_with_register(result: Result) -> Kit | None:
    """The kit whose register a result calls for; None where no report on goods is due."""
    offer = offered(result)
    if offer is None or not offer.kit.register:
        return None
    topic = offer.kit.topic_by_key.get(offer.kit.register)
    return offer.kit if topic and offer.documents.intersection(topic.documents) else None


def purpose_of(result: Result) -> Text:
    """The cases that carry a result, by name."""
    titles = [case.title for case in result.cases]
    return {code: "; ".join(in_language(title, code) for title in titles) for code in LANGUAGES}


class PapersPage:
    """One request of the page: what the result asks for, and what was sent."""

    def __init__(self, request: HttpRequest, situation: Situation) -> None:
        """Know the result; `offer` is None where no paper can be made for it."""
        self.request = request
        self.situation = situation
        self.result = Result(situation)
        self.offer = offered(self.result)

    @property
    def kit(self) -> Kit:
        """The kit; only where there is an offer."""
        assert self.offer is not None  # noqa: S101
        return self.offer.kit

    @property
    def documents(self) -> frozenset[str]:
        """The documents the result asks for; only where there is an offer."""
        assert self.offer is not None  # noqa: S101
        return self.offer.documents

    @property
    def has_papers(self) -> bool:
        """Whether more than letters is made; only where there is an offer."""
        assert self.offer is not None  # noqa: S101
        return self.offer.has_papers

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that carry the result."""
        return tuple(case.key for case in self.result.cases)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that concern the result."""
        return topics_of(self.kit, self.cases, self.documents)

    def asked(self, lines: dict[str, int]) -> Asked:
        """What the form asks about; for letters alone what they show."""
        found = points(self.kit, self.result, self.documents)
        shown = None if self.has_papers else fields_of(self.kit, found)
        return Asked(
            kit=self.kit,
            topics=tuple(
                topic
                for topic in self.topics
                if shown is None or any(item.key in shown for item in topic.fields)
            ),
            points=found,
            lines=lines,
            today=registry.today(),
            decides=frozenset(item.authority.key for item in self.result.decides),
            deciders={case.key: frozenset(case.decides) for case in self.result.cases},
            of_letters=shown,
        )

    def answered(self, asked: Asked) -> dict[str, str]:
        """What the check has answered already: a field takes it, and a choice with but one way."""
        given = self.situation.given
        found: dict[str, str] = {}
        once = [item for topic in asked.topics if not topic.repeat for item in topic.fields]
        for item in once:
            if item.takes in given:
                found[item.key] = taken(self.result.ruleset, item.takes, given[item.takes])
            elif any(one.cases or one.decides for one in item.choices):
                left = asked.choices(item)
                found[item.key] = left[0].key if len(left) == 1 else ""
        for topic in asked.topics:
            if topic.repeat and asked.lines[topic.key]:
                for item in topic.fields:
                    # Every line has the state asked about; the name and the code are the first's.
                    for number in range(1, asked.lines[topic.key] + 1 if item.choices else 2):
                        found[name_of(topic, number, item.key)] = self.of_goods(item)
        return found

    def of_goods(self, item: Field) -> str:
        """What the check says of the goods already: their condition, and their name or code."""
        for question in self.result.ruleset.questions:
            said = self.situation.given.get(question.key, "")
            if question.key == item.takes and item.choice(said):
                return said
            if question.kind == "goods" and said and said != DONT_KNOW:
                if item.takes == "code" and said[:1].isdigit():
                    return said
                if item.takes == "name" and not said[:1].isdigit():
                    return taken(self.result.ruleset, question.key, said)
        return ""

    def initial(self, data: QueryDict, asked: Asked) -> dict[str, Any]:
        """What was sent, as the start of a form that judges nothing; else what is answered."""
        ticked = {item.key for item in self.kit.singles.values() if item.kind in TICKED}
        sent = {
            key: data.getlist(key) if key in ticked | {QUESTIONS, READING} else data[key]
            for key in data
        }
        # Sent by no button of this page: nobody has chosen among the letters yet.
        if asked.of_letters is not None and not {QUESTIONS, "do"} & data.keys():
            sent[QUESTIONS] = [point.key for point in asked.points]
        return {**self.answered(asked), **sent}

    # --- What can be sent ---------------------------------------------------------------------

    def answer(self) -> HttpResponse:
        """Answer what was sent, by the button that sent it."""
        button = self.request.POST.get("do", "")
        is_making = button in MAKING
        most = MADE_PER_HOUR if is_making else CHANGED_PER_HOUR
        name = "papers" if is_making else "papers-form"
        if not may_send(self.request, name, most):
            return try_later(self.again(self.request.POST, {"refused": True}))
        if button.startswith("add-"):
            key = button.removeprefix("add-")
            return self.again(self.request.POST, more=key, opened=key)
        if button.startswith("drop-"):
            key = button.removeprefix("drop-").rpartition("-")[0]
            left = without_line(self.request.POST, self.topics, button)
            return self.again(left, opened=key)
        if button == "load":
            return self.load()
        if button in REPORTING and kit_with_register(self.result):
            return self.report(button)
        return self.make(button) if is_making else self.again(self.request.POST)

    def make(self, button: str) -> HttpResponse:
        """Make the papers, or a draft; show the form again where something should be looked at."""
        form = PapersForm(
            self.request.POST, asked=self.asked(counts(self.topics, self.request.POST))
        )
        looks_good = form.is_valid()
        if form.blocks_making or not (looks_good or button in ("anyway", "draft")):
            return self.page(form, {"may_make": not form.blocks_making})
        if button == "draft":
            body = draft.write(self.result.ruleset.key, self.situation.query(), form.typed)
            return download(body, draft.DRAFT, "application/json")
        return download(self.bundle(form).zip(), ZIP, "application/zip")

    def report(self, button: str) -> HttpResponse:
        """Make the yearly report alone, of a register that was sent or of the lines typed."""
        later = [paper for paper in self.kit.papers if paper.later]
        data = self.request.POST.copy()
        sent = self.request.FILES.get("register")
        topic = self.kit.topic(self.kit.register)
        if isinstance(sent, UploadedFile) or not counts((topic,), data)[topic.key]:
            try:
                body = sent.read(register.LARGEST + 1) if isinstance(sent, UploadedFile) else b""
                found = register.read(body, self.kit, clean(data.get("lic_no", "")))
            except SheetError as error:
                return self.again(self.request.POST, {"register_errors": str(error).split("\n")})
            put_lines(data, topic, found.lines)
            data["lic_no"] = data.get("lic_no") or found.licence
        for paper in later:
            data.update({item.field: item.answer for item in paper.when if item.field not in data})
        form = PapersForm(data, asked=self.asked(counts(self.topics, data)))
        looks_good = form.is_valid()
        if form.blocks_making or not (looks_good or button == "report-anyway"):
            return self.page(form, {"may_report": not form.blocks_making})
        wanted = {key for paper in later for key in paper.documents}
        return download(self.bundle(form, wanted).zip(), REPORT_ZIP, "application/zip")

    def bundle(self, form: PapersForm, wanted: Collection[str] | None = None) -> Bundle:
        """What goes into the ZIP: all papers and letters, or those of some documents alone."""
        typed, language = form.typed, str(get_language())
        dossier = Dossier(
            ruleset=self.result.ruleset.key,
            kit=self.kit,
            typed=typed,
            documents=tuple(
                paper.document
                for paper in self.result.papers
                if paper.current and (wanted is None or paper.document.key in wanted)
            ),
            cases=self.cases if wanted is None else (),
            purpose=purpose_of(self.result),
        )
        return Bundle(
            dossier=dossier,
            result=self.result,
            letters=tuple(
                point
                for point in form.asked.points
                if point.key in typed.questions and wanted is None
            ),
            warnings=form.warnings,
            language=language,
            on=self.situation.on,
            query=self.situation.query(),
            url=own_url(self.request, address("result", self.situation, stamped=True)),
        )

    def load(self) -> HttpResponse:
        """Read a draft back into the form."""
        sent = self.request.FILES.get("draft")
        try:
            body = sent.read(draft.LARGEST + 1) if isinstance(sent, UploadedFile) else b""
            content = draft.read(body, self.result.ruleset.key)
        except draft.DraftError:
            return self.again(self.request.POST, {"draft_error": True})
        lines = counts(self.topics, None)
        for topic in self.topics:
            if topic.repeat:
                lines[topic.key] = max(topic.first, len(draft.lines_in(content, topic)))
        asked = self.asked(lines)
        form = PapersForm(initial=self.initial(draft.as_sent(content, asked), asked), asked=asked)
        return self.page(form, {"is_loaded": True})

    # --- What is shown ------------------------------------------------------------------------

    def again(
        self,
        data: QueryDict,
        context: dict[str, Any] | None = None,
        *,
        more: str = "",
        opened: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Show what was typed, unjudged; with one more line of a topic, and the topic unfolded."""
        lines = counts(self.topics, data)
        most = {topic.key: topic.repeat for topic in self.topics}
        if more in lines:
            lines[more] = min(lines[more] + 1, most[more])
        asked = self.asked(lines)
        form = PapersForm(initial=self.initial(data, asked), asked=asked)
        form.opened = opened if any(topic.key == opened for topic in asked.topics) else ""
        return self.page(form, context, status=status)

    def page(
        self, form: PapersForm, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page with a form."""
        situation = self.situation
        called_for = papers_of(self.kit, self.cases, self.documents)
        shown = {
            "section": SECTION,
            "language_alternates": alternates(self.request, situation, stamped=True),
            "situation": situation,
            "result": self.result,
            "form": form,
            "stamped": situation.query(stamped=True),
            "back": address("result", situation, stamped=True),
            "counters": [
                (counter(key), number, f"id_{counter(key)}")
                for key, number in form.asked.lines.items()
            ],
            "register": kit_with_register(self.result)
            and address("register", situation, stamped=True),
            "register_largest": register.LARGEST,
            "draft_largest": draft.LARGEST,
            "has_papers": self.has_papers,
            "papers": called_for,
            "has_extra": any(fieldset.is_extra for fieldset in form.fieldsets),
            "has_more": any(paper.when or paper.lines for paper in called_for),
            **(context or {}),
        }
        return render(self.request, "wizard/papers.html", shown, status=status)


def register_sheet(request: HttpRequest) -> HttpResponse:
    """Send the register for a result that asks for the report; else lead to the result."""
    situation = situation_of(request)
    if situation.first_open is not None:
        return go_to(next_address(situation), situation)
    kit = kit_with_register(Result(situation))
    if kit is None:
        return go_to(address("result", situation, stamped=True), situation)
    return download(
        register.workbook(kit, reader_language()), "so-theo-doi-bc01.xlsx", register.KIND
    )


@sensitive_post_parameters()
def papers(request: HttpRequest) -> HttpResponse:
    """Ask for what the papers need; answer with the papers."""
    situation = situation_of(request)
    if situation.first_open is not None:
        return go_to(next_address(situation), situation)
    page = PapersPage(request, situation)
    if page.offer is None:
        return go_to(address("result", situation, stamped=True), situation)
    if request.method != "POST":
        return page.again(QueryDict())
    response = page.answer()
    response.headers["Cache-Control"] = "no-store"
    return response


def taken(ruleset: RuleSet, question: str, value: str) -> str:
    """An answer of the check as the papers say it: in their language, a place by today's name."""
    if value == DONT_KNOW:
        return ""
    with override(FILED):
        if ruleset.question_by_key[question].kind == "locality":
            place = places().get(value)
            return localized(places()[place.now].name) if place else ""
        return answer_text(ruleset, question, value)


def put_lines(data: QueryDict, topic: Topic, lines: Sequence[Mapping[str, str]]) -> None:
    """Put lines into what was sent, in the place of those of a topic."""
    data[counter(topic.key)] = str(len(lines))
    for number, line in enumerate(lines, start=1):
        for item in topic.fields:
            data[name_of(topic, number, item.key)] = line.get(item.key, "")


def without_line(data: QueryDict, topics: tuple[Topic, ...], button: str) -> QueryDict:
    """What was sent, without one line; those behind it move up."""
    key, _dash, sent = button.removeprefix("drop-").rpartition("-")
    topic = next((item for item in topics if item.key == key and item.repeat), None)
    dropped = line_number(sent)
    if topic is None or not dropped or dropped > (last := counts(topics, data)[key]):
        return data
    left = data.copy()
    for number in range(dropped, last):
        for item in topic.fields:
            left[name_of(topic, number, item.key)] = data.get(
                name_of(topic, number + 1, item.key), ""
            )
    for item in topic.fields:
        left.pop(name_of(topic, last, item.key), None)
    left[counter(key)] = str(last - 1)
    return left


def download(body: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save, which no cache may keep."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
