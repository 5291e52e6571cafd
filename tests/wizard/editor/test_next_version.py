"""The next version is a copy, offered to those who may make it; a past first day is pointed out."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, setup_roles
from guidance.text.languages import LANGUAGES
from tests.guidance.translation.test_workbench import signed_in
from tests.wizard.editor.forms import form_data
from wizard.drafts.importing import import_goods_list
from wizard.goods.lookup import shipped_mappings
from wizard.models import GoodsListDocument, RuleSetDocument

pytestmark = pytest.mark.django_db


def test_the_next_version_of_a_list_has_its_contents(editor: Client) -> None:
    first = import_goods_list(shipped_mappings()[0])
    name = GoodsListDocument.snippet_viewset.get_url_name("copy")
    data = {
        "key": first.key,
        "version": first.version + 1,
        "source": first.source,
        "nomenclature": first.nomenclature,
        "in_force_from": "2027-01-01",
        "in_force_until": "",
    }

    form = editor.get(reverse(name, args=[first.pk])).content.decode()
    # Where a browser sends it.
    lines = len(first.contents["line"])
    assert re.search(rf"\b{lines} (mặt hàng|dòng)", form)
    assert 'data-citations="act"' in form
    action = re.search(r'id="w-editor-form"\s+action="([^"]+)"', form)
    assert action
    response = editor.post(action[1], data)

    assert response.status_code == 302
    copy = GoodsListDocument.objects.get(key=first.key, version=first.version + 1)
    assert copy.contents == first.contents != {}
    assert copy.get_latest_revision_as_object().contents == first.contents


@pytest.mark.parametrize(("role", "shown"), [(EDITOR, True), (LEGAL_REVIEWER, False)])
def test_the_next_version_is_offered_to_those_who_may_make_it(
    live: RuleSetDocument, role: str, shown: bool
) -> None:
    setup_roles()
    client = signed_in(role)

    page = client.get(reverse(live.snippet_viewset.get_url_name("edit"), args=[live.pk]))

    assert page.status_code == 200
    assert ("Make the next version" in page.content.decode()) is shown


@pytest.mark.parametrize(("days", "warned"), [(-1, True), (1, False)])
def test_a_first_day_that_has_passed_is_pointed_out(
    editor: Client, draft: RuleSetDocument, days: int, warned: bool
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    data = form_data(draft, in_force_from=day.isoformat())

    response = editor.post(
        reverse(draft.snippet_viewset.get_url_name("edit"), args=[draft.pk]), data
    )

    assert response.status_code == 302
    told = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert ("đã qua: kết quả" in told) is warned


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_written_and_read_with_the_day_first(language: str) -> None:
    with override(language):
        assert "12/31/2026" not in date_format(date(2026, 12, 31), "SHORT_DATE_FORMAT")
        assert forms.DateField().clean("05/06/2026") == date(2026, 6, 5)
