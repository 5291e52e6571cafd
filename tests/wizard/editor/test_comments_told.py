"""Those whom a comment concerns get a letter in their language; the history names what was done."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils.translation import override
from wagtail.users.models import UserProfile

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, setup_roles
from tests.wizard.editor.discussing import act, address, comment, history, place_of, somebody
from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address as admin
from tests.wizard.editor.test_admin import body
from wizard.models import Comment, RuleSetDocument


@pytest.fixture
def people(draft: RuleSetDocument) -> dict[str, Client]:
    """The editor who wrote the draft, a reviewer, and another editor."""
    setup_roles()
    found = {
        "Wren": somebody("Wren", EDITOR, "fr"),
        "Rhea": somebody("Rhea", LEGAL_REVIEWER, "vi"),
        "Otto": somebody("Otto", EDITOR, "en"),
    }
    draft.save_revision(user=User.objects.get(username="Wren"))
    return found


def told() -> dict[str, Any]:
    """The letters since last asked, by who received them."""
    letters = {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}
    mail.outbox.clear()
    return letters


def test_the_one_who_wrote_the_version_is_told_in_their_language(
    draft: RuleSetDocument, people: dict[str, Client]
) -> None:
    place = place_of(draft, "case", "relocation")
    first = comment(people["Rhea"], draft, "L’article <6> & “7”?", place)

    letters = told()
    assert set(letters) == {"Wren"}
    letter = letters["Wren"]
    title = next(item for item in draft.case if item.value["key"] == "relocation").value["title"]
    assert "L’article <6> & “7”?" in letter.body
    assert title["fr"] in letter.body
    at = f"{settings.WAGTAILADMIN_BASE_URL}{admin('edit', draft.pk)}"
    assert f"{at}#comment-{first.pk}" in letter.body
    assert "Rhea a commenté" in letter.body
    with override("fr"):
        assert str(draft) in letter.subject
    assert "\n" not in letter.subject
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_those_in_the_thread_and_who_submitted_are_told_but_not_who_did_it(
    draft: RuleSetDocument, people: dict[str, Client]
) -> None:
    people["Otto"].post(admin("edit", draft.pk), form_data(draft) | {"action-submit": "1"})
    mail.outbox.clear()
    first = comment(people["Rhea"], draft)
    assert set(told()) == {"Wren", "Otto"}

    act(people["Otto"], first, "reply", "Article 6.")
    letters = told()
    assert set(letters) == {"Wren", "Rhea"}
    assert "Article 6." in letters["Rhea"].body

    act(people["Rhea"], first, "resolve")
    assert set(told()) == {"Wren", "Otto"}
    act(people["Rhea"], first, "edit", "Changed")
    act(people["Otto"], Comment.objects.latest("pk"), "delete")
    assert not told()


def test_who_wants_no_letters_about_comments_gets_none(
    draft: RuleSetDocument, people: dict[str, Client]
) -> None:
    profile = UserProfile.get_for_user(User.objects.get(username="Wren"))
    profile.updated_comments_notifications = False
    profile.save()

    comment(people["Rhea"], draft)

    assert not told()


@pytest.mark.parametrize("left", ["role", "account", "address"])
def test_who_has_no_part_in_the_rules_any_more_is_told_nothing(
    left: str, draft: RuleSetDocument, people: dict[str, Client]
) -> None:
    user = User.objects.get(username="Wren")
    if left == "role":
        user.groups.clear()
    User.objects.filter(pk=user.pk).update(
        is_active=left != "account", email="" if left == "address" else user.email
    )

    comment(people["Rhea"], draft)

    assert not told()


def test_a_mail_server_that_is_away_keeps_nobody_from_commenting(
    draft: RuleSetDocument, people: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise OSError("no such host")

    monkeypatch.setattr(EmailBackend, "open", fail)

    comment(people["Rhea"], draft)

    assert draft.open_comments() == 1


def test_the_history_says_what_was_done_where_and_never_what_was_written(
    draft: RuleSetDocument, people: dict[str, Client]
) -> None:
    first = comment(people["Rhea"], draft, "Very secret", place_of(draft, "case", "relocation"))
    act(people["Rhea"], first, "edit", "Most secret")
    act(people["Rhea"], first, "delete")

    entries = history(draft)

    assert [entry.user.username for entry in entries] == ["Rhea"] * 3
    assert [entry.action for entry in entries] == [
        f"wizard.comment.{action}" for action in ("create", "edit", "delete")
    ]
    assert "secret" not in str([entry.data for entry in entries])
    page = body(people["Otto"], "history", draft.pk)
    title = next(item for item in draft.case if item.value["key"] == "relocation").value["title"]
    assert f"Deleted a comment: Case › {title['en']}" in page
    with override("fr"):
        assert title["fr"] in entries[0].message


def test_what_somebody_said_stays_when_the_account_is_deleted(
    draft: RuleSetDocument, people: dict[str, Client]
) -> None:
    first = comment(people["Rhea"], draft, "Keep this")
    act(people["Rhea"], first, "resolve")

    User.objects.get(username="Rhea").delete()

    page = people["Otto"].get(address(draft)).content.decode()
    assert "Keep this" in page
    assert page.count("a deleted account") == 2
