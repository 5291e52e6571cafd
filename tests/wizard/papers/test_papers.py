"""Papers opened again say what was typed, and nothing that was not."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import icalendar
import pytest
from django.test import Client
from pypdf import PdfReader

from tests.checking import MAIN
from tests.wizard.assessment.stories import LANGUAGES, PERMITTED
from tests.wizard.papers.filled import (
    BLANK,
    COMPANY,
    EMPTY,
    FILLED,
    GOODS,
    HOSTILE,
    address,
    close,
    docx_text,
    papers,
    pdf_text,
)
from wizard.assessment.results import Result
from wizard.assessment.situation import MADE_ON, read
from wizard.papers.letters import points
from wizard.rules import registry, snapshot

pytestmark = pytest.mark.django_db
NOTE = "0-doc-truoc-khong-nop"
READING = "ban-doc-khong-nop.pdf"
REQUEST, EXPLANATION = "nop/1-don-de-nghi", "nop/2-ban-thuyet-minh"
LIST, EARLIER = "nop/3-danh-muc-hang-hoa", "nop/4-bao-cao-giay-phep-truoc"
AUTHORITY, YEARLY = "nop/5-van-ban-uy-quyen", "sau-khi-co-giay-phep/bao-cao-hang-nam-bc01"
TRANSLATION, CONDITION = "nop/7-xac-nhan-ban-dich", "nop/9-giai-trinh-tinh-trang"
PROOF = "dung-rieng-khong-nop/8-bo-tai-lieu-tinh-trang"
LETTERS = ["van-ban-hoi/hoi-conditions", "van-ban-hoi/hoi-unit", "van-ban-hoi/hoi-stay"]
ALL = [REQUEST, EXPLANATION, LIST, EARLIER, AUTHORITY, YEARLY, TRANSLATION, CONDITION, PROOF]
ALL += LETTERS
SAYS = {
    REQUEST: [
        *("company_name", "tax_code", "address", "phone", "email", "rep_name", "rep_title"),
        *("place", "doc_no", "goods-1-desc", "goods-1-hs", "goods-1-serial", "goods-2-desc"),
        *("need_reason", "use_place", "port", "agent_name", "auth_no"),
    ],
    EXPLANATION: ["need_reason", "use_place", "resp_name", "resp_title", "line_name", "after_who"],
    LIST: [key for key in FILLED if key.startswith("goods-") and key != "goods-lines"],
    EARLIER: ["lic_no", "lic_body", "licensed-1-decl_no", "licensed-1-reexp_decl"],
    AUTHORITY: ["agent_name", "agent_id", "agent_title", "auth_no", "auth_scope", "rep_name"],
    YEARLY: [
        *("lic_no", "period"),
        *(key for key in FILLED if key.startswith("licensed-1-") and key != "licensed-1-decl_date"),
    ],
    TRANSLATION: [key for key in FILLED if key.startswith("translated-1-")],
    CONDITION: ["goods-1-desc", "cond_decl", "proof_list"],
    LETTERS[0]: ["company_name", "tax_code", "address", "email", "goods-1-desc", "goods-2-desc"],
}
# What papers must never say by themselves (shared knowledge of the papers, section 10).
NEVER = ["đủ điều kiện", "được phép", "17 ngày", "Mẫu số", "gia hạn được", "phiên bản"]


# None of the days that are typed.
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: TODAY)


@pytest.fixture(scope="module")
def shared() -> dict[str, dict[str, bytes]]:
    """The ZIPs made once, by language."""
    return {}


@pytest.fixture
def made(
    client: Client, shared: dict[str, Any], request: pytest.FixtureRequest
) -> dict[str, bytes]:
    """The files of the filled form in one language, with a reading copy."""
    language = getattr(request, "param", "en")
    if language not in shared:
        shared[language] = papers(client, FILLED, address(language=language), reading=["yes"])
    found: dict[str, bytes] = shared[language]
    return found


def shown(key: str) -> str:
    """What was typed, as a paper shows it in Vietnamese."""
    return "đã qua sử dụng" if key == "goods-1-condition" else FILLED[key]


@pytest.mark.parametrize("made", LANGUAGES, indirect=True)
def test_every_paper_says_what_was_typed_in_both_formats(made: dict[str, bytes]) -> None:
    missing = [
        (paper, key)
        for paper, keys in SAYS.items()
        for key in keys
        if (shown(key) not in docx_text(made[f"{paper}.docx"]) and key != "goods-1-currency")
        or close(shown(key)) not in close(pdf_text(made[f"{paper}.pdf"]))
    ]

    assert missing == []


def test_days_and_choices_are_written_out(made: dict[str, bytes]) -> None:
    request, explanation = (
        docx_text(made[f"{REQUEST}.docx"]),
        docx_text(made[f"{EXPLANATION}.docx"]),
    )

    assert "từ 01/01/2027 đến 31/12/2028" in request
    assert "đặc dụng (khoản 2 Điều 10 Luật Quản lý ngoại thương)" in request
    assert "tái xuất, chậm nhất 31/12/2028" in request
    assert "đối chiếu sổ với thực tế theo quý" in explanation
    assert "từ 01/12/2026" in docx_text(made[f"{AUTHORITY}.docx"]).replace("Từ", "từ")
    assert "02/10/2026" in docx_text(made[f"{YEARLY}.docx"])
    # What nobody typed has no sum.
    assert close("Cộng 5 2 1 1 1 Người đại diện") in close(docx_text(made[f"{YEARLY}.docx"]))
    # Five licensed, two imported.
    assert close("5 2 3") in close(docx_text(made[f"{EARLIER}.docx"]))


def test_what_is_typed_is_never_mark_up(made: dict[str, bytes]) -> None:
    for paper in (REQUEST, LIST):
        assert HOSTILE in docx_text(made[f"{paper}.docx"])
        assert close(HOSTILE) in close(pdf_text(made[f"{paper}.pdf"]))


def test_only_sentences_that_were_ticked_are_printed(made: dict[str, bytes]) -> None:
    text = docx_text(made[f"{EXPLANATION}.docx"])

    assert "Việc nhập khẩu là cần thiết vì dây chuyền hiện tại" in text
    assert "Hàng dùng để điều khiển trạm dán của dây chuyền SMT-2" in text
    assert "không dùng vào việc khác và được tái xuất." in text
    # Not ticked:
    assert "Công ty không bán, tặng cho" not in text
    assert "Dữ liệu trên thiết bị được xóa" not in text
    assert "Vị trí lắp đặt" not in text


def test_what_is_asked_for_another_paper_stands_on_that_alone(made: dict[str, bytes]) -> None:
    """The condition of the goods is asked for its own statement, not for the plan of use."""
    explanation, statement = (
        docx_text(made[f"{paper}.docx"]) for paper in (EXPLANATION, CONDITION)
    )

    for words in (FILLED["cond_decl"], FILLED["proof_list"]):
        assert words in statement
        assert words not in explanation
    assert ": yes" not in explanation
    assert FILLED["line_name"] in explanation


def test_nothing_below_the_signature_makes_a_page_of_its_own(made: dict[str, bytes]) -> None:
    for paper in ALL:
        if paper != PROOF:
            with zipfile.ZipFile(io.BytesIO(made[f"{paper}.docx"])) as package:
                below = package.read("word/document.xml").decode().rpartition("</w:tbl>")[2]
            assert below.count("<w:p>") == 1
            assert 'w:line="20" w:lineRule="exact"' in below


def test_the_letters_ask_one_point_each_of_a_named_authority(made: dict[str, bytes]) -> None:
    conditions, unit, stay = (docx_text(made[f"{letter}.docx"]) for letter in LETTERS)

    assert "Có gồm thiết bị dự phòng không?" in conditions
    assert "phí?" in unit
    assert "có gia hạn không?" in stay
    for text in (conditions, unit, stay):
        assert "Kính gửi: Bộ Khoa học và Công nghệ" in text
        assert "V/v đề nghị hướng dẫn" in text
        assert f"{GOODS}, mã HS 84715090, tình trạng đã qua sử dụng, số lượng 2 bộ" in text


def test_files_are_papers_letters_a_note_and_a_draft(made: dict[str, bytes]) -> None:
    both = [f"{paper}.{kind}" for paper in [*ALL, NOTE] for kind in ("docx", "pdf")]

    read = [f"ban-doc-khong-nop/{paper.rpartition('/')[2]}-ban-doc.docx" for paper in ALL]
    assert sorted(made) == sorted([*both, READING, *read, "lich-cac-ngay.ics", "ban-nhap.json"])


@pytest.mark.parametrize("made", LANGUAGES, indirect=True)
def test_version_and_day_stand_on_the_note_alone(made: dict[str, bytes]) -> None:
    today = f"{TODAY:%d/%m/%Y}"
    version = registry.versions(MAIN)[-1].version

    assert re.search(rf"\b{version}\b.*{today}", docx_text(made[f"{NOTE}.docx"]))
    assert re.search(rf"\b{version}\b.*{today}", pdf_text(made[f"{NOTE}.pdf"]))
    for paper in ALL:
        assert today not in docx_text(made[f"{paper}.docx"])


def test_the_note_says_what_is_blank_and_what_looks_wrong(made: dict[str, bytes]) -> None:
    text = docx_text(made[f"{NOTE}.docx"])

    assert "Application to import banned goods – Invoice, Seller" in text
    assert "HS code (8 digits) – For filing, an HS code needs 8 digits." in text
    assert "running text of Form 01 was not read" in text
    assert "2. The goods (c)" in text
    assert "Folder “nop”: to be signed and filed - 1-don-de-nghi – Application" in text
    assert "File “ban-nhap.json”: your draft" in text
    assert "☐" in text


@pytest.mark.parametrize("made", ["en", "fr"], indirect=True)
def test_a_reading_copy_says_both_and_that_it_is_not_filed(
    made: dict[str, bytes], shared: dict[str, Any]
) -> None:
    said = {"en": "asks to import the following goods", "fr": "demande à importer"}
    copy = docx_text(made["ban-doc-khong-nop/1-don-de-nghi-ban-doc.docx"])
    for text in (close(pdf_text(made[READING])), close(copy)):
        assert close("Bản đọc, không nộp") in text
        assert close(COMPANY) in text
        assert any(close(words) in text for words in said.values())
    assert shared
    assert "Bản đọc" not in docx_text(made[f"{REQUEST}.docx"])


def test_in_vietnamese_there_is_no_second_copy(client: Client) -> None:
    made = papers(client, EMPTY, address(language="vi"), reading=["yes"])

    assert [name for name in made if "ban-doc" in name] == []


def test_an_empty_form_makes_papers_with_visible_blanks(client: Client) -> None:
    made = papers(client, EMPTY)

    assert sorted(made) == sorted(
        [*(f"{paper}.{kind}" for paper in (REQUEST, EXPLANATION, LIST, PROOF, NOTE)
           for kind in ("docx", "pdf")), "lich-cac-ngay.ics", "ban-nhap.json"]
    )  # fmt: skip
    for paper in (REQUEST, EXPLANATION, LIST):
        assert docx_text(made[f"{paper}.docx"]).count(BLANK) >= 2
        assert close(pdf_text(made[f"{paper}.pdf"])).count(BLANK) >= 2


def openings() -> dict[str, dict[str, str]]:
    """Answers that lead to each opening, from the situations of the rules."""
    found: dict[str, dict[str, str]] = {}
    for item in snapshot.shipped_situations(MAIN):
        lasts = "annex-x-import" not in item.get("procedures", ())
        if item["outcome"] == "permit-required" and len(item.get("cases", ())) == 1 and lasts:
            answers = item["answers"].items()
            texts = {key: "+".join(v) if isinstance(v, list) else v for key, v in answers}
            found.setdefault(item["cases"][0], texts)
    return found


@pytest.mark.parametrize(("case", "answers"), openings().items(), ids=openings())
def test_each_opening_makes_its_papers_and_says_nothing_by_itself(
    client: Client, case: str, answers: dict[str, str]
) -> None:
    ticks = {
        key: [f"{key.removeprefix('say_')}-{part}" for part in "uta"]
        for key in (
            *("say_relocation", "say_line", "say_software", "say_specialised"),
            *("say_return", "say_discontinued", "say_research", "say_processing"),
        )
    }
    is_processing = case == "processing"
    conditions = "conditions-processing" if is_processing else "conditions"
    made = papers(client, {**EMPTY, **ticks, "questions": [conditions, "unit"]}, address(answers))

    assert ("nop/1-don-de-nghi-gia-cong.pdf" in made) == is_processing
    assert ("dung-rieng-khong-nop/6-hop-dong-gia-cong-muoi-noi-dung.pdf" in made) == is_processing
    assert (f"{REQUEST}.pdf" in made) != is_processing
    names = [name for name in made if name.endswith(".docx") and NOTE not in name]
    assert all(name.replace(".docx", ".pdf") in made for name in names)
    text = " ".join(docx_text(made[name]) for name in names)
    # The sentences of this case, with blanks in them, and of no other.
    where = "1-don-de-nghi-gia-cong" if is_processing else "2-ban-thuyet-minh"
    assert BLANK in docx_text(made[f"nop/{where}.docx"])
    assert ("chủ nhiệm" in text) == (case == "research")
    assert ("Hợp đồng gia công" in text) == is_processing
    # Nobody says in a letter that it imports: not all who ask do.
    asked = docx_text(made[f"van-ban-hoi/hoi-{conditions}.docx"])
    assert ("dự kiến nhận gia công" in asked) == is_processing
    assert ("xin hỏi về hàng hóa sau" in asked) != is_processing
    assert "dự kiến nhập khẩu" not in asked
    assert [words for words in NEVER if words in text] == []


@pytest.mark.parametrize(
    ("answers", "before", "asked"),
    [
        ({"state": "used", "goods": "8521", "purpose": "resale"}, [], ["decider-2027-moit"]),
        ({"state": "used", "goods": "8521", "purpose": "processing"}, [], ["processing-2027-moit"]),
        (
            {"state": "used", "goods": "8471", "purpose": "line-control", "line-role": "yes"},
            ["list-2027"],
            ["list-2027", "decider-2027"],
        ),
    ],
)
def test_who_permits_from_march_2027_is_asked_of_the_ministry_of_the_list(
    answers: dict[str, str], before: list[str], asked: list[str]
) -> None:
    for day, expected in (("2026-12-31", before), ("2027-01-01", asked)):
        pairs = [(key, [value]) for key, value in {**answers, MADE_ON: day}.items()]
        result = Result(read(pairs, MAIN))
        kit = result.ruleset.papers
        assert kit

        found = [item for item in points(kit, result, frozenset()) if "-2027" in item.key]

        assert [item.key for item in found] == expected
        ministry = "Industry" if answers["goods"] == "8521" else "Science"
        assert all(ministry in name["en"] for item in found for name in item.ask)


@pytest.mark.parametrize(
    ("case", "file", "typed", "said"),
    [
        ("new-goods", CONDITION, {"cond_is": "new", "wants_condition": "yes"}, "mới, chưa qua sử"),
        ("new-goods", PROOF, {}, "Thư của nhà sản xuất"),
        ("own-made-return", "nop/1-van-ban-cam-ket", {"foreign_trader": "Acme"}, "trả lại Acme"),
        ("event", "nop/1-van-ban-cam-ket-su-kien", {"event": "ASIAD"}, "phục vụ ASIAD do"),
    ],
)
def test_goods_that_need_no_permission_have_the_papers_for_customs(
    client: Client, case: str, file: str, typed: dict[str, str], said: str
) -> None:
    situations = snapshot.shipped_situations(MAIN)
    found = next(item for item in situations if item.get("cases") == [case])["answers"]
    answers = {key: "+".join(v) if isinstance(v, list) else v for key, v in found.items()}
    made = papers(client, {**EMPTY, **typed}, address(answers))

    assert said in docx_text(made[f"{file}.docx"])
    # Nothing of a file for a permission: no application, no advice on one.
    assert f"{REQUEST}.docx" not in made
    assert "Annex VII" not in docx_text(made[f"{NOTE}.docx"])


def test_a_sign_that_the_pdf_cannot_show_is_replaced_and_told(client: Client) -> None:
    made = papers(client, {**EMPTY, "goods-1-desc": "Máy chủ 华为 đã dùng"})

    assert "Máy chủ 华为 đã dùng" in docx_text(made[f"{REQUEST}.docx"])
    assert close("Máy chủ \ufffd\ufffd đã dùng") in close(pdf_text(made[f"{REQUEST}.pdf"]))
    assert "cannot show some characters" in docx_text(made[f"{NOTE}.docx"])


def test_control_signs_and_loose_accents_leave_no_trace(client: Client) -> None:
    made = papers(client, {**EMPTY, "company_name": "Ho\u0300a\u0007 Pha\u0301t\u200b\ufeff\ufffe"})

    assert "Hòa Phát" in docx_text(made[f"{REQUEST}.docx"])
    assert "Hòa Phát" in pdf_text(made[f"{REQUEST}.pdf"])


def test_extremes_make_papers_all_the_same(client: Client) -> None:
    extremes = [
        *("a\0b", "\u202eabc", "ﷺ" * 60, "İ" * 100, "😀 ok", "x" * 200, "\\", "{", "{}"),
        *(
            "{no}",
            "{{",
            "%",
            "#",
            "</w:t>",
            "]]>",
            "<![CDATA[",
            "&#0;",
            "\t",
            "a\u2028b",
            "'\"",
            "☐",
        ),
    ]
    lines = {f"goods-{number}-desc": text for number, text in enumerate(extremes, start=1)}
    made = papers(client, {**EMPTY, **lines, "goods-lines": str(len(lines))})

    assert f"{LIST}.pdf" in made
    text = docx_text(made[f"{LIST}.docx"])
    assert all(word in text for word in ("</w:t>", "]]>", "<![CDATA[", "&#0;", "{no}", "ﷺ", "😀"))


def test_many_lines_and_long_words_stay_on_the_list(client: Client) -> None:
    lines = {f"goods-{number}-desc": f"Hàng số {number} " + "dài" * 50 for number in range(1, 31)}
    made = papers(client, {**EMPTY, **lines, "goods-lines": "30"})

    assert "30 mặt hàng theo Danh mục hàng hóa kèm theo." in docx_text(made[f"{REQUEST}.docx"])
    text = close(pdf_text(made[f"{LIST}.pdf"]))
    assert all(close(value)[:40] in text for value in lines.values())


def test_the_list_adds_up_what_has_one_code_and_one_unit(client: Client) -> None:
    goods = [("8471.50.90", "3", "chiếc"), ("84715090", "2", "Chiếc"), ("84715090", "7", "kg")]
    lines = {
        f"goods-{number}-{key}": value
        for number, line in enumerate([*goods, ("85176249", "9", "chiếc")], 1)
        for key, value in zip(("hs", "qty", "unit"), line, strict=True)
    }
    made = papers(client, {**EMPTY, **lines, "goods-lines": "4"})

    for text in (docx_text(made[f"{LIST}.docx"]), pdf_text(made[f"{LIST}.pdf"])):
        said = " ".join(text.split())
        assert said.count("Cộng mã HS") == 1
        assert re.search(r"Cộng mã HS 84715090 (…+ )*5 chiếc", said)


def test_a_pdf_is_tagged_and_knows_its_language_and_title(made: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(made[f"{REQUEST}.pdf"]))
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "ĐƠN ĐỀ NGHỊ – Nhập khẩu hàng hóa cấm nhập khẩu"


def test_what_draft_rules_make_says_so_on_every_paper(client: Client) -> None:
    said = "Bộ quy tắc dự thảo, chưa công bố: không nộp"
    in_french = "Règles à l’état de projet, non publiées"
    with registry.override(registry.versions(MAIN)[-1], registry.today()):
        made = papers(client, FILLED, address(language="fr"), reading=["yes"])
        sheet = client.get(address(language="fr").replace("papers/", "result.pdf"))
    texts = {
        name: docx_text(body) if name.endswith(".docx") else pdf_text(body)
        for name, body in made.items()
        if not name.endswith((".ics", ".json"))
    }
    texts["result.pdf"] = pdf_text(sheet.content)

    note = {name for name in texts if name.startswith(NOTE)}
    read = {name for name in texts if "ban-doc" in name}
    assert len(texts) == 2 * len([*ALL, NOTE]) + len(ALL) + 2
    assert [name for name in texts if close(said) not in close(texts[name])] == sorted(note)
    assert all(close(in_french) in close(texts[name]) for name in [*note, *read, "result.pdf"])
    # Published rules say nothing of the kind.
    assert close(said) not in close(docx_text(papers(client, FILLED)[f"{REQUEST}.docx"]))


def test_the_calendar_has_the_end_of_the_stay_that_was_typed(client: Client) -> None:
    """On a day off it is the working day before: 31 December 2028 is a Sunday."""
    for typed, wanted in ((FILLED, date(2028, 12, 29)), (EMPTY, None)):
        made = papers(client, typed)
        events = icalendar.Calendar.from_ical(made["lich-cac-ngay.ics"]).walk("VEVENT")
        days = {str(event["uid"]).partition(".")[0]: event["dtstart"].dt for event in events}
        assert {"reply-due", "decision-due", "yearly-report", "review"} <= days.keys()
        assert days.get("stay-ends") == wanted


def test_equal_forms_make_equal_docx(client: Client) -> None:
    first, second = (papers(client, FILLED, address(PERMITTED)) for _number in range(2))

    assert first[f"{REQUEST}.docx"] == second[f"{REQUEST}.docx"]


# --- Serial numbers ---------------------------------------------------------------------------

SERIALS = [f"CN-0F8TJK{number:03d}" for number in range(1, 201)]
MANY = {**EMPTY, "goods-1-desc": GOODS, "goods-1-model": "S7", "goods-1-serial": ", ".join(SERIALS)}
ELSEWHERE, POINTS = "200 số, xem tờ tiếp theo", "200 số, xem “Danh mục hàng hóa”"


def test_ten_serial_numbers_stand_in_the_table_and_more_on_a_continuation_sheet(
    client: Client,
) -> None:
    made = papers(client, MANY, address(language="vi"))
    for text in (docx_text(made[f"{LIST}.docx"]), pdf_text(made[f"{LIST}.pdf"])):
        assert [item for item in SERIALS if close(text).count(item) != 1] == []
        assert close(ELSEWHERE) in close(text)
        assert close(f"Dòng 1: {GOODS} S7 – 200 số sê-ri") in close(text)
        assert close(text).index("TIẾPTHEO" if "TIẾP" in text else "Tờtiếp") < close(text).index(
            close("Người đại diện theo pháp luật")
        )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made[f"{LIST}.pdf"])).pages]
    assert len(pages) == 3
    assert not any(item in pages[0] for item in SERIALS)
    # The other papers of the file point to it.
    for paper in (REQUEST, EXPLANATION):
        for text in (docx_text(made[f"{paper}.docx"]), pdf_text(made[f"{paper}.pdf"])):
            assert close(POINTS) in close(text)
            assert SERIALS[0] not in text

    few = papers(client, {**MANY, "goods-1-serial": "\n".join(SERIALS[:10])})
    text = docx_text(few[f"{LIST}.docx"])
    assert all(item in text for item in SERIALS[:10])
    assert "Continuation sheet" not in text


def test_a_paper_without_a_list_beside_it_has_every_line_and_number_itself(client: Client) -> None:
    situations = snapshot.shipped_situations(MAIN)
    found = next(item for item in situations if item.get("cases") == ["event"])["answers"]
    answers = {key: "+".join(v) if isinstance(v, list) else v for key, v in found.items()}
    lines = {f"goods-{number}-desc": f"Màn hình loại {number}" for number in range(2, 8)}
    where = address(answers, "vi")
    made = papers(client, {**MANY, **lines, "goods-lines": "7"}, where)
    undertaking = docx_text(made["nop/1-van-ban-cam-ket-su-kien.docx"])

    assert [text for text in [*lines.values(), *SERIALS] if text not in undertaking] == []
    assert ELSEWHERE in undertaking
    assert "Danh mục hàng hóa kèm theo" not in undertaking


def test_serial_numbers_of_the_yearly_report_go_on_too(client: Client) -> None:
    made = papers(client, {**FILLED, "licensed-1-serial": ", ".join(SERIALS[:30])})
    text = pdf_text(made[f"{YEARLY}.pdf"])

    assert [item for item in SERIALS[:30] if close(text).count(item) != 1] == []


def test_a_long_word_goes_on_in_its_cell_and_is_read_as_one(client: Client) -> None:
    made = papers(client, {**EMPTY, "goods-1-desc": "Máy chủ", "goods-1-model": "X" * 40 + "Y"})
    pages = PdfReader(io.BytesIO(made[f"{LIST}.pdf"])).pages
    lines = pages[0].extract_text().split()

    assert "X" * 40 + "Y" in close(pages[0].extract_text())
    assert max(map(len, (item for item in lines if "XX" in item))) < 14


# --- Sentences that contradict one another ------------------------------------------------------

WAYS = {
    "iii-a": ("re-export", "Công ty tái xuất hàng"),
    "iii-b": ("destroy", "Hàng được tiêu hủy theo pháp luật"),
    "iii-c": ("other", "Phương án khác: "),
}


@pytest.mark.parametrize("answer", ["re-export", "destroy", "other", "undecided", ""])
def test_one_way_after_use_is_printed_however_many_are_ticked(client: Client, answer: str) -> None:
    typed = {**FILLED, "after_choice": answer, "say_after": [*WAYS]}
    made = papers(client, typed)
    paper, note = docx_text(made[f"{EXPLANATION}.docx"]), docx_text(made[f"{NOTE}.docx"])

    expected = [words for way, words in WAYS.values() if way == answer]
    assert [words for _way, words in WAYS.values() if words in paper] == expected
    assert paper.count("1. Tái xuất, tiêu hủy hoặc xử lý khác") == 1
    assert note.count("is not printed: it goes only with") == 3 - len(expected)
    # What else was ticked about it stands, whatever the way.
    assert "Khi tháo khỏi dây chuyền" in paper
