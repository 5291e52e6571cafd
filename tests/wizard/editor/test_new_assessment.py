"""An assessment from nothing: begun on one page, mended by its findings, published, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from guidance.accounts.roles import EDITOR, setup_roles
from guidance.templatetags.passages import wizard_url
from guidance.text.self_assessments import self_assessments
from tests.checking import MAIN, check_at
from tests.wizard.editor.discussing import somebody
from wizard.decision.parse import dump, parse
from wizard.decision.verify import every_part
from wizard.drafts.issue_texts import worded
from wizard.drafts.new_assessment import beginning, key_from
from wizard.models import RuleSetDocument, Withdrawal
from wizard.rules import assessments
from wizard.rules.toml_files import read, write

pytestmark = pytest.mark.usefixtures("own_registry")
BASIS = ["decree-31-2018-nd-cp:art-15"]
SAID = {
    "key": "need-a-label",
    "languages": ["vi", "en", "fr"],
    "title_vi": "Hàng của tôi có cần nhãn không?",
    "title_en": "Do my goods need a label?",
    "title_fr": "Mes marchandises doivent-elles être étiquetées ?",
    "slug_en": "label",
    "question_vi": "Hàng có bao bì không?",
    "question_en": "Are the goods packed?",
    "question_fr": "Les marchandises sont-elles emballées ?",
    "case_vi": "Hàng đóng gói cần nhãn",
    "case_en": "Packed goods need a label",
    "case_fr": "Les marchandises emballées doivent être étiquetées",
    "applies_vi": "Cần nhãn",
    "ask_vi": "Hỏi trước",
    "facts-missing_vi": "Cần thêm thông tin",
}
WHOLE = {f"{name}_{code}": "Words" for name in ("help", "where") for code in ("vi", "en", "fr")}


def address(name: str, *args: Any) -> str:
    """The address of a view of rule sets."""
    return reverse(RuleSetDocument.snippet_viewset.get_url_name(name), args=args)


def is_text(part: Any) -> bool:
    """Whether a part of rules is a text by language."""
    return isinstance(part, Mapping) and all(isinstance(item, str) for item in part.values())


def begun(editor: Client, **more: Any) -> RuleSetDocument:
    """The draft that the page makes."""
    editor.post(address("new"), {**SAID, **more})
    return RuleSetDocument.objects.get(key="need-a-label")


def mended(document: RuleSetDocument) -> RuleSetDocument:
    """The draft with what only its author knows."""
    mapping = document.mapping()
    words = dict.fromkeys(("vi", "en", "fr"), "Words")
    mapping["legal_status"]["basis"] = BASIS
    for outcome in mapping["outcome"].values():
        outcome["basis"] = BASIS
    mapping["question"][0] |= {"help": words, "where": words, "basis": BASIS}
    mapping["case"][0]["basis"] = BASIS
    document.fill(mapping)
    document.save()
    document.save_revision()
    return document


def test_the_list_leads_to_it(editor: Client) -> None:
    assert f'href="{address("new")}"' in editor.get(address("list")).content.decode()


def test_a_draft_is_made_with_its_gaps_named(editor: Client) -> None:
    response = editor.post(address("new"), SAID, follow=True)

    document = RuleSetDocument.objects.get(key="need-a-label")
    codes = {issue.code for issue in document.issues()}
    assert response.redirect_chain[-1][0] == address("edit", document.pk)
    assert not document.live
    assert codes == {"no-basis", "missing-language", "missing-where"} or codes == {
        "no-basis",
        "missing-language",
    }
    with override("en"):
        places = [issue.where for issue in worded(document.validation(), document.streams())]
    # By its words: "ask" is also the name of a field.
    assert "Outcome › Ask first › Rests on" in places
    assert document.parsed().assessment.slug == {
        "vi": "hang-cua-toi-co-can-nhan-khong",
        "en": "label",
        "fr": "mes-marchandises-doivent-elles-etre-etiquetees",
    }


def test_the_draft_can_be_tried_at_once_and_by_nobody_else(editor: Client) -> None:
    document = begun(editor)

    tried = editor.get(address("try", document.pk, "en/check/label/are-the-goods-packed/"))

    assert "Are the goods packed?" in tried.content.decode()
    assert Client().get("/en/check/label/").status_code == 404


def test_a_language_may_be_filled_in_later(editor: Client) -> None:
    own = ("key", "languages")
    few = {name: text for name, text in SAID.items() if name in own or name.endswith("_vi")}

    editor.post(address("new"), few)

    document = RuleSetDocument.objects.get(key="need-a-label")
    assert {"en", "fr"} <= {item.detail for item in document.issues()}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            ("key", "circular-26-2025"),
            ("key", "Ü"),
            ("title_vi", ""),
            ("slug_en", "Ö"),
        ],
        *[("applies_vi", ""), ("languages", []), ("languages", ["en"]), ("basis", "no-act:art-1")],
    ],
)
def test_what_cannot_be_is_refused(editor: Client, name: str, value: str | list[str]) -> None:
    response = editor.post(address("new"), {**SAID, name: value})

    assert response.status_code == 200
    assert not RuleSetDocument.objects.filter(key="need-a-label").exists()


def test_a_key_left_empty_is_made_from_the_title_and_is_its_own(editor: Client) -> None:
    for _time in range(2):
        editor.post(address("new"), {**SAID, "key": ""})

    made = RuleSetDocument.objects.order_by("pk").values_list("key", flat=True)
    assert list(made) == ["do-my-goods-need-a-label", "do-my-goods-need-a-label-2"]


def test_what_is_wrong_stands_above_with_the_way_to_it(editor: Client) -> None:
    html = editor.post(address("new"), {**SAID, "case_vi": ""}).content.decode()

    assert html.index('<a href="#id_case_vi">') < html.index('name="title_vi"')


def test_what_is_said_at_once_leaves_nothing_to_mend(editor: Client) -> None:
    document = begun(editor, **WHOLE, basis=BASIS[0], applies_en="A label is needed")

    outcome = document.parsed().outcomes["applies"]
    assert document.issues() == ()
    assert outcome.label["en"] == "A label is needed"
    assert outcome.label["fr"] == "Cela vous concerne"
    assert [str(citation) for citation in outcome.basis] == BASIS


def test_a_language_left_out_is_not_asked_for(editor: Client) -> None:
    document = begun(editor, **WHOLE, basis=BASIS[0], languages=["vi", "en"], title_fr="")

    assert document.issues() == ()
    said = [part for _place, part in every_part(document.parsed(), "") if is_text(part)]
    assert {code for text in said for code in text} == {"vi", "en"}


def test_a_question_gets_the_key_of_no_page(editor: Client) -> None:
    document = begun(editor, **WHOLE, basis=BASIS[0], question_en="Result?")

    assert [question.key for question in document.parsed().questions] == ["first-question"]
    assert document.issues() == ()


def test_who_may_not_write_rules_begins_none(client: Client, draft: RuleSetDocument) -> None:
    assert client.post(address("new"), SAID).status_code == 302
    assert not RuleSetDocument.objects.filter(key="need-a-label").exists()


def test_published_it_has_its_pages_in_every_language(editor: Client) -> None:
    document = mended(begun(editor))

    document.latest_revision.publish()

    slugs = {code: assessments.slug_of("need-a-label", code) for code in ("vi", "en", "fr")}
    for code, slug in slugs.items():
        assert SAID[f"title_{code}"] in Client().get(f"/{code}/check/").content.decode()
        assert Client().get(f"/{code}/check/{slug}/").status_code == 200
    answered = Client().get("/en/check/label/result.json?are-the-goods-packed=yes").json()
    assert answered["outcome"] == "applies"
    assert (
        Client().get("/en/check/label/result.json?are-the-goods-packed=no").json()["outcome"]
        == "ask"
    )


def sent(editor: Client, content: str | bytes) -> Any:
    """What the page says to a file of rules."""
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("rules.toml", data)
    return editor.post(address("import"), {"file": file}, follow=True)


def refused(response: Any) -> str:
    """Why a file was not taken, in English."""
    with override("en"):
        errors = response.context["form"].errors.as_data()["file"]
        return " ".join(message for error in errors for message in error)


def test_a_file_that_was_downloaded_becomes_the_next_draft(editor: Client) -> None:
    document = begun(editor, **WHOLE, basis=BASIS[0])
    file = editor.get(address("toml", document.pk)).content.decode()

    again = sent(editor, file)
    page = sent(editor, file.replace("version = 1", "version = 2", 1))

    read_in = RuleSetDocument.objects.get(key="need-a-label", version=2)
    assert "has a version 1 already" in refused(again)
    assert page.redirect_chain[-1][0] == address("edit", read_in.pk)
    assert not read_in.live
    assert {**read_in.mapping_as_read(), "version": 1} == document.mapping_as_read()
    assert f'href="{address("import")}"' in editor.get(address("list")).content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty"),
        (b"\xff\xfe", "This is no file of rules"),
        ("key = ", "This is no file of rules"),
        ("key = " + "[" * 20_000, "This is no file of rules"),
        ('key = "a"\nversion = "one"\ncolour = "red"', "– version"),
        ("#" * 4_000_001, "larger than 4 MB"),
    ],
)
def test_what_is_no_file_of_rules_is_said(editor: Client, content: str | bytes, told: str) -> None:
    assert told in refused(sent(editor, content))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"need-a-label"', f'"{"a" * 81}"', "at most 80"),
        ("version = 1", f"version = {10**30}", "less than or equal to"),
        ("version = 1", f"version = {'9' * 5000}", "This is no file of rules"),
        ("version = 1", "version = -1", "– version ("),
        ("version = 1", 'version = 2\ngoods_list = "Ü"', "goods list"),
        ("version = 1", "version = 2\nin_force_until = 2020-01-01", "in force until"),
        ('"Words"', '"Wo\\u0000rds"', "Null characters"),
    ],
)
def test_what_the_database_cannot_hold_is_said(
    editor: Client, before: str, after: str, told: str
) -> None:
    document = begun(editor, **WHOLE, basis=BASIS[0])
    file = editor.get(address("toml", document.pk)).content.decode()

    said = refused(sent(editor, file.replace(before, after, 1)))
    with override("vi"):
        assert told in said or capfirst(gettext(told)) in said
    assert RuleSetDocument.objects.filter(key="need-a-label").count() == 1


def test_who_may_not_write_rules_imports_none(client: Client, draft: RuleSetDocument) -> None:
    file = SimpleUploadedFile("rules.toml", b"key")
    assert client.post(address("import"), {"file": file}).status_code == 302


def test_a_draft_can_be_deleted(editor: Client) -> None:
    document = begun(editor)

    editor.post(address("delete", document.pk))

    assert not RuleSetDocument.objects.filter(key="need-a-label").exists()


def test_it_survives_the_way_through_a_file(editor: Client) -> None:
    mapping = mended(begun(editor)).mapping()

    assert read(write(mapping)) == dump(parse(mapping))


def test_what_nobody_said_is_still_an_assessment() -> None:
    said = {name: {"vi": "?"} for name in ("title", "question", "case")}
    mapping = beginning("k", {**said, "slug": {}}, ["vi"])

    assert parse(mapping).question_by_key.keys() == {"first-question"}


def test_taken_away_its_address_says_so_and_nothing_leads_there(
    editor: Client, live: RuleSetDocument
) -> None:
    asked = editor.get(address("withdraw", live.pk))
    for _time in range(2):
        editor.post(address("withdraw", live.pk), {"wanted": "take-away"})

    page = Client().get(check_at("en", "goods/?state=used"))
    listed = Client().get("/en/check/").content.decode()
    assert asked.status_code == 200
    assert page.status_code == 410
    assert "no longer offered" in page.content.decode()
    assert Client().get(check_at("en", "result.json?state=new")).json() == {"error": "withdrawn"}
    assert Client().get("/en/check/goods/?state=used", follow=True).status_code == 410
    assert check_at("en") not in listed
    assert MAIN not in [item.key for item in self_assessments()]
    with override("vi"):
        again = gettext("Offer this assessment again")
    assert again in editor.get(address("edit", live.pk)).content.decode()

    editor.post(address("withdraw", live.pk))
    assert Client().get(check_at("en")).status_code == 410
    for _time in range(2):
        editor.post(address("withdraw", live.pk), {"wanted": "offer"})

    assert Client().get(check_at("en")).status_code == 200
    assert MAIN in [item.key for item in self_assessments()]


def test_a_draft_of_what_was_taken_away_can_still_be_tried(
    editor: Client, draft: RuleSetDocument
) -> None:
    Withdrawal.objects.create(key=draft.key)

    tried = editor.get(address("try", draft.pk, check_at("en").removeprefix("/")))

    assert tried.status_code == 200


def test_answers_to_what_was_taken_away_are_none_to_another(live: RuleSetDocument) -> None:
    answers = "market=CN&request=not-shipped"
    assert wizard_url("co-issuer", answers).endswith(f"/?{answers}")

    Withdrawal.objects.create(key="co-issuer")

    assert wizard_url("co-issuer", answers) == "/en/check/"


def test_who_may_not_publish_takes_nothing_away(live: RuleSetDocument) -> None:
    setup_roles()

    somebody("writer", EDITOR).post(address("withdraw", live.pk), {"wanted": "take-away"})

    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    ("title", "key"),
    [
        (
            "Does the machine print more than twenty sheets",
            "does-the-machine-print-more-than-twenty",
        ),
        ("Short", "short"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_key_made_of_a_title_ends_with_a_whole_word(title: str, key: str) -> None:
    assert key_from({"en": title}, "otherwise") == key
