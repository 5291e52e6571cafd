"""The lines of a goods list are changed in a table, without a script; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from tests.wizard.editor.goods_2026 import ADDED, REMOVED
from wizard.drafts.importing import import_goods_list
from wizard.goods.lookup import shipped_mappings
from wizard.models import GoodsListDocument, RuleSetDocument
from wizard.rules import registry

pytestmark = pytest.mark.django_db
FIELD = re.compile(
    r'<(?:input type="(?:text|hidden)"|textarea)[^>]* name="(\d+-[a-z-]+)"'
    r'(?:[^>]* value="([^"]*)")?[^>]*>(?:([^<]*)</textarea>)?'
)
CHOSEN = re.compile(
    r'<select id="[^"]*" name="(\d+-class)".*?(?:<option value="([^"]*)" selected|</select>)', re.S
)
LINES, COLUMNS = 38, 5


@pytest.fixture
def editor(editor: Client) -> Client:
    """Somebody who may do everything, and reads English."""
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="editor"))
    profile.preferred_language = "en"
    profile.save()
    return editor


@pytest.fixture
def coming(live: RuleSetDocument) -> GoodsListDocument:
    """The draft of the next version, in force in ten days."""
    document = import_goods_list(shipped_mappings()[0]).next_version()
    document.in_force_from = registry.today() + timedelta(days=10)
    document.save()
    document.save_revision()
    return document


def address(document: GoodsListDocument, name: str = "lines") -> str:
    return reverse(document.snippet_viewset.get_url_name(name), args=[document.pk])


def shown(client: Client, document: GoodsListDocument, **asked: str) -> dict[str, str]:
    """What a browser would send of the table as it is shown."""
    html = client.get(address(document), asked).content.decode()
    return fields(html)


def fields(html: str) -> dict[str, str]:
    from html import unescape

    found = {name: unescape(value or text) for name, value, text in FIELD.findall(html)}
    found |= {name: unescape(value) for name, value in CHOSEN.findall(html)}
    for name in ("kind", "base", "rows", "sort", "words"):
        found[name] = re.search(rf'name="{name}" value="([^"]*)"', html[html.index("csrf") :])[1]  # type: ignore[index]
    return found


def row_of(sent: dict[str, str], code: str) -> str:
    return next(name.split("-")[0] for name, value in sent.items() if value == code)


def draft_of(document: GoodsListDocument) -> Any:
    """The draft as it was saved last; the document itself remembers an earlier one."""
    return GoodsListDocument.objects.get(pk=document.pk).get_latest_revision_as_object()


def codes(document: GoodsListDocument) -> set[str]:
    return {line["code"] for line in draft_of(document).contents["line"]}


def test_rows_are_changed_added_and_removed_in_one_save(
    editor: Client, coming: GoodsListDocument
) -> None:
    sent = shown(editor, coming)
    changed, gone = row_of(sent, "8443.31.29"), row_of(sent, REMOVED)
    new = str(LINES)
    sent[f"{changed}-name-en"] = "Corrected"
    sent[f"{gone}-removed"] = "on"
    sent |= {f"{new}-{name}": text for name, text in ADDED.items() if name != "kind"}
    # As a spreadsheet writes it, and as a keyboard of another system does.
    sent[f"{new}-code"] = " 85\u200b24"
    before = draft_of(coming).rows()

    response = editor.post(address(coming), sent, follow=True)

    assert "3 rows were changed in the draft." in response.content.decode()
    draft = draft_of(coming)
    assert len(draft.rows()) == len(before)
    assert [row for row in draft.rows() if row not in before] == [
        {**row, "name-en": "Corrected"} for row in before if row["code"] == "8443.31.29"
    ] + [{**dict.fromkeys(before[0], ""), **ADDED}]
    assert not codes(coming) & {"84433119"}
    # Nothing is public, and the history says who it was.
    assert not GoodsListDocument.objects.get(pk=coming.pk).live
    entry = ModelLogEntry.objects.filter(action="wagtail.edit").latest("pk")
    assert entry.user.get_username() == "editor"


def test_classes_are_shown_in_the_words_of_the_rules(
    editor: Client, coming: GoodsListDocument
) -> None:
    page = editor.get(address(coming), {"kind": "default"}).content.decode()
    changes = editor.get(address(coming, "changes")).content.decode()

    assert re.search(r'<option value="listed"[^>]*>The code is on the [^<]*[Ll]ist</option>', page)
    assert "listed-printer" not in changes


def test_a_save_without_a_change_makes_no_state(editor: Client, coming: GoodsListDocument) -> None:
    editor.post(address(coming), shown(editor, coming))

    assert coming.revisions.count() == 1


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("code", "101", "An HS code has 4, 6 or 8 digits."),
        ("code", "8443.32.49", "Row 1 says this already"),
        ("class", "none-such", "The rules know no such class."),
        ("name-fr", "", "This text is missing in a language"),
        ("name-en", "=1+1", "A text may not begin with"),
        ("name-en", "a\x00b", "control characters"),
    ],
)
def test_what_is_wrong_is_said_in_its_row_and_nothing_typed_is_lost(
    editor: Client, coming: GoodsListDocument, column: str, text: str, said: str
) -> None:
    sent = shown(editor, coming)
    row = row_of(sent, REMOVED)
    sent |= {f"{row}-{column}": text, "1-name-en": "Typed as well"}

    html = editor.post(address(coming), sent).content.decode()

    (at,) = set(re.findall(rf'href="#(cell-\d+-{column})"', html))
    assert f'aria-describedby="wrong-{at.removeprefix("cell-")}"' in html
    assert said in html
    assert fields(html)["1-name-en"] == "Typed as well"
    assert coming.revisions.count() == 1


def test_rows_are_pasted_from_a_spreadsheet(editor: Client, coming: GoodsListDocument) -> None:
    pasted = "8601\tlisted\tDòng một\tLine one\tLigne une\n8602\tlisted\tHai\tTwo\tDeux\n"
    headed = (
        'Name (en)\tHS code\tClass\tName (vi)\tName (fr)\n"Three ""3"""\t8603\tlisted\tBa\tTrois'
    )

    editor.post(address(coming), shown(editor, coming) | {"pasted": pasted})
    editor.post(address(coming), shown(editor, coming) | {"pasted": headed})

    names = {line["code"]: line["name"] for line in draft_lines(coming)}
    assert names["8601"] == {"vi": "Dòng một", "en": "Line one", "fr": "Ligne une"}
    assert names["8603"] == {"vi": "Ba", "en": 'Three "3"', "fr": "Trois"}


def draft_lines(document: GoodsListDocument) -> list[dict[str, Any]]:
    return list(draft_of(document).contents["line"])


@pytest.mark.parametrize(
    ("pasted", "said"),
    [("8524\tlisted\ta\tb\tc\ttoo much", "more cells"), ('"open', "damaged")],
)
def test_what_cannot_be_pasted_stays_in_its_box(
    editor: Client, coming: GoodsListDocument, pasted: str, said: str
) -> None:
    html = editor.post(address(coming), shown(editor, coming) | {"pasted": pasted}).content.decode()

    assert said in html
    assert pasted.split("\t")[-1].replace('"', "&quot;") in html
    assert coming.revisions.count() == 1


def test_a_copy_and_empty_rows_come_without_saving(
    editor: Client, coming: GoodsListDocument
) -> None:
    sent = shown(editor, coming)
    row = row_of(sent, REMOVED)

    copied = fields(editor.post(address(coming), sent | {"copy": row}).content.decode())
    more = fields(editor.post(address(coming), sent | {"more": "1"}).content.decode())

    assert list(copied.values()).count(REMOVED) == 2
    assert int(more["rows"]) == LINES + 10
    assert coming.revisions.count() == 1


def test_two_editors_lose_nothing_of_each_other(editor: Client, coming: GoodsListDocument) -> None:
    first, second = shown(editor, coming), shown(editor, coming)
    row, other = row_of(first, REMOVED), row_of(first, "8443.31.29")
    editor.post(address(coming), first | {f"{row}-removed": "on"})

    editor.post(address(coming), second | {f"{other}-name-en": "By the second"})
    html = editor.post(address(coming), second | {f"{row}-name-en": "Too late"}).content.decode()

    assert "Somebody changed or removed this row meanwhile." in html
    assert "Too late" in html
    assert "84433119" not in codes(coming)
    assert "By the second" in {line["name"]["en"] for line in draft_lines(coming)}


def test_a_part_is_shown_by_words_and_in_order(editor: Client, coming: GoodsListDocument) -> None:
    found = shown(editor, coming, words="màn hình", sort="code")
    folded = shown(editor, coming, words="man hinh", sort="code")
    wanted = [value for name, value in found.items() if name.endswith("-code") and value]

    assert 0 < len(wanted) < LINES
    assert wanted == sorted(wanted)
    assert found == folded | {"words": "màn hình"}
    # What is not shown stays.
    editor.post(address(coming), found | {"0-name-en": "Changed"})
    assert len(draft_lines(coming)) == LINES


def test_the_list_itself_has_a_title_and_a_class(editor: Client, coming: GoodsListDocument) -> None:
    for kind, field, text in (("title", "0-name-en", "Another title"), ("default", "0-class", "")):
        sent = shown(editor, coming, kind=kind)
        assert sent["rows"] == "1"
        editor.post(address(coming), sent | {field: text})

    contents = draft_of(coming).contents
    assert contents["title"]["en"] == "Another title"
    assert "default" not in contents


def test_a_thousand_lines_are_changed_at_once(editor: Client, coming: GoodsListDocument) -> None:
    names = {code: f"Tên {code}" for code in ("vi", "en", "fr")}
    many = [{"code": f"85{number:06d}", "class": "listed", "name": names} for number in range(1000)]
    coming.contents = {**coming.contents, "line": many, "unlisted": [], "title_row": []}
    coming.save_revision()
    sent = shown(editor, coming)
    assert len(sent) > 1000 * COLUMNS

    response = editor.post(address(coming), sent | {f"{row}-name-en": "All" for row in range(1000)})

    assert response.status_code == 302
    assert {line["name"]["en"] for line in draft_lines(coming)} == {"All"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"rows": "9" * 30, "base": "9" * 30},
        {"rows": "-1", "base": "x", "kind": "\x00", "sort": "no", "words": "\u200b"},
        {"rows": "1", "0-position": "99999", "0-code": "8471"},
        {"rows": "٣", "0-position": "٣", "copy": "x"},
    ],
)
def test_nonsense_is_no_error(editor: Client, coming: GoodsListDocument, sent: Any) -> None:
    assert editor.post(address(coming), sent).status_code in (200, 302)
    assert editor.get(address(coming), sent).status_code == 200
    assert len(draft_lines(coming)) == LINES


def test_a_reviewer_sees_what_a_draft_changes(editor: Client, coming: GoodsListDocument) -> None:
    sent = shown(editor, coming, kind="unlisted")
    editor.post(address(coming), sent | {f"{row_of(sent, '8524')}-removed": "on"})

    html = editor.get(address(coming, "changes")).content.decode()

    assert "heading 85.24) → " in html
    assert "combinations of the other answers" in html


def test_only_a_draft_is_changed_and_only_by_who_may(coming: GoodsListDocument) -> None:
    user = get_user_model().objects.create_user("viewer", password="a-pass-word")
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="view_goodslistdocument"),
    )
    viewer = Client()
    viewer.force_login(user)
    published = GoodsListDocument.objects.get(live=True)

    assert viewer.get(address(coming)).status_code == 302
    assert viewer.get(address(coming, "changes")).status_code == 200
    boss = Client()
    boss.force_login(get_user_model().objects.create_superuser("boss"))
    assert boss.get(address(published)).status_code == 302
    assert boss.post(address(published), {"rows": "0"}).status_code == 302


@pytest.mark.parametrize("rows", ["9" * 5000, "9" * 30, "-1", "x", "٣", ""])
def test_a_number_of_rows_that_none_has(
    editor: Client, coming: GoodsListDocument, rows: str
) -> None:
    sent = {**shown(editor, coming), "rows": rows}

    assert editor.post(address(coming), sent).status_code in (200, 302, 422)
