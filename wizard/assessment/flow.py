"""The wizard's steps, driven by formtools over a state that is the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from formtools.wizard.views import NamedUrlWizardView

from wizard.decision.explain import why_asked
from wizard.decision.ruleset import Question

from .addresses import SECTION, address, alternates
from .forms import ChoiceForm, ChoicesForm, CountryForm, DateForm, GoodsForm, LocalityForm
from .recheck import interrupted
from .situation import LEFT_OUT, Situation, ticked
from .storage import FIELD, QueryStringStorage

MOST_LEFT_OUT = 99

FORMS = {
    "choice": ChoiceForm,
    "choices": ChoicesForm,
    "goods": GoodsForm,
    "country": CountryForm,
    "locality": LocalityForm,
    "date": DateForm,
}
TYPED = ("goods", "locality", "date")
"""Kinds that are answered in a box, beside which something can be picked."""


def next_address(situation: Situation, *, stamped: bool = False) -> str:
    """Give the address of the first open question, or of the result when none is left."""
    if situation.first_open is None:
        return address("result", situation, stamped=True)
    return address("question", situation, stamped=stamped, step=situation.first_open)


def go_to(address: str, situation: Situation) -> HttpResponseRedirect:
    """Redirect, taking along how many parts of the address were left out, to be told there."""
    if situation.dropped:
        address += (
            f"{'&' if '?' in address else '?'}{LEFT_OUT}={min(situation.dropped, MOST_LEFT_OUT)}"
        )
    return HttpResponseRedirect(address)


class QuestionView(NamedUrlWizardView):
    """One question a page.

    formtools' own traps are closed by never keeping anything between two requests: the steps are
    the path of the answers in the address, and the address alone says which step is meant.
    """

    storage_name = "wizard.assessment.storage.QueryStringStorage"
    template_name = "wizard/question.html"
    storage: QueryStringStorage

    @property
    def situation(self) -> Situation:
        """The answers given so far."""
        return self.storage.situation

    @property
    def question(self) -> Question:
        """The question of this step."""
        return self.situation.ruleset.question_by_key[self.steps.current]

    def get_form_list(self) -> dict[str, type]:
        """Make the steps of the questions on the path: the rules are the only routing table."""
        questions = self.situation.ruleset.question_by_key
        return {key: FORMS[questions[key].kind] for key in self.situation.path}

    def get_form_prefix(self, *_args: Any, **_kwargs: Any) -> None:
        """Use no prefix: one form a page, one name for its field."""
        return

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        """Hand the form its question and, where one types, the answer given before."""
        question = self.situation.ruleset.question_by_key[step or self.steps.current]
        if question.kind not in TYPED:
            return {"question": question}
        typed: dict[str, Any] = {
            "question": question,
            "given": self.situation.given.get(question.key),
        }
        if question.kind == "goods":
            typed["goods_list"] = self.situation.goods_list
        return typed

    def get_form_initial(self, step: str) -> dict[str, Any]:
        """Show the answer given before, without judging it again as typed input."""
        data = self.storage.get_step_data(step) or {}
        question = self.situation.ruleset.question_by_key[step]
        if data and question.kind == "choices":
            return {FIELD: ticked(question, data[FIELD])}
        return data

    def get(self, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Show the question, or go to the first open one if this one cannot be asked now."""
        step = kwargs["step"]
        if not self._may_ask(step):
            return go_to(next_address(self.situation), self.situation)
        self.storage.current_step = step
        return self._show(self.get_form())

    def post(self, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer and go on; what cannot be taken is shown again with its reason."""
        step = kwargs["step"]
        if not self._may_ask(step):
            return go_to(next_address(self.situation), self.situation)
        self.storage.current_step = step
        form = self.get_form(data=self.request.POST)
        if not form.is_valid():
            return self._show(form)
        self.storage.set_step_data(step, form.cleaned_data)
        return HttpResponseRedirect(next_address(self.situation))

    def _show(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render(form)
        return response

    def _may_ask(self, step: str) -> bool:
        """Say whether a step lies on the path and no earlier question is still open."""
        path, first_open = self.situation.path, self.situation.first_open
        if step not in path:
            return False
        return first_open is None or path.index(step) <= path.index(first_open)

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says about the question and the answers before it."""
        situation, question = self.situation, self.question
        previous = situation.before(question.key)
        earlier = interrupted(situation)
        return {
            **super().get_context_data(form=form, **kwargs),
            "section": SECTION,
            "language_alternates": alternates(self.request, situation, stamped=bool(earlier)),
            "recheck": earlier,
            "question": question,
            "number": situation.path.index(question.key) + 1,
            "situation": situation,
            "is_typed": question.kind in TYPED,
            "field": form["text" if question.kind in TYPED else FIELD],
            "doubt": situation.doubt_of(question),
            "why": why_asked(situation.ruleset, situation.answers, question.key, situation.judged),
            "review": review(situation, until=question.key),
            "back": address("question", situation, step=previous)
            if previous
            else address("start", situation),
        }


def review(situation: Situation, until: str | None = None) -> list[dict[str, Any]]:
    """List the answers given on the path, each with the address that changes it."""
    rows = []
    for key in situation.path:
        if key == until:
            break
        if key in situation.given:
            rows.append(
                {
                    "question": situation.ruleset.question_by_key[key],
                    "value": situation.given[key],
                    "goods": situation.goods,
                    "change": address("question", situation, step=key),
                }
            )
    return rows
