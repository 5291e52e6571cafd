"""Whatever a visitor writes into the request line or the host: every view gets one form of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory

from guidance.delivery.request_line import Request
from tests.checking import check_at

pytestmark = pytest.mark.django_db
OWN = "https://guidance.example.org"
# Python knows all but the last; only some of them make letters of bytes.
CODECS = ("latin-1", "utf-16", "utf-7", "base64", "rot13", "idna", "undefined", "zlib", "x")


@pytest.mark.parametrize(
    "path", ["/vi/search/", check_at("vi"), check_at("vi", "result.json"), "/vi/thời/"]
)
def test_letters_that_are_not_encoded_are_read_and_repeated_encoded(
    client: Client, path: str
) -> None:
    # The test client hands bytes on as a server does: as letters of latin-1.
    response = client.get(f"{path}?q=thời+hạn&x=ờ")

    page = response.content.decode()
    assert response.status_code == (404 if path == "/vi/thời/" else 200)
    assert "thá»" not in page
    if path == "/vi/search/":
        assert 'value="thời hạn"' in page
        assert quote("thời") in page


@pytest.mark.parametrize("host", ["guidance.example.org:1234", "www.example.org"])
def test_own_addresses_are_those_of_the_settings(client: Client, settings: Any, host: str) -> None:
    settings.SITE_URL = OWN
    settings.ALLOWED_HOSTS = ["guidance.example.org", "www.example.org"]

    for path in ("/robots.txt", "/en/feed/", check_at("en", "result/?state=new&v=1&on=2026-11-22")):
        page = Client().get(path, headers={"host": host}).content.decode()
        assert "guidance.example.org" in page, path
        assert ":1234" not in page
        assert "www.example.org" not in page


def test_another_host_is_still_refused(settings: Any) -> None:
    settings.SITE_URL = OWN
    settings.ALLOWED_HOSTS = ["guidance.example.org"]

    assert Client().get("/robots.txt", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "kind",
    [
        *(f"application/x-www-form-urlencoded; charset={name}" for name in CODECS),
        *(f"text/html; charset*={name}" for name in ("x''y", "undefined''y", "\0''y")),
        f"text/html; a*{'9' * 5000}*=b",
        "multipart/form-data; boundary*=x''b",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_type_of_a_body_makes_letters_of_another_kind(method: str, kind: str) -> None:
    from guidance.wsgi import application

    assert application.request_class is Request
    environ = (
        RequestFactory().generic(method, "/vi/search/?q=th%E1%BB%9Di", b"a=h%E1%BA%A1n").environ
    )

    request = Request({**environ, "CONTENT_TYPE": kind})

    assert request.GET["q"] == "thời"
    if method == "POST" and "urlencoded" in kind:
        assert request.POST["a"] == "hạn"
    assert not request.FILES
