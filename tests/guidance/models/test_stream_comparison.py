"""Two versions of a body are compared by what they say."""

from __future__ import annotations

import copy
from typing import Any

from django.test import Client
from wagtail.models import Page

from guidance.accounts.roles import LEGAL_REVIEWER
from tests.guidance.translation.test_workbench import signed_in

Pages = dict[tuple[str, str], Page]


def as_a_form_keeps_it(value: Any, changed: str = "") -> Any:
    """The same body with other keys; with another word, if one is given."""
    if isinstance(value, list):
        return [as_a_form_keeps_it(item, changed) for item in value]
    if isinstance(value, dict):
        kept = {name: as_a_form_keeps_it(item, changed) for name, item in value.items()}
        # Whoever changes a word changes no key of a block.
        return kept | ({"id": f"new-{kept['id']}"} if "id" in kept and not changed else {})
    if isinstance(value, str) and value.startswith("<p>"):
        return value.replace("<p>", f'<p data-block-key="abcde">{changed}')
    return value


def compared(client: Client, page: Page, changed: str = "") -> str:
    first = page.save_revision()
    draft = first.as_object()
    stored = as_a_form_keeps_it(copy.deepcopy(list(draft.body.raw_data)), changed)
    draft.body = draft.body.stream_block.to_python(stored)
    second = draft.save_revision()
    address = f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/"
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_what_says_the_same_is_not_listed_as_changed(pages: Pages) -> None:
    client, page = signed_in(LEGAL_REVIEWER), pages["en", "co-fee"]

    assert "There are no differences" in compared(client, page)
    assert '<span class="addition">' in compared(client, page, "Newly ")
