"""The evaluation as data: the same result as the page, in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse

from wizard.decision.anyway import Holding
from wizard.decision.assess import CaseProof
from wizard.decision.ruleset import DONT_KNOW, Case, Procedure, Question
from wizard.decision.sources import Citation, Doubt, Statement
from wizard.rules import registry
from wizard.rules.law import Provision

from .forms import localized
from .results import Decider, Paper, Result, Route, terms_of
from .situation import listed, ticked
from .storage import ASSESSMENT, situation_of
from .timeline import Entry, Timeline


def result_json(request: HttpRequest) -> JsonResponse:
    """Answer `result.json?<answers>`: the same verdict as the page at the same address.

    `on` (YYYY-MM-DD) is the day asked about, today by default; `filed` and `declared` are the days
    on which the file is received and the declaration registered: `on` by default, or for the
    declaration the day of a later file. With `v`, `on` is the day on which a result was made, which
    is judged again by the rules of today.

    `anyway` is what an `outcome` still open can say all the same: each of `holding` holds whatever
    the open facts turn out to be, unless the answer to the question named is one of its `choices`,
    or one of `overruled_by` comes before all of them. Documents and procedures are then theirs.

    `tasks` is what there is to do and which days to keep, as on the page and in `result.ics`: `day`
    (YYYY-MM-DD) or, where none can be counted, null and the words in `moment` (neither: now). Of a
    `day`, `bound` "by" says that it is the last, "from" the first; `provisional` that a holiday not
    announced yet may move it, `past` that it lies before today. `first` are those that the page
    shows beside the verdict, `calendar` those in `result.ics`.
    """
    try:
        situation = situation_of(request)
    except registry.NotInForceError as error:
        return JsonResponse(
            {"error": "not-in-force", "in_force_from": error.first.isoformat()}, status=400
        )
    return JsonResponse(as_data(Result(situation)), json_dumps_params={"ensure_ascii": False})


def questions_json(request: HttpRequest) -> JsonResponse:
    """Answer every question with its key, kind, texts and choices, in order."""
    ruleset = registry.in_force(getattr(request, ASSESSMENT), registry.today())
    goods_list = listed(ruleset, registry.today())
    return JsonResponse(
        {
            "ruleset": {"key": ruleset.key, "version": ruleset.version},
            "dont_know": DONT_KNOW,
            "questions": [_question(question) for question in ruleset.questions],
            "goods": [
                {"key": product.key, "codes": list(product.codes), "name": localized(product.name)}
                for product in (goods_list.products.values() if goods_list else ())
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def as_data(result: Result) -> dict[str, Any]:
    """Write a result as plain data, texts in the language of the address."""
    return {**_verdict(result), **_dossier(result), **_proofs(result)}


def _verdict(result: Result) -> dict[str, Any]:
    """The verdict, what was answered and what it means."""
    situation = result.situation
    return {
        "ruleset": {"key": result.ruleset.key, "version": result.ruleset.version},
        "on": situation.on.isoformat(),
        "filed": situation.filed.isoformat(),
        "declared": situation.declared.isoformat(),
        "answers": {
            key: _answer(result.ruleset.question_by_key[key], value)
            for key, value in situation.given.items()
        },
        "dropped": situation.dropped,
        "outcome": result.verdict.outcome,
        "unsettled": result.verdict.is_unsettled,
        "sentence": localized(result.sentence),
        "basis": _cited(result.basis),
        "possible_outcomes": list(result.verdict.possible_outcomes),
        "cases": _titles(result.cases),
        "anyway": {
            "holding": [_holding(result, item) for item in result.anyway.holding],
            "overruled_by": _titles(result.anyway.overruled_by),
        },
        "beside": _titles(result.verdict.other_openings),
        "doubts": [_doubt(doubt) for doubt in result.doubts],
        "decides": [_decider(item) for item in result.decides],
        "means": _statements(result.means),
        "regimes": _statements(result.regimes),
        "actions": _statements(result.actions),
        "legal_status": localized(result.legal_status.text),
    }


def _dossier(result: Result) -> dict[str, Any]:
    """What to prepare, by which day, where to file or ask, and what is at stake."""
    timeline = Timeline(result)
    return {
        "documents": [_paper(paper) for paper in result.papers],
        "procedure": [_route(route) for route in result.routes],
        "ask": [{"key": item.key, "name": localized(item.name)} for item in result.authorities],
        "bring": _statements(result.bring),
        "tasks": [_task(entry, first=entry in timeline.todo) for entry in timeline.all],
        "penalties": [
            {"value": localized(row.value), "fine": localized(row.fine), "basis": _cited(row.basis)}
            for row in result.penalties
        ],
        "penalty_notes": _statements(result.penalty_notes),
        "unknowns": [{"key": item.key, "text": localized(item.text)} for item in result.unknowns],
    }


def _proofs(result: Result) -> dict[str, Any]:
    """Why: every case, the facts still open, the facts that would change it, the sources."""
    situation = result.situation
    return {
        "proof": [_proof(item, result) for item in result.proof],
        "next_question": situation.first_open,
        "open_questions": [
            {
                "key": item.key,
                "text": localized(item.text),
                "asks": item.asks,
                "where": localized(item.where),
                "answered": item.key in situation.given,
            }
            for item in result.open_questions
        ],
        "would_change": [
            {
                "facts": dict(change.facts),
                "outcome": change.verdict.outcome,
                "cases": [case.key for case in change.verdict.cases],
            }
            for change in result.changes
        ],
        "sources": [_source(provision) for _, provision in result.sources],
    }


def _source(provision: Provision) -> dict[str, Any]:
    return {
        "citation": provision.citation,
        "number": provision.number,
        "title": localized(provision.title),
        "provision": localized(provision.label),
        "wording": provision.wording,
        "gist": localized(provision.gist),
        "evidence": provision.evidence,
        "in_force_from": _iso(provision.in_force_from),
        "in_force_until": _iso(provision.in_force_until),
        "doubt_from": _iso(provision.doubt_from),
        "url": provision.url,
    }


def _answer(question: Question, value: str) -> str | list[str]:
    """Write an answer: one text, or the list of what was ticked."""
    return ticked(question, value) if question.kind == "choices" else value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _titles(cases: Iterable[Case]) -> list[dict[str, str]]:
    return [{"key": case.key, "title": localized(case.title)} for case in cases]


def _holding(result: Result, item: Holding) -> dict[str, Any]:
    unless = item.unless
    return {
        "key": item.case.key,
        "title": localized(item.case.title),
        "sentence": localized(result.sentence_of(item.case)),
        "basis": _cited(result.said_of(item.case).basis),
        "unless": unless and {"question": unless.question, "choices": sorted(unless.choices)},
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "key": doubt.key,
        "title": localized(doubt.title),
        "text": localized(doubt.text),
        "readings": [
            {
                "label": localized(reading.label),
                "text": localized(reading.text),
                "basis": _cited(reading.basis),
            }
            for reading in doubt.readings
        ],
        "ask": list(doubt.ask),
        "settled_by": localized(doubt.settled_by),
        "basis": _cited(doubt.basis),
        "in_force_from": _iso(doubt.in_force_from),
        "in_force_until": _iso(doubt.in_force_until),
    }


def _decider(decider: Decider) -> dict[str, Any]:
    return {
        "key": decider.authority.key,
        "name": localized(decider.authority.name),
        "power": _statements(decider.power),
        "doubts": [doubt.key for doubt in decider.doubts],
    }


def _cited(basis: Iterable[Citation]) -> list[str]:
    return [str(citation) for citation in basis]


def _statements(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    return [{"text": localized(item.text), "basis": _cited(item.basis)} for item in statements]


def _proof(item: CaseProof, result: Result) -> dict[str, Any]:
    return {
        "key": item.case.key,
        "outcome": item.case.outcome,
        "truth": item.truth.name.lower(),
        "state": item.state,
        "basis": _cited(result.basis_of(item.case)),
        "rows": [
            [
                {
                    "question": proof.condition.question,
                    "choices": sorted(proof.condition.choices),
                    "answer": None if proof.answer is None else sorted(proof.answer),
                    "truth": proof.truth.name.lower(),
                    "state": proof.state,
                }
                for proof in row
            ]
            for row in item.rows
        ],
    }


def _paper(paper: Paper) -> dict[str, Any]:
    document = paper.document
    return {
        "key": document.key,
        "name": localized(document.name),
        "says": localized(document.says),
        "issuer": localized(document.issuer),
        "form": document.form,
        "copies": localized(document.copies),
        "lead_time": localized(document.lead_time),
        "basis": _cited(document.basis),
        "current": paper.current,
        "in_force_until": _iso(document.in_force_until),
    }


def _task(entry: Entry, *, first: bool) -> dict[str, Any]:
    task = entry.task
    return {
        "key": task.key,
        "text": localized(task.text),
        "note": localized(task.note) if task.note else "",
        "day": _iso(entry.day),
        "bound": task.bound if entry.day else "",
        "moment": localized(task.moment) if task.moment else "",
        "provisional": entry.is_provisional,
        "past": entry.is_past,
        "every_year": task.each_year is not None,
        "first": first,
        "calendar": task.in_calendar and entry.day is not None,
        "basis": _cited(task.basis),
    }


def _route(route: Route) -> dict[str, Any]:
    last = route.last_verified
    return {
        **_procedure(route.procedure),
        "notice": route.notice and localized(route.notice.text),
        "doubts": [doubt.key for doubt in route.doubts],
        "last_verified": None if last is None else _procedure(last),
    }


def _procedure(procedure: Procedure) -> dict[str, Any]:
    return {
        "key": procedure.key,
        "name": localized(procedure.name),
        "body": procedure.body,
        "by": procedure.by,
        **{name: localized(statement.text) for name, statement in terms_of(procedure)},
        "steps": [
            {"text": localized(step.text), "working_days": step.days, "basis": _cited(step.basis)}
            for step in procedure.steps
        ],
        "in_force_from": _iso(procedure.in_force_from),
        "in_force_until": _iso(procedure.in_force_until),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": localized(question.text),
        "label": localized(question.label),
        "help": localized(question.help),
        "where": localized(question.where),
        "asks": question.asks,
        "doubt": question.doubt,
        "left_out": list(question.left_out),
        "why": localized(question.why),
        "groups": [{"key": item.key, "text": localized(item.text)} for item in question.groups],
        "choices": [
            {
                "key": choice.key,
                "text": localized(choice.text),
                "group": choice.group,
                "alone": choice.alone,
                "countries": list(choice.countries),
                "localities": list(choice.localities),
                "until": _iso(choice.until),
                "plain": choice.plain,
            }
            for choice in question.choices
        ],
    }
