"""The papers of a certificate of origin: what is known already, and what each request needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from tests.checking import check_at
from tests.wizard.assessment.pages import Page
from tests.wizard.assessment.stories import LANGUAGES
from tests.wizard.papers.filled import OWN, close, docx_text, papers, pdf_text
from wizard.rules import registry

pytestmark = pytest.mark.django_db
KEY = "co-issuer"
NEW = {"market": "JP", "request": "not-shipped", "registered": "hai-duong"}
NEW |= {"before": "never", "also": "none"}
FILLED: dict[str, Any] = {
    "company_name": "Công ty Quạt điện Sông Cấm",
    "tax_code": "0201234567",
    "address": "Số 5, phường Lê Chân, Thành phố Hải Phòng",
    "email": "xuat-khau@songcam.vn",
    "rep_name": "Đặng Thị Ngọc Ánh",
    "co_form": "aj",
    "co_body": "department",
    "co_place": "Thành phố Hải Phòng",
    "importer": "Nagoya Trading KK, Nagoya",
    "dest_country": "Nhật Bản",
    "invoice_no": "SC-118 ngày 01/12/2026",
    "goods-lines": "1",
    "goods-1-desc": "Quạt điện để bàn / table fan",
    "goods-1-hs": "84145110",
    "goods-1-qty": "500",
    "goods-1-unit": "chiếc",
    "goods-1-criterion": "RVC 40%",
    "owed_list": "bản sao vận tải đơn",
    "wants_undertaking": "yes",
    "questions": ["issues-yet", "doubt-fee"],
}
LIST, DATA = "nop/1-danh-muc-ho-so", "dung-rieng-khong-nop/2-bang-du-lieu-de-khai"
ADDRESSEE = "Kính gửi: Sở Công Thương Thành phố Hải Phòng"


def address(answers: Mapping[str, str], language: str = "en", place: str = "papers/") -> str:
    """The address of the form, for a result of today."""
    stamp = {"v": str(registry.versions(KEY)[-1].version), "on": registry.today().isoformat()}
    query = "&".join(f"{key}={value}" for key, value in {**answers, **stamp}.items())
    return check_at(language, f"{place}?{query}", KEY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_leads_to_a_form_that_knows_the_answers(client: Client, language: str) -> None:
    on_result = Page(client.get(address(NEW, language, "result/")))
    page = Page(client.get(address(NEW, language)))

    assert [href for href in on_result.hrefs() if "/papers/" in href]
    # In the language of the papers, by the name the province has today.
    assert page.fields["dest_country"][0]["value"] == "Nhật Bản"
    assert page.fields["co_place"][0]["value"] == "Thành phố Hải Phòng"
    assert "move_reason" not in page.fields
    assert "reissue_reason" not in page.fields


def test_only_forms_of_the_result_are_offered_and_one_alone_is_taken(client: Client) -> None:
    japan = client.get(address(NEW)).content.decode()
    dubai = client.get(address({**NEW, "market": "AE"})).content.decode()

    offered = {key for key in ("aj", "vj", "rcep", "cptpp", "b") if f'value="{key}"' in japan}
    assert offered == {"aj", "vj", "rcep", "cptpp", "b"}
    assert 'value="e"' not in japan
    assert 'value="ministry"' in japan
    # To the Emirates it is the province alone.
    assert 'value="department" selected' in dubai
    assert 'value="ministry"' not in dubai


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_the_sheet_and_the_letters_say_what_was_typed(
    client: Client, language: str
) -> None:
    made = papers(client, FILLED, address(NEW, language), reading=["yes"])

    rules = registry.versions(KEY)[-1]
    listed = docx_text(made[f"{LIST}.docx"])
    file = ("form-01", "registration-copy", "form-04", "co-form", "export-declaration", "invoice")
    file += ("transport-document", "detailed-declaration", "production-process")
    names = {item.key: item.name["vi"] for item in rules.documents}
    assert [key for key in file if names[key] not in listed] == []
    assert "Khoản 1 Điều 15, Khoản 2 Điều 15 (31/2018/NĐ-CP)" in listed
    assert ADDRESSEE in listed
    assert "AJ (ASEAN – Nhật Bản)" in listed
    data = close(pdf_text(made[f"{DATA}.pdf"]))
    shown = [key for key in FILLED if key.startswith("goods-1")]
    shown += ["importer", "invoice_no", "tax_code", "rep_name"]
    assert [key for key in shown if close(FILLED[key]) not in data] == []
    assert "giao hàng" not in docx_text(made[f"{DATA}.docx"])
    undertaking = docx_text(made["nop/5-cam-ket-nop-bo-sung.docx"])
    assert "Công ty cam kết nộp bản sao vận tải đơn của C/O số" in undertaking
    # A letter goes to a body with a name, never to “the body that issues your form”.
    assert ADDRESSEE in docx_text(made["van-ban-hoi/hoi-issues-yet.docx"])
    assert ADDRESSEE in docx_text(made["van-ban-hoi/hoi-doubt-fee.docx"])
    assert ("ban-doc-khong-nop.pdf" in made) == (language != "vi")


def test_a_body_that_does_not_issue_the_form_chosen_is_doubted(client: Client) -> None:
    wrong = {**FILLED, "co_form": "b", "co_body": "ministry", "do": "make"}
    response = client.post(address(NEW), wrong, headers=OWN)

    page = response.content.decode()
    assert 'id="id_co_body-error"' in page
    assert "names another body" in page


@pytest.mark.parametrize(
    ("answers", "file", "said"),
    [
        ({"request": "lost", "before": ""}, "nop/4-don-de-nghi-cap-lai", "mất, thất lạc"),
        ({"request": "change-office", "before": ""}, "nop/3-don-thay-doi-noi-cap", "Điều 14"),
        ({"request": "refused-here", "before": ""}, "nop/6-de-nghi-xem-xet-lai", "số 9/SCT"),
        ({"request": "shipped-year"}, DATA, "quên xin trước khi giao"),
    ],
)
def test_each_request_has_its_own_paper(
    client: Client, answers: dict[str, str], file: str, said: str
) -> None:
    more = {"reissue_reason": "lost", "ref_no": "9/SCT", "late_reason": "quên xin trước khi giao"}
    asked = {key: value for key, value in {**NEW, **answers}.items() if value}
    # Which form and body is asked only where there is a choice.
    typed = {key: value for key, value in FILLED.items() if not key.startswith(("co_", "quest"))}
    made = papers(client, {**typed, **more}, address(asked))

    assert said in docx_text(made[f"{file}.docx"])
    others = {"nop/4-don-de-nghi-cap-lai", "nop/3-don-thay-doi-noi-cap"} - {file}
    assert not [name for name in others if f"{name}.docx" in made]


def test_a_complaint_goes_to_the_person_who_decided_and_says_at_what_body(client: Client) -> None:
    typed = {key: value for key, value in FILLED.items() if key != "questions"}
    typed |= {"ref_no": "9/SCT", "wants_complaint": "yes"}
    made = papers(client, typed, address({**NEW, "request": "refused-here"}))

    who = "Người đã ra quyết định (văn bản số 9/SCT), Sở Công Thương Thành phố Hải Phòng"
    assert f"Kính gửi: {who}" in docx_text(made["nop/7-don-khieu-nai.docx"])
    assert ADDRESSEE in docx_text(made["nop/6-de-nghi-xem-xet-lai.docx"])


def test_the_list_before_filing_tells_the_clause_from_its_examples(client: Client) -> None:
    data = close(docx_text(papers(client, FILLED, address(NEW))[f"{DATA}.docx"]))

    assert close("không mâu thuẫn về nội dung (khoản 3 Điều 21); ví dụ số lượng") in data
