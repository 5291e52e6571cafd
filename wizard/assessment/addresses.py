"""The addresses of the assessments: a slug in the words of the language, then the page.

`/<language>/check/` lists the assessments, `/<language>/check/<slug>/…` is one. Its key goes
through Django's addresses (`reverse("wizard:rules", args=[key])`); the slug is written and read
here, so that each language has its own and the language switch needs to know none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve, reverse, translate_url
from django.utils.translation import get_language

from wizard.decision.ruleset import Entrance, RuleSet
from wizard.rules import assessments, registry

from .situation import Situation
from .storage import ASSESSMENT, parameters

View = Callable[..., HttpResponseBase]

SECTION = "check"
"""The place in the site's navigation that the wizard's pages belong to."""


class AssessmentConverter:
    """The part of an address that names an assessment: its slug in the language of the address."""

    regex = "[-a-z0-9]+"

    def to_python(self, value: str) -> str:
        """Give the key of the assessment with this slug; ValueError lets Django look further."""
        key = assessments.key_of(value, str(get_language()))
        if key is None:
            raise ValueError(value)
        return key

    def to_url(self, key: str) -> str:
        """Write the slug of an assessment in the language of the page."""
        try:
            return assessments.slug_of(key, str(get_language()))
        except LookupError as error:
            raise ValueError(key) from error


def of_assessment(view: View) -> View:
    """Tell everything below a view which assessment the address names."""

    @wraps(view)
    def named(request: HttpRequest, *args: str, assessment: str, **kwargs: str) -> HttpResponseBase:
        setattr(request, ASSESSMENT, assessment)
        if registry.is_withdrawn(assessment):
            return _gone(request, assessment)
        return view(request, *args, **kwargs)

    return named


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """Say that an assessment was taken away, in whatever form it was asked for."""
    if request.path_info.endswith(".json"):
        return JsonResponse({"error": "withdrawn"}, status=410)
    name = assessments.entrance(assessments.newest(key)).title
    context = {"section": SECTION, "name": name, "offered": _offered()}
    return render(request, "wizard/withdrawn.html", context, status=410)


def _offered() -> list[tuple[RuleSet, Entrance]]:
    return [(ruleset, assessments.entrance(ruleset)) for ruleset in assessments.offered()]


def address(name: str, situation: Situation, *, stamped: bool = False, **kwargs: str) -> str:
    """Write the address of a page of the assessment with the situation as its query string."""
    query = situation.query(stamped=stamped)
    path = reverse(f"wizard:{name}", kwargs={"assessment": situation.ruleset.key, **kwargs})
    return path + (f"?{query}" if query else "")


def alternates(
    request: HttpRequest, situation: Situation, *, stamped: bool = False
) -> dict[str, str]:
    """Give this page's address in every language: same place, same answers, nothing else."""
    query = situation.query(stamped=stamped)
    return {
        code: translate_url(request.path, code) + (f"?{query}" if query else "")
        for code, _ in settings.LANGUAGES
    }


def listing(request: HttpRequest) -> HttpResponse:
    """List the assessments; an address with answers is one of when there was only one."""
    # Whatever else others add to a link says nothing of an answer.
    asking = (assessments.bare_asking(name) for name, _values in parameters(request))
    if key := next(filter(None, asking), None):
        return _moved(request, reverse("wizard:start", args=[key]))
    context = {"section": SECTION, "offered": _offered()}
    return render(request, "wizard/assessments.html", context)


def moved(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead an address without a slug, or with one of another language or time, to where it is.

    What was sent goes along: a browser sends it again to the address it is told (308).
    """
    name, _slash, below = rest.partition("/")
    key = assessments.key_meant(name)
    if key is None:
        key, below = assessments.bare(name), rest
    if key is None:
        raise Http404
    found = reverse("wizard:start", args=[key]) + below
    try:
        match = resolve(f"/{found.removeprefix(get_script_prefix())}")
    except Resolver404 as error:
        raise Http404 from error
    if match.url_name == "moved":
        raise Http404
    return _moved(request, found)


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    is_sent = request.method not in ("GET", "HEAD")
    address = path + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(address, preserve_request=is_sent)
