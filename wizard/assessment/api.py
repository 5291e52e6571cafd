"""The evaluation as data: the same result as the page, in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse

from wizard.decision.assess import CaseProof
from wizard.decision.ruleset import DONT_KNOW, Procedure, Question
from wizard.decision.sources import Citation, Provision, Source, Statement
from wizard.rules import registry

from .forms import localized
from .results import Paper, Result, Route
from .situation import MADE_ON, read, read_day
from .storage import parameters


def result_json(request: HttpRequest) -> JsonResponse:
    """Answer `result.json?<answers>[&on=YYYY-MM-DD]`: the verdict of that day, today by default."""
    day = request.GET.get(MADE_ON, "")
    try:
        situation = read(parameters(request), read_day(day))
    except registry.NotInForceError as error:
        return JsonResponse(
            {"error": "not-in-force", "in_force_from": error.first.isoformat()}, status=400
        )
    return JsonResponse(as_data(Result(situation)), json_dumps_params={"ensure_ascii": False})


def questions_json(_request: HttpRequest) -> JsonResponse:
    """Answer every question with its key, kind, texts and choices, in order."""
    ruleset = registry.in_force(registry.today())
    return JsonResponse(
        {
            "ruleset": {"key": ruleset.key, "version": ruleset.version},
            "dont_know": DONT_KNOW,
            "questions": [_question(question) for question in ruleset.questions],
            "goods": [
                {"key": product.key, "codes": list(product.codes), "name": localized(product.name)}
                for product in registry.goods_list(ruleset, registry.today()).products.values()
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
        "answers": dict(situation.given),
        "dropped": situation.dropped,
        "outcome": result.verdict.outcome,
        "sentence": localized(result.sentence),
        "basis": _cited(result.basis),
        "possible_outcomes": list(result.verdict.possible_outcomes),
        "cases": [{"key": case.key, "title": localized(case.title)} for case in result.cases],
        "means": _statements(result.means),
        "regimes": _statements(result.regimes),
        "actions": _statements(result.actions),
        "legal_status": localized(result.ruleset.legal_status.text),
    }


def _dossier(result: Result) -> dict[str, Any]:
    """What to prepare, where to file or ask, and what is at stake."""
    return {
        "documents": [_paper(paper) for paper in result.papers],
        "procedure": [_route(route) for route in result.routes],
        "ask": [{"key": item.key, "name": localized(item.name)} for item in result.authorities],
        "bring": _statements(result.bring),
        "penalties": [
            {"value": localized(row.value), "fine": localized(row.fine), "basis": _cited(row.basis)}
            for row in result.penalties
        ],
        "unknowns": [{"key": item.key, "text": localized(item.text)} for item in result.unknowns],
    }


def _proofs(result: Result) -> dict[str, Any]:
    """Why: every case, the facts still open, the facts that would change it, the sources."""
    situation = result.situation
    return {
        "proof": [_proof(item) for item in result.proof],
        "next_question": situation.first_open,
        "open_questions": [
            {
                "key": item.key,
                "text": localized(item.text),
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
        "sources": [_source(source, provision) for _, source, provision in result.sources],
    }


def _source(source: Source, provision: Provision) -> dict[str, Any]:
    return {
        "citation": f"{source.key}:{provision.key}",
        "number": source.number,
        "title": localized(source.title),
        "provision": localized(provision.label),
        "wording": dict(provision.wording),
        "evidence": provision.evidence,
        "url": provision.url or source.url,
    }


def _cited(basis: Iterable[Citation]) -> list[str]:
    return [str(citation) for citation in basis]


def _statements(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    return [{"text": localized(item.text), "basis": _cited(item.basis)} for item in statements]


def _proof(item: CaseProof) -> dict[str, Any]:
    return {
        "key": item.case.key,
        "outcome": item.case.outcome,
        "truth": item.truth.name.lower(),
        "basis": _cited(item.case.basis),
        "rows": [
            [
                {
                    "question": proof.condition.question,
                    "choices": sorted(proof.condition.choices),
                    "answer": None if proof.answer is None else sorted(proof.answer),
                    "truth": proof.truth.name.lower(),
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
        "in_force_until": document.in_force_until and document.in_force_until.isoformat(),
    }


def _route(route: Route) -> dict[str, Any]:
    last = route.last_verified
    return {
        **_procedure(route.procedure),
        "last_verified": None if last is None else _procedure(last),
    }


def _procedure(procedure: Procedure) -> dict[str, Any]:
    return {
        "key": procedure.key,
        "name": localized(procedure.name),
        "body": procedure.body,
        "notice": procedure.notice and localized(procedure.notice.text),
        "channel": localized(procedure.channel.text),
        "steps": [
            {"text": localized(step.text), "working_days": step.days, "basis": _cited(step.basis)}
            for step in procedure.steps
        ],
        "total": localized(procedure.total.text),
        "fee": localized(procedure.fee.text),
        "in_force_from": procedure.in_force_from and procedure.in_force_from.isoformat(),
        "in_force_until": procedure.in_force_until and procedure.in_force_until.isoformat(),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": localized(question.text),
        "label": localized(question.label),
        "help": localized(question.help),
        "where": localized(question.where),
        "choices": [
            {"key": choice.key, "text": localized(choice.text)} for choice in question.choices
        ],
    }
