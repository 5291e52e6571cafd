"""The home screen names what is in review in the language of whoever looks."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import override
from wagtail.users.models import UserProfile

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, setup_roles
from guidance.text.languages import LANGUAGES
from tests.guidance.translation.test_workbench import signed_in
from wizard.drafts.importing import import_goods_list
from wizard.goods.lookup import shipped_mappings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [EDITOR, LEGAL_REVIEWER])
def test_what_is_in_review_has_its_title_in_each_language(role: str) -> None:
    setup_roles()
    clients = {name: signed_in(name) for name in (EDITOR, LEGAL_REVIEWER)}
    draft = import_goods_list(shipped_mappings()[0]).next_version()
    draft.save()
    editor = get_user_model().objects.get(username=EDITOR)
    with override("en"):
        draft.save_revision(user=editor)
    draft.get_workflow().start(draft, editor)

    for language in LANGUAGES:
        UserProfile.objects.update(preferred_language=language)
        shown = clients[role].get("/admin/").content.decode()
        with override(language):
            title = str(draft)
        assert f">{title}</a>" in shown
