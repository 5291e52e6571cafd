"""Each role does its work on pages through its own screens, and no more with the same forms.

Every refusal stands beside the same form sent by somebody who may: it is not refused for its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Locale, Page, TaskState
from wagtail.test.utils.form_data import querydict_from_html
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from guidance.accounts import roles
from guidance.models import GuidancePage
from tests.guidance.accounts.authenticator import ADMIN, member

Browsers = dict[str, Client]
OLD, NEW = "Hàng đã qua sử dụng", "Hàng đã qua sử dụng, sửa"


@pytest.fixture
def by(content: None, db: None) -> Browsers:
    """A browser of somebody in each role that pages pass through."""
    browsers = {}
    for key in (roles.EDITOR, roles.LEGAL_REVIEWER, roles.translator("en")):
        browsers[key] = Client()
        browsers[key].force_login(member(key))
    return browsers


@pytest.fixture
def page(pages: Mapping[tuple[str, str], Page]) -> GuidancePage:
    """A small published page: heavy ones would only take longer to open."""
    parent = Page.objects.get(pk=pages["vi", "circular-26"].pk)
    page = GuidancePage(title=OLD, summary="Tóm tắt.", locale=parent.locale)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def edited(client: Client, page: Page, **action: str) -> Any:
    """Open the form as shown, change the title and send it back with an action."""
    address = f"{ADMIN}pages/{page.pk}/edit/"
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    # What the browser would add for a page without blocks.
    counts = {"body-count": "0", "related-count": "0"}
    data = {**form.dict(), **counts, "title": NEW, **action}
    return client.post(address, data)


def titles(page: Page) -> tuple[str, str]:
    """The title that readers see, and that of the latest draft."""
    fresh = GuidancePage.objects.get(pk=page.pk)
    return fresh.title, fresh.get_latest_revision_as_object().title


def submitted(by: Browsers, page: Page) -> TaskState:
    edited(by[roles.EDITOR], page, **{"action-submit": "1"})
    task: TaskState = GuidancePage.objects.get(pk=page.pk).current_workflow_task_state
    assert task.status == TaskState.STATUS_IN_PROGRESS
    return task


def decide(client: Client, page: Page, decision: str, task: TaskState) -> Any:
    address = f"{ADMIN}pages/workflow/action/{page.pk}/{decision}/{task.pk}/"
    return client.post(address, {"comment": "Nêu rõ điều khoản."})


def test_an_editor_saves_and_publishes_nothing(by: Browsers, page: GuidancePage) -> None:
    edited(by[roles.EDITOR], page)
    assert titles(page) == (OLD, NEW)

    edited(by[roles.EDITOR], page, **{"action-publish": "1"})
    assert titles(page) == (OLD, NEW)

    # The very same form does publish for whoever may.
    edited(by[roles.LEGAL_REVIEWER], page, **{"action-publish": "1"})
    assert titles(page) == (NEW, NEW)


def test_what_an_editor_submits_goes_live_once_a_reviewer_approves(
    by: Browsers, page: GuidancePage
) -> None:
    task = submitted(by, page)
    assert titles(page) == (OLD, NEW)
    decide(by[roles.EDITOR], page, "approve", task)
    decide(by[roles.translator("en")], page, "approve", task)
    assert titles(page) == (OLD, NEW)

    decide(by[roles.LEGAL_REVIEWER], page, "approve", task)

    assert titles(page) == (NEW, NEW)


def test_a_reviewer_asks_for_changes_and_the_editor_submits_again(
    by: Browsers, page: GuidancePage
) -> None:
    task = submitted(by, page)
    decide(by[roles.LEGAL_REVIEWER], page, "reject", task)
    task.refresh_from_db()
    assert task.comment == "Nêu rõ điều khoản."
    assert task.workflow_state.status == "needs_changes"
    assert titles(page) == (OLD, NEW)

    edited(by[roles.EDITOR], page, **{"action-submit": "1"})

    again = GuidancePage.objects.get(pk=page.pk).current_workflow_task_state
    assert again.status == TaskState.STATUS_IN_PROGRESS
    decide(by[roles.LEGAL_REVIEWER], page, "approve", again)
    assert titles(page) == (NEW, NEW)


# --- Translators ----------------------------------------------------------------------------------


def translation_of(page: GuidancePage, language: str) -> Translation:
    """What wagtail-localize makes when an editor sends a page to be translated."""
    source, _new = TranslationSource.update_or_create_from_instance(page)
    locale = Locale.objects.get(language_code=language)
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    return translation


def segment(translation: Translation) -> StringSegment:
    found: StringSegment = translation.source.stringsegment_set.get(context__path="title")
    return found


def put(client: Client, translation: Translation, text: str) -> int:
    address = f"translate/{translation.pk}/strings/{segment(translation).pk}/edit/"
    kind = "application/x-www-form-urlencoded"
    return client.put(f"{ADMIN}localize/{address}", f"value={text}", kind).status_code


def upload(client: Client, translation: Translation, text: str) -> None:
    po = translation.export_po()
    next(entry for entry in po if entry.msgctxt == "title").msgstr = text
    file = SimpleUploadedFile("back.po", str(po).encode())
    client.post(f"{ADMIN}localize/translate/{translation.pk}/pofile/upload/", {"file": file})


def translated(translation: Translation) -> str | None:
    found = StringTranslation.objects.filter(
        translation_of__data=OLD, locale=translation.target_locale
    ).first()
    return found.data if found else None


def test_a_translator_translates_into_one_language_only(by: Browsers, page: GuidancePage) -> None:
    client = by[roles.translator("en")]
    english, french = translation_of(page, "en"), translation_of(page, "fr")
    shown = {
        item.target_locale.language_code: client.get(
            f"{ADMIN}pages/{item.get_target_instance().pk}/edit/"
        ).status_code
        for item in (english, french)
    }
    assert shown == {"en": 200, "fr": 302}

    assert (put(client, english, "Used goods"), put(client, french, "x")) == (201, 403)
    assert (translated(english), translated(french)) == ("Used goods", None)
    upload(client, english, "Second-hand goods")
    upload(client, french, "x")
    assert (translated(english), translated(french)) == ("Second-hand goods", None)

    # The reviewer may, so it was not for the form.
    upload(by[roles.LEGAL_REVIEWER], french, "Biens usagés")
    assert translated(french) == "Biens usagés"


def test_a_translator_publishes_no_translation(
    by: Browsers, page: GuidancePage, django_capture_on_commit_callbacks: Any
) -> None:
    translation = translation_of(page, "en")
    for item in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=item.string,
            locale=translation.target_locale,
            context=item.context,
            data="used-goods" if item.context.path == "slug" else "Used goods",
        )
    target = translation.get_target_instance()

    def publish(key: str) -> bool:
        with django_capture_on_commit_callbacks(execute=True):
            by[key].post(f"{ADMIN}pages/{target.pk}/edit/", {"action": "publish"})
        return bool(Page.objects.get(pk=target.pk).live)

    assert not publish(roles.translator("en"))
    assert publish(roles.LEGAL_REVIEWER)
