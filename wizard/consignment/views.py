"""The page of several items: lines in, one question after the other, a verdict a line out.

A short list stands in the address and can be shared; a longer one travels in each form. What is
sent is answered and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from typst import TypstError

from guidance.delivery.rate_limit import may_send, try_later
from guidance.text.own_addresses import own_url
from wizard.assessment.addresses import SECTION, address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.flow import FORMS, TYPED
from wizard.assessment.forms import GoodsForm
from wizard.assessment.situation import read
from wizard.assessment.storage import ASSESSMENT, FIELD, parameters
from wizard.decision.explain import why_asked
from wizard.decision.ruleset import DONT_KNOW, RuleSet
from wizard.goods.codes import CodeError, read_code, write_code
from wizard.goods.sheet_files import FORMATS, SheetError
from wizard.papers.views import download

from . import exports, officer
from .forms import LineForm
from .judging import Consignment, Judged, looks_alike
from .lines import (
    LINE,
    MOST_IN_ADDRESS,
    MOST_LINES,
    Line,
    LineRules,
    StateError,
    read_address,
    read_state,
    write_address,
    write_state,
)
from .tables import LARGEST_FILE, MOST_ISSUES, Table, read_file, read_text, titles

STEP = "step"
"""The key of an address that says what is shown of the lines in it."""
SENT_PER_HOUR = 1500
MADE_PER_HOUR = 120
"""Tables read and files made; a page of lines changed is as cheap as any."""
PDF, WHOLE_PDF = "pdf", "whole"
"""The buttons for the sheet of an officer, and for the same with its annex."""
NO_STORE = "no-store"


def offers(ruleset: RuleSet) -> bool:
    """Whether several items can be checked at once: where the rules ask about goods by list."""
    return bool(ruleset.goods_list) and any(item.kind == "goods" for item in ruleset.questions)


class ConsignmentPage:
    """One request: the lines it brought, and the page or file that answers it."""

    def __init__(self, request: HttpRequest) -> None:
        """Read the rules of the day; Http404 where they know no goods."""
        self.request = request
        self.key: str = getattr(request, ASSESSMENT)
        sent = [(key, values) for key, values in parameters(request) if key not in (LINE, STEP)]
        found = read(sent, self.key)
        goods_list = found.goods_list
        if not offers(found.ruleset) or goods_list is None:
            raise Http404
        self.asked_before = found
        self.base = replace(found, given={}, dropped=0)
        self.rules = LineRules(found.ruleset, goods_list, found.declared)
        self.is_damaged = False
        self.lines = self._lines()

    def _lines(self) -> list[Line]:
        """The lines in the form, or in the address."""
        if self.request.method == "POST":
            try:
                return read_state(self.request.POST.get("lines", ""), self.rules)
            except StateError:
                self.is_damaged = True
                return []
        written = self.request.GET.getlist(LINE)
        if written:
            return read_address(written, self.rules)
        given = self.asked_before.given
        goods = given.get(self.rules.goods.key)
        # From a single check: what was checked is the first line.
        return [self._first(goods, given)] if goods else []

    def _first(self, goods: str, given: Mapping[str, str]) -> Line:
        is_code = goods.isdigit()
        name = "" if is_code else answer_text(self.base.ruleset, self.rules.goods.key, goods)
        return Line(name=name, code=write_code(goods) if is_code else "", given=given)

    @cached_property
    def consignment(self) -> Consignment:
        """The lines, judged."""
        return Consignment(self.base, self.rules, self.lines)

    # --- Where it is --------------------------------------------------------------------------

    @property
    def path(self) -> str:
        """The address without anything."""
        return reverse("wizard:consignment", args=[self.key])

    def place(self, step: str = "", path: str = "") -> str | None:
        """The address of these lines; None if they are too many for one."""
        more = "&".join(filter(None, (self.base.query(), f"{STEP}={step}" if step else "")))
        query = write_address(self.lines, more)
        if query is None:
            return None
        path = path or self.path
        return f"{path}?{query}" if query else path

    # --- What can be asked --------------------------------------------------------------------

    def get(self) -> HttpResponse:
        """Show what the address asks for."""
        step = self.request.GET.get(STEP, "")
        if not self.lines:
            return self.entry()
        return self.ask() if step == "ask" else self.entry() if step == "list" else self.result()

    def post(self) -> HttpResponse:
        """Answer the button that was pressed."""
        sent = self.request.POST
        button, _dash, number = (sent.get("do") or sent.get("unknown", "")).partition("-")
        is_made = button in ("read", *FORMATS, PDF, WHOLE_PDF)
        most = MADE_PER_HOUR if is_made else SENT_PER_HOUR
        name = "consignment-made" if is_made else "consignment"
        if not may_send(self.request, name, most):
            return try_later(self.entry(self._as_typed(), {"refused": True}))
        if self.is_damaged:
            return self.entry(self._as_typed(), status=400)
        if button in (*FORMATS, PDF, WHOLE_PDF):
            return self.file(button)
        at = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 4 else -1
        if number and not 0 <= at < len(self.lines):
            return self.entry(self._as_typed())
        actions: dict[str, Callable[[int], HttpResponse]] = {
            "save": self.save,
            "change": lambda at: self.entry(changing=at) if at >= 0 else self.entry(),
            "copy": self.copy,
            "drop": self.drop,
            "read": lambda _at: self.read(),
            "check": lambda _at: self.check(),
            "ask": self.ask_for,
            "answer": self.answer,
            "list": lambda _at: self.go("list"),
            "result": lambda _at: self.go(""),
        }
        action = actions.get(button)
        return action(at) if action else self.entry(self._as_typed())

    def go(self, step: str) -> HttpResponse:
        """Show a step: by its address if the lines fit into one, else as the answer itself."""
        self.__dict__.pop("consignment", None)
        place = self.place(step)
        if place is not None:
            response: HttpResponse = HttpResponseRedirect(place)
            response.status_code = 303
            return response
        if step == "ask":
            return self.ask()
        return self.entry() if step == "list" else self.result()

    def check(self) -> HttpResponse:
        """Ask what is still open, or show the result."""
        return self.go("ask" if self.consignment.waiting else "")

    # --- Lines --------------------------------------------------------------------------------

    def _as_typed(self) -> LineForm:
        """The form of a line as it was sent, unjudged."""
        fields = LineForm(rules=self.rules).fields
        sent = self.request.POST
        several = forms.MultipleChoiceField
        typed = {
            key: sent.getlist(key) if isinstance(item, several) else sent.get(key, "")
            for key, item in fields.items()
        }
        return LineForm(rules=self.rules, initial=typed)

    def save(self, at: int) -> HttpResponse:
        """Add a line, or put the changed one in its place."""
        form = LineForm(self.request.POST, rules=self.rules)
        is_new = at < 0
        if is_new and len(self.lines) >= MOST_LINES:
            form.add_error(None, full())
        if not form.is_valid():
            return self.entry(form, changing=at)
        if is_new:
            self.lines.append(form.line())
        else:
            self.lines[at] = form.line(self.lines[at])
        return self.go("list")

    def copy(self, at: int) -> HttpResponse:
        """Put the same line once more below, to be changed."""
        if at < 0:
            return self.entry()
        if len(self.lines) >= MOST_LINES:
            form = self._as_typed()
            return self.entry(form, {"errors": [{"text": full(), "href": "#lines"}]})
        self.lines.insert(at + 1, self.lines[at])
        return self.entry(changing=at + 1)

    def drop(self, at: int) -> HttpResponse:
        """Take a line away."""
        if at >= 0:
            del self.lines[at]
        return self.go("list")

    def read(self) -> HttpResponse:
        """Add the lines of a table that was pasted or uploaded."""
        sent, pasted = self.request.FILES.get("table"), self.request.POST.get("pasted", "")
        is_file = isinstance(sent, UploadedFile)
        field = "table" if is_file else "pasted"
        try:
            if isinstance(sent, UploadedFile):
                table = read_file(sent.read(LARGEST_FILE + 1), self.rules)
            else:
                table = read_text(pasted, self.rules)
        except SheetError as error:
            return self.unread(Table(issues=[str(error)], text=pasted), field)
        if not table.issues and len(self.lines) + len(table.lines) > MOST_LINES:
            table.issues.append(full())
        if table.issues:
            return self.unread(table, field)
        self.lines += table.lines
        self.__dict__.pop("consignment", None)
        count = len(table.lines)
        told = ngettext("%(count)d line was read.", "%(count)d lines were read.", count)
        told %= {"count": count}
        if table.unread:
            names = ", ".join(f"“{name[:80]}”" for name in table.unread[:MOST_ISSUES])
            told += " " + _("These columns were not read: %(names)s.") % {"names": names}
        if table.nameless:
            rows = ", ".join(map(str, table.nameless[:MOST_ISSUES]))
            if len(table.nameless) > MOST_ISSUES:
                rows += " …"
            told += " " + _("Rows without a name and a code were not read: %(rows)s.") % {
                "rows": rows
            }
        return self.entry(context={"told": told})

    def unread(self, table: Table, field: str) -> HttpResponse:
        """Say what is wrong with a table; its text stands in the box, to be put right."""
        href = f"#id_{field}"
        errors = [{"text": text, "href": href} for text in table.issues[:MOST_ISSUES]]
        if len(table.issues) > MOST_ISSUES:
            more = _("There are %(count)d more.") % {"count": len(table.issues) - MOST_ISSUES}
            errors.append({"text": more, "href": href})
        context = {"errors": errors, "pasted": table.text, "wrong": field}
        return self.entry(self._as_typed(), context)

    # --- Questions ----------------------------------------------------------------------------

    def ask(self, number: int | None = None, form: Any = None) -> HttpResponse:
        """Ask the first open question of the first line that has one, or of the line named."""
        waiting = self.consignment.waiting
        if not waiting:
            return self.result()
        asked = next((item for item in waiting if item.number == number), waiting[0])
        question = asked.open
        assert question is not None  # noqa: S101
        alike = self.consignment.alike(asked)
        form = form or self._question(asked)
        ticked = self.request.POST.getlist("for") if form.is_bound else None
        rows = [
            (item, looks_alike(item, asked) if ticked is None else str(item.number) in ticked)
            for item in alike
            if item is not asked
        ]
        ruleset, given = self.base.ruleset, asked.situation.answers
        context = {
            "form": form,
            "question": question,
            "asked": asked,
            "wrote": asked.line.wrote.get(question.key, ""),
            "disagree": question is self.rules.goods and self.rules.disagree(asked.line),
            "alike": [(item, tick, _id(item)) for item, tick in rows],
            "all_ticked": bool(ticked) and "all" in (ticked or ()),
            "is_typed": question.kind in TYPED,
            "field": form["text" if question.kind in TYPED else FIELD],
            "waiting": len(waiting),
            "doubt": asked.situation.doubt_of(question),
            "why": why_asked(ruleset, given, question.key, self.base.declared),
            "situation": asked.situation,
        }
        return self.page("consignment-ask", context, step="ask")

    def ask_for(self, at: int) -> HttpResponse:
        """Ask for a certain line."""
        return self.ask(at + 1)

    def _question(self, asked: Judged, data: Any = None) -> Any:
        """The form of a question: for goods, with what may be meant to choose from."""
        question = asked.open
        assert question is not None  # noqa: S101
        kind = FORMS[question.kind]
        if question.kind == "goods":
            code = asked.line.code
            form = GoodsForm(data, question=question, goods_list=self.rules.goods_list, given=None)
            form.fields["text"].initial = code if self._is_code(code) else asked.line.name or code
            if data is None:
                form.offer(asked.line.name)
            return form
        more = {"given": None} if question.kind in TYPED else {}
        return kind(data, question=question, **more)

    def _is_code(self, text: str) -> bool:
        try:
            return bool(text) and read_code(text) is not None
        except CodeError:
            return False

    def answer(self, at: int) -> HttpResponse:
        """Take an answer for one line and for those that were ticked; then ask the next."""
        asked = self.consignment.judged[at] if at >= 0 else None
        if asked is None or asked.open is None:
            return self.check()
        question = asked.open
        sent = self.request.POST.copy()
        if "unknown" in sent:
            sent["pick"] = DONT_KNOW
        form = self._question(asked, sent)
        if not form.is_valid():
            return self.ask(at + 1, form)
        value = form.cleaned_data[FIELD]
        ticked = self.request.POST.getlist("for")
        for item in self.consignment.alike(asked):
            if item is asked or "all" in ticked or str(item.number) in ticked:
                self.lines[item.number - 1] = item.line.answered(question.key, value)
        self.__dict__.pop("consignment", None)
        return self.check()

    # --- What is shown ------------------------------------------------------------------------

    def entry(
        self,
        form: LineForm | None = None,
        context: dict[str, Any] | None = None,
        *,
        changing: int = -1,
        status: int = 200,
    ) -> HttpResponse:
        """Show the lines, and the ways to add some."""
        changed = self.lines[changing] if changing >= 0 else None
        if form is None:
            form = LineForm(rules=self.rules, line=changed, initial=self._told_before())
        shown = {
            "form": form,
            "changing": changing + 1,
            "is_touched": self.request.POST.get("do", "").startswith(("copy", "drop", "save")),
            "most": MOST_LINES,
            "largest": LARGEST_FILE,
            "columns": [*titles(self.rules).values()],
            "is_damaged": self.is_damaged,
            **(context or {}),
        }
        return self.page("consignment-list", shown, step="list", status=status)

    def _told_before(self) -> dict[str, str]:
        """What a single check had asked already, for the first line."""
        given = {} if self.lines else self.asked_before.given
        return {item.key: given[item.key] for item in self.rules.columns if item.key in given}

    def result(self, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """Show the lines by what the rules say of them."""
        return self.page("consignment-result", context or {}, status=status)

    def page(
        self, name: str, context: dict[str, Any], step: str = "", status: int = 200
    ) -> HttpResponse:
        """Show one page of the lines."""
        consignment, place = self.consignment, self.place(step)
        ruleset = self.base.ruleset
        shared = place if self.lines else None
        shown = {
            "section": SECTION,
            "language_alternates": self._alternates(step),
            "base": self.base,
            "ruleset": ruleset,
            "rows": consignment.judged,
            "consignment": consignment,
            "goods_key": self.rules.goods.key,
            "state": write_state(self.lines),
            "action": self.path + (f"?{self.base.query()}" if self.base.query() else ""),
            "start": address("start", self.base),
            "empty": self.path,
            "own_address": own_url(self.request, shared) if shared else "",
            "most_in_address": MOST_IN_ADDRESS,
            "templates": [
                (kind.upper(), reverse("wizard:consignment-template", args=[self.key, kind]))
                for kind in ("xlsx", "csv")
            ],
            "situation": self.base,
            **context,
        }
        response = render(self.request, f"wizard/{name}.html", shown, status=status)
        if self.lines or self.request.method == "POST":
            response.headers["Cache-Control"] = NO_STORE
        return response

    def _alternates(self, step: str) -> dict[str, str]:
        place = self.place(step) or self.path
        path, _sign, query = place.partition("?")
        return {
            code: translate_url(path, code) + (f"?{query}" if query else "")
            for code, _name in settings.LANGUAGES
        }

    def file(self, form: str) -> HttpResponse:
        """Answer with the result as a file."""
        if form in FORMATS:
            body = exports.table(self.consignment, form, self.request)
            return download(body, f"{exports.FILE}.{form}", FORMATS[form][1])
        whole = partial(own_url, self.request)
        place = self.place() if self.lines else None
        places = officer.Places(
            own=whole(place) if place else "",
            page=whole(self.path + (f"?{self.base.query()}" if self.base.query() else "")),
            whole=whole,
        )
        try:
            body = officer.sheet(self.consignment, places, is_whole=form == WHOLE_PDF)
        except TypstError:
            return self.result({"undrawn": True}, status=500)
        return download(body, f"{exports.FILE}.{PDF}", "application/pdf")


def _id(item: Judged) -> str:
    return f"for-{item.number}"


def full() -> str:
    """That there is no room for more lines."""
    return _("At most %(most)d lines can be checked at once.") % {"most": MOST_LINES}


@sensitive_post_parameters()
def consignment(request: HttpRequest) -> HttpResponse:
    """Check several items: what is sent is answered and forgotten."""
    page = ConsignmentPage(request)
    if request.method != "POST":
        return page.get()
    response = page.post()
    response.headers["Cache-Control"] = NO_STORE
    return response


def template(request: HttpRequest, form: str) -> HttpResponse:
    """The empty table, to be filled in."""
    if form not in FORMATS:
        raise Http404
    page = ConsignmentPage(request)
    body = exports.template(page.rules, form)
    response = HttpResponse(body, content_type=FORMATS[form][1])
    name = f"{exports.FILE}-template.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
