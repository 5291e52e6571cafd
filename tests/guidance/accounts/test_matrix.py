"""Each role does its work and nothing else, whatever address it asks for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import Page

from guidance.accounts import roles
from guidance.models import Bundle, EntryLink, GuidancePage, Locality, Proposal, ProvincialEditor
from tests.guidance.accounts.authenticator import ADMIN
from wizard.models import Comment, RuleSetDocument

# E editor, V and N translators into Vietnamese and English, L legal reviewer,
# P provincial editor, A administrator.
KEYS = {
    "E": roles.EDITOR,
    "V": roles.translator("vi"),
    "N": roles.translator("en"),
    "L": roles.LEGAL_REVIEWER,
    "P": roles.PROVINCIAL_EDITOR,
    "A": roles.ADMINISTRATOR,
}
# Addresses that show something, and to whom; to everybody else they show nothing.
SHOWN = {
    "pages/{vi}/edit/": "EVLA",
    "pages/{en}/edit/": "ENLA",
    "pages/{vi}/history/": "EVLA",
    "pages/{en}/copy/": "ENLA",
    "pages/add/guidance/guidancepage/{vi_home}/": "EVA",
    "pages/add/guidance/guidancepage/{en_home}/": "ENA",
    "pages/{vi}/unpublish/": "LA",
    "pages/{en}/unpublish/": "LA",
    "pages/{vi}/delete/": "A",
    "pages/{en}/delete/": "A",
    "pages/{vi}/move/": "LA",
    "snippets/guidance/legalsource/": "ELA",
    "snippets/guidance/legalsource/add/": "ELA",
    "snippets/guidance/glossaryterm/": "ELA",
    "snippets/guidance/locality/": "ELA",
    "snippets/guidance/locality/edit/{own}/": "EA",
    "snippets/guidance/locality/edit/{other}/": "EA",
    "snippets/guidance/locality/link/{own}/": "EA",
    "snippets/guidance/locality/preview/": "A",
    "snippets/guidance/locality/preview/{own}/": "EA",
    "snippets/guidance/locality/preview/{other}/": "EA",
    "our-locality/": "P",
    "our-locality/preview/": "P",
    "our-locality/links/": "P",
    "snippets/wizard/rulesetdocument/": "ELA",
    "snippets/wizard/rulesetdocument/add/": "EA",
    "snippets/wizard/rulesetdocument/edit/{rules}/": "ELA",
    "snippets/wizard/rulesetdocument/delete/{rules}/": "A",
    "snippets/wizard/rulesetdocument/difference/{rules}/": "ELA",
    "snippets/wizard/rulesetdocument/toml/{rules}/": "ELA",
    "snippets/wizard/rulesetdocument/papers/{rules}/": "ELA",
    "snippets/wizard/rulesetdocument/comments/{rules}/": "ELA",
    "snippets/wizard/goodslistdocument/": "ELA",
    "snippets/wizard/goodslistdocument/add/": "EA",
    "bundles/": "ELA",
    "bundles/new/": "ELA",
    "bundles/edit/{bundle}/": "ELA",
    "bundles/review/{bundle}/": "ELA",
    "bundles/delete/{bundle}/": "A",
    "feedback/": "ELA",
    "readermessage/": "ELA",
    "proposal/": "ELA",
    "snippets/guidance/correction/": "ELA",
    "snippets/guidance/correction/add/": "ELA",
    "querywithoutresult/": "EA",
    "result-reports/": "ELA",
    "users/": "A",
    "users/new/": "A",
    "groups/": "A",
    "groups/new/": "A",
    "provincial-editors/": "A",
    "sites/": "A",
    "locales/": "A",
    "redirects/": "EA",
    "collections/": "A",
    "workflows/list/": "A",
    "workflows/tasks/index/": "A",
    "images/": "ELA",
    "images/add/": "ELA",
    "documents/add/": "ELA",
}


def draft_of(owner: User | None, parent: Page) -> Page:
    """A page below another that readers do not see yet."""
    draft = GuidancePage(title="Draft", slug="draft", live=False, owner=owner, locale=parent.locale)
    Page.objects.get(pk=parent.pk).add_child(instance=draft)
    return draft


@pytest.fixture
def records(pages: Mapping[tuple[str, str], Page]) -> dict[str, int]:
    """What the addresses name."""
    rules = RuleSetDocument(key="matrix", version=1, reviewed=datetime.date(2026, 1, 1))
    rules.save()
    own, other = Locality.objects.all()[:2]
    return {
        "vi": pages["vi", "c26-filing"].pk,
        "en": pages["en", "c26-filing"].pk,
        # Of nobody who asks.
        "draft": draft_of(None, pages["en", "home"]).pk,
        "vi_home": pages["vi", "home"].pk,
        "en_home": pages["en", "home"].pk,
        "rules": rules.pk,
        "comment": Comment.objects.create(document=rules, text="Matrix").pk,
        "proposal": Proposal.objects.create(locality=own, is_by_department=True).pk,
        "bundle": Bundle.objects.create(title="Matrix").pk,
        "own": own.pk,
        "other": other.pk,
    }


def signed_in(letter: str) -> Client:
    """A browser of somebody in one role, a provincial editor of the first locality."""
    user = User.objects.create_user(f"in-{letter}", f"{letter}@example.org", "right horse battery")
    user.groups.add(Group.objects.get(role__key=KEYS[letter]))
    if letter == "P":
        locality = Locality.objects.all()[0]
        ProvincialEditor.objects.create(user=user, locality=locality)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("letter", KEYS)
def test_a_role_sees_what_is_its_own(letter: str, records: dict[str, int]) -> None:
    client = signed_in(letter)

    shown = {
        address
        for address in SHOWN
        if client.get(ADMIN + address.format(**records)).status_code == 200
    }

    assert shown == {address for address, letters in SHOWN.items() if letter in letters}


def state(records: Mapping[str, int]) -> Any:
    """What no role below may change."""
    fields = ("pk", "title", "live", "path", "has_unpublished_changes")
    return (
        sorted(Page.objects.values_list(*fields)),
        list(Locality.objects.order_by("pk").values()),
        list(Proposal.objects.values()),
        list(EntryLink.objects.values()),
        sorted(RuleSetDocument.objects.values_list("pk", "live", "key")),
        list(Comment.objects.values_list("pk", "text", "resolved_at")),
        sorted(Bundle.objects.values_list("pk", "state", "title")),
        sorted(User.objects.values_list("pk", "is_superuser", "password")),
        sorted(Group.permissions.through.objects.values_list("group", "permission")),
        sorted(User.groups.through.objects.values_list("user", "group")),
    )


# What a role must not do by sending forms to addresses it was never shown.
FORBIDDEN = {
    "pages/{vi}/unpublish/": "EVNP",
    "pages/{vi}/delete/": "EVNLP",
    "pages/{draft}/delete/": "EVNLP",
    "api/main/pages/{en}/action/delete/": "EVNLP",
    "api/main/pages/{draft}/action/delete/": "EVNLP",
    "pages/{vi}/move/{vi_home}/confirm/": "EVNP",
    "pages/{en}/edit/": "VP",
    "pages/add/guidance/guidancepage/{vi_home}/": "NLP",
    "snippets/guidance/locality/edit/{other}/": "VNLP",
    "snippets/guidance/locality/delete/{other}/": "EVNLP",
    "snippets/guidance/locality/link/{other}/": "VNLP",
    "proposal/edit/{proposal}/": "VNLP",
    "snippets/wizard/rulesetdocument/edit/{rules}/": "VNP",
    "snippets/wizard/rulesetdocument/delete/{rules}/": "EVNLP",
    "snippets/wizard/rulesetdocument/unpublish/{rules}/": "EVNP",
    "snippets/wizard/rulesetdocument/comments/{rules}/": "VNP",
    "snippets/wizard/rulesetdocument/comments/{rules}/{comment}/delete/": "EVNLP",
    "snippets/wizard/rulesetdocument/comments/{rules}/{comment}/resolve/": "VNP",
    "bundles/new/": "VNP",
    "bundles/edit/{bundle}/": "VNP",
    "bundles/review/{bundle}/": "EVNP",
    "bundles/delete/{bundle}/": "EVNLP",
    "users/new/": "EVNLP",
    "groups/new/": "EVNLP",
    "provincial-editors/new/": "EVNLP",
    "bulk/wagtailcore/page/publish/?id={en}": "EVNP",
    "bulk/wagtailcore/page/unpublish/?id={en}": "EVNP",
    "bulk/wagtailcore/page/delete/?id={en}": "EVNLP",
    "bulk/wagtailcore/page/delete/?id={draft}": "EVNLP",
    "bulk/wagtailcore/page/move/?id={en}": "EVNP",
    "bulk/auth/user/delete/?id=1": "EVNLP",
}
SENT = {
    "title": "Changed",
    "agree": "1",
    "show": "1",
    "text": "Changed",
    "slug": "changed",
    "action-publish": "1",
    "username": "mallory",
    "email": "mallory@example.org",
    "password1": "right horse battery",
    "password2": "right horse battery",
    "first_name": "Mal",
    "last_name": "Lory",
    "name": "Changed",
    "include_descendants": "on",
}


@pytest.mark.parametrize("letter", "EVNLP")
def test_a_role_changes_nothing_that_is_not_its_own(letter: str, records: dict[str, int]) -> None:
    client = signed_in(letter)
    before = state(records)

    for address, letters in FORBIDDEN.items():
        if letter in letters:
            client.post(ADMIN + address.format(**records), SENT)
            assert state(records) == before, address


@pytest.mark.parametrize(
    "address",
    [
        "pages/{vi}/unpublish/",
        "bulk/wagtailcore/page/unpublish/?id={en}",
    ],
)
def test_the_same_forms_do_work_for_an_administrator(address: str, records: dict[str, int]) -> None:
    client = signed_in("A")
    before = state(records)

    client.post(ADMIN + address.format(**records), {**SENT, "is_active": "on"})

    assert state(records) != before


@pytest.mark.parametrize("letter", "EN")
@pytest.mark.parametrize("state_of_it", ["a draft", "live", "with a page below"])
def test_whoever_began_a_draft_may_drop_it(
    letter: str, state_of_it: str, pages: Mapping[tuple[str, str], Page]
) -> None:
    client = signed_in(letter)
    draft = draft_of(User.objects.get(username=f"in-{letter}"), pages["en", "home"])
    if state_of_it == "live":
        draft.save_revision().publish()
    elif state_of_it == "with a page below":
        draft_of(None, draft)
    delete = f"{ADMIN}pages/{draft.pk}/delete/"

    listed = client.get(f"{ADMIN}pages/{draft.get_parent().pk}/").content.decode()
    edited = client.get(f"{ADMIN}pages/{draft.pk}/edit/").content.decode()
    client.post(delete)

    may = state_of_it == "a draft"
    assert (delete in listed) is may
    assert (delete in edited) is may
    assert Page.objects.filter(pk=draft.pk).exists() is not may


@pytest.mark.parametrize("letter", KEYS)
def test_the_api_and_the_chooser_tell_nobody_more(letter: str, records: dict[str, int]) -> None:
    """Wagtail's API shows the tree to whoever may enter; changing goes by the same powers."""
    client = signed_in(letter)
    page = f"{ADMIN}api/main/pages/{records['en']}/"
    before = state(records)

    for action in ("publish", "unpublish", "delete", "move", "copy"):
        if letter in "EVP" and action != "copy":
            client.post(f"{page}action/{action}/", {"destination_page_id": records["vi_home"]})
    for method in (client.put, client.patch, client.delete):
        assert method(page).status_code in (403, 404, 405)

    assert state(records) == before
    assert Client().get(page).status_code in (302, 401, 403)
