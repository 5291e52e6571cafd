"""The real wizard judging by a draft: for preview, for comparing, for trying before publishing.

Nothing is imitated. The wizard's own views run with the draft as the rule set in force, and with
an address prefix, so that every link and every answer stays on the draft.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import override

from guidance.delivery.headers import preview_policy
from wizard.decision.parse import RuleSetError
from wizard.decision.ruleset import RuleSet
from wizard.rules import registry
from wizard.rules.assessments import slug_of

from .expected_verdicts import from_stream, situation_of
from .issue_texts import worded
from .validation import FormIssue, Validation, at_home, day_of_effect, read_usable

logger = logging.getLogger(__name__)

REFUSED = {"report"}
"""Pages that would keep something: a draft has no results to report."""


def run(request: HttpRequest, ruleset: RuleSet, path: str, prefix: str) -> HttpResponseBase:
    """Answer a request for a wizard page by a draft, all its links below a prefix."""
    language = path.split("/")[0]
    if language not in dict(settings.LANGUAGES):
        raise Http404
    on = day_of_effect(ruleset, registry.today())
    with override(language), registry.override(ruleset, on):
        match = resolve(f"/{path}")
        if match.app_name != "wizard" or match.url_name in REFUSED:
            raise Http404
        with _below(request, path, prefix):
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            # formtools answers lazily: render while the draft is in force.
            if hasattr(response, "render"):
                response.render()
    return _private(response)


@contextmanager
def _below(request: HttpRequest, path: str, prefix: str) -> Iterator[None]:
    """Write every link below a prefix; the language switch translates the path asked for."""
    before = get_script_prefix(), request.path, request.path_info
    set_script_prefix(prefix)
    request.path = request.path_info = f"/{path}"
    try:
        yield
    finally:
        set_script_prefix(before[0])
        request.path, request.path_info = before[1:]


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a draft out of caches; let an editor look at it in a frame of the admin."""
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = preview_policy()
    return response


def prefix_of(document: Any) -> str:
    """The address below which the wizard judges by the saved draft of a document."""
    if not document.pk:
        return "/"
    address = reverse(document.snippet_viewset.get_url_name("try"), args=[document.pk, "x"])
    return address.removesuffix("x")


def preview(request: HttpRequest, document: Any, mode: str, language: str) -> HttpResponseBase:
    """Show a page of the wizard by rules as they stand in the form, or say why there is none."""
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    return answer(
        request, document, lambda ruleset: _page(request, document, ruleset, mode, language)
    )


def _page(
    request: HttpRequest, document: Any, ruleset: RuleSet, mode: str, language: str
) -> HttpResponseBase:
    pages = {"question": _first(ruleset), "rules": "rules/", "result": "result/"}
    query = _expected_query(document, ruleset) if mode == "result" else ""
    request.GET = QueryDict(query)
    with registry.override(ruleset, day_of_effect(ruleset, registry.today())):
        slug = slug_of(ruleset.key, language)
    path = f"{language}/check/{slug}/{pages.get(mode, '')}"
    return run(request, ruleset, path, prefix_of(document))


def answer(
    request: HttpRequest, document: Any, page: Callable[[RuleSet], HttpResponseBase]
) -> HttpResponseBase:
    """Give a page made by the rules of a draft, or what must be mended before there is one.

    What no proof has passed may break a page in more ways than anybody lists. Rules without a
    finding break none: that is a fault of the program, and stays one.
    """
    try:
        return page(read_usable(document.content()))
    except RuleSetError as error:
        return _unusable(request, document, at_home(error.issues, document.streams()))
    except (Http404, PermissionDenied):
        raise
    except Exception:
        found = document.issues()
        if not found:
            raise
        logger.warning("%s has findings, and no page could be made by it", document, exc_info=True)
        return _unusable(request, document, found)


def _unusable(request: HttpRequest, document: Any, issues: Iterable[FormIssue]) -> HttpResponse:
    """Say what keeps a draft from being run at all, in the words of its proof."""
    context = {"issues": list(worded(Validation(tuple(issues)), document.streams()))}
    return render(request, "wizard/admin/unreadable.html", context)


def _first(ruleset: RuleSet) -> str:
    return f"{ruleset.questions[0].key}/" if ruleset.questions else ""


def _expected_query(document: Any, ruleset: RuleSet) -> str:
    """Take the answers of the first expected situation."""
    on = day_of_effect(ruleset, registry.today())
    for expectation in from_stream(document.expected.get_prep_value()):
        return situation_of(ruleset, expectation, on).query(stamped=True)
    return ""
