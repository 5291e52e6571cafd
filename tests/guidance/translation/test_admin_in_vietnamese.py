"""The editors' screens, rendered in Vietnamese, show no text in English that has a translation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Locale, Page, Workflow
from wagtail.users.models import UserProfile

from guidance.models import GuidancePage, LegalSource, Locality, Proposal
from guidance.translation import package_catalogues

# English that stands on a screen for a reason; the first word of each reason says whose it is.
ALLOWED = {
    "Page": "ours: StreamField takes the label of a block of one kind from its key",
    "Image": "Wagtail: ImageBlock takes the label of its first field from its key",
    "Locale": "Django: permissions are listed under the names of models as stored",
    "Translation": "Django: likewise",
    "Actions": "Wagtail: a name for screen readers in the header is not marked for translation",
    "Enabled": "wagtail-localize: a model field without a name of its own",
    "# pages": "wagtail-localize: the list of languages is not marked for translation",
    "English": "a language names itself",
    "Translations": "wagtail-localize: a menu keeps the language of its process's first editor",
    "What's new in Wagtail #.#": "Wagtail: likewise",
    "None": "Wagtail: a hidden counter without a number",
    "Search": "Wagtail: a hidden button of the dashboard is not marked for translation",
}
# Where a text is found in what scripts are given; other values there are keys and names of icons.
WORDED = {"label", "description", "title", "text", "heading", "header", "helpText", "message"}
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
NUMBER = re.compile(r"%(?:\(\w+\))?d")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
SCREENS = {
    "dashboard": "",
    "page explorer": "pages/{section}/",
    "page editor": "pages/{page}/edit/",
    "page history": "pages/{page}/history/",
    "new page": "pages/{section}/add_subpage/",
    "copying a page": "pages/{page}/copy/",
    "deleting a page": "pages/{page}/delete/",
    "snippet list": "snippets/guidance/legalsource/",
    "snippet editor": "snippets/guidance/locality/edit/{locality}/",
    "new correction": "snippets/guidance/correction/add/",
    "link for a department": "snippets/guidance/locality/link/{locality}/",
    "proposed corrections": "proposal/",
    "a department's proposal": "proposal/edit/{proposal}/",
    "new snippet": "snippets/guidance/legalsource/add/",
    "workflows": "workflows/list/",
    "workflow editor": "workflows/edit/{workflow}/",
    "new user": "users/new/",
    "new group": "groups/new/",
    "account": "account/",
    "pictures": "images/add/",
    "files": "documents/multiple/add/",
    "redirects": "redirects/add/",
    "languages": "locales/",
    "history of the site": "reports/site-history/",
    "submitting a translation": "localize/submit/page/{page}/",
    "translation editor": "pages/{translation}/edit/",
    "translations": "localize/reports/translations/",
}


@pytest.fixture
def editor(client: Client, pages: dict[tuple[str, str], Page]) -> Client:
    """An administrator who has chosen Vietnamese and whose browser asks for English."""
    user = User.objects.create_superuser("editor", "editor@example.org", "editor")
    UserProfile.objects.create(user=user, preferred_language="vi")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def numbers(editor: Client, pages: dict[tuple[str, str], Page]) -> dict[str, int]:
    """What the addresses of the screens name."""
    page = GuidancePage.objects.filter(locale__language_code="vi").order_by("pk")[0]
    english = Locale.objects.get(language_code="en")
    home = Page.objects.get(pk=pages["vi", "home"].pk)
    new = GuidancePage(title="Trang mới", locale=home.locale, summary="Tóm tắt.")
    home.add_child(instance=new)
    new.save_revision().publish()
    editor.post(f"/admin/localize/submit/page/{new.pk}/", {"locales": [english.pk]})
    return {
        "page": page.pk,
        "section": page.get_parent().pk,
        "translation": new.get_translation(english).pk,
        "locality": Locality.objects.all()[0].pk,
        "proposal": Proposal.objects.create(
            locality=Locality.objects.all()[0],
            is_by_department=True,
            entry={"contact": {"zalo": ""}},
        ).pk,
        "source": LegalSource.objects.all()[0].pk,
        "workflow": Workflow.objects.all()[0].pk,
    }


def worded(value: Any, key: str = "") -> Iterator[str]:
    """The texts for people in what a script is given."""
    if isinstance(value, str) and key in WORDED:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from worded(item, key if key in WORDED else "")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from worded(item, name)


def shown(html: str) -> Iterator[str]:
    """Every text that a person can meet on a screen."""
    soup = BeautifulSoup(html, "html.parser")
    for script in soup.find_all("script", type="application/json"):
        yield from worded(json.loads(script.string or "null"))
    for element in soup(["script", "style", "code", "textarea"]):
        element.extract()
    yield from soup.find_all(string=True)
    for element in soup.find_all(True):
        yield from (str(element[name]) for name in ATTRIBUTES if name in element.attrs)
        if element.name == "input" and element.get("type") in ("submit", "button"):
            yield str(element.get("value", ""))
        for value in element.attrs.values():
            if isinstance(value, str) and value[:2] in ('{"', "[{"):
                yield from worded(json.loads(value))


@pytest.fixture(scope="module")
def english() -> re.Pattern[str]:
    """Every text in English for which there is another one in Vietnamese."""
    texts: set[str] = set()
    known: list[package_catalogues.Entries] = []
    for domain in package_catalogues.DOMAINS:
        known.append(package_catalogues.completions("vi", domain))
        known += [package.translated("vi", domain) for package in package_catalogues.packages()]
    for entries in known:
        for entry in entries.values():
            if package_catalogues.form(entry) != entry.msgid:
                texts |= {entry.msgid, entry.msgid_plural}
    return re.compile("|".join(pattern(text) for text in texts if says_something(text)))


def says_something(text: str) -> bool:
    """Whether a text would be known again: with something to fill in, by two words at least."""
    words = re.findall("[A-Za-z]{3,}", PLACEHOLDER.sub(" ", text))
    is_whole = not PLACEHOLDER.search(NUMBER.sub("#", text))
    return len(words) > (0 if is_whole else 1)


def pattern(text: str) -> str:
    """What a text looks like when it is filled in."""
    numbered = NUMBER.sub("#", " ".join(text.split()))
    return ".+".join(map(re.escape, PLACEHOLDER.split(numbered)))


def left_in_english(html: str, english: re.Pattern[str]) -> set[str]:
    """The texts of a screen that should be in Vietnamese, and numbers aside are not."""
    texts = {re.sub(r"\d+", "#", " ".join(text.split())) for text in shown(html)}
    assert len(texts) > 10
    return {text for text in texts - ALLOWED.keys() if text.isascii() and english.fullmatch(text)}


def test_every_screen_is_in_vietnamese(
    editor: Client, numbers: dict[str, int], english: re.Pattern[str]
) -> None:
    left = {}
    for screen, address in SCREENS.items():
        response = editor.get("/admin/" + address.format(**numbers))
        assert response.status_code == 200, screen
        left[screen] = left_in_english(response.content.decode(), english)

    assert not {screen: texts for screen, texts in left.items() if texts}


def test_signing_in_is_in_vietnamese(client: Client, db: None, english: re.Pattern[str]) -> None:
    response = client.get("/admin/login/", headers={"Accept-Language": "vi"})

    assert "Tên đăng nhập" in response.content.decode()
    assert not left_in_english(response.content.decode(), english)


def test_english_would_be_found(english: re.Pattern[str]) -> None:
    page = '<p title="Edit">Publish <b>Save draft</b></p><i data-x=\'{"label": "Move up"}\'></i>'

    found = {" ".join(text.split()) for text in shown(page)}

    assert found == {"Edit", "Publish", "Save draft", "Move up"}
    assert all(english.fullmatch(text) for text in found)
    assert english.fullmatch("Page 'Home' has been published.")
    assert not english.fullmatch("Trang chủ")
