"""A list of goods comes in by sheet, is looked over, and holds from its day on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.checking import MAIN, check_at
from tests.wizard.editor.goods_2026 import REMOVED, made_up_rows, shipped_rows
from wizard.drafts.importing import import_goods_list
from wizard.goods.lookup import shipped, shipped_mappings
from wizard.goods.sheet import columns
from wizard.goods.sheet_files import read_sheet, write_csv, write_xlsx
from wizard.models import GoodsListDocument, RuleSetDocument
from wizard.rules import registry
from wizard.rules.snapshot import shipped_situations

pytestmark = pytest.mark.django_db
STEP = check_at("en", "goods/")


@pytest.fixture
def editor(editor: Client) -> Client:
    """Somebody who may do everything, and reads English."""
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="editor"))
    profile.preferred_language = "en"
    profile.save()
    return editor


@pytest.fixture
def first(live: RuleSetDocument) -> GoodsListDocument:
    """The shipped list, published, used by the shipped rules."""
    return import_goods_list(shipped_mappings()[0])


@pytest.fixture
def coming(first: GoodsListDocument) -> GoodsListDocument:
    """The draft of the next version, in force in ten days."""
    document = first.next_version()
    document.in_force_from = registry.today() + timedelta(days=10)
    document.save()
    document.save_revision()
    return document


def address(document: GoodsListDocument, name: str, *more: str) -> str:
    return reverse(document.snippet_viewset.get_url_name(name), args=[document.pk, *more])


def send(client: Client, document: GoodsListDocument, data: bytes, name: str = "list.csv") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(address(document, "upload"), {"sheet": file})


def token(response: Any) -> str:
    found = re.search(r'name="confirmed" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def classes(document: GoodsListDocument, code: str, days: int = 0) -> frozenset[str]:
    day = registry.today() + timedelta(days=days)
    goods = registry.goods_list(registry.in_force(MAIN, day), day).lookup(code)
    assert goods
    return goods.classes


def test_the_shipped_list_is_the_first_version(first: GoodsListDocument) -> None:
    registry.refresh()
    ruleset = registry.in_force(MAIN, registry.today())

    assert first.issues() == []
    assert registry.goods_list(ruleset, registry.today()).lines == shipped()[0].lines


def test_a_dry_run_shows_what_changes_and_keeps_nothing(
    editor: Client, coming: GoodsListDocument
) -> None:
    text = send(editor, coming, write_csv(columns(), made_up_rows())).content.decode()

    assert "Added</caption>" in text.replace(" (1)", "")
    for shown in (REMOVED, "8524", "Corrected for a test", "Verdicts that change"):
        assert shown in text
    assert "heading 85.24) → " in text
    assert "combinations of the other answers" in text
    assert coming.get_latest_revision_as_object().contents == coming.contents


@pytest.mark.parametrize(("write", "name"), [(write_csv, "l.csv"), (write_xlsx, "l.xlsx")])
def test_a_confirmed_sheet_is_published_and_holds_from_its_day(
    editor: Client, coming: GoodsListDocument, write: Any, name: str
) -> None:
    response = send(editor, coming, write(columns(), made_up_rows()), name)
    editor.post(address(coming, "upload"), {"confirmed": token(response)})
    GoodsListDocument.objects.get(pk=coming.pk).get_latest_revision().publish()
    registry.refresh()

    assert classes(coming, "8524") == {"nomenclature-gap"}
    assert classes(coming, "8524", days=10) == {"listed"}
    assert classes(coming, REMOVED) == {"listed-printer"}
    assert classes(coming, REMOVED, days=10) == {"unlisted-printer"}


def test_nothing_is_taken_over_in_part(editor: Client, coming: GoodsListDocument) -> None:
    rows = made_up_rows()
    rows[-1]["class"] = "none-such"

    text = send(editor, coming, write_csv(columns(), rows)).content.decode()

    assert f"Row {len(rows) + 1}, column C (class)" in text
    assert "Nothing was taken over" in text
    assert coming.revisions.count() == 1


def test_a_sheet_of_lines_alone_leaves_the_names(editor: Client, coming: GoodsListDocument) -> None:
    rows = [row for row in made_up_rows() if row["kind"] == "line"]

    response = send(editor, coming, write_csv(columns(), rows))
    editor.post(address(coming, "upload"), {"confirmed": token(response)})

    draft: Any = GoodsListDocument.objects.get(pk=coming.pk).get_latest_revision_as_object()
    assert "8524" in {line["code"] for line in draft.contents["line"]}
    assert len(draft.contents["line"]) == len(rows)
    assert draft.contents["product"] == coming.contents["product"]


def test_a_dry_run_of_another_draft_is_not_confirmed(
    editor: Client, coming: GoodsListDocument
) -> None:
    response = send(editor, coming, write_csv(columns(), made_up_rows()))
    coming.save_revision()

    answer = editor.post(
        address(coming, "upload"), {"confirmed": token(response)}, follow=True
    ).content.decode()

    assert "changed meanwhile" in answer
    assert coming.get_latest_revision_as_object().contents == coming.contents


def test_a_forged_dry_run_is_not_confirmed(editor: Client, coming: GoodsListDocument) -> None:
    editor.post(address(coming, "upload"), {"confirmed": "forged"})

    assert coming.revisions.count() == 1


def test_a_published_list_takes_no_sheet(editor: Client, first: GoodsListDocument) -> None:
    send(editor, first, write_csv(columns(), made_up_rows()))

    assert GoodsListDocument.objects.get(pk=first.pk).content() == first.content()
    first.contents = {**first.contents, "default": "listed"}
    with pytest.raises(ValidationError) as caught:
        first.save()
    assert caught.value.code == "published"


def test_a_list_whose_classes_the_rules_do_not_know_is_not_published(
    coming: GoodsListDocument,
) -> None:
    coming.contents = {**coming.contents, "default": "none-such"}

    with pytest.raises(ValidationError, match="cannot be published"):
        coming.save_revision().publish()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_is_the_sheet_again(editor: Client, first: GoodsListDocument, kind: str) -> None:
    data = editor.get(address(first, "download", kind)).content

    assert [cells for _, cells in read_sheet(data, columns())] == shipped_rows()


def test_only_who_may_change_lists_sends_sheets(coming: GoodsListDocument) -> None:
    user = get_user_model().objects.create_user("viewer", password="a-pass-word")
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="view_goodslistdocument"),
    )
    client = Client()
    client.force_login(user)

    send(client, coming, write_csv(columns(), made_up_rows()))

    assert client.get(address(coming, "download", "csv")).status_code == 200
    assert client.get(address(coming, "upload")).status_code == 302
    assert coming.revisions.count() == 1


def test_the_form_counts_and_links(editor: Client, coming: GoodsListDocument) -> None:
    text = editor.get(address(coming, "edit")).content.decode()

    assert address(coming, "upload") in text
    assert "help-critical" not in text


def test_a_list_goes_live_on_schedule(coming: GoodsListDocument) -> None:
    revision = coming.get_latest_revision()
    revision.approved_go_live_at = revision.created_at - timedelta(minutes=1)
    revision.save()

    call_command("publish_scheduled")

    assert GoodsListDocument.objects.get(pk=coming.pk).live


def test_loading_publishes_the_list_before_the_rules(db: None) -> None:
    call_command("load_rulesets", verbosity=0)
    call_command("load_rulesets", verbosity=0)

    assert GoodsListDocument.objects.get().live
    assert RuleSetDocument.objects.get(key=MAIN).live
    # What is expected of the shipped rules comes with them, for every later version to keep.
    for document in RuleSetDocument.objects.filter(live=True):
        told = {item.value["name"] for item in document.expected}
        assert len(told) >= 60
        assert told <= {item["name"] for item in shipped_situations(document.key)}


@pytest.mark.django_db(transaction=True)
def test_a_new_list_needs_no_query_on_public_steps(
    coming: GoodsListDocument, client: Client, django_assert_num_queries: Any
) -> None:
    coming.in_force_from = registry.today()
    coming.save_revision().publish()
    registry.refresh()
    client.get(STEP)
    registry.refresh()

    with django_assert_num_queries(0):
        assert client.get(STEP).status_code in (200, 302)
    assert (
        registry.goods_list(registry.in_force(MAIN, registry.today()), registry.today()).version
        == 2
    )
