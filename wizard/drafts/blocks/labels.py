"""What the form of a rule set says: a label for every field, help where a label is not enough."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_NAMES: dict[str, Any] = {
    "key": _("key"),
    "version": _("version"),
    "title": _("title"),
    "change_note": _("what this version changes"),
    "legal_status": _("legal status of the guidance"),
    "text": _("text"),
    "basis": _("rests on"),
    "label": _("short name"),
    "sentence": _("the verdict in one sentence"),
    "ask": _("whom to ask"),
    "unknowns": _("what is not known"),
    "means": _("what it means"),
    "kind": _("kind of answer"),
    "help": _("help in plain words"),
    "where": _("where to find this fact"),
    "gate": _("later questions wait for this answer"),
    "choice": _("answers to choose from"),
    "hint": _("hint below the answer"),
    "change": _("the same as a fact that can be arranged"),
    "stage": _("stage"),
    "outcome": _("outcome"),
    "summary": _("the case in one sentence"),
    "when": _("when it applies"),
    "documents": pgettext_lazy("papers to submit", "documents"),
    "procedures": _("kinds of procedure"),
    "guide": _("key of the page that explains it"),
    "action": _("next steps"),
    "bring": _("what to bring when asking"),
    "regime": _("other rules that may apply"),
    "name": _("name"),
    "says": _("what it must say"),
    "issuer": _("issued by"),
    "form": _("original or copy"),
    "copies": _("number of copies"),
    "lead_time": _("time to allow"),
    "for": _("kind of file it serves"),
    "body": _("receiving body"),
    "channel": _("where and how to file"),
    "total": _("total time"),
    "fee": _("fee"),
    "notice": _("notice"),
    "last_verified": _("the procedure last verified"),
    "step": _("steps"),
    "days": _("working days"),
    "asks": _("asks for"),
    "doubt": _("the point in doubt that it hangs on"),
    "doubts": _("what is in doubt"),
    "decides": _("who decides"),
    "power": _("what it decides"),
    "group": _("groups of answers"),
    "alone": _("excludes every other answer"),
    "rank": _("rank among the facts that can be arranged"),
    "reading": _("readings"),
    "settled_by": _("what would settle it"),
    "by": _("its dates count by"),
    "stay": _("how long the goods may stay"),
    "report": _("report to make"),
    "validity": _("how long the permission is valid"),
    "refusal": _("if the file is incomplete or refused"),
    "wording": _("wording"),
    "note": _("note"),
    "value": _("value of the goods"),
    "fine": _("fine"),
    "in_force_from": _("in force from"),
    "in_force_until": _("in force until"),
    "question": _("question"),
    "choices": _("is one of these answers"),
    "situation": _("situation"),
    "answers": _("answers"),
    "on": _("on the day"),
    "cases": _("cases"),
    "row": _("all of these are true"),
    "condition": _("condition"),
}

LABELS: dict[str, Any] = {key: capfirst(name) for key, name in _NAMES.items()}
"""The label of each field: a name begins small where it stands in a sentence, not on a form."""

HELP: dict[str, Any] = {
    "key": _(
        "Names it in addresses and in other rules. Left empty, it is made from the English text; "
        "once published it cannot change."
    ),
    "basis": _("The provisions that say so: at least one."),
    "change_note": _("Visitors read this in the change log."),
    "gate": _("As long as the answer is unknown, questions that hang on it are not asked."),
    "change": _("Only for facts a business can truly arrange; leave empty otherwise."),
    "asks": _("A fact stands on some paper; a term of the law may be undefined."),
    "doubts": _("Shown beside this on the days on which it is in doubt."),
    "doubt": _("Only for a term of the law. Answering “I don’t know” leads to this doubt."),
    "group": _("Sorts many answers under headings, four or five to each."),
    "alone": _("For “none of these”: it cannot be ticked beside another answer."),
    "settled_by": _("The act or the written reply that would end the doubt."),
    "decides": _("Named where it is not the ministry that the rules name."),
    "rank": _("1 is the easiest for a business to arrange."),
    "reading": _("At least two, each with what speaks for it."),
    "by": _(
        "What is banned goes by the day of the declaration, a file by the day on which it was "
        "received."
    ),
    "power": _("Shown, on the days it holds, where a case names this body as who decides."),
    "stage": _("Coverage is judged first: does the act apply at all?"),
    "when": _("One row is enough. In a row, every condition must be true."),
    "procedures": _("Kinds of file, as the procedures name them."),
    "in_force_until": _("The last day; leave empty while no end is known."),
    "last_verified": _("Key of an earlier procedure, where the current one was not found."),
    "answers": _("Each question with its answer; questions left out are not answered yet."),
    "situation": _("As a lawyer would tell it: who brings what, in which condition, for what."),
    "cases": _("The cases that carry the verdict; leave empty for none."),
}

WORDS: dict[str, Any] = {
    "not-covered": _("not covered"),
    "permit-required": _("permission required"),
    "prohibited": _("prohibited"),
    "ask-authority": _("ask the authority"),
    "more-information": _("facts are missing"),
    "coverage": pgettext_lazy("stage of the rules", "coverage"),
    "opening": pgettext_lazy("stage of the rules", "opening"),
    "choice": _("one of several answers"),
    "choices": _("several answers at once"),
    "goods": _("goods, by HS code or name"),
    "fact": _("a fact that some paper shows"),
    "term": _("a term of the law that may be undefined"),
    "filed": _("the day the file is received"),
    "declared": _("the day the customs declaration is registered"),
    "on": _("the day asked about"),
    "original": _("original"),
    "copy": pgettext_lazy("form of a document", "copy"),
    "unspecified": _("not specified"),
    "unknown": _("not known"),
}

_ITEMS: dict[str, Any] = {
    "wording": _("Title and status"),
    "outcome": _("outcome"),
    "question": _("question"),
    "case": _("case"),
    "document": pgettext_lazy("papers to submit", "document"),
    "procedure": _("procedure"),
    "doubt": _("point in doubt"),
    "authority": _("authority"),
    "unknown": _("what is not known"),
    "penalty": _("fine"),
    "penalty_note": _("note on the fines"),
    "situation": _("expected situation"),
}

ITEMS: dict[str, Any] = {key: capfirst(name) for key, name in _ITEMS.items()}
