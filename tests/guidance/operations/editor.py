"""Somebody who signs in over HTTP and saves pages, as a browser would."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from wagtail.test.utils.form_data import querydict_from_html

from tests.guidance.operations.stack import Answer, Stay, answer_of

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.guidance.operations.settings"}
NAME, PASSWORD = "chief", "right horse battery"
MAKE_EDITOR = f"""
from django.contrib.auth.models import User
from wagtail.users.models import UserProfile
if not User.objects.filter(username="{NAME}").exists():
    user = User.objects.create_superuser("{NAME}", password="{PASSWORD}")
    UserProfile.objects.create(user=user, preferred_language="fr")
"""
MAKE_PAGES = """
from wagtail.models import Page
source = Page.objects.get(slug="glossary", locale__language_code="en")
for number in range({count}):
    copy = source.copy(update_attrs={{"slug": "{name}-%d" % number, "title": "Page %d" % number}})
    print("page", copy.pk)
"""


class Editor:
    """A browser with its cookies."""

    def __init__(self, site: str, language: str = "en") -> None:
        """Nobody is signed in yet."""
        self.site = site
        self.language = language
        self.opener = urllib.request.build_opener(
            Stay, urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def ask(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """The answer to a GET, or to a form that is sent."""
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.site + path,
            data=None if form is None else urllib.parse.urlencode(form).encode(),
            headers={"Accept-Language": self.language},
        )
        return answer_of(self.opener, request)

    def sign_in(self) -> Editor:
        """Sign in, or fail."""
        page = self.ask("/admin/login/")
        form = {"csrfmiddlewaretoken": token(page.text), "username": NAME, "password": PASSWORD}
        assert self.ask("/admin/login/", {**form, "next": "/admin/"}).status == 302
        return self

    def form(self, page: str) -> dict[str, str]:
        """The form of a page as it stands; its streams are sent empty."""
        answer = self.ask(f"/admin/pages/{page}/edit/")
        assert answer.status == 200
        fields = querydict_from_html(answer.text, form_id="page-edit-form").dict()
        sent = {"csrfmiddlewaretoken": token(answer.text), "body-count": "0", "related-count": "0"}
        return {**fields, **sent}

    def publish(self, page: str, title: str) -> Answer:
        """Give a page a title and publish it."""
        form = {**self.form(page), "title": title, "action-publish": "action-publish"}
        return self.ask(f"/admin/pages/{page}/edit/", form)


def token(html: str) -> str:
    """The token of the first form."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert found
    return found[1]
