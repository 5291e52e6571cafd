"""Drafts of a bundle that need each other are proved together, in whichever order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from guidance.editing.bundles.publishing import items_with_blockers, publish
from guidance.models import Bundle, BundleItem, BundleState
from tests.wizard.drafts.documents import change
from tests.wizard.editor.goods_2026 import shipped_rows
from wizard.drafts.importing import import_goods_list
from wizard.goods.lookup import shipped_mappings
from wizard.goods.sheet import read_rows
from wizard.models import GoodsListDocument, RuleSetDocument
from wizard.rules import registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_review")]
NEW_CLASS = "made-up-class"


@pytest.fixture
def goods(draft: RuleSetDocument) -> GoodsListDocument:
    """The next version of the list, with a class that the rules in force have no answer for."""
    document = import_goods_list(shipped_mappings()[0]).next_version()
    document.in_force_from = registry.today()
    rows = shipped_rows()
    next(row for row in rows if row["kind"] == "line")["class"] = NEW_CLASS
    document.contents, _faults = read_rows(enumerate(rows, 2))
    document.save()
    document.save_revision()
    return document


def answer_for(draft: RuleSetDocument, group: str) -> None:
    """Give the goods question one more answer."""
    raw = draft.question.get_prep_value()
    question = next(item["value"] for item in raw if item["value"]["kind"] == "goods")
    choice = question["choice"][0]
    more = {"type": choice["type"], "value": {**choice["value"], "key": group}}
    change(draft, "question", question["key"], choice=[*question["choice"], more])


def bundled(items: Sequence[Any]) -> Bundle:
    user = get_user_model().objects.get(username="editor")
    bundle = Bundle.objects.create(title="Both", state=BundleState.RELEASED, released_by=user)
    for item in items:
        item.refresh_from_db()
        BundleItem.objects.create(
            bundle=bundle,
            content_type=ContentType.objects.get_for_model(item),
            object_id=str(item.pk),
            label=str(item),
            revision=item.latest_revision,
        )
    return bundle


def states(*documents: Any) -> list[bool]:
    return [type(item).objects.get(pk=item.pk).live for item in documents]


@pytest.mark.parametrize("rules_first", [True, False])
def test_a_list_and_the_rules_that_know_its_classes(
    editor: Client, draft: RuleSetDocument, goods: GoodsListDocument, rules_first: bool
) -> None:
    answer_for(draft, NEW_CLASS)
    assert goods.issues()

    bundle = bundled([draft, goods] if rules_first else [goods, draft])

    assert publish(bundle.pk).problems == ""
    assert states(draft, goods) == [True, True]


@pytest.mark.parametrize("rules_first", [True, False])
def test_rules_and_the_new_list_they_name(
    editor: Client, draft: RuleSetDocument, goods: GoodsListDocument, rules_first: bool
) -> None:
    answer_for(draft, NEW_CLASS)
    goods.key = draft.goods_list = "list-of-a-test"
    for document in (goods, draft):
        document.save()
        document.save_revision()
    assert [issue.code for issue in draft.issues()] == ["unknown-goods-list"]

    bundle = bundled([draft, goods] if rules_first else [goods, draft])

    assert publish(bundle.pk).problems == ""
    assert states(draft, goods) == [True, True]


def test_a_class_that_no_rules_know_keeps_both_back(
    editor: Client, draft: RuleSetDocument, goods: GoodsListDocument
) -> None:
    bundle = bundled([goods, draft])

    assert all(reasons for _item, reasons in items_with_blockers(bundle, bundle.released_by))
    assert publish(bundle.pk).state == BundleState.FAILED
    assert states(draft, goods) == [False, False]


def test_the_review_judges_all_together_and_assumes_nothing_afterwards(
    editor: Client, draft: RuleSetDocument, goods: GoodsListDocument
) -> None:
    answer_for(draft, NEW_CLASS)
    bundle = bundled([draft, goods])
    # As they were called when they were chosen, in the language of who chose them.
    named = [str(goods), str(draft)]
    before = registry.digest()

    shown = editor.get(reverse("bundles:review", args=[bundle.pk])).context["items"]

    assert [item.label for item, *_more in shown] == named
    assert [reasons for *_item, reasons in shown] == [[], []]
    assert registry.digest() == before
    assert goods.issues()
