"""Nothing that a visitor writes, in any form or parameter, is an error of the server.

Five hundred requests with each run of the tests; FUZZ=100000 for that many, FUZZ_SEED for others.
"""

from __future__ import annotations

import os
import random
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from guidance.delivery.visitor_input import LARGEST_NUMBER, storable
from guidance.models import Feedback, Proposal
from guidance.text.languages import LANGUAGES
from tests.checking import check_at
from tests.guidance.delivery.requests_made_up import KEYS, SLUGS, STEPS, Made
from tests.guidance.delivery.routes import ADMIN, page_routes, routes
from tests.guidance.delivery.test_made_up_requests import Outside, _one_connection
from wizard.models import ResultReport

__all__ = ["_one_connection"]

HOW_MANY = int(os.environ.get("FUZZ") or 500)
SEED = int(os.environ.get("FUZZ_SEED") or 15)
EXTREMES: tuple[bytes, ...] = (
    b"9223372036854775807", b"9223372036854775808", b"-9223372036854775809", b"2147483648",
    b"4294967296", b"1" * 5000, b"-1", b"1e400", b"0x7fffffff", "٩٩٩".encode(), b"1_000",
    b"\0", b"a\0b", "\ud800".encode("utf-8", "surrogatepass"), b"\xed\xa0\x80\xed\xb0\x80",
    b"\xff\xfe", b"\xc3\x28", b"\xf4\x90\x80\x80", "thời hạn".encode(), "許可".encode("shift-jis"),
    "\u202e\u200b\ufeff".encode(), "ﷺ".encode() * 150, "İ".encode() * 200, b"\r\n", b"\x1b[0m",
    b"x" * 1_000_000, "ờ".encode() * 300, b"%", b"%00", b"'\"<>&;--", b"",
)  # fmt: skip
FORMS = {
    "/fr/message/": ("message", "email", "website"),
    "/en/propose/": ("change", "source", "email", "page", "locality", "website"),
    "/vi/feedback/": ("is_useful", "page", "revision", "path", "comment", "website"),
    check_at("en", "report/?state=new"): ("message", "website"),
    check_at("fr", "state/"): ("answer",),
    check_at("fr", "papers/?state=used&goods=8471&purpose=line-control&line-role=yes"): (
        *("do", "goods-lines", "company_name", "use_until", "goods-1-qty", "signer", "say_use"),
    ),
    check_at("vi", "goods/?state=used"): ("answer", "text", "pick"),
    check_at("en", "consignment/"): (
        *("do", "lines", "pasted", "table", "name", "code", "quantity", "state", "purpose", "for"),
    ),
}
USUAL = {
    "is_useful": "yes",
    "path": "/vi/",
    "message": "Wrong",
    "answer": "used",
    "text": "8471",
    "do": "draft",
}
URLENCODED = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.usefixtures("content", "db")


def as_letters(raw: bytes) -> str:
    """Bytes as WSGI hands them on that were not percent-encoded."""
    return raw.decode("latin-1").replace("\r", "").replace("\n", "")


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it comes from one sender."""
    monkeypatch.setattr("guidance.feedback.views.FEEDBACK_PER_HOUR", 10**6)
    monkeypatch.setattr("guidance.feedback.views.MESSAGES_PER_HOUR", 10**6)
    monkeypatch.setattr("guidance.feedback.proposals.PROPOSALS_PER_HOUR", 10**6)
    monkeypatch.setattr("wizard.assessment.views.REPORTS_PER_HOUR", 10**6)
    monkeypatch.setattr("wizard.papers.views.MADE_PER_HOUR", 10**6)
    monkeypatch.setattr("wizard.consignment.views.MADE_PER_HOUR", 10**6)
    monkeypatch.setattr("wizard.consignment.views.SENT_PER_HOUR", 10**6)


def test_no_form_breaks(pages: Any) -> None:
    """Every field of every public form, with everything extreme, in both encodings."""
    outside, wrong = Outside(), []
    usual = {**USUAL, "page": str(pages["vi", "co-fee"].pk)}
    for address, fields in FORMS.items():
        path, _mark, query = address.partition("?")
        for field in fields:
            for raw in EXTREMES:
                others = {name: usual[name] for name in fields if name in usual and name != field}
                for body, kind in bodies({**others, field: raw}):
                    made = Made("POST", path, query, {}, body, kind)
                    outside.ask(made)
                    if outside.status >= 500:
                        wrong.append((outside.status, path, field, raw[:40], kind))
    assert not wrong, wrong[:5]
    assert Feedback.objects.filter(revision__gt=LARGEST_NUMBER).count() == 0
    assert Feedback.objects.exists()
    assert ResultReport.objects.exists()
    assert not any("\0" in item.comment for item in Feedback.objects.all())


def bodies(fields: dict[str, Any]) -> list[tuple[bytes, str]]:
    """The fields as a browser would send them, and as raw bytes in parts."""
    encoded = "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()
    parts = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (name.encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in fields.items()
    )
    return [(encoded, URLENCODED), (parts + b"--b--\r\n", "multipart/form-data; boundary=b")]


def test_a_number_no_column_holds_is_refused_with_a_message(client: Client, pages: Any) -> None:
    sent = {"is_useful": "yes", "page": pages["vi", "co-fee"].pk, "path": "/vi/"}

    for number in (LARGEST_NUMBER + 1, 9223372036854775807, 9223372036854775808, -1):
        answer = client.post("/en/feedback/", {**sent, "revision": number})
        assert answer.status_code == 400
        assert "govuk-heading" in answer.content.decode()
    assert client.post("/en/feedback/", {**sent, "revision": LARGEST_NUMBER}).status_code == 302


def test_no_parameter_and_no_part_of_an_address_breaks() -> None:
    """Any public address with anything in its path and in any parameter, encoded and raw."""
    chance, outside, wrong = random.Random(SEED), Outside(), []  # noqa: S311 - repeatable
    public = [route for route in routes() if not route.startswith(ADMIN)]
    places = [*public, *public, *page_routes()]
    for _number in range(HOW_MANY):
        raw, inside = chance.choice(EXTREMES), chance.choice(EXTREMES)
        is_plain = chance.random() < 0.5
        text = as_letters(raw[:2000]) if is_plain else quote(raw)
        word = quote(inside[:300], safe="")
        language, slugs = chance.choice(LANGUAGES), chance.choice(SLUGS)
        path = chance.choice(places).replace("{language}", language)
        path = path.replace("{slug}", slugs[language])
        path = path.replace("{word}", word).replace("<", "").replace(">", "")
        key = chance.choice((*KEYS, *STEPS, "place", "page", "topic", "v", "on"))
        method = chance.choice(("GET", "GET", "HEAD"))
        made = Made(method, path, f"{key}={text}")
        outside.ask(made)
        if outside.status >= 500:
            wrong.append((outside.status, method, path[:80], key, raw[:30]))
    assert not wrong, f"{len(wrong)} of {HOW_MANY}: {wrong[:5]}"


@pytest.mark.parametrize("raw", [b"\0", "\ud800".encode("utf-8", "surrogatepass")])
def test_signs_that_no_database_takes_reach_no_view(raw: bytes) -> None:
    outside = Outside()

    outside.ask(Made("GET", f"/vi/{quote(raw)}/", ""))
    assert outside.status == 404

    page = outside.ask(Made("GET", "/vi/search/", f"q=a{quote(raw)}b")).decode()
    assert outside.status == 200
    assert "\0" not in page


def test_what_can_be_stored_is_left_alone() -> None:
    sent = QueryDict("a=1&a=2&b=th%E1%BB%9Di")
    assert storable(sent) is sent

    cleaned = storable(QueryDict("a%00=1%00&a%00=2"))

    assert dict(cleaned.lists()) == {"a\ufffd": ["1\ufffd", "2"]}
    assert not cleaned._mutable


def test_what_an_editor_types_is_stored_without_what_no_database_takes(
    client: Client, db: None
) -> None:
    client.force_login(User.objects.create_superuser("root", password=None))
    said = Proposal.objects.create(language="en", text="a", source="a")

    client.post(f"/admin/proposal/edit/{said.pk}/", {"answer": "x\0y", "refuse": "1"})

    said.refresh_from_db()
    assert said.answer == "x\ufffdy"
