"""The pages around the questions: start, all rules, the result, reporting it wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidance.delivery.rate_limit import may_send, try_later
from guidance.models.frame import site_frame
from guidance.text.atom import Feed
from guidance.text.own_addresses import own_url
from guidance.text.qr_code import qr_svg
from wizard.assessment.models import LONGEST_QUERY, ResultReport
from wizard.decision.compiled_rules import STAGES
from wizard.decision.ruleset import Case
from wizard.rules import assessments, registry
from wizard.rules.changelog import case_history, entries

from .addresses import SECTION, View, address, alternates
from .certainty import Certainty
from .flow import go_to, next_address, review
from .forms import ReportForm, localized
from .recheck import interrupted, recheck
from .results import Result
from .situation import BOTH, DECLARED, FILED, MADE_ON, PROVINCE, VERSION, Situation
from .storage import ASSESSMENT, parameters, situation_of
from .timeline import Timeline

PATIENCE = 0.5
"""Seconds for which the change log waits for its comparisons; the first reader's, once each."""
REPORTS_PER_HOUR = 5


def in_force_only(view: View) -> View:
    """Answer with a page that says so where there were no rules on the day asked about."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except registry.NotInForceError as error:
            kept = [
                (key, value)
                for key, values in parameters(request)
                for value in values
                if key not in (VERSION, MADE_ON, FILED, DECLARED)
            ]
            now = request.path + (f"?{urlencode(kept)}" if kept else "")
            context = {"section": SECTION, "first": error.first, "now": now}
            return render(request, "wizard/not-in-force.html", context, status=400)

    return answer


def start(request: HttpRequest) -> HttpResponse:
    """Say what the wizard does, what to have at hand, and where it leads."""
    situation = situation_of(request)
    outcomes = situation.ruleset.outcomes
    openings = [case for case in _in_force(situation) if outcomes[case.outcome].several]
    context = {
        "section": SECTION,
        "language_alternates": alternates(request, situation),
        "situation": situation,
        "ruleset": situation.ruleset,
        "entrance": assessments.entrance(situation.ruleset),
        "openings": openings,
        "next": next_address(situation),
        "rules": address("rules", situation),
    }
    return render(request, "wizard/start.html", context)


def rules(request: HttpRequest) -> HttpResponse:
    """Show the whole decision: every case with its conditions, the documents, the goods."""
    situation = situation_of(request)
    ruleset = situation.ruleset
    cases = _in_force(situation)
    tiers = [
        [case for case in cases if (case.stage, case.outcome) == (stage, outcome)]
        for stage in STAGES
        for outcome in ruleset.order
    ]
    context = {
        "section": SECTION,
        "language_alternates": alternates(request, situation),
        "situation": situation,
        "ruleset": ruleset,
        "tiers": [tier for tier in tiers if tier],
        "otherwise": ruleset.outcomes[ruleset.outcome_that("otherwise")],
        "start": address("start", situation),
        "papers": ruleset.documents,
        "goods_list": situation.goods_list,
        "next": next_address(situation),
    }
    return render(request, "wizard/rules.html", context)


def changes(request: HttpRequest) -> HttpResponse:
    """Tell what each version of the rules changed."""
    situation = situation_of(request)
    found = entries(situation.ruleset.key, PATIENCE)
    context = {
        "section": SECTION,
        "language_alternates": alternates(request, situation),
        "situation": situation,
        "entries": found,
        "title": localized(situation.ruleset.title),
        "rules": address("rules", situation),
    }
    response = render(request, "wizard/changes.html", context)
    if any(entry.is_being_compared for entry in found):
        response.headers["Cache-Control"] = "no-store"
    return response


def rules_feed(request: HttpRequest) -> HttpResponse:
    """Follow the rules: an entry for each version, leading to what it changed."""
    assessment = getattr(request, ASSESSMENT)
    versions = registry.versions(assessment)
    path = reverse("wizard:changes", args=[assessment])
    name, title = _feed_name(assessment, "rules"), localized(versions[-1].title)
    feed = Feed(request, name, title, path, author=site_frame().name)
    for ruleset in reversed(versions):
        title = _("Rules version %(version)d") % {"version": ruleset.version}
        day = ruleset.in_force_from or ruleset.reviewed
        place = f"{path}#version-{ruleset.version}"
        subject = f"version-{ruleset.version}"
        feed.add(subject, title, place, localized(ruleset.change_note), day)
    return feed.response()


def case_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Follow one case: an entry for each version that wrote it anew."""
    assessment = getattr(request, ASSESSMENT)
    entries = list(case_history(assessment, key))
    if not entries:
        raise Http404
    path = reverse("wizard:changes", args=[assessment])
    place = f"{reverse('wizard:rules', args=[assessment])}#case-{key}"
    name = _feed_name(assessment, f"case/{key}")
    title = localized(entries[-1][1].title)
    feed = Feed(request, name, title, place, author=site_frame().name)
    for ruleset, case in reversed(entries):
        title = _("Rules version %(version)d") % {"version": ruleset.version}
        day = ruleset.in_force_from or ruleset.reviewed
        subject = f"version-{ruleset.version}"
        feed.add(subject, title, f"{path}#{subject}", localized(case.summary), day)
    return feed.response()


def _feed_name(assessment: str, subject: str) -> str:
    """Name a feed for good; those of before there were several keep the names they had."""
    return subject if assessment == assessments.bare() else f"{assessment}/{subject}"


def result(request: HttpRequest) -> HttpResponse:
    """Show the verdict with its proof, or go to the first question still open."""
    situation = situation_of(request)
    if situation.first_open is not None:
        earlier = interrupted(situation)
        return go_to(next_address(situation, stamped=earlier is not None), situation)
    if not situation.asked_on and situation.made_on is None:
        return go_to(address("result", situation, stamped=True), situation)
    found = Result(situation)
    own = own_url(request, address("result", situation, stamped=True))
    context = {
        "section": SECTION,
        "language_alternates": alternates(request, situation, stamped=True),
        "result": found,
        "situation": situation,
        "verdict": found.verdict,
        "timeline": Timeline(found),
        "certainty": Certainty(found),
        "is_closed": found.outcome.tone == "stop",
        "recheck": recheck(found),
        "entrance": assessments.entrance(situation.ruleset),
        "review": review(situation),
        **_days(situation),
        "own_address": own,
        "qr": qr_svg(own),
        "both_address": _both_address(situation),
        "data_address": address("result-json", situation, stamped=True),
        "sheet_address": address("result-sheet", situation, stamped=True),
        "calendar_address": address("result-calendar", situation, stamped=True),
        "report_address": address("report", situation, stamped=True),
    }
    return render(request, "wizard/result.html", context)


def report(request: HttpRequest) -> HttpResponse:
    """Take word that a result is wrong: the answers and the version travel, nothing personal."""
    situation = situation_of(request)
    form = ReportForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "section": SECTION,
        "language_alternates": alternates(request, situation, stamped=True),
        "situation": situation,
        "form": form,
        "review": review(situation),
        "stamped": situation.query(stamped=True),
        "back": address("result", situation, stamped=True),
    }
    if request.method == "POST" and form.is_valid():
        if not may_send(request, "report", REPORTS_PER_HOUR):
            context["refused"] = True
            return try_later(render(request, "wizard/report.html", context))
        if not form.cleaned_data["website"]:
            _keep_report(situation, form.cleaned_data["message"])
        # A robot in the trap is thanked like anybody else, so that it learns nothing.
        return render(request, "wizard/reported.html", context)
    return render(request, "wizard/report.html", context)


def _keep_report(situation: Situation, message: str) -> None:
    ResultReport.objects.create(
        ruleset=situation.ruleset.key,
        query=situation.query(stamped=True)[:LONGEST_QUERY],
        outcome=situation.verdict.outcome,
        ruleset_version=situation.made_version or situation.ruleset.version,
        language=str(get_language()),
        message=message,
    )


def _in_force(situation: Situation) -> list[Case]:
    return [case for case in situation.ruleset.cases if case.in_force(situation.judged)]


def _both_address(situation: Situation) -> str:
    """Give the address of the result with, or again without, the Vietnamese wording beside."""
    return address("result", replace(situation, both=not situation.both), stamped=True)


def _days(situation: Situation) -> dict[str, Any]:
    """What the form needs that asks on which days the file and the declaration count."""
    kept = {**situation.given, BOTH: "1" if situation.both else "", PROVINCE: situation.province}
    if situation.asked_on:
        kept[MADE_ON] = situation.asked_on.isoformat()
    return {
        "days_action": reverse("wizard:result", args=[situation.ruleset.key]),
        "days_kept": {key: value for key, value in kept.items() if value},
        "now_address": address("result", replace(situation, asked_on=None)),
    }
