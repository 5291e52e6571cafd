"""Addresses of the self-assessment; each public one may be cached by anybody."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guidance.delivery.rate_limit import limited
from wizard.assessment import api, views
from wizard.assessment.caching import View, public
from wizard.assessment.flow import QuestionView
from wizard.assessment.forms import ChoiceForm
from wizard.papers.views import papers

app_name = "wizard"

# formtools wants a form to start from; the real ones are made from the path of each request.
report = require_http_methods(["GET", "HEAD", "POST"])(views.in_force_only(views.report))
make_papers = require_http_methods(["GET", "HEAD", "POST"])(public(views.in_force_only(papers)))
data = limited("data")
question = QuestionView.as_view(form_list=[ChoiceForm], url_name="wizard:question")


def page(view: View) -> View:
    """Serve a view to readers and caches alone."""
    return require_safe(public(views.in_force_only(view)))


# No CSRF token without a cookie: answering a question stores nothing, and a report is checked for
# its origin, limited and anonymous. The papers are made of what is sent, which nobody keeps.
urlpatterns = [
    path("", page(views.start), name="start"),
    path("rules/", page(views.rules), name="rules"),
    path("rules/changes/", page(views.changes), name="changes"),
    path("rules/feed/", page(views.rules_feed), name="rules-feed"),
    path("rules/feed/<slug:key>/", page(views.case_feed), name="case-feed"),
    path("result/", page(views.result), name="result"),
    path("report/", csrf_exempt(report), name="report"),
    path("papers/", csrf_exempt(make_papers), name="papers"),
    path("result.json", data(require_safe(public(api.result_json))), name="result-json"),
    path("questions.json", data(page(api.questions_json)), name="questions-json"),
    path("<slug:step>/", csrf_exempt(public(views.in_force_only(question))), name="question"),
]
