"""Whatever the door, an uploaded file is taken only if it holds what its name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from openpyxl import Workbook
from PIL import Image as Picture
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

from guidance.text.languages import LANGUAGES

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(7)</script></svg>'
WEB_PAGE = b"<!doctype html><script>alert(7)</script>"
REASON = "This file does not hold what its name says: it is not a valid .%(extension)s."


def picture(kind: str, size: tuple[int, int] = (20, 20), mode: str = "RGB") -> bytes:
    """An image file."""
    content = io.BytesIO()
    Picture.new(mode, size, 1).save(content, kind)
    return content.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    """A compressed archive, which is what office files are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def sheet() -> bytes:
    """A real table."""
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
SOUND = {
    "form.pdf": b"%PDF-1.7\n%%EOF\n",
    "form.docx": package(WORD),
    "form.odt": package(ODT),
    "goods.xlsx": sheet(),
    "goods.csv": "\ufeffmã,tên\n8471,máy tính\n".encode(),
    "BM01.txt": "BM01 Biểu mẫu".encode(),
}
WRONG = {
    "page.pdf": WEB_PAGE,
    "hidden.pdf": b"MZ\x90\0" + b"%PDF-1.7",
    "photo.docx": picture("PNG"),
    "sheet.docx": sheet(),
    "archive.xlsx": package({"a.txt": b"a"}),
    "cut.docx": package(WORD)[:-30],
    "other.odt": package({"mimetype": b"application/epub+zip"}),
    "none.odt": package({"a": b"a"}),
    "program.txt": b"\x7fELF\0\0\0",
    "latin.csv": "mã".encode("latin-1", "replace") + b"\xe3\x28",
    "half.txt": "mã".encode()[:-1],
    "macro.docx": package({**WORD, "word/vbaProject.bin": b"x"}),
    "bomb.docx": package({**WORD, "word/media/a": b"\0" * (20 * 1024 * 1024)}),
    "page.html": WEB_PAGE,
    "page.svg": SVG,
}
WRONG_IMAGES = {
    "vector.svg": SVG,
    "vector.png": SVG,
    "page.png": WEB_PAGE,
    "photo.png": picture("JPEG"),
    "table.jpg": picture("TIFF"),
    "cut.png": picture("PNG", (300, 300))[:-40],
    "huge.png": picture("PNG", (8000, 6000), "1"),
}


@pytest.fixture
def editor(client: Client, settings: Settings, tmp_path: Path) -> Client:
    """Somebody who may upload, to a folder that goes away."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(User.objects.create_superuser("editor"))
    return client


def upload(editor: Client, door: str, name: str, content: bytes) -> Any:
    """Send a file through one of the doors of the admin."""
    file = SimpleUploadedFile(name, content)
    if door.endswith("add_multiple"):
        return editor.post(reverse(door), {"files[]": file, "title": name})
    start = PREFIXES.get(door, "")
    return editor.post(reverse(door), {f"{start}title": name, f"{start}file": file})


DOCUMENT_DOORS = ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"]
IMAGE_DOORS = ["wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create"]
PREFIXES = {
    "wagtaildocs_chooser:create": "document-chooser-upload-",
    "wagtailimages_chooser:create": "image-chooser-upload-",
}


def dealt(names: Iterable[str], doors: list[str]) -> list[tuple[str, str]]:
    """Each name with a door, in turn."""
    return list(zip(names, cycle(doors), strict=False))


@pytest.mark.parametrize(("name", "door"), dealt(SOUND, DOCUMENT_DOORS))
def test_a_sound_document_is_taken(editor: Client, name: str, door: str) -> None:
    upload(editor, door, name, SOUND[name])

    assert Document.objects.get().file.read() == SOUND[name]


@pytest.mark.parametrize(("name", "door"), dealt(WRONG, DOCUMENT_DOORS))
def test_a_document_of_another_kind_is_refused(editor: Client, name: str, door: str) -> None:
    response = upload(editor, door, name, WRONG[name])

    assert response.status_code == 200
    assert not Document.objects.exists()


@pytest.mark.parametrize(("name", "door"), dealt(WRONG_IMAGES, IMAGE_DOORS))
def test_what_is_no_sound_image_is_refused(editor: Client, name: str, door: str) -> None:
    response = upload(editor, door, name, WRONG_IMAGES[name])

    assert response.status_code == 200
    assert not Image.objects.exists()


@pytest.mark.parametrize(("kind", "door"), dealt(("PNG", "JPEG", "GIF", "WEBP"), IMAGE_DOORS))
def test_a_sound_image_is_taken(editor: Client, kind: str, door: str) -> None:
    upload(editor, door, f"photo.{kind.lower()}", picture(kind))

    assert Image.objects.get().width == 20
    assert editor.get(reverse("wagtailimages:index")).status_code == 200


def test_a_document_cannot_be_replaced_by_another_kind(editor: Client) -> None:
    upload(editor, "wagtaildocs:add", "form.pdf", SOUND["form.pdf"])
    document = Document.objects.get()
    file = SimpleUploadedFile("form.pdf", WEB_PAGE)

    editor.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "a", "file": file})

    assert Document.objects.get().file.read() == SOUND["form.pdf"]


def test_a_file_that_is_too_large_is_refused(editor: Client, settings: Settings) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10

    upload(editor, "wagtaildocs:add_multiple", "goods.xlsx", SOUND["goods.xlsx"])
    upload(editor, "wagtailimages:add_multiple", "photo.png", picture("PNG"))

    assert not Document.objects.exists()
    assert not Image.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reason_is_said_in_the_language_of_the_editor(editor: Client, language: str) -> None:
    profile = UserProfile.get_for_user(User.objects.get())
    profile.preferred_language = language
    profile.save()

    answer = upload(editor, "wagtaildocs:add_multiple", "page.pdf", WEB_PAGE).json()

    with override(language):
        assert answer["error_message"] == gettext(REASON) % {"extension": "pdf"}


def test_a_document_is_saved_not_shown(editor: Client, client: Client) -> None:
    upload(editor, "wagtaildocs:add", "form.pdf", SOUND["form.pdf"])
    client.logout()

    response = client.get(Document.objects.get().url)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize("detour", ["", "/", "./", "a/../", "a/..//"])
def test_a_document_has_one_address_only(editor: Client, client: Client, detour: str) -> None:
    upload(editor, "wagtaildocs:add", "form.pdf", SOUND["form.pdf"])
    client.logout()

    assert client.get(f"/media/{detour}documents/form.pdf").status_code == 404


def test_an_image_is_served_as_what_it_is(editor: Client, client: Client) -> None:
    upload(editor, "wagtailimages:add", "photo.png", picture("PNG"))
    client.logout()

    response = client.get(Image.objects.get().file.url)

    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
