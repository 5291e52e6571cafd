"""A translator takes a page that fell behind and submits it; whoever reviews it publishes it."""

from __future__ import annotations

import copy
import html
import json
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail.users.models import UserProfile
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, group_of, translator
from guidance.models import AnnouncementPage
from guidance.translation.renewal import TAKEN_OVER
from tests.guidance.translation.test_translations_behind import change

Pages = dict[tuple[str, str], Page]


def signed_in(role: str) -> Client:
    """Somebody in a role, who works in English."""
    user = get_user_model().objects.create_user(role, f"{role}@example.org", "a-pass-word")
    group = group_of(role)
    assert group is not None
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language="en")
    client = Client()
    client.force_login(user)
    # As after the second factor, which is tested with the accounts.
    return client


def edit(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def press(client: Client, page: Page, action: str, **data: str) -> str:
    """Press a button in the editor of a translation; what is told."""
    response = client.post(edit(page), {"action": action, **data})
    assert response.status_code == 302, response.content
    return str(list(get_messages(response.wsgi_request))[-1])


def progress(page: Page) -> tuple[int, int]:
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    return translation.get_progress()


def translate_what_is_missing(page: Page, text: str) -> None:
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    segments = translation.source.stringsegment_set.annotate_translation(page.locale)
    for segment in segments.filter(translation__isnull=True):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=page.locale,
            defaults={"data": text, "has_error": False},
        )


@pytest.fixture
def en(pages: Pages) -> Page:
    return pages["en", "co-fee"]


def test_publishing_an_original_as_it_is_ages_nothing(
    pages: Pages, en: Page, client: Client
) -> None:
    original = pages["vi", "co-fee"]
    draft = original.get_latest_revision_as_object()
    stored = copy.deepcopy(list(draft.body.raw_data))
    for block in stored:
        if block["type"] == "text":
            block["value"]["html"] = block["value"]["html"].replace("<p>", '<p data-block-key="x">')
            block["value"]["html"] = block["value"]["html"].replace("</p>", "&nbsp;</p>")
    draft.body = draft.body.stream_block.to_python(stored)
    draft.save_revision().publish()

    total, translated = progress(en)
    assert total == translated > 5
    assert "up to date with the Vietnamese original" in client.get(en.url).content.decode()


def test_a_changed_text_is_shown_before_and_after_and_waits(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Một câu hoàn toàn mới.")
    client = signed_in(translator("en"))

    page = client.get(edit(en)).content.decode()

    total, translated = progress(en)
    assert total - translated == 1
    assert f"1 text of {total} is still to be translated" in page
    assert "hoàn toàn mới" in page
    assert "<del>" in page
    assert "Translated until now:" in page
    assert "js-translation-editor" in page


def test_a_minor_change_keeps_every_translation(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Một câu đã sửa lỗi gõ.", minor=True)

    total, translated = progress(en)
    assert total == translated


def test_from_behind_to_published_by_name(
    pages: Pages, en: Page, django_capture_on_commit_callbacks: Any
) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    author, reviewer = signed_in(translator("en")), signed_in(LEGAL_REVIEWER)
    assert "not translated yet" in press(author, en, "submit")
    translate_what_is_missing(en, "A new sentence.")

    assert "draft" in press(author, en, "save")
    assert "A new sentence." not in Client().get(en.url).content.decode()
    assert "Submitted" in press(author, en, "submit")
    assert "Approve and publish" not in author.get(edit(en)).content.decode()
    assert "Approve and publish" in reviewer.get(edit(en)).content.decode()
    assert "was sent back" in press(reviewer, en, "reject", comment="Say “fee”.")
    assert "Say “fee”." in author.get(edit(en)).content.decode()
    press(author, en, "submit")
    with django_capture_on_commit_callbacks(execute=True):
        assert "was approved and published" in press(reviewer, en, "approve")

    assert "A new sentence." in Client().get(en.url).content.decode()
    told = PageLogEntry.objects.filter(page=en, action="wagtail.publish").latest("pk")
    assert told.user is not None
    assert told.user.username == LEGAL_REVIEWER


def test_a_reviewer_publishes_by_name(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    reviewer = signed_in(LEGAL_REVIEWER)
    assert "not translated yet" in press(reviewer, en, "publish")
    translate_what_is_missing(en, "A new sentence.")

    press(reviewer, en, "publish")

    told = PageLogEntry.objects.filter(page=en, action="wagtail.publish").latest("pk")
    assert told.user is not None
    assert told.user.username == LEGAL_REVIEWER


def test_a_translator_publishes_and_reviews_nothing(en: Page) -> None:
    author = signed_in(translator("en"))

    for action in ("publish", "approve", "reject"):
        response = author.post(edit(en), {"action": action})
        assert response.status_code == 302
        assert response.headers["Location"] == "/admin/"
    assert author.post(f"/admin/localize/page/{en.pk}/convert_to_alias/").status_code == 302
    en.refresh_from_db()
    assert en.alias_of_id is None
    assert not PageLogEntry.objects.filter(page=en, action="wagtail.publish", user__isnull=False)


@pytest.mark.parametrize(
    ("role", "language", "allowed"),
    [
        (translator("en"), "en", True),
        (translator("en"), "fr", False),
        (LEGAL_REVIEWER, "en", False),
        (EDITOR, "fr", True),
    ],
)
def test_a_new_page_is_begun_by_who_may_write_in_the_language(
    pages: Pages, role: str, language: str, allowed: bool
) -> None:
    parent = Page.objects.get(pk=pages["vi", "announcements"].pk)
    new = AnnouncementPage(title="Tin mới", published_on="2026-11-30", locale=parent.locale)
    parent.add_child(instance=new)
    new.save_revision().publish()
    client = signed_in(role)

    response = client.post(f"/admin/localize/begin/{new.pk}/{language}/")

    begun = new.get_translations().filter(locale__language_code=language).first()
    assert (begun is not None) is allowed
    if begun is not None:
        assert response.headers["Location"] == edit(begun)
        assert not begun.live
        assert client.get(edit(begun)).status_code == 200


@pytest.mark.parametrize("door", ["begin", "submit", "subtree", "save", "sync"])
@pytest.mark.parametrize("state", ["translated", "locked", "alias", "alias locked"])
def test_nobody_without_the_right_to_publish_changes_what_is_live(
    pages: Pages, en: Page, door: str, state: str
) -> None:
    vi = pages["vi", "co-fee"]
    root = User.objects.create_superuser("root", password=None)
    if "alias" in state:
        reviewer = Client()
        reviewer.force_login(root)
        reviewer.post(f"/admin/localize/page/{en.pk}/convert_to_alias/")
    source, _created = TranslationSource.get_or_create_from_instance(vi.specific)
    title = source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=title.string,
        context=title.context,
        locale=en.locale,
        defaults={"data": "OWNED"},
    )
    # Who may read it is a part of what is live.
    PageViewRestriction.objects.create(page=en, restriction_type="login")
    Page.objects.filter(pk=en.pk).update(locked="locked" in state, locked_by=root)
    if door == "subtree":
        # Only of a page that is not translated yet is it asked for.
        Page.objects.filter(pk=en.get_parent().pk).update(alias_of=vi.get_parent())
    before = Page.objects.get(pk=en.pk).specific
    logged = PageLogEntry.objects.filter(page=en).count()
    member = signed_in(EDITOR if door in ("submit", "subtree", "sync") else translator("en"))

    doors = {
        "begin": (f"/admin/localize/begin/{vi.pk}/en/", {}),
        "submit": (f"/admin/localize/submit/page/{vi.pk}/", {"locales": [en.locale_id]}),
        "subtree": (
            f"/admin/localize/submit/page/{vi.get_parent().pk}/",
            {"locales": [en.locale_id], "include_subtree": "on"},
        ),
        "save": (edit(en), {"action": "save"}),
        "sync": (f"/admin/localize/update/{source.pk}/", {}),
    }
    member.post(*doors[door])

    after = Page.objects.get(pk=en.pk).specific
    for name in ("title", "summary", "body", "slug", "live", "url_path", "last_published_at"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.view_restrictions.exists()
    if "locked" in state:
        assert after.alias_of_id == before.alias_of_id
        assert after.latest_revision_id == before.latest_revision_id
    if after.latest_revision_id != before.latest_revision_id:
        assert PageLogEntry.objects.filter(page=en).count() > logged
        assert PageLogEntry.objects.filter(page=en).latest("pk").user_id
    if door == "begin" and state == "alias":
        assert after.get_latest_revision_as_object().title == "OWNED"
        assert after.alias_of_id is None


def test_a_page_below_one_that_is_not_translated_makes_no_page_public(pages: Pages) -> None:
    parent = Page.objects.get(pk=pages["vi", "announcements"].pk)
    above = AnnouncementPage(title="Trên", published_on="2026-11-30", locale=parent.locale)
    parent.add_child(instance=above)
    above.save_revision().publish()
    below = AnnouncementPage(title="Dưới", published_on="2026-11-30", locale=parent.locale)
    above.add_child(instance=below)
    below.save_revision().publish()
    client = signed_in(translator("en"))

    response = client.post(f"/admin/localize/begin/{below.pk}/en/")

    told = str(list(get_messages(response.wsgi_request))[-1])
    assert "“Trên” is not translated yet" in told
    assert not above.get_translations().exists()


def with_a_page_chosen(pages: Pages, en: Page) -> tuple[Translation, OverridableSegment]:
    """A translation whose original names another page, and where a language may name its own."""
    translation = Translation.objects.get(
        source__object_id=en.translation_key, target_locale=en.locale
    )
    vi = pages["vi", "co-fee"].specific
    vi.related = vi.related.stream_block.to_python(
        [{"type": "page", "value": pages["vi", "glossary"].pk, "id": "a" * 8}]
    )
    vi.save()
    translation.source.update_from_db()
    chosen = translation.source.overridablesegment_set.filter(context__path__startswith="related")
    return translation, chosen[0]


@pytest.mark.parametrize("value", ["abc", "", "[]", "-1e999", "9" * 30, "0x1", "null"])
def test_a_value_no_page_can_be_made_of_is_refused(pages: Pages, en: Page, value: str) -> None:
    client = signed_in(translator("en"))
    client.raise_request_exception = False
    translation, chosen = with_a_page_chosen(pages, en)
    address = f"/admin/localize/translate/{translation.pk}/overrides/{chosen.pk}/edit/"
    kind = "application/x-www-form-urlencoded"

    answer = client.put(address, f"value={value}", content_type=kind)

    assert answer.status_code in (200, 201, 400)
    if value == "abc":
        assert answer.json() == {
            "error": "A value set for this language alone cannot be used. Choose another."
        }
        assert not SegmentOverride.objects.filter(context=chosen.context).exists()
    assert client.post(edit(en), {"action": "save"}).status_code == 302
    assert client.get(f"/admin/localize/translate/{translation.pk}/preview/").status_code == 200
    assert client.get(edit(en)).status_code == 200
    good = client.put(address, f"value={pages['en', 'about'].pk}", content_type=kind)
    assert good.status_code in (200, 201)


def test_a_value_stored_before_that_spoils_the_page_is_said_instead_of_shown(
    pages: Pages, en: Page
) -> None:
    client = signed_in(translator("en"))
    client.raise_request_exception = False
    translation, chosen = with_a_page_chosen(pages, en)
    SegmentOverride.objects.create(
        locale=en.locale, context=chosen.context, data_json=json.dumps("abc")
    )

    answer = client.get(f"/admin/localize/translate/{translation.pk}/preview/")

    assert (answer.status_code, answer.headers["Location"]) == (302, edit(en))
    assert "cannot be used" in client.get(edit(en)).content.decode()


def handed(client: Client, page: Page) -> dict[str, Any]:
    """What the editor of a translation hands to its script."""
    found = re.search(r'data-props="(.*?)"', client.get(edit(page)).content.decode())
    assert found
    return dict(json.loads(html.unescape(found[1])))


def segments(client: Client, page: Page) -> list[dict[str, Any]]:
    """Of that, each text and each choice."""
    return list(handed(client, page)["segments"])


@pytest.mark.parametrize("role", [translator("en"), LEGAL_REVIEWER])
def test_pages_beside_the_texts_are_told_by_name(pages: Pages, en: Page, role: str) -> None:
    client = signed_in(role)
    beside = [item["value"] for item in segments(client, en) if "value" in item]
    assert beside

    told = [client.get(f"/admin/api/main/pages/{pk}/").json()["title"] for pk in beside]

    assert told == [Page.objects.get(pk=pk).title for pk in beside]


def test_what_readers_do_not_see_is_told_to_no_translator(pages: Pages) -> None:
    hidden = pages["vi", "co-fee"]
    hidden.unpublish()

    response = signed_in(translator("en")).get(f"/admin/api/main/pages/{hidden.pk}/")

    assert response.status_code != 200
    assert hidden.title not in response.content.decode()


def test_it_says_how_far_it_is_without_loading_the_editor_anew(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    author = signed_in(translator("en"))
    page = author.get(edit(en)).content.decode()
    address = re.search(r'data-standing="(.*?)"', page)
    assert address
    # Whoever saves the last text below has the button already, and is told if one is missing.
    assert 'value="submit"' in page
    assert "workbench.js" in page
    assert "1 text of" in author.get(address[1]).content.decode()

    translate_what_is_missing(en, "A new sentence.")

    assert "Every text is translated" in author.get(address[1]).content.decode()
    assert signed_in(translator("fr")).get(address[1]).status_code != 200


def test_asking_for_changes_says_which(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    translate_what_is_missing(en, "A new sentence.")
    press(signed_in(translator("en")), en, "submit")
    reviewer = signed_in(LEGAL_REVIEWER)

    assert "Say in the comment" in press(reviewer, en, "reject", comment=" \n")

    assert Page.objects.get(pk=en.pk).workflow_in_progress
    assert "was sent back" in press(reviewer, en, "reject", comment="Say “fee”.")


def test_what_was_approved_is_not_submitted_again(
    pages: Pages, en: Page, django_capture_on_commit_callbacks: Any
) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    translate_what_is_missing(en, "A new sentence.")
    author, reviewer = signed_in(translator("en")), signed_in(LEGAL_REVIEWER)
    press(author, en, "submit")
    with django_capture_on_commit_callbacks(execute=True):
        press(reviewer, en, "approve")

    assert 'value="submit"' not in author.get(edit(en)).content.decode()
    StringTranslation.objects.filter(locale=en.locale, data="A new sentence.").first().save()
    assert 'value="submit"' in author.get(edit(en)).content.decode()


def text_of(page: Page) -> StringSegment:
    """The text that `change` changes, as the editor of its translation has it."""
    source = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    ).source
    found = source.stringsegment_set.filter(context__path__endswith=".html").order_by("order")
    return found.select_related("string", "context").first()


def test_a_changed_text_begins_with_its_translation_until_now(pages: Pages, en: Page) -> None:
    vi, author = pages["vi", "co-fee"], signed_in(translator("en"))
    change(vi, "Phí là ba mươi nghìn đồng một giấy.")
    translate_what_is_missing(en, "The fee is thirty thousand dong a certificate.")

    change(vi, "Phí là sáu mươi nghìn đồng một giấy.")

    text = text_of(en)
    begun = StringTranslation.objects.get(
        translation_of=text.string, context=text.context, locale=en.locale
    )
    assert begun.data == "The fee is thirty thousand dong a certificate."
    total, translated = progress(en)
    assert total - translated == 1
    assert "not translated yet" in press(author, en, "submit")
    faults = {item["error"] for item in handed(author, en)["initialStringTranslations"]}
    assert faults == {None, TAKEN_OVER}
    # Its mark goes when it is saved, be it as it is.
    address = next(item["editUrl"] for item in segments(author, en) if item["id"] == text.pk)
    body = {"value": begun.data}
    author.put(address, encode_multipart(BOUNDARY, body), content_type=MULTIPART_CONTENT)
    assert progress(en) == (total, total)


def test_another_text_in_its_place_begins_empty(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Thứ Hai cơ quan nghỉ.")

    text = text_of(en)
    assert not StringTranslation.objects.filter(
        translation_of=text.string, context=text.context, locale=en.locale
    ).exists()


@pytest.mark.parametrize(
    ("text", "filled"),
    [("12", True), ("—", True), ("12</p><p>12", True), ("1.000", False), ("12 kg", False)],
)
def test_a_bare_number_is_translated_already(
    pages: Pages, en: Page, text: str, filled: bool
) -> None:
    # "1.000" is a thousand in Vietnamese, and one in English.
    change(pages["vi", "co-fee"], text)

    total, translated = progress(en)
    assert (total == translated) is filled


@pytest.mark.parametrize(
    ("language", "note", "fault"),
    [
        ("vi", "01/12/2026", "Văn bản tiếng Việt"),
        ("en", "1 December 2026", "The Vietnamese text"),
        ("fr", "1er décembre 2026", "Le texte vietnamien"),
    ],
)
def test_notes_beside_the_texts_are_of_the_editors_day_and_language(
    en: Page, monkeypatch: pytest.MonkeyPatch, language: str, note: str, fault: str
) -> None:
    # At three in the morning in Viet Nam, when it is still the last day of November in London.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 30, 20, tzinfo=ZoneInfo("UTC")))
    author = signed_in(translator("en"))
    UserProfile.objects.update(preferred_language=language)
    text = segments(author, en)[0]

    saved = author.put(
        text["editUrl"],
        encode_multipart(BOUNDARY, {"value": "Fees"}),
        content_type=MULTIPART_CONTENT,
    ).json()

    assert note in saved["comment"]
    StringTranslation.objects.filter(data="Fees").update(has_error=True, field_error=TAKEN_OVER)
    shown = handed(author, en)["initialStringTranslations"]
    told = next(item for item in shown if item["segment_id"] == text["id"])
    assert note in told["comment"]
    assert told["error"].startswith(fault)


BLANK = ["", "   ", "<p></p>", "<p>&nbsp;</p>"]


@pytest.mark.parametrize("text", BLANK)
def test_a_text_that_says_nothing_is_no_translation(en: Page, text: str) -> None:
    author = signed_in(translator("en"))
    translation = Translation.objects.get(
        source__object_id=en.translation_key, target_locale=en.locale
    )
    segment = translation.source.stringsegment_set.get(context__path="title")
    body = encode_multipart(BOUNDARY, {"value": text})

    response = author.put(
        f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/",
        body,
        content_type=MULTIPART_CONTENT,
    )

    assert response.status_code == 200
    assert response.json()["error"] == "This text is empty: it is not translated."
    total, translated = progress(en)
    assert total - translated == 1
    assert "1 text is not translated yet" in press(author, en, "submit")


def test_a_text_is_not_called_empty_because_another_is(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    author = signed_in(translator("en"))
    translate_what_is_missing(en, "A new sentence.")
    title = StringTranslation.objects.filter(locale=en.locale, context__path="title")
    title.filter(context__object_id=en.translation_key).update(data=" ")

    told = save_text(author, en, "A new sentence.", "A better sentence.").json()

    assert told["error"] is None
    assert StringTranslation.objects.filter(data="A better sentence.").exists()


@pytest.mark.parametrize("action", ["submit", "publish", "approve"])
def test_a_blank_text_stored_before_counts_as_missing(pages: Pages, en: Page, action: str) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    author, reviewer = signed_in(translator("en")), signed_in(LEGAL_REVIEWER)
    translate_what_is_missing(en, "A new sentence.")
    if action == "approve":
        press(author, en, "submit")
    StringTranslation.objects.filter(data="A new sentence.").update(data=" ")

    told = press(author if action == "submit" else reviewer, en, action)

    assert "1 text is not translated yet" in told
    assert "still to be translated" in author.get(edit(en)).content.decode()
    assert "A new sentence." not in Client().get(en.url).content.decode()


def save_text(client: Client, page: Page, old: str, new: str) -> Any:
    """Save a text in the editor of a translation, as its script does."""
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    segments = translation.source.stringsegment_set.annotate_translation(
        page.locale, include_errors=True
    )
    place = segments.get(translation=old)
    return client.put(
        f"/admin/localize/translate/{translation.pk}/strings/{place.pk}/edit/",
        encode_multipart(BOUNDARY, {"value": new}),
        content_type=MULTIPART_CONTENT,
    )


@pytest.mark.parametrize("door", ["editor", "home"])
def test_what_a_reviewer_approves_is_what_stands_on_the_screen(
    pages: Pages, en: Page, door: str, django_capture_on_commit_callbacks: Any
) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    translate_what_is_missing(en, "A new sentence.")
    press(signed_in(translator("en")), en, "submit")
    reviewer = signed_in(LEGAL_REVIEWER)
    assert save_text(reviewer, en, "A new sentence.", "A better sentence.").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        if door == "editor":
            told = press(reviewer, en, "approve")
        else:
            state = Page.objects.get(pk=en.pk).current_workflow_task_state
            address = f"/admin/pages/workflow/action/{en.pk}/approve/{state.pk}/"
            response = reviewer.post(address, {"comment": ""})
            told = str(list(get_messages(response.wsgi_request))[-1])

    assert f"“{en.title}” was approved and published." in told
    shown = Client().get(en.url).content.decode()
    assert "A better sentence." in shown
    assert "A new sentence." not in shown
    assert not Page.objects.get(pk=en.pk).has_unpublished_changes


def test_in_review_nobody_else_changes_a_text(
    pages: Pages, en: Page, django_capture_on_commit_callbacks: Any
) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    translate_what_is_missing(en, "A new sentence.")
    author = signed_in(translator("en"))
    assert not handed(author, en)["object"]["isLocked"]
    assert save_text(author, en, "A new sentence.", "My sentence.").status_code == 200
    press(author, en, "submit")
    translation, chosen = with_a_page_chosen(pages, en)

    answer = save_text(author, en, "My sentence.", "Slipped in.")
    address = f"/admin/localize/translate/{translation.pk}"
    kind = "application/x-www-form-urlencoded"
    value = f"value={pages['en', 'about'].pk}"
    chosen_answer = author.put(f"{address}/overrides/{chosen.pk}/edit/", value, content_type=kind)
    for door in ("pofile/upload", "disable"):
        refused = author.post(f"{address}/{door}/")
        said = str(list(get_messages(refused.wsgi_request))[-1]).strip()
        assert (refused.headers["Location"], said) == (edit(en), answer.json()["error"])

    assert (answer.status_code, chosen_answer.status_code) == (403, 403)
    assert "Only reviewers for this task can edit" in answer.json()["error"]
    assert not StringTranslation.objects.filter(data="Slipped in.").exists()
    assert not SegmentOverride.objects.filter(context=chosen.context).exists()
    translation.refresh_from_db()
    assert translation.enabled
    assert handed(author, en)["object"]["isLocked"]
    reviewer = signed_in(LEGAL_REVIEWER)
    assert not handed(reviewer, en)["object"]["isLocked"]
    assert 'class="guidance-no-publishing' in reviewer.get(edit(en)).content.decode()


def test_a_reviewer_is_shown_what_is_new(pages: Pages, en: Page) -> None:
    change(pages["vi", "co-fee"], "Phí là ba mươi nghìn đồng.")
    translate_what_is_missing(en, "The fee is thirty thousand dong.")
    Page.objects.get(pk=en.pk).specific.save_revision().publish()
    change(pages["vi", "co-fee"], "Phí là sáu mươi nghìn đồng.")
    author, reviewer = signed_in(translator("en")), signed_in(LEGAL_REVIEWER)
    save_text(author, en, "The fee is thirty thousand dong.", "The fee is sixty thousand dong.")
    assert "What is new since it was published" not in author.get(edit(en)).content.decode()
    press(author, en, "submit")

    page = " ".join(reviewer.get(edit(en)).content.decode().split())

    (new,) = re.findall(
        r"<summary>What is new since it was published</summary> <ul>(.*?)</ul>", page
    )
    assert new.count("<li>") == 1
    assert "<del>ba</del> <ins>sáu</ins>" in new
    assert "<del>thirty</del> <ins>sixty</ins>" in new
    assert f'href="/admin/pages/{en.pk}/history/"' in page
    marks = [
        item["comment"].startswith("New since it was published")
        for item in handed(reviewer, en)["initialStringTranslations"]
    ]
    assert sum(marks) == 1
