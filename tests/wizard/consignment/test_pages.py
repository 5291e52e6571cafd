"""Several items on the page: lines, questions, results, papers, files; limits; nothing is lost."""

from __future__ import annotations

import io
import re
from csv import reader
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.utils.translation import gettext
from pypdf import PdfReader

from guidance.delivery.request_limits import largest_body
from guidance.text.spreadsheets import safe_cell
from tests.checking import check_at
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, STORIES, check, result
from tests.wizard.consignment.packing import (
    KINDS,
    OWN,
    consignment,
    lines_of,
    pasted,
    place,
    rules,
    send,
    state,
    state_of,
    workbook,
)
from tests.wizard.papers.filled import close, docx_text, papers
from wizard.consignment.judging import Way
from wizard.consignment.lines import LINE, MOST_LINES, Line, read_address, write_state
from wizard.consignment.officer import answers_of
from wizard.consignment.tables import read_file
from wizard.consignment.views import offers
from wizard.papers import pdf
from wizard.rules import registry

pytestmark = pytest.mark.django_db
languages = pytest.mark.parametrize("language", LANGUAGES)
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> & "x"'


def story(outcome: str) -> Line:
    """A line that is answered like a single check with this outcome."""
    return Line(outcome, "", "2 bộ", STORIES[outcome])


def told(response: HttpResponseBase) -> str:
    """What a page says."""
    return plain(" ".join(Page(response).words))


def followed(client: Client, response: HttpResponseBase) -> HttpResponseBase:
    """The page that an answer leads to."""
    return client.get(response["Location"]) if response.status_code == 303 else response


# --- The same as single checks --------------------------------------------------------------------


@pytest.mark.parametrize("outcome", STORIES)
def test_a_line_is_judged_as_a_single_check(outcome: str) -> None:
    judged = consignment([story(outcome)]).judged[0]

    assert judged.result.verdict.outcome == outcome
    assert judged.open is None


def test_lines_stand_together_by_what_is_said_of_them() -> None:
    lines = [story(outcome) for outcome in STORIES] * 2 + [Line("x"), Line("y", "", "1.500")]
    found = consignment(lines)

    groups = {
        (group.outcome.label["en"] if group.outcome else "open"): (group.count, group.total)
        for group in found.groups
    }
    ruleset = rules().ruleset
    expected = {ruleset.outcomes[outcome].label["en"]: (2, "4 bộ") for outcome in STORIES}
    assert groups == {"open": (2, ""), **expected}
    assert [item.number for item in found.uncounted] == [12]
    assert [len(way.lines) for group in found.groups for way in group.ways] == [2] * 6


# --- Where it is offered --------------------------------------------------------------------------


@languages
def test_it_is_offered_where_goods_are_asked_about(client: Client, language: str) -> None:
    pages = [check("", None, language), check("goods/", {"state": "used"}, language)]
    pages.append(result(STORIES["prohibited"], language))

    for address in pages:
        links = [href for href in Page(client.get(address)).hrefs() if "/consignment/" in href]
        assert len(links) == 1, address
        page = client.get(links[0])
        assert page.status_code == 200
    assert [line.given for line in lines_of(page)] == [STORIES["prohibited"]]
    assert not page.cookies


def test_rules_without_goods_have_none(client: Client) -> None:
    ruleset = registry.in_force("co-issuer", registry.today())

    assert not offers(ruleset)
    assert client.get(check_at("en", "consignment/", "co-issuer")).status_code == 404
    assert "/consignment/" not in client.get(check_at("en", "", "co-issuer")).content.decode()


def test_a_first_page_may_be_kept_by_anybody_and_a_list_by_nobody(client: Client) -> None:
    assert "public" in client.get(place())["Cache-Control"]
    assert client.get(place(query=f"?{LINE}=Laptop;;2"))["Cache-Control"] == "no-store"
    assert send(client, {"do": "list"})["Cache-Control"] == "no-store"


# --- Lines ----------------------------------------------------------------------------------------


def test_a_line_is_added_changed_copied_and_removed(client: Client) -> None:
    line = {"name": "Laptop", "code": "", "quantity": "2", "state": "used", "purpose": ["resale"]}
    added = followed(client, send(client, {"do": "save", **line}))
    assert lines_of(added) == [
        Line("Laptop", "", "2", {"state": "used", "purpose": "resale", "goods": "laptop"})
    ]

    shown = send(client, {"do": "change-1", "lines": state_of(added)})
    assert Page(shown).fields["name"][0]["value"] == "Laptop"
    assert re.search(r'value="used" selected', shown.content.decode())

    changed = send(client, {"do": "save-1", "lines": state_of(shown), **line, "name": "Máy chủ"})
    changed = followed(client, changed)
    assert lines_of(changed)[0].given["goods"] == "server"

    copied = send(client, {"do": "copy-1", "lines": state_of(changed)})
    assert len(lines_of(copied)) == 2
    left = followed(client, send(client, {"do": "drop-2", "lines": state_of(copied)}))
    assert lines_of(left) == lines_of(changed)


@languages
@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * 201},
        {"code": "84715"},
        {"quantity": "1.500"},
        {"state": "melted"},
        {"purpose": ["resale", "other"]},
        {"name": "", "code": ""},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, Any], language: str
) -> None:
    typed = {"name": "Máy <b>", "code": "8471", "quantity": "2", **wrong}
    sent = {"do": "save", "lines": state(("Laptop", "", "1", {})), **typed}
    response = send(client, sent, language)

    page = Page(response)
    assert page.title.startswith({"vi": "Lỗi", "en": "Error", "fr": "Erreur"}[language])
    kept = {key: page.fields[key][0]["value"] for key in ("name", "code", "quantity")}
    assert kept == {key: typed[key] for key in kept}
    assert [line.name for line in lines_of(response)] == ["Laptop"]
    for value in wrong.get("purpose", ()):
        assert re.search(rf'value="{value}" checked', response.content.decode())


def test_a_purpose_that_is_known_is_said_and_stays_folded(client: Client) -> None:
    """On a telephone the button below the purposes was seven screens away from the quantity."""
    lines = state(("Laptop", "", "1", {"state": "used", "purpose": "resale"}))
    html = send(client, {"do": "change-1", "lines": lines}).content.decode()  # type: ignore[attr-defined]
    details = re.search(r"<details[^>]*>\s*<summary[^>]*>(.*?)</summary>", html, re.DOTALL)

    assert details
    assert " open" not in details.group(0).partition(">")[0]
    asked = rules().ruleset.question_by_key["purpose"]
    resale = asked.choice("resale")
    assert resale
    assert f">{asked.label['en']} · {resale.text['en']}<" in plain(details.group(1))
    assert 'value="resale" checked' in html


def test_no_line_more_than_there_is_room_for(client: Client) -> None:
    full = write_state([Line("x")] * MOST_LINES)
    for sent in (
        {"do": "save", "name": "y"},
        {"do": "copy-1"},
        {"do": "read", "pasted": "Name\ny"},
    ):
        response = send(client, {"lines": full, **sent})
        assert "At most 500 lines" in told(response)
        assert len(lines_of(response)) == MOST_LINES


@pytest.mark.parametrize("sent", ["", "x", "change-9", "copy-x", "answer-0", "ask-1", "answer-1"])
def test_buttons_that_are_none_do_no_harm(client: Client, sent: str) -> None:
    given = STORIES["not-covered"]
    response = followed(client, send(client, {"do": sent, "lines": state(("a", "", "", given))}))

    assert response.status_code == 200
    assert [line.name for line in lines_of(response)] == ["a"]


def test_a_damaged_list_is_said_and_the_rest_kept(client: Client) -> None:
    response = send(client, {"do": "save", "lines": "[[", "name": "Laptop"})

    assert response.status_code == 400
    assert "could not be read" in told(response)
    assert Page(response).fields["name"][0]["value"] == "Laptop"


def test_the_form_and_its_file_stay_in_memory(settings: Any) -> None:
    most = largest_body(place("vi"))

    assert 2 * 1_000_000 < most < settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert most < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("header", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_sends_is_not_taken(client: Client, header: dict[str, str]) -> None:
    response = client.post(
        place(), {"do": "save", "name": "Laptop"}, headers={**header, "Origin": "https://a.example"}
    )

    assert response.status_code == 429
    assert Page(response).fields["name"][0]["value"] == "Laptop"


# --- Tables ---------------------------------------------------------------------------------------


def test_a_file_is_read_and_what_was_not_read_is_named(client: Client) -> None:
    rows = [(*row, "x") for row in KINDS]
    data = workbook(rows, ("Name", "HS", "Qty", "Unit", "State of the goods", "Purpose", "Box"))
    file = SimpleUploadedFile("list.xlsx", data)
    response = send(client, {"do": "read", "lines": state(("a", "", "", {})), "table": file})

    assert [line.name for line in lines_of(response)] == ["a", *(row[0] for row in KINDS)]
    assert "5 lines were read. These columns were not read: “Box”." in told(response)


@languages
def test_a_table_with_a_mistake_stands_in_the_box_to_be_put_right(
    client: Client, language: str
) -> None:
    name = f"x{HOSTILE}" * 9
    data = workbook([(name, "", "1", "", "", "")])
    file = SimpleUploadedFile("list.xlsx", data)
    sent = {"do": "read", "lines": state(("a", "", "", {})), "table": file, "name": "typed"}
    response = send(client, sent, language)

    html = response.content.decode()  # type: ignore[attr-defined]
    box = re.search(r'<textarea[^>]* id="id_pasted"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert box
    assert name in unescape(box.group(1))
    assert "<script>alert" not in html
    assert 'aria-describedby="id_table-hint id_table-error"' in html
    assert [line.name for line in lines_of(response)] == ["a"]
    assert Page(response).fields["name"][0]["value"] == "typed"


# --- Questions ------------------------------------------------------------------------------------


def test_lines_that_say_the_same_are_answered_together(client: Client) -> None:
    table = pasted([("Laptop", "cũ"), ("Máy chủ", "Cũ"), ("Laptop", "lạ")], ("Name", "state"))
    read = send(client, {"do": "read", "pasted": table})
    asked = followed(client, send(client, {"do": "check", "lines": state_of(read)}))
    boxes = {box["value"]: "checked" in box for box in Page(asked).fields["for"]}

    assert boxes == {"all": False, "2": True, "3": False}
    assert "Your table says “cũ”." in told(asked)
    sent = {"do": "answer-1", "lines": state_of(asked), "answer": "used", "for": ["2"]}
    after = followed(client, send(client, sent))
    assert [line.given.get("state") for line in lines_of(after)] == ["used", "used", None]
    assert "Your table says “lạ”." not in told(after)


def test_all_of_these_and_an_answer_that_is_missing(client: Client) -> None:
    lines = state(*((name, "", "", {}) for name in ("a", "b", "c")))
    missing = send(client, {"do": "answer-2", "lines": lines, "for": ["3"]})
    assert Page(missing).title.startswith("Error")
    assert {box["value"] for box in Page(missing).fields["for"] if "checked" in box} == {"3"}

    sent = {"do": "answer-1", "lines": lines, "answer": "new", "for": "all"}
    done = followed(client, send(client, sent))
    assert [line.given for line in lines_of(done)] == [{"state": "new"}] * 3
    assert "3 lines: the result" in told(done)


def test_goods_are_offered_and_never_assumed(client: Client) -> None:
    lines = state(("laptop bag", "", "", {"state": "used"}))
    asked = send(client, {"do": "ask-1", "lines": lines})
    offered = {box["value"] for box in Page(asked).fields["pick"]}
    assert "laptop" in offered
    assert not any("checked" in box for box in Page(asked).fields["pick"])

    for sent, given in (
        ({"text": "laptop bag"}, None),
        ({"text": "laptop bag", "pick": "laptop"}, "laptop"),
        ({"text": "4202.12"}, "420212"),
        ({"text": "laptop bag", "unknown": "answer-1", "do": ""}, "unknown"),
    ):
        after = followed(client, send(client, {"do": "answer-1", "lines": lines, **sent}))
        assert lines_of(after)[0].given.get("goods") == given


# --- Results --------------------------------------------------------------------------------------


@languages
def test_a_short_list_stands_in_the_address_and_a_long_one_does_not(
    client: Client, language: str
) -> None:
    lines = [story("permit-required"), story("prohibited")]
    sent = {"do": "result", "lines": write_state(lines)}
    response = send(client, sent, language)
    assert response.status_code == 303
    values = parse_qs(urlsplit(response["Location"]).query)[LINE]
    assert read_address(values, rules()) == lines

    page = Page(client.get(response["Location"]))
    assert response["Location"] in unescape(page.html)
    long = send(client, {"do": "result", "lines": write_state(lines * 6)}, language)
    assert long.status_code == 200
    assert "share-url" not in long.content.decode()  # type: ignore[attr-defined]


@languages
def test_the_papers_are_filled_with_the_lines(client: Client, language: str) -> None:
    permit = STORIES["permit-required"]
    lines = [
        Line("Máy tính <b>", "84715090", "2 bộ", {**permit, "goods": "84715090"}),
        Line("Laptop", "", "1", STORIES["prohibited"]),
        Line("Máy chủ", "", "1.500", {**permit, "goods": "server"}),
    ]
    page = Page(
        followed(client, send(client, {"do": "result", "lines": write_state(lines)}, language))
    )
    forms = [found for tag, found in page.tags if tag == "form" and "/papers/" in found["action"]]
    assert len(forms) == 1
    fields = {
        name: field[0]["value"] for name, field in page.fields.items() if name.startswith("goods-")
    }
    papers = Page(client.post(unescape(forms[0]["action"]), fields, headers=OWN))

    values = {name: found[0].get("value", "") for name, found in papers.fields.items()}
    assert values["goods-lines"] == "2"
    assert values["goods-1-hs"] == "84715090"
    assert (values["goods-1-qty"], values["goods-1-unit"]) == ("2", "bộ")
    assert values["goods-2-qty"] == ""
    assert papers.html.count('value="used" selected') == 2
    assert "Máy tính &lt;b&gt;" in papers.html


def test_lines_that_ask_an_authority_have_a_letter_that_names_them_all(client: Client) -> None:
    asking = STORIES["ask-authority"]
    lines = [Line(f"Switch no. {number}", "8517", "2", asking) for number in range(1, 6)]
    page = Page(followed(client, send(client, {"do": "result", "lines": write_state(lines)})))
    assert gettext("Write my letter") in page.text
    forms = [found for tag, found in page.tags if tag == "form" and "/papers/" in found["action"]]
    fields = {
        name: field[0]["value"] for name, field in page.fields.items() if name.startswith("goods-")
    }
    where = unescape(forms[0]["action"])
    form = Page(client.post(where, fields, headers=OWN))
    ticked = form.chosen("questions")
    assert ticked

    made = papers(client, {**fields, "questions": ticked[:1]}, where)
    letter = next(docx_text(body) for name, body in made.items() if name.endswith(".docx"))
    # No list goes with a letter alone.
    assert all(line.name in letter for line in lines)
    assert "danh mục kèm theo" not in letter


def test_more_lines_than_the_papers_hold_make_several_sets() -> None:
    ways = consignment([story("permit-required")] * 70).ways

    assert [len(packet.lines) for packet in ways[0].packets] == [30, 30, 10]


@languages
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_reads_back_as_the_list_it_was(client: Client, language: str, form: str) -> None:
    lines = [story(outcome) for outcome in STORIES]
    lines += [Line(HOSTILE, "84.71", "1.500", {}, {"state": "=1+1"})]
    lines = [rules().settled(line) for line in lines]
    response = send(client, {"do": form, "lines": write_state(lines)}, language)
    body = response.content  # type: ignore[attr-defined]

    assert read_file(body, rules()).lines == lines
    if form == "csv":
        rows = [*reader(io.StringIO(body.decode("utf-8-sig"), newline=""))]
        assert rows[-1][1] == safe_cell(HOSTILE)
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert response["Content-Disposition"] == f'attachment; filename="consignment.{form}"'


@languages
def test_the_pdf_says_it_in_vietnamese_and_the_readers_language(
    client: Client, language: str
) -> None:
    lines = [story(outcome) for outcome in STORIES] + [Line(f"{HOSTILE} #read(1) 机")]
    response = send(client, {"do": "pdf", "lines": write_state(lines)}, language)
    pages = PdfReader(io.BytesIO(response.content)).pages  # type: ignore[attr-defined]
    text = plain(" ".join(page.extract_text() for page in pages))

    outcome = rules().ruleset.outcomes["prohibited"].label
    for code in {"vi", language}:
        assert outcome[code] in text
    assert "<script>alert(1)</script>" in close(text)
    assert "#read(1)" in text


def test_forty_lines_fit_two_sheets(client: Client) -> None:
    state = rules().ruleset.question_by_key["state"]
    label, used = state.label, next(item.text for item in state.choices if item.key == "used")
    lines = [story(outcome) for outcome in STORIES] * 8
    response = send(client, {"do": "pdf", "lines": write_state(lines)}, "fr")
    pages = PdfReader(io.BytesIO(response.content)).pages  # type: ignore[attr-defined]
    text = plain(" ".join(page.extract_text() for page in pages))

    assert len(pages) == 2
    # What decided, in both languages; and how lines too many for an address are judged again.
    assert f"{label['vi']}: {used['vi']} · " in text
    assert f"{label['fr']}: {used['fr']} · " in text
    assert "judges every line again" not in text
    assert "qui rejuge chaque ligne" in text
    assert "Dòng 1, 6, 11, 16, 21, 26, 31, 36" in text
    assert "Lignes 1, 6, 11, 16, 21, 26, 31, 36" in text


def drawn(response: HttpResponseBase) -> PdfReader:
    """A PDF, read again."""
    return PdfReader(io.BytesIO(response.content))  # type: ignore[attr-defined]


def codes(node: Any) -> list[str]:
    """What the codes of a PDF say, from its tags on."""
    node = node.get_object()
    if isinstance(node, list):
        return [said for item in node for said in codes(item)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (codes(node["/K"]) if "/K" in node else [])


def test_of_lines_judged_alike_each_answer_names_the_lines_that_gave_it() -> None:
    purposes = ["resale", "resale", "resale", "research", "resale", "research"]
    given = {"state": "used", "goods": "laptop"}
    judged = consignment([Line("x", given={**given, "purpose": key}) for key in purposes]).judged
    asked = rules().ruleset.question_by_key["purpose"]
    resale, research = (item.text["vi"] for key in ("resale", "research")
                        if (item := asked.choice(key)))  # fmt: skip

    said = answers_of(Way("way-1", judged[0].result, None, judged))

    assert said.endswith(f" · {asked.label['vi']}: {resale} (1–3, 5), {research} (4, 6)")
    assert "(" not in said.partition(" · ")[0]


@languages
def test_the_annex_has_every_answer_and_a_code_that_judges_the_lines_again(
    client: Client, language: str
) -> None:
    stories = [story(outcome) for outcome in STORIES]
    sent = {"lines": write_state(stories * 8)}
    short = drawn(send(client, {"do": "pdf", **sent}, language))
    whole = drawn(send(client, {"do": "whole", **sent}, language))
    annex = plain(" ".join(page.extract_text() for page in whole.pages[len(short.pages) :]))

    asked = rules().ruleset.question_by_key
    for number, line in enumerate(stories, start=1):
        assert f"{number}, {number + 5}, {number + 10}" in annex
        for code in ("vi", language):
            assert [key for key in line.given if asked[key].label[code] not in annex] == []
    first, *rest = codes(whole.trailer["/Root"]["/StructTreeRoot"])
    assert codes(short.trailer["/Root"]["/StructTreeRoot"]) == [first]
    assert first.endswith(place(language))
    for line, link in zip(stories, rest, strict=True):
        page = client.get("/" + link.partition("//")[2].partition("/")[2])
        assert page.status_code == 200
        assert rules().ruleset.outcomes[line.name].label[language] in told(page)


def test_a_short_list_has_one_code_that_judges_it_again(client: Client) -> None:
    lines = [story(outcome) for outcome in STORIES]
    made = drawn(send(client, {"do": "pdf", "lines": write_state(lines)}))
    (link,) = codes(made.trailer["/Root"]["/StructTreeRoot"])
    page = client.get("/" + link.partition("//")[2].partition("/")[2])

    assert [line.name for line in lines_of(page)] == [line.name for line in lines]
    # Whole on the sheet, too, however long.
    assert link in "".join("".join(page.extract_text().split()) for page in made.pages)


def test_an_annex_of_many_answers_ends_its_codes_somewhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.consignment.officer.MOST_CODES", 2)
    sent = {"do": "whole", "lines": write_state([story(outcome) for outcome in STORIES] * 3)}
    made = drawn(send(client, sent))
    text = plain(" ".join(page.extract_text() for page in made.pages))

    assert len(codes(made.trailer["/Root"]["/StructTreeRoot"])) == 1 + 2
    assert "The first 2 rows have a code." in text


def test_a_pdf_that_cannot_be_drawn_is_said(client: Client, monkeypatch: Any) -> None:
    def fail(*_args: Any) -> bytes:
        raise pdf.typst.TypstError("x")

    monkeypatch.setattr(pdf, "_compiled", fail)
    response = send(client, {"do": "pdf", "lines": write_state([Line("Laptop")])})

    assert "could not be drawn" in told(response)
    assert [line.name for line in lines_of(response)] == ["Laptop"]


def test_what_is_typed_is_shown_as_text_everywhere(client: Client) -> None:
    lines = write_state([Line(HOSTILE, HOSTILE[:40], HOSTILE[:40], {}, {"state": HOSTILE})])
    for step in ("list", "check", "result", "change-1"):
        html = followed(client, send(client, {"do": step, "lines": lines})).content.decode()  # type: ignore[attr-defined]
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_the_day_asked_about_is_kept(client: Client) -> None:
    response = client.get(place(query=f"?on=2026-03-01&{LINE}=Laptop;;2;state=new"))
    forms = [found for tag, found in Page(response).tags if tag == "form"]
    form = next(found for found in forms if found.get("method") == "post")

    assert form["action"].endswith("?on=2026-03-01")
    assert client.get(place(query="?on=2025-01-01")).status_code == 400
