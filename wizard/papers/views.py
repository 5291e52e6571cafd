"""The page of the papers: one form, one POST, one ZIP. What is typed is answered and forgotten."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from guidance.delivery.rate_limit import HOUR, hit, is_same_site, remaining
from guidance.text.languages import LANGUAGES, in_language
from wizard.assessment.addresses import SECTION, address, alternates
from wizard.assessment.flow import go_to, next_address
from wizard.assessment.results import Result
from wizard.assessment.situation import Situation
from wizard.assessment.storage import situation_of
from wizard.decision.kit import Kit, Topic
from wizard.decision.sources import Text
from wizard.rules import registry
from wizard.rules.snapshot import papers_of

from . import draft
from .bundle import DRAFT, Bundle
from .forms import QUESTIONS, READING, Asked, PapersForm, counter, counts, line_number, name_of
from .letters import points
from .sheets import Dossier, topics_of

MADE_PER_HOUR = 60
CHANGED_PER_HOUR = 600
"""Lines added and drafts read: as cheap as a page, but not without end."""
MAKING = ("make", "anyway", "draft")
"""The buttons that are answered with a file."""
ZIP = "ho-so.zip"


def offered(result: Result) -> tuple[Kit, frozenset[str]] | None:
    """The kit for a result and the documents it asks for; None where no paper can be made."""
    kit = papers_of(result.ruleset)
    if kit is None:
        return None
    documents = frozenset(paper.document.key for paper in result.papers if paper.current)
    made = any(documents.intersection(paper.documents) and not paper.when for paper in kit.papers)
    return (kit, documents) if made else None


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
        return self.offer[0]

    @property
    def documents(self) -> frozenset[str]:
        """The documents the result asks for; only where there is an offer."""
        assert self.offer is not None  # noqa: S101
        return self.offer[1]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that concern the result."""
        cases = tuple(case.key for case in self.result.cases)
        return topics_of(self.kit, cases, self.documents)

    def asked(self, lines: dict[str, int]) -> Asked:
        """What the form asks about."""
        return Asked(
            kit=self.kit,
            topics=self.topics,
            points=points(self.kit, self.result, self.documents),
            lines=lines,
            today=registry.today(),
        )

    # --- What can be sent ---------------------------------------------------------------------

    def answer(self) -> HttpResponse:
        """Answer what was sent, by the button that sent it."""
        button = self.request.POST.get("do", "")
        is_making = button in MAKING
        most = MADE_PER_HOUR if is_making else CHANGED_PER_HOUR
        name = "papers" if is_making else "papers-form"
        if not is_same_site(self.request) or not hit(self.request, name, most):
            response = self.again(self.request.POST, {"refused": True}, status=429)
            response.headers["Retry-After"] = str(remaining(HOUR))
            return response
        if button.startswith("add-"):
            return self.again(self.request.POST, more=button.removeprefix("add-"))
        if button.startswith("drop-"):
            return self.again(without_line(self.request.POST, self.topics, button))
        if button == "load":
            return self.load()
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
            return download(body, DRAFT, "application/json")
        return download(self.bundle(form).zip(), ZIP, "application/zip")

    def bundle(self, form: PapersForm) -> Bundle:
        """What goes into the ZIP."""
        typed, language = form.typed, str(get_language())
        dossier = Dossier(
            kit=self.kit,
            typed=typed,
            documents=self.documents,
            cases=tuple(case.key for case in self.result.cases),
            purpose=purpose_of(self.result),
        )
        return Bundle(
            dossier=dossier,
            result=self.result,
            letters=tuple(point for point in form.asked.points if point.key in typed.questions),
            warnings=form.warnings,
            language=language,
            on=self.situation.on,
            query=self.situation.query(),
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
        form = PapersForm(initial=initial(draft.as_sent(content, asked), asked.kit), asked=asked)
        return self.page(form, {"is_loaded": True})

    # --- What is shown ------------------------------------------------------------------------

    def again(
        self,
        data: QueryDict,
        context: dict[str, Any] | None = None,
        *,
        more: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Show what was typed, unjudged; with one more line of a topic."""
        lines = counts(self.topics, data)
        most = {topic.key: topic.repeat for topic in self.topics}
        if more in lines:
            lines[more] = min(lines[more] + 1, most[more])
        form = PapersForm(initial=initial(data, self.kit), asked=self.asked(lines))
        return self.page(form, context, status=status)

    def page(
        self, form: PapersForm, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page with a form."""
        situation = self.situation
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
            "papers": [
                paper for paper in self.kit.papers if self.documents.intersection(paper.documents)
            ],
            **(context or {}),
        }
        return render(self.request, "wizard/papers.html", shown, status=status)


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
        return page.page(PapersForm(asked=page.asked(counts(page.topics, None))))
    response = page.answer()
    response.headers["Cache-Control"] = "no-store"
    return response


def initial(data: QueryDict, kit: Kit) -> dict[str, Any]:
    """What was sent, as the start of a form that judges nothing."""
    ticked = {item.key for item in kit.singles.values() if item.kind in ("sentences", "tick")}
    ticked |= {QUESTIONS, READING}
    return {key: data.getlist(key) if key in ticked else data[key] for key in data}


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
