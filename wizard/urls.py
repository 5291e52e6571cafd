"""Addresses of the self-assessment; each public one may be cached by anybody."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from . import api, views
from .caching import public
from .flow import QuestionView
from .forms import ChoiceForm

app_name = "wizard"

# formtools wants a form to start from; the real ones are made from the path of each request.
question = QuestionView.as_view(form_list=[ChoiceForm], url_name="wizard:question")

# No CSRF token without a cookie: answering a question stores nothing, and a report is checked for
# its origin, limited and anonymous.
urlpatterns = [
    path("", public(views.start), name="start"),
    path("rules/", public(views.rules), name="rules"),
    path("result/", public(views.result), name="result"),
    path("report/", csrf_exempt(views.report), name="report"),
    path("result.json", public(api.result_json), name="result-json"),
    path("questions.json", public(api.questions_json), name="questions-json"),
    path("<slug:step>/", csrf_exempt(public(question)), name="question"),
]
