"""Two processes of one installation: what one publishes the other shows, within a second."""

from __future__ import annotations

import re
import time

import pytest

from tests.guidance.operations.stack import Stack, get

PUBLISH = """
from wagtail.models import Page
page = Page.objects.get(slug="{slug}", locale__language_code="en", depth__gte=3).specific
page.title = "{title}"
page.save_revision().publish()
"""
DO = """
from wagtail.models import Page
page = Page.objects.get(slug="{slug}", locale__language_code="en", depth__gte=3)
page.{action}()
"""
PAGE = "/en/glossary/"


def slug_of(address: str) -> str:
    """The last part of a page's address."""
    return address.rstrip("/").rpartition("/")[2]


@pytest.fixture
def page(full: Stack) -> str:
    """The address of a page that the tests may change."""
    return PAGE


def test_what_one_process_publishes_or_takes_away_every_other_sees(full: Stack, page: str) -> None:
    with full.serve() as one, full.serve() as other:
        for address in (one, other):
            for _again in range(2):
                before = get(address + page)
        assert before.headers["Cache-Status"] == "guidance; hit"
        tag = before.headers["ETag"]

        full.manage("shell", "-c", PUBLISH.format(slug=slug_of(page), title="Words, new"))

        # What is asked a second later is the new page, however busy the machine.
        time.sleep(1)
        for address in (one, other):
            assert "Words, new" in get(address + page).text
            assert get(address + page, **{"If-None-Match": tag}).status == 200

        full.manage("shell", "-c", DO.format(slug=slug_of(page), action="unpublish"))

        time.sleep(1)
        for address in (one, other):
            assert get(address + page).status == 404
        again = DO.format(slug=slug_of(page), action="get_latest_revision().publish")
        full.manage("shell", "-c", again)


def test_every_process_sends_the_same_bytes_under_the_same_tag(full: Stack) -> None:
    with full.serve() as one, full.serve() as other:
        for path in ("/vi/", "/fr/check/goods/?state=used", "/en/search/?q=printer"):
            here, there = get(one + path), get(other + path)
            # The address of a page is in it, and drawn in its QR code; the ports differ.
            own = "|".join(re.findall(r":\d+", one + other)) + r"|<svg.*?</svg>"
            bare = [re.sub(own, "", answer.text, flags=re.DOTALL) for answer in (here, there)]
            assert bare[0] == bare[1]
            assert here.status == 200
