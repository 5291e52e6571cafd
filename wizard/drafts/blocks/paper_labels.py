"""What the form says of the papers of a rule set, whose fields mean other things than rules do."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wizard.decision import kit

_FILE = _("name of the file")
_FIELDS = _("fields")
_LINES = _("lines at most")
_ONLY_IF = _("only if these answers are given")
_SENTENCES = _("sentences to tick")

_NAMES: dict[type, dict[str, Any]] = {
    kit.Kit: {
        "register": _("topic that makes the register of the goods"),
        "words": _("words on every paper"),
        "letter": _("letters of question"),
        "cover": _("cover note"),
    },
    kit.Words: {
        "republic": _("name of the State"),
        "motto": _("motto"),
        "trader": _("where the trader’s name is not typed"),
        "number": _("number of the paper"),
        "day": _("place and day"),
        "to": _("before the addressee"),
        "signer_legal": _("legal representative"),
        "signer_authorised": _("authorised representative"),
        "agent": _("person authorised"),
        "authority": _("note on the authorisation"),
        "sign_here": _("note below who signs"),
        "copies_to": _("heading over the copies"),
        "as_above": _("copy to the addressee"),
        "archive": _("copy to the company’s own file"),
        "reading_copy": _("mark of a reading copy"),
        "closing": _("closing sentence"),
        "as_listed": _("in place of a long table"),
        "and_others": _("after the first goods of many"),
    },
    kit.Choice: {
        "clause": _("the answer within a sentence"),
        "blank": _("prints nothing"),
    },
    kit.Field: {
        "label": _("what is asked for"),
        "where": _("where to find it"),
        "choices": _("answers to choose from"),
        "sentences": _SENTENCES,
        "most": _("letters at most"),
        "limit": _("longest time"),
        "autocomplete": _("what a browser may fill in"),
        "takes": _("taken from a line of a consignment"),
    },
    kit.Limit: {
        "since": _("field with the first day"),
    },
    kit.Topic: {
        "why": _("why it is asked"),
        "field": _FIELDS,
        "line": _("what one line is called"),
        "repeat": _LINES,
        "first": _("lines at the start"),
        "folded": _("folded at the start"),
    },
    kit.Answered: {
        "field": pgettext_lazy("of the papers", "field"),
        "answer": _("answer"),
    },
    kit.Part: {
        "ev": _("how it is known"),
        "head": _("head"),
        "section": _("heading over several heads"),
        "fields": _FIELDS,
        "sentences": _SENTENCES,
        "boxes": _("boxes to tick by hand"),
        "table": _("table"),
        "when": _ONLY_IF,
        "case_fields": _("shows the fields of the case"),
        "enclosures": _("lists the papers enclosed"),
        "listed": _("table of the documents that are needed"),
        "closing": _("closing sentence"),
    },
    kit.Paper: {
        "file": _FILE,
        "documents": _("made for these documents"),
        "unread": _("what was not read of the form"),
        "part": _("parts of the paper"),
        "frame": _("kind of paper"),
        "subtitle": _("line below the title"),
        "to": _("addressee"),
        "when": _ONLY_IF,
        "lines": _("only if a line of this topic was typed"),
        "number": _("field with its number"),
        "signs": _("who signs"),
        "landscape": _("printed across the page"),
        "later": _("made for after the licence"),
    },
    kit.Column: {
        "head": _("head"),
        "show": _("what it shows of a line"),
        "width": _("width in per cent"),
        "sum": _("field whose numbers are summed below"),
    },
    kit.Span: {
        "head": _("head"),
        "span": _("how many columns it spans"),
    },
    kit.Table: {
        "topic": _("topic with its lines"),
        "columns": _("columns"),
        "groups": _("heads over columns"),
        "subgroups": _("second row of heads over columns"),
        "most": _LINES,
        "size": _("size of the letters"),
    },
    kit.OfCase: {
        "case": _("case"),
    },
    kit.Addressee: {
        "authority": _("authority"),
    },
    kit.Question: {
        "subject": _("subject"),
        "provisions": _("provisions it names"),
        "asks": _("what it asks"),
        "always": _("offered with every file"),
        "processing": _("about the processing of goods for others"),
        "of_case": _("what it asks further in a case"),
    },
    kit.Letter: {
        "file": _FILE,
        "processing": _("cases of processing for others"),
        "subject": _("subject"),
        "subject_processing": _("subject, for processing"),
        "names": _("how authorities are addressed"),
        "who": _("who asks, and for which goods"),
        "who_processing": _("who asks, for processing"),
        "goods": _("how goods are named"),
        "read": _("before the provisions"),
        "asks": _("before the questions"),
        "close": _("closing sentence"),
    },
    kit.Cover: {
        "file": _FILE,
        "made_by": _("by which rules they were made"),
        "papers": _("heading over the papers made"),
        "before": _("heading over the steps"),
        "steps": _("steps before signing"),
        "checklist": _("heading over the check list"),
        "entry": _("entry of the check list"),
        "blanks": _("heading over what is blank"),
        "no_blanks": _("where nothing is blank"),
        "warnings": _("heading over the warnings"),
        "unshown": _("where a PDF lacks signs"),
        "open": _("heading over the open points"),
        "answer": _("when a letter is answered"),
        "evidence": _("heading over how heads are known"),
        "levels": _("what the letters a to d mean"),
        "dates": _("heading over the times to keep"),
        "time": _("times to keep"),
    },
}

LABELS: dict[type, dict[str, Any]] = {
    cls: {key: capfirst(name) for key, name in names.items()} for cls, names in _NAMES.items()
}
"""The label of each field that the rules do not have, or that means another thing there."""

_KEY = _(
    "Names it in the other parts of the papers. Left empty, it is made from the English text; once "
    "published it cannot change."
)

HELP: dict[type, dict[str, Any]] = {
    kit.Sentence: {"key": _KEY},
    kit.Choice: {
        "key": _KEY,
        "cases": _("Offered only where one of these carries the result. Left empty: always."),
        "decides": _("Offered only where the result names this body. Left empty: always."),
    },
    kit.Field: {
        "key": _("Texts name the field by it, in braces: {company_name}. Readers’ drafts, too."),
        "takes": _("“name”, “code”, “quantity”, “unit”, or the key of a question of the rules."),
        "autocomplete": _("As HTML calls it: “organization”, “tel”, “email”. Left empty, nothing."),
        "choices": _("Only for one of several answers."),
    },
    kit.Topic: {
        "key": _KEY,
        "cases": _("Asked only where one of these carries the result. Left empty: always."),
        "documents": _("Asked only where one of these is needed. Left empty: always."),
        "repeat": _("0 where it is asked once; else how many lines a reader may add."),
    },
    kit.Part: {
        "ev": _("Told on the cover note, never on the paper itself."),
        "cases": _("Stands only where one of these carries the result. Left empty: always."),
        "text": _("Names in braces are filled in; what was not typed stays a visible blank."),
    },
    kit.Paper: {
        "key": _KEY,
        "documents": _("Made where a result asks for one of these documents."),
        "cases": _("Made, too, where one of these carries the result."),
        "unread": _("Said on the cover note, which is not filed."),
        "file": _("Small letters and digits without accents, joined by hyphens."),
    },
    kit.Column: {
        "show": _("Names in braces: {model}; {serial}. A piece between semicolons may be empty."),
    },
    kit.Question: {
        "key": _KEY,
        "doubts": _("A result with one of these offers the letter."),
        "cases": _("A result carried by one of these offers the letter."),
        "documents": _("Of what is always offered: only where one of these is needed."),
    },
    kit.Table: {
        "key": _KEY,
        "most": _("A file with more lines points to the list of goods instead. 0: all lines."),
    },
}
