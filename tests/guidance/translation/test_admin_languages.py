"""Editors work in Vietnamese, English or French, Wagtail's own texts included."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.images.forms import GroupImagePermissionFormSet
from wagtail.users.models import UserProfile

from guidance.text.languages import LANGUAGES, WRITTEN_IN
from guidance.translation import package_catalogues
from tests.prepared import run

TRANSLATED = [code for code in LANGUAGES if code != WRITTEN_IN]
# Texts both of ours and of the packages where ours says something else, and why it may.
OUR_OWN_WAY = {
    "vi": {
        "Text": "a field of a block; Django's is a kind of database column",
        "Image": "Django's Vietnamese leaves it in English",
        "version": "Django's Vietnamese leaves it in English",
        "comment": "what a reader wrote; Wagtail shows its own with a capital letter",
        "Filter": "a button, so a verb",
        "Action": "a group of blocks, and what a line of the history did",
    },
    "fr": {
        "Timeline": "Wagtail's French leaves it in English",
        "slug": "in plain words",
        "Filter": "a button, so a verb",
        "Sign in": "the word of other public services",
        "query": "what a reader typed",
        "Breadcrumb": "an apostrophe as printers set it",
        "today": "an apostrophe as printers set it",
        "Skip to main content": "Wagtail's French has a mistake",
    },
}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("domain", package_catalogues.DOMAINS)
def test_no_text_of_an_installed_package_is_left_in_english(language: str, domain: str) -> None:
    missing = package_catalogues.compare(language, domain).missing

    assert not missing, "Translate them in locale/wagtail: docs/translating-the-admin.md"


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("domain", package_catalogues.DOMAINS)
def test_no_completion_repeats_what_a_package_says(language: str, domain: str) -> None:
    superseded = package_catalogues.compare(language, domain).superseded

    assert not superseded, "Remove them from locale/wagtail: the packages have them now"


@pytest.mark.parametrize("language", TRANSLATED)
def test_ours_replaces_a_text_of_a_package_only_where_that_is_meant(language: str) -> None:
    ours = package_catalogues.read(
        settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    )
    theirs: dict[package_catalogues.Key, set[str]] = {}
    for package in package_catalogues.packages():
        for key, entry in package.translated(language, "django").items():
            theirs.setdefault(key, set()).add(package_catalogues.form(entry).casefold())
    for key, entry in package_catalogues.completions(language, "django").items():
        theirs[key] = {package_catalogues.form(entry).casefold()}

    clashes = {
        key[1]: (package_catalogues.form(ours[key]), theirs[key])
        for key in ours.keys() & theirs.keys()
        if package_catalogues.form(ours[key]).casefold() not in theirs[key]
    }

    assert clashes.keys() <= OUR_OWN_WAY[language].keys(), "Give ours a context (pgettext)."


def test_a_catalogue_is_written_for_the_makers_of_each_package(tmp_path: Path) -> None:
    call_command("report_translations", send=tmp_path, stdout=(tmp_path / "report").open("w"))

    admin = polib.pofile(str(tmp_path / "wagtail.admin" / "vi" / "django.po"))
    entries = {entry.msgid: entry for entry in admin if not entry.obsolete}
    assert entries["Delete 1 page"].msgstr_plural == {0: "Xóa %(counter)s trang"}
    assert entries["Publish"].msgstr == "Xuất bản"
    assert not [entry.msgid for entry in entries.values() if not entry.translated()]


# --- Who sees which language --------------------------------------------------------------------


@pytest.fixture
def editor(admin_user: object, client: Client) -> Client:
    """An administrator who is signed in."""
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(admin_user, backend=backend)  # type: ignore[arg-type]
    return client


def chooses(user: object, language: str) -> None:
    """Set the language a user has chosen for the editors' side."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


@pytest.mark.parametrize(
    ("browser", "word"),
    [("", "Đăng nhập"), ("de", "Đăng nhập"), ("fr", "Connexion"), ("en", "Sign in")],
)
def test_the_sign_in_page_follows_the_browser(
    client: Client, db: None, browser: str, word: str
) -> None:
    response = client.get("/admin/login/", headers={"Accept-Language": browser})

    assert word in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_editor_chooses_a_language(editor: Client, admin_user: object, language: str) -> None:
    chooses(admin_user, language)
    with override(language):
        word = gettext("Dashboard")

    page = editor.get("/admin/", headers={"Accept-Language": "en"}).content.decode()

    assert f'<html lang="{language}"' in page
    assert word in page


def test_three_languages_are_offered(editor: Client) -> None:
    page = editor.get("/admin/account/").content.decode()

    offered = [code for code, _ in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]
    assert offered == [*LANGUAGES]
    assert all(f'<option value="{code}"' in page for code in offered)
    assert '<option value="de"' not in page


def texts_in_the_browser(answer: str) -> dict[str, str | list[str]]:
    """The catalogue that a script sets up."""
    start = answer.index("const newcatalog = ") + len("const newcatalog = ")
    found: dict[str, str | list[str]] = json.JSONDecoder().raw_decode(answer, start)[0]
    return found


@pytest.mark.parametrize("address", ["/admin/jsi18n/", "/admin/localize/jsi18n/"])
@pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"])
def test_scripts_find_every_text_in_vietnamese(
    editor: Client, admin_user: object, address: str, package: str
) -> None:
    chooses(admin_user, "vi")
    [source] = [each for each in package_catalogues.packages() if each.name == package]

    found = texts_in_the_browser(editor.get(address).content.decode())

    assert {key[1] for key in source.texts("djangojs")} <= found.keys()
    assert found["Split block"] == "Tách khối"
    assert found["Upload PO file"] == "Tải lên tệp PO"


@pytest.mark.parametrize("address", ["/admin/jsi18n/", "/admin/localize/jsi18n/"])
def test_scripts_never_mix_vietnamese_into_french(
    editor: Client, admin_user: object, address: str
) -> None:
    chooses(admin_user, "fr")
    ours = package_catalogues.completions("vi", "djangojs")

    found = texts_in_the_browser(editor.get(address).content.decode())

    assert found["Settings"] == "Paramètres"
    mixed = [
        key[1]
        for key in ours
        if found[key[1]] in ([package_catalogues.form(ours[key])], ours[key].msgstr)
    ]
    assert [text for text in mixed if text.isascii() and not text.startswith("%")] == []


# Loads the editors' side and prints who translates a text while it is being loaded.
EARLY = """
import inspect, sys
from django.utils import translation
real = translation.gettext
def noted(text):
    place = sys._getframe(1)
    if not place.f_code.co_flags & inspect.CO_NEWLOCALS or place.f_code.co_name == "<module>":
        print("EARLY", place.f_globals["__name__"], text)
    return real(text)
translation.gettext = noted
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
"""


def test_no_text_is_looked_up_before_somebody_reads_it() -> None:
    said = run("-c", EARLY, environment=os.environ)

    assert [line for line in said.splitlines() if line.startswith("EARLY")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_named_when_a_module_is_loaded_is_read_in_every_language(language: str) -> None:
    kinds = GroupImagePermissionFormSet.permission_types
    expected = ["Add/edit images you own", "Edit any image", "Select images in choosers"]
    with override(language):
        labels = [str(label) for _name, _short, label in kinds]

        assert labels == [gettext(text) for text in expected]
        assert (labels == expected) == (language == "en")


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "1 phút trước"), ("fr", "il y a une minute")]
)
def test_how_long_ago_a_review_was_is_said_in_the_language(language: str, words: str) -> None:
    """Wagtail says it by words of Django's that come with an application of their own."""
    with override(language):
        said = naturaltime(timezone.now() - timedelta(seconds=70))

    assert said.replace("\u00a0", " ") == words


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_a_name_follows_ends_with_a_space(
    editor: Client, admin_user: object, language: str
) -> None:
    # The script puts the name of a language, or of a service, right behind it.
    chooses(admin_user, language)

    found = texts_in_the_browser(editor.get("/admin/localize/jsi18n/").content.decode())

    before_a_name = {
        text: said for text, said in found.items() if text.endswith((" in ", " with "))
    }
    assert before_a_name
    assert [said for said in before_a_name.values() if not str(said).endswith(" ")] == []
