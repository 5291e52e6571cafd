"""The papers of a version as a lawyer looks at them: filled in for an expected situation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import typst
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from guidance.text.languages import in_language
from wizard.assessment.results import Result
from wizard.decision.ruleset import RuleSet
from wizard.decision.sources import Text
from wizard.drafts import preview
from wizard.drafts.expected_verdicts import Expectation, from_stream, situation_of
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.validation import day_of_effect
from wizard.papers import docx, pdf
from wizard.papers.sheets import Sheet
from wizard.papers.specimen import Specimen
from wizard.rules import registry
from wizard.rules.snapshot import kit_of, shipped_papers

from .review_views import seen_document

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def papers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the papers that a situation gets, each to be opened, in the language chosen."""
    document = seen_document(request, pk)
    return preview.answer(request, document, lambda rules: _listed(request, document, rules))


def _listed(request: HttpRequest, document: Any, ruleset: RuleSet) -> HttpResponse:
    language = _language(request)
    situations = list(_situations(document, ruleset))
    shown = _chosen(request, situations)
    sheets = _sheets(shown, ruleset, language) if shown else {}
    names = document.snippet_viewset.get_url_name
    query = {"situation": shown.block, "language": language} if shown else {}
    listed = [
        (in_language(name, str(get_language())), path, urlencode({**query, "paper": path}))
        for path, (name, _sheet) in sheets.items()
    ]
    context = {
        "document": document,
        "edit_url": reverse(names("edit"), args=[document.pk]),
        "pdf_url": reverse(names("papers_file"), args=[document.pk, "pdf"]),
        "docx_url": reverse(names("papers_file"), args=[document.pk, "docx"]),
        "take_url": reverse(names("papers_take"), args=[document.pk]),
        "may_take": _may_take(request, document),
        "has_shipped": shipped_papers(document.key) is not None,
        "languages": settings.LANGUAGES,
        "language": language,
        "situations": situations,
        "shown": shown,
        "papers": listed,
    }
    return render(request, "wizard/admin/papers.html", context)


def file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Draw one paper, marked as a draft."""
    document = seen_document(request, pk)
    return preview.answer(request, document, lambda rules: _drawn(request, document, rules, kind))


def _drawn(request: HttpRequest, document: Any, ruleset: RuleSet, kind: str) -> HttpResponse:
    shown = _chosen(request, list(_situations(document, ruleset)))
    sheets = _sheets(shown, ruleset, _language(request)) if shown else {}
    path = request.GET.get("paper", "")
    if kind not in KINDS or path not in sheets:
        raise Http404
    sheet = sheets[path][1]
    try:
        body = docx.draw(sheet) if kind == "docx" else pdf.draw(sheet["title"], [sheet])[0]
    except typst.TypstError as error:
        # Nothing in it is anybody's own: the words are those of the draft.
        text = _("This paper cannot be drawn as PDF: %(reason)s") % {"reason": error}
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=422)
    response = HttpResponse(body, content_type=KINDS[kind])
    name = f"{path.rpartition('/')[2]}-{document.version}.{kind}"
    place = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{place}; filename="{name}"'
    return response


def take(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take the papers that came with the product over into a draft, to be edited there."""
    document = seen_document(request, pk)
    if request.method != "POST" or not _may_take(request, document):
        raise PermissionDenied
    document.take_papers()
    document.save_revision(user=request.user, log_action=True)
    messages.success(request, _("The papers are part of this version now."))
    return redirect(reverse(document.snippet_viewset.get_url_name("edit"), args=[document.pk]))


def _may_take(request: HttpRequest, document: Any) -> bool:
    """Whether somebody may edit a draft that has no papers of its own, and there are some."""
    policy = policy_registry.get_by_type(RuleSetDocument)
    lock = document.get_lock()
    return (
        policy.user_has_permission(request.user, "change")
        and not (lock and lock.for_user(request.user))
        and not document.has_papers()
        and shipped_papers(document.key) is not None
    )


def _language(request: HttpRequest) -> str:
    """The language chosen, or that in which the editor works."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get("language", "") or str(get_language())
    return asked if asked in known else settings.LANGUAGE_CODE


def _situations(document: Any, ruleset: RuleSet) -> Iterator[Expectation]:
    """The expected situations that papers are made for: for their cases, or what these need."""
    kit = kit_of(ruleset)
    made = {key for paper in kit.papers for key in paper.documents} if kit else set()
    needing = {case.key for case in ruleset.cases if made.intersection(case.documents)}
    needing |= {key for paper in kit.papers for key in paper.cases} if kit else set()
    for expectation in from_stream(document.expected.get_prep_value()):
        if needing.intersection(expectation.cases):
            yield expectation


def _chosen(request: HttpRequest, situations: list[Expectation]) -> Expectation | None:
    """The situation asked for, or the first."""
    asked = request.GET.get("situation", "")
    found = (item for item in situations if item.block == asked)
    return next(found, situations[0] if situations else None)


def _sheets(
    expectation: Expectation, ruleset: RuleSet, language: str
) -> dict[str, tuple[Text, Sheet]]:
    """The papers of a situation, judged by the rules as they stand in the draft."""
    on = day_of_effect(ruleset, registry.today())
    return Specimen(Result(situation_of(ruleset, expectation, on)), language).sheets
