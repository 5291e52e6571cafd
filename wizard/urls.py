"""Addresses of the self-assessments; each public one may be cached by anybody."""

from __future__ import annotations

from django.urls import URLPattern, include, path, re_path, register_converter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guidance.delivery.rate_limit import limited
from wizard.assessment import addresses, api, views
from wizard.assessment.addresses import AssessmentConverter, View, of_assessment
from wizard.assessment.begin import begin
from wizard.assessment.caching import public
from wizard.assessment.calendar import result_calendar
from wizard.assessment.flow import QuestionView
from wizard.assessment.forms import ChoiceForm
from wizard.consignment import views as several
from wizard.papers.officer import result_sheet
from wizard.papers.views import papers, register_sheet

app_name = "wizard"

# formtools wants a form to start from; the real ones are made from the path of each request.
report = require_http_methods(["GET", "HEAD", "POST"])(views.in_force_only(views.report))
make_papers = require_http_methods(["GET", "HEAD", "POST"])(public(views.in_force_only(papers)))
check_several = require_http_methods(["GET", "HEAD", "POST"])(
    public(views.in_force_only(several.consignment))
)
data = limited("data")
question = QuestionView.as_view(form_list=[ChoiceForm], url_name="wizard:question")


def page(view: View) -> View:
    """Serve a view to readers and caches alone."""
    return require_safe(public(views.in_force_only(view)))


def part(route: str, view: View, name: str) -> URLPattern:
    """One page of an assessment."""
    return path(route, of_assessment(view), name=name)


register_converter(AssessmentConverter, "assessment")

# No CSRF token without a cookie: answering a question stores nothing, and a report is checked for
# its origin, limited and anonymous. The papers are made of what is sent, which nobody keeps; so is
# what is said of several items.
one = [
    part("", page(views.start), "start"),
    part("begin/", page(begin), "begin"),
    part("rules/", page(views.rules), "rules"),
    part("rules/changes/", page(views.changes), "changes"),
    part("rules/feed/", page(views.rules_feed), "rules-feed"),
    part("rules/feed/<slug:key>/", page(views.case_feed), "case-feed"),
    part("result/", page(views.result), "result"),
    part("report/", csrf_exempt(report), "report"),
    part("papers/", csrf_exempt(make_papers), "papers"),
    part("consignment/", csrf_exempt(check_several), "consignment"),
    part("consignment/template.<slug:form>", page(several.template), "consignment-template"),
    part("papers/register.xlsx", data(page(register_sheet)), "register"),
    part("result.json", data(require_safe(public(api.result_json))), "result-json"),
    part("result.ics", data(page(result_calendar)), "result-calendar"),
    part("result.pdf", data(page(result_sheet)), "result-sheet"),
    part("questions.json", data(page(api.questions_json)), "questions-json"),
    part("<slug:step>/", csrf_exempt(public(views.in_force_only(question))), "question"),
]
# The last takes addresses of when there was one assessment, and slugs of other languages.
urlpatterns = [
    path("", require_safe(public(addresses.listing)), name="assessments"),
    path("<assessment:assessment>/", include(one)),
    re_path(
        r"^(?P<rest>(?:[-\w]+/)*(?:[-\w]+/|[-\w]+\.[a-z]+))$",
        csrf_exempt(public(addresses.moved)),
        name="moved",
    ),
]
