"""Editors write, try, compare and publish rule sets in the admin, and cannot break the wizard."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from guidance.text.languages import LANGUAGES
from tests.checking import MAIN, check_at
from tests.wizard.drafts.documents import change, drop_condition, expect
from wizard.editor.ruleset_views import RuleSetEditView
from wizard.models import RuleSetDocument
from wizard.rules import registry


def inside(language: str, place: str) -> str:
    """The address of a page of the shipped assessment below that of a draft."""
    return check_at(language, place).removeprefix("/")


def address(name: str, *args: Any) -> str:
    return reverse(RuleSetDocument.snippet_viewset.get_url_name(name), args=args)


def body(client: Client, name: str, *args: Any) -> str:
    response = client.get(address(name, *args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_shows_every_section(editor: Client, draft: RuleSetDocument) -> None:
    page = body(editor, "edit", draft.pk)

    for name in ("question", "case", "document", "doubt", "outcome", "expected"):
        assert f'id="{name}"' in page or f'name="{name}-count"' in page


def test_a_finding_leads_to_its_block(editor: Client, draft: RuleSetDocument) -> None:
    change(draft, "case", "research", basis=[])
    block = next(b for b in draft.case.get_prep_value() if b["value"]["key"] == "research")
    # The form opens before a long proof has ended; this is about what it shows then.
    draft.validation()

    assert f'href="#block-{block["id"]}-section"' in body(editor, "edit", draft.pk)


def test_the_figures_are_shown(editor: Client, draft: RuleSetDocument) -> None:
    paths = draft.validation().report.paths

    assert f"<dd>{paths}</dd>" in body(editor, "edit", draft.pk)


def test_publishing_what_has_findings_is_refused_in_the_form(draft: RuleSetDocument) -> None:
    change(draft, "case", "research", basis=[])
    view = RuleSetEditView()
    view.action, view.saving_as_draft = "publish", False
    view.locked_for_user, view.expects_json_response = False, False

    class Form:
        """A form in order, with the draft as its instance."""

        instance = draft
        errors: list[Any] = []

        def is_valid(self) -> bool:
            return True

        def add_error(self, _field: Any, message: Any) -> None:
            self.errors.append(message)

    form = Form()

    assert not view.is_valid(form)
    assert form.errors


def test_a_published_version_is_locked(editor: Client, live: RuleSetDocument) -> None:
    lock = live.get_lock()

    assert lock.for_user(None)
    with override("vi"):
        message = escape(lock.get_message(None))
    assert message in body(editor, "edit", live.pk)


def test_a_copy_is_the_next_version(editor: Client, live: RuleSetDocument) -> None:
    assert f'name="version" value="{live.version + 1}"' in body(editor, "copy", live.pk)


def test_a_copy_begins_today_and_does_not_say_yet_what_it_changes(
    editor: Client, live: RuleSetDocument
) -> None:
    form = editor.get(address("copy", live.pk)).context["form"]

    assert form.instance.in_force_from == registry.today()
    assert form.instance.wording[0].value["change_note"] == {}
    assert live.wording[0].value["change_note"]["en"]


def test_a_published_version_leads_to_the_next(editor: Client, live: RuleSetDocument) -> None:
    assert f'href="{address("copy", live.pk)}"' in body(editor, "edit", live.pk)


@pytest.mark.parametrize("name", ["delete", "unpublish"])
def test_rules_in_effect_stay(editor: Client, live: RuleSetDocument, name: str) -> None:
    editor.post(address(name, live.pk))

    assert RuleSetDocument.objects.get(key=MAIN).live


def test_nobody_is_asked_to_withdraw_what_stays(editor: Client, live: RuleSetDocument) -> None:
    response = editor.get(address("unpublish", live.pk), follow=True)

    assert response.redirect_chain == [(address("list"), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_the_draft_is_tried_by_the_real_wizard(editor: Client, draft: RuleSetDocument) -> None:
    raw = draft.question.get_prep_value()
    first = raw[0]["value"]["key"]
    change(draft, "question", first, text={"vi": "Mới?", "en": "Brand-new words?", "fr": "Neuf ?"})

    page = body(editor, "try", draft.pk, inside("en", f"{first}/"))

    assert "Brand-new words?" in page
    assert address("try", draft.pk, inside("fr", f"{first}/")) in page
    assert "Brand-new words?" not in editor.get(check_at("en", f"{first}/")).content.decode()


def test_an_answer_stays_on_the_draft(editor: Client, draft: RuleSetDocument) -> None:
    step = address("try", draft.pk, inside("en", "state/"))

    response = editor.post(step, {"answer": "new"})

    assert response["Location"].startswith(address("try", draft.pk, inside("en", "result/")))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path", [inside("en", "report/"), "en/search/", "de/check/", "en/nothing/"]
)
def test_a_draft_answers_for_nothing_else(
    editor: Client, draft: RuleSetDocument, path: str
) -> None:
    response = editor.get(address("try", draft.pk, path), follow=True)

    assert response.status_code == 404


def test_a_preview_shows_what_is_in_the_form(draft: RuleSetDocument, rf: Any) -> None:
    expect(draft, "New goods", "state=new", "not-covered", "new-goods")
    change(draft, "case", "new-goods", title=dict.fromkeys(LANGUAGES, "Typed just now"))

    for mode, _name in draft.preview_modes:
        response = draft.make_preview_request(preview_mode=mode)
        page, _colon, language = mode.partition(":")
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()
        if page in ("result", "rules"):
            assert "Typed just now" in response.content.decode()


def test_an_incomplete_draft_says_why_it_has_no_preview(draft: RuleSetDocument) -> None:
    change(draft, "case", "research", outcome="")

    assert "case[research].outcome" in draft.make_preview_request().content.decode()


def test_the_reviewer_sees_what_changes(editor: Client, draft: RuleSetDocument) -> None:
    drop_condition(draft, "relocation", "means-of-production")
    expect(
        draft,
        "A server that is no means of production",
        "/en/check/result/?state=used&goods=8471&purpose=relocation"
        "&same-organisation=same-entity&means-of-production=no&v=1&on=2026-11-22",
        "permit-required",
        "relocation",
    )

    # Each time the page is asked for, it goes on comparing for less than a second.
    pages = (body(editor, "difference", draft.pk) for _time in range(100))
    page = next(page for page in pages if "ruleset-change" in page)

    assert "case[relocation].when[0].means-of-production" in page
    assert "A server that is no means of production" in page


def test_the_file_is_sent(editor: Client, draft: RuleSetDocument) -> None:
    assert 'key = "circular-26-2025"' in body(editor, "toml", draft.pk)


@pytest.mark.parametrize("name", ["difference", "proof", "toml", "edit"])
def test_who_has_no_part_in_the_rules_sees_none(draft: RuleSetDocument, name: str) -> None:
    user = get_user_model().objects.create_user("writer", password="a-pass-word")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)

    response = client.get(address(name, draft.pk))

    assert response.status_code in (302, 403)
    assert "circular-26" not in response.content.decode()
