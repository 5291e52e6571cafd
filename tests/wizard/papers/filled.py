"""A form of the papers filled in, the ZIP that answers it, and its papers read again."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader

from tests.wizard.assessment.stories import PERMITTED, result

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLANK = "……………"
COMPANY = "Công ty TNHH Thiết bị Điện tử và Công nghệ Phượng Hoàng Thủ Đức"
GOODS = "Bộ điều khiển lập trình dùng cho dây chuyền dán bề mặt"
HOSTILE = 'Máy tính </w:t></w:r> <b>&amp; "giám sát" {tax_code} {{ d.title }} #read("x") $x$ *y*'
FILLED: dict[str, Any] = {
    "goods-lines": "2",
    "licensed-lines": "1",
    "company_name": COMPANY,
    "tax_code": "0312345678",
    "address": "Số 12, đường Nguyễn Thị Minh Khai, Thành phố Hồ Chí Minh",
    "phone": "028 3822 1234",
    "email": "lien-he@phuonghoang.vn",
    "rep_name": "Nguyễn Thị Phượng Hoàng",
    "rep_title": "Giám đốc",
    "place": "Thủ Đức",
    "doc_no": "12/CV-PH",
    "signer": "authorised",
    "agent_name": "Đỗ Quốc Bảo",
    "agent_title": "Trưởng phòng",
    "agent_id": "012345678901",
    "auth_no": "03/UQ",
    "auth_date": "20/11/2026",
    "auth_scope": "nhập khẩu hàng hóa cấm nhập khẩu",
    "auth_from": "1/12/2026",
    "auth_to": "31/12/2027",
    "goods-1-desc": GOODS,
    "goods-1-hs": "84715090",
    "goods-1-maker": "Siemens",
    "goods-1-model": "S7-1500",
    "goods-1-serial": "SN001, SN002",
    "goods-1-year": "2021",
    "goods-1-origin": "Đức",
    "goods-1-condition": "used",
    "goods-1-qty": "2",
    "goods-1-unit": "bộ",
    "goods-1-value": "1500",
    "goods-1-currency": "USD",
    "goods-2-desc": HOSTILE,
    "goods-2-hs": "847150",
    "goods-2-qty": "1",
    "law_purpose": "special",
    "need_reason": "dây chuyền hiện tại chỉ tương thích với bộ điều khiển này",
    "use_place": "Lô B2, Khu công nghệ cao",
    "use_from": "2027-01-01",
    "use_until": "31/12/2028",
    "say_use": ["i-a", "i-c"],
    "resp_name": "Lê Văn Ước",
    "resp_title": "Quản đốc",
    "count_cycle": "quarter",
    "say_manage": ["ii-a", "ii-b", "ii-e"],
    "after_choice": "re-export",
    "after_when": "31/12/2028",
    "after_who": "Công ty Vận tải Biển Đông",
    "say_after": ["iii-a"],
    "line_name": "SMT-2",
    "line_part": "trạm dán",
    "line_role": "điều khiển",
    "line_effect": "dây chuyền dừng",
    "say_line": ["line-u", "line-a"],
    "port": "Cát Lái",
    "eta": "15/01/2027",
    "has_earlier": "yes",
    "lic_no": "77/GP-BKHCN",
    "lic_date": "20/09/2026",
    "lic_body": "Bộ Khoa học và Công nghệ",
    "period": "từ 05/09/2026 đến 31/12/2026",
    "wants_yearly": "yes",
    "licensed-1-desc": "Máy chủ đã qua sử dụng",
    "licensed-1-model": "R740",
    "licensed-1-serial": "X1, X2",
    "licensed-1-hs": "84714110",
    "licensed-1-lic_qty": "5",
    "licensed-1-in_qty": "2",
    "licensed-1-decl_no": "106543210987",
    "licensed-1-decl_date": "02/10/2026",
    "licensed-1-in_use": "1",
    "licensed-1-finished": "1",
    "licensed-1-reexp_qty": "1",
    "licensed-1-reexp_decl": "306540001",
    "licensed-1-note": "không có",
    "translated-lines": "1",
    "translated-1-src_title": "S7-1500 data sheet, rev. 4",
    "translated-1-src_lang": "tiếng Đức",
    "translated-1-pages": "14",
    "cond_is": "used",
    "cond_decl": "106543219999",
    "proof_list": "thư của nhà sản xuất và ảnh chụp ngày 15/11/2026",
    "wants_condition": "yes",
    "questions": ["conditions", "unit", "stay"],
}
EMPTY: dict[str, Any] = {"goods-lines": "1", "licensed-lines": "0", "translated-lines": "0"}
OWN = {"sec-fetch-site": "same-origin"}


def address(answers: Mapping[str, str] = PERMITTED, language: str = "en", **more: str) -> str:
    """The address of the form, for a result."""
    return result(answers, language, **more).replace("/result/", "/papers/")


def send(client: Client, data: Mapping[str, Any], where: str = "", **more: Any) -> Any:
    """Send the form from the site's own page, as nobody has before."""
    cache.clear()
    return client.post(where or address(), {"do": "anyway", **data, **more}, headers=OWN)


def papers(client: Client, data: Mapping[str, Any], where: str = "", **more: Any) -> dict[str, Any]:
    """The files of the ZIP that answers a form, by name."""
    response = send(client, data, where, **more)
    assert response["Content-Type"] == "application/zip", response.content.decode()[:4000]
    with zipfile.ZipFile(io.BytesIO(response.content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def squeezed(text: str) -> str:
    """A text in one form, its spaces and line breaks as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def docx_text(body: bytes) -> str:
    """The words of a DOCX; every part of it must be well-formed."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}  # noqa: S314
    paragraphs = parts["word/document.xml"].iter(f"{W}p")
    return squeezed(" ".join("".join(paragraph.itertext()) for paragraph in paragraphs))


def pdf_text(body: bytes) -> str:
    """The words of a PDF."""
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))


def close(text: str) -> str:
    """A text without spaces: a cell of a PDF breaks its lines where it likes."""
    return "".join(text.split())
