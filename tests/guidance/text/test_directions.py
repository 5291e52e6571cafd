"""Numbers of acts and texts from left to right stay in one piece on a page from right to left."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from guidance.delivery.directions import DirectionsMiddleware
from guidance.text.directions import END, ISOLATE, with_isolated_runs

NUMBER = "26/2025/TT-BKHCN"
RIGHT_TO_LEFT = f'<html lang="ar" dir="rtl"><p>{NUMBER}</p></html>'


@pytest.mark.parametrize(
    ("html", "isolated"),
    [
        (f"<p>x {NUMBER}.</p>", f"<p>x <bdi>{NUMBER}</bdi>.</p>"),
        (
            "<p>31/2018/NĐ-CP, 05/2017/QH14</p>",
            "<p><bdi>31/2018/NĐ-CP</bdi>, <bdi>05/2017/QH14</bdi></p>",
        ),
        ("<b>66.16/2026/NQ-CP</b>", "<b><bdi>66.16/2026/NQ-CP</bdi></b>"),
        ("<p>1103/QĐ-BCT</p>", "<p><bdi>1103/QĐ-BCT</bdi></p>"),
        # A day, a code and an agreement are no numbers of acts.
        ("<p>31/08/2026, 8443.31.19, C/O</p>", "<p>31/08/2026, 8443.31.19, C/O</p>"),
        ("<a>https://example.org/a-26…</a>", "<a><bdi>https://example.org/a-26…</bdi></a>"),
        # No element may stand here, or none of HTML.
        (f"<title>{NUMBER}</title>", f"<title>{ISOLATE}{NUMBER}{END}</title>"),
        (
            f"<svg><title>a</title><text>{NUMBER}</text></svg><p>{NUMBER}</p>",
            f"<svg><title>a</title><text>{ISOLATE}{NUMBER}{END}</text></svg><p><bdi>{NUMBER}</bdi></p>",
        ),
        (f'<a title="{NUMBER} > x">x</a>', f'<a title="{NUMBER} > x">x</a>'),
        (f"<textarea>{NUMBER}</textarea>", f"<textarea>{NUMBER}</textarea>"),
        (f"<script>'<p>{NUMBER}'</script>", f"<script>'<p>{NUMBER}'</script>"),
        (f"<!-- {NUMBER} -->", f"<!-- {NUMBER} -->"),
        ('<span lang="vi">Tỉnh</span>', '<span lang="vi" dir="ltr">Tỉnh</span>'),
        ('<p class="x" lang="ar">y</p>', '<p class="x" lang="ar" dir="rtl">y</p>'),
        ('<html lang="ar" dir="rtl">', '<html lang="ar" dir="rtl">'),
        ('<a hreflang="vi">y</a>', '<a hreflang="vi">y</a>'),
    ],
)
def test_what_runs_the_other_way_is_isolated(html: str, isolated: str) -> None:
    assert with_isolated_runs(html) == isolated


@pytest.mark.parametrize(
    ("path", "response", "changed"),
    [
        ("/ar/", HttpResponse(RIGHT_TO_LEFT), True),
        ("/en/", HttpResponse(RIGHT_TO_LEFT.replace("rtl", "ltr")), False),
        ("/admin/", HttpResponse(RIGHT_TO_LEFT), False),
        ("/ar/x.json", JsonResponse({"html": RIGHT_TO_LEFT}), False),
    ],
    ids=["page", "left to right", "admin", "data"],
)
def test_only_pages_from_right_to_left_are_changed(
    settings: Any, path: str, response: HttpResponse, changed: bool
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]

    def answer(_request: HttpRequest) -> HttpResponse:
        return response

    content = DirectionsMiddleware(answer)(RequestFactory().get(path)).content.decode()

    assert ("<bdi>" in content) == changed


def test_a_site_without_such_a_language_does_without() -> None:
    with pytest.raises(MiddlewareNotUsed):
        DirectionsMiddleware(lambda _request: HttpResponse())
