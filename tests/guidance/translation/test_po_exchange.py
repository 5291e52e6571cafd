"""An outside translator gets a PO file and sends it back; nothing untranslated goes live."""

from __future__ import annotations

from typing import Any

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from guidance.models import GuidancePage
from guidance.translation.po_exchange import PO_IMPORTED

Pages = dict[tuple[str, str], Page]
BODY = [{"type": "text", "value": {"html": "<p>Cấm <b>nhập khẩu</b>.</p>", "sources": []}}]
IDENTITY = "X-WagtailLocalize-TranslationID"


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Somebody who may translate and publish, in English."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def original(pages: Pages) -> GuidancePage:
    """A new Vietnamese page."""
    parent = Page.objects.get(pk=pages["vi", "circular-26"].pk)
    page = GuidancePage(title="Hàng mới", summary="Tóm tắt.", locale=parent.locale)
    page.body = page.body.stream_block.to_python(BODY)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def translation(original: GuidancePage, editor: Client) -> Translation:
    """Its translation to English, begun."""
    english = Locale.objects.get(language_code="en")
    editor.post(f"/admin/localize/submit/page/{original.pk}/", {"locales": [english.pk]})
    return Translation.objects.get(source__object_id=original.translation_key)


def english(original: GuidancePage) -> GuidancePage:
    page = original.get_translation(Locale.objects.get(language_code="en"))
    assert isinstance(page, GuidancePage)
    return page


def texts(translation: Translation) -> Any:
    """What was translated of its page."""
    page = translation.source.object_id
    return StringTranslation.objects.filter(context__object_id=page)


def door(translation: Translation, which: str) -> str:
    return f"/admin/localize/translate/{translation.pk}/pofile/{which}/"


def download(editor: Client, translation: Translation) -> polib.POFile:
    """The file as the translator gets it."""
    return polib.pofile(editor.get(door(translation, "download")).content.decode())


def filled(po: polib.POFile) -> polib.POFile:
    """The file as the translator sends it back: every text in capitals, tags as they are."""
    for entry in po:
        entry.msgstr = "<b>Import</b> banned." if "<b>" in entry.msgid else f"EN {entry.msgid}"
        if entry.msgctxt == "slug":
            entry.msgstr = "new-goods"
    return po


def told(response: Any) -> str:
    """What the editor was told last."""
    return str(list(get_messages(response.wsgi_request))[-1])


def send(editor: Client, translation: Translation, content: bytes) -> str:
    """Send a file back; what the editor is told."""
    file = SimpleUploadedFile("en.po", content)
    response = editor.post(door(translation, "upload"), {"file": file})
    assert response.status_code == 302
    return told(response)


def publish(editor: Client, original: GuidancePage, commit: Any) -> str:
    """Publish the translation in its editor; what the editor is told."""
    with commit(execute=True):
        response = editor.post(f"/admin/pages/{english(original).pk}/edit/", {"action": "publish"})
    return told(response)


def test_a_page_goes_out_comes_back_and_goes_live(
    editor: Client,
    original: GuidancePage,
    translation: Translation,
    django_capture_on_commit_callbacks: Any,
) -> None:
    po = download(editor, translation)
    assert {"Hàng mới", "Tóm tắt.", "Cấm <b>nhập khẩu</b>."} <= {entry.msgid for entry in po}
    assert not english(original).live

    assert "Successfully" in send(editor, translation, str(filled(po)).encode())
    assert not english(original).live
    (entry,) = PageLogEntry.objects.filter(page=english(original).pk, action=PO_IMPORTED)
    assert (entry.user.username, entry.data["file"]) == ("editor", "en.po")
    assert "Published" in publish(editor, original, django_capture_on_commit_callbacks)
    page = Client().get(english(original).url).content.decode()
    assert "EN Hàng mới" in page
    assert "<b>Import</b> banned." in page


def test_what_was_translated_before_is_in_the_next_file(
    editor: Client, translation: Translation
) -> None:
    send(editor, translation, str(filled(download(editor, translation))).encode())

    assert all(entry.msgstr for entry in download(editor, translation))


def without_identity(po: polib.POFile) -> bytes:
    del po.metadata[IDENTITY]
    return str(filled(po)).encode()


def of_another_page(po: polib.POFile) -> bytes:
    po.metadata[IDENTITY] = "0e1c6f5e-0000-0000-0000-000000000000"
    return str(filled(po)).encode()


def with_other_texts(po: polib.POFile) -> bytes:
    for entry in po:
        entry.msgid = f"{entry.msgid} x"
    return str(filled(po)).encode()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda _po: b"", "does not say which page"),
        (lambda _po: b"PK\x03\x04\x00\xff\xfe", "not a PO file"),
        (lambda _po: b'msgid "a\nmsgstr', "not a PO file"),
        (lambda _po: "msgid “a”\nmsgstr “b”".encode("utf-16"), "not a PO file"),
        (lambda po: str(filled(po)).encode()[:-9], "not a PO file"),
        (lambda po: str(po).encode(), "No text in this PO file"),
        (without_identity, "does not say which page"),
        (of_another_page, "another page or another language"),
        (with_other_texts, "None of the texts"),
    ],
)
def test_a_broken_or_foreign_file_changes_nothing(
    editor: Client, translation: Translation, spoil: Any, words: str
) -> None:
    assert words in send(editor, translation, spoil(download(editor, translation)))
    assert not texts(translation)


def test_no_file_at_all_is_told(editor: Client, translation: Translation) -> None:
    response = editor.post(door(translation, "upload"))

    assert "Choose the PO file" in told(response)


def test_who_may_not_edit_the_page_sends_nothing(editor: Client, translation: Translation) -> None:
    content = str(filled(download(editor, translation))).encode()
    user = get_user_model().objects.create_user("somebody", password="a-pass-word")
    stranger = Client()
    stranger.force_login(user)

    response = stranger.post(
        door(translation, "upload"), {"file": SimpleUploadedFile("en.po", content)}
    )

    assert response.status_code in (302, 403)
    assert not texts(translation)


def test_an_incomplete_translation_is_not_published(
    editor: Client,
    original: GuidancePage,
    translation: Translation,
    django_capture_on_commit_callbacks: Any,
) -> None:
    po = download(editor, translation)
    complete = filled(po)
    complete[0].msgstr = ""
    send(editor, translation, str(complete).encode())

    words = publish(editor, original, django_capture_on_commit_callbacks)

    assert "1 text is not translated yet" in words
    assert not english(original).live


def test_a_changed_original_never_replaces_what_is_live(
    editor: Client,
    original: GuidancePage,
    translation: Translation,
    django_capture_on_commit_callbacks: Any,
) -> None:
    send(editor, translation, str(filled(download(editor, translation))).encode())
    publish(editor, original, django_capture_on_commit_callbacks)
    original.refresh_from_db()
    original.summary = "Tóm tắt mới."
    original.save_revision().publish()
    source = TranslationSource.objects.get(object_id=original.translation_key)

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"/admin/localize/update/{source.pk}/", {"publish_translations": "on"})

    assert english(original).live
    assert english(original).summary == "EN Tóm tắt."
    assert "Tóm tắt mới." in {entry.msgid for entry in download(editor, translation)}


def test_a_translation_of_an_earlier_text_is_marked_until_it_is_confirmed(
    editor: Client, original: GuidancePage, translation: Translation
) -> None:
    send(editor, translation, str(filled(download(editor, translation))).encode())
    original.title = "Hàng mới nhất"
    original.save_revision().publish()
    total, translated = translation.get_progress()
    assert total - translated == 1

    po = download(editor, translation)

    marked = [entry for entry in po if entry.fuzzy]
    assert [entry.msgid for entry in marked] == ["Hàng mới nhất"]
    send(editor, translation, str(po).encode())
    assert translation.get_progress() == (total, total - 1)
    marked[0].flags.remove("fuzzy")
    send(editor, translation, str(po).encode())
    assert translation.get_progress() == (total, total)


def test_a_text_that_says_nothing_is_no_translation(
    editor: Client, original: GuidancePage, translation: Translation
) -> None:
    po = filled(download(editor, translation))
    send(editor, translation, str(po).encode())
    for entry in po[:2]:
        entry.msgstr = " "

    send(editor, translation, str(po).encode())

    assert texts(translation).count() == len(po) - 2
    for entry in po:
        entry.msgstr = "  "
    assert "No text in this PO file" in send(editor, translation, str(po).encode())
