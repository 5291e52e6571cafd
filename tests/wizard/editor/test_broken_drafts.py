"""Whatever a stored draft holds, each of its pages in the admin answers, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.wizard.decision.small import mapping, question, text, ticks
from tests.wizard.editor.forms import form_data
from wizard.drafts import preview
from wizard.drafts.issue_texts import worded
from wizard.models import RuleSetDocument
from wizard.rules.toml_files import write

Spoil = Callable[[dict[str, Any]], None]


def base() -> dict[str, Any]:
    """A small draft with every kind of entry that a page of it shows."""
    rules = mapping()
    rules["key"] = "broken"
    del rules["goods_list"]
    rules["assessment"] = {
        "slug": dict.fromkeys(("vi", "en", "fr"), "broken"),
        **{name: text() for name in ("title", "description", "introduction")},
    }
    rules["task"] = [{"key": "file", "text": text(), "days": 3, "basis": ["act:art-1"]}]
    rules["outcome"]["permit-required"]["todo"] = ["file"]
    rules["procedure"] = [
        {
            "key": "ask",
            "for": ["import"],
            "name": text(),
            "body": "ministry",
            **{
                name: {"text": text(), "basis": ["act:art-1"]}
                for name in ("channel", "total", "fee")
            },
            "dates": ["file"],
        }
    ]
    rules["case"][1]["procedures"] = ["import"]
    return rules


def twice(section: str) -> Spoil:
    """Enter the first entry of a section a second time."""

    def spoil(rules: dict[str, Any]) -> None:
        rules[section].append(deepcopy(rules[section][0]))

    return spoil


def without(section: str) -> Spoil:
    """Leave a section out."""

    def spoil(rules: dict[str, Any]) -> None:
        rules[section] = {} if section == "outcome" else []

    return spoil


def first(section: str, **values: Any) -> Spoil:
    """Give fields of the first entry of a section other values."""

    def spoil(rules: dict[str, Any]) -> None:
        rules[section][0] |= values

    return spoil


def head(**values: Any) -> Spoil:
    """Give fields of the rules other values."""

    def spoil(rules: dict[str, Any]) -> None:
        rules |= values

    return spoil


def outcome(key: str, **values: Any) -> Spoil:
    """Give fields of an outcome other values."""

    def spoil(rules: dict[str, Any]) -> None:
        rules["outcome"][key] |= values

    return spoil


def also(section: str, entry: Any) -> Spoil:
    """Add an entry to a section."""

    def spoil(rules: dict[str, Any]) -> None:
        rules[section].append(entry)

    return spoil


def choice(**values: Any) -> Spoil:
    """Give fields of the first answer of the first question other values."""

    def spoil(rules: dict[str, Any]) -> None:
        rules["question"][0]["choice"][0] |= values

    return spoil


FAR = 10**30
BROKEN: dict[str, Spoil] = {
    "sound": head(),
    **{f"no {name}": without(name) for name in ("question", "case", "outcome", "document", "task")},
    **{
        f"{name} twice": twice(name)
        for name in ("question", "case", "document", "task", "procedure", "authority")
    },
    "answer twice": lambda rules: rules["question"][0]["choice"].append(
        dict(rules["question"][0]["choice"][0])
    ),
    "tick twice": also("question", ticks("more", "a", "a")),
    "no answers": first("question", choice=[]),
    "no ticks": also("question", {**question("more"), "kind": "choices"}),
    "goods without a list": first("question", kind="goods"),
    "unknown list": head(goods_list="nowhere"),
    "goods of an unknown list": lambda rules: (
        head(goods_list="nowhere")(rules),
        first("question", kind="goods")(rules),
    ),
    "answers of another list": lambda rules: (
        head(goods_list="circular-11-2018")(rules),
        first("question", kind="goods")(rules),
    ),
    "country without lists": first("question", kind="country"),
    "unknown country": lambda rules: (
        first("question", kind="country", left_out=["Zürich"])(rules),
        choice(countries=["japan", ""])(rules),
    ),
    "locality without lists": first("question", kind="locality"),
    "unknown locality": lambda rules: (
        first("question", kind="locality")(rules),
        choice(localities=["nowhere"])(rules),
    ),
    "day without days": first("question", kind="date"),
    "question without a key": first("question", key=""),
    "key of a page": first("question", key="result"),
    "key with a slash": first("question", key="a/b"),
    "key with a square": first("question", key="²"),
    "key with a bracket": first("question", key="a].b["),
    "answer like not knowing": choice(key="unknown"),
    "answer with a full stop": choice(key="a.b"),
    "answer without a key": choice(key=""),
    "answer without words": choice(text={}),
    "unknown question": first("case", when=[{"nowhere": ["yes"]}]),
    "unknown answer": first("case", when=[{"state": ["nowhere"]}]),
    "no condition": first("case", when=[{}]),
    "no rows": first("case", when=[]),
    "no answer in a condition": first("case", when=[{"state": []}]),
    "unknown outcome": first("case", outcome="nowhere"),
    "case of missing facts": first("case", outcome="more-information"),
    "unknown document": first("case", documents=["nowhere"]),
    "unknown references": first(
        "case", ask=["x"], decides=["x"], doubts=["x"], unknowns=["x"], todo=["x"], procedures=["x"]
    ),
    "unknown guide": first("case", guide="//nowhere"),
    "unknown doubt": first("question", asks="term", doubt="nowhere"),
    "no body": first("procedure", body="nowhere", last_verified="nowhere", dates=["nowhere"]),
    "circle": first("task", after="file"),
    "after nothing": first("task", after="nowhere"),
    "day before": first("task", days=-5, years=-FAR),
    "far day": first("task", days=FAR, years=FAR),
    "no day of the year": first("task", each_year="99-99"),
    "huge rank": choice(rank=-FAR, change=text()),
    "huge tier": outcome("not-covered", tier=FAR),
    "same tiers": outcome("prohibited", tier=2),
    "no roles": lambda rules: [
        item.update(open=False, otherwise=False, doubtful=False)
        for item in rules["outcome"].values()
    ],
    "every role": lambda rules: [
        item.update(open=True, otherwise=True, doubtful=True, several=True)
        for item in rules["outcome"].values()
    ],
    "outcome without a key": lambda rules: rules["outcome"].update(
        {"": rules["outcome"]["prohibited"]}
    ),
    "unknown word": lambda rules: (
        first("case", stage="nowhere")(rules),
        outcome("prohibited", tone="pink", icon="nowhere")(rules),
    ),
    "no languages": head(languages=[]),
    "another language": head(languages=["xx"], title={"xx": "?"}),
    "no texts": head(title={}, change_note={}, legal_status={}),
    "citations of nothing": head(legal_status={"text": text(), "basis": ["x", ":", "a:b:c"]}),
    "odd slugs": lambda rules: rules["assessment"].update(
        slug={"vi": "a/b", "en": "rules", "fr": ""}, topic="nowhere"
    ),
    "slug of another": lambda rules: rules["assessment"].update(
        slug=dict.fromkeys(("vi", "en", "fr"), "co-issuer")
    ),
    "ends before it begins": head(in_force_until=date(2020, 1, 1)),
    "ends at once": head(in_force_from=date.max, in_force_until=date.max),
    "begins at once": head(in_force_from=date.min, in_force_until=date.min),
    "cases never in force": first("case", in_force_from=date.max, in_force_until=date.min),
    "unknown day": first("case", in_force_from="yesterday"),
    "braces": head(title=text("{x} %(y)s <b>&")),
}
MODES = ("", "question", "result", "rules")


@pytest.fixture
def broken(own_registry: None, db: None) -> Callable[[str], RuleSetDocument]:
    """Stores a broken draft, by what is wrong with it."""

    def stored(name: str) -> RuleSetDocument:
        rules = base()
        BROKEN[name](rules)
        document = RuleSetDocument()
        document.fill(rules)
        document.expected = [
            {"type": "situation", "value": {"name": "n", "answers": "state=new", "outcome": "x"}}
        ]
        document.save()
        document.save_revision(clean=False)
        return document

    return stored


def address(name: str, *args: Any) -> str:
    """The address of a view of rule sets."""
    return reverse(RuleSetDocument.snippet_viewset.get_url_name(name), args=args)


SEEN = (
    *("sound", "no question", "no case", "no outcome", "question twice", "answer twice"),
    *("goods without a list", "unknown list", "country without lists", "key with a slash"),
    *("unknown question", "unknown outcome", "unknown references", "far day", "odd slugs"),
    *("no texts", "unknown day"),
)
"""What is looked at page by page; the proof is asked of every one."""
PAGES = (
    *("", "state/", "purpose/?state=used", "rules/", "consignment/", "questions.json", "a/b/"),
    *("result/?state=used&purpose=move&owner=same", "result.json?state=new", "result/?state=JP"),
    *(
        "papers/?state=used&purpose=move&owner=same",
        "result.ics?state=used&purpose=move&owner=same",
    ),
)


def addresses(document: RuleSetDocument) -> Iterator[str]:
    """Every page of a draft in the admin that is looked at."""
    own = ("edit", "copy", "difference", "toml", "papers")
    yield from (address(name, document.pk) for name in own)
    yield f"{address('proof', document.pk)}?of={document.digest()}"
    for page in PAGES:
        path, _mark, query = page.partition("?")
        yield f"{address('try', document.pk, f'en/check/broken/{path}')}?{query}"
    yield from (f"{address('preview_on_edit', document.pk)}?mode={mode}:en" for mode in MODES)


@pytest.mark.parametrize("name", SEEN)
def test_no_page_of_a_draft_fails(
    editor: Client,
    broken: Callable[[str], RuleSetDocument],
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    document = broken(name)
    editor.raise_request_exception = False
    editor.post(address("preview_on_edit", document.pk), form_data(document))

    found = {place: editor.get(place).status_code for place in addresses(document)}
    sent = editor.post(
        address("edit", document.pk), form_data(document, **{"action-publish": "action-publish"})
    )

    assert {place: code for place, code in found.items() if code >= 500} == {}
    assert sent.status_code == 200
    # What is known to be wrong is found before a page is begun.
    assert "no page could be made" not in caplog.text


@pytest.mark.parametrize("name", BROKEN)
def test_the_proof_of_any_draft_ends_with_what_is_wrong(
    broken: Callable[[str], RuleSetDocument], name: str
) -> None:
    document = broken(name)

    found = list(worded(document.validation(), document.streams()))

    # Its provisions are in no register, so that none of them may be published.
    assert all(issue.words and issue.element for issue in found)
    assert found
    assert write(document.mapping())


def test_what_breaks_a_page_all_the_same_is_said(
    editor: Client, broken: Callable[[str], RuleSetDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise KeyError

    document = broken("unknown references")
    monkeypatch.setattr(preview, "run", fail)

    page = editor.get(address("try", document.pk, "en/check/broken/")).content.decode()

    with override("vi"):
        assert gettext("This draft cannot be tried yet") in page
        assert gettext("This thing to do does not exist") in page


@pytest.mark.parametrize("pk", ["a", "0", "9" * 30])
@pytest.mark.parametrize("name", ["try", "proof", "difference", "toml", "papers", "withdraw"])
def test_what_is_deleted_or_was_never_there_has_no_page(editor: Client, name: str, pk: str) -> None:
    place = address(name, *([1, "en/check/"] if name == "try" else [1])).replace("/1/", f"/{pk}/")

    assert editor.get(place, follow=True).status_code == 404
