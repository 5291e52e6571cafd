"""Every class of answer has the security headers; only the editors' side sets cookies.

Asked of a server with the settings of production, behind a front server that ends HTTPS.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from guidance.delivery.headers import AtomicAdminRequestMiddleware
from tests.checking import check_at
from tests.guidance.operations.stack import Answer, Stack, get

HOST = "guidance.example"
OFFICE = "office"
HTTPS = {"X-Forwarded-Proto": "https", "Host": HOST}
PUBLIC = {
    "/vi/": 200,
    "/en/search/?q=printer": 200,
    check_at("fr", "goods/?state=used"): 200,
    check_at("en", "result.json?state=new"): 200,
    check_at("en", "questions.json"): 200,
    "/en/feed/": 200,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
    "/vi/feedback/thanks/": 200,
    "/": 302,
    check_at("vi", "result/?state=new"): 302,
    "/vi/nothing-here/": 404,
    "/media/documents/form.pdf": 404,
    "/documents/1/form.pdf": 404,
    "/static/guidance/site.css": 200,
    "/vi/feedback/": 405,
    f"/vi/search/?q={'a' * 5000}": 414,
    "/healthz": 200,
    "/readyz": 200,
}
OFFICES = {f"/{OFFICE}/login/": 200, f"/{OFFICE}/": 302, f"/{OFFICE}/password_reset/": 200}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture(scope="module")
def site(full: Stack) -> Iterator[str]:
    """The address of a server as production has it, with the editors elsewhere than usual."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "guidance.settings.production",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "SECRET_KEY": "a-key-of-this-test-alone-" * 3,
        "ADMIN_PATH": OFFICE,
    }
    with Stack(full.folder, {**full.variables, **variables}).serve() as address:
        yield address


def ask(site: str, path: str, **headers: str) -> Answer:
    """An answer over HTTPS."""
    return get(site + path, **{**HTTPS, **headers})


def check_headers(answer: Answer) -> None:
    """Compare with what every answer has."""
    for name, value in EVERYWHERE.items():
        assert answer.headers[name] == value, name
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("path", "status"), PUBLIC.items())
def test_a_public_answer(site: str, path: str, status: int) -> None:
    for _again in ("rendered", "kept"):
        answer = ask(site, path)

        assert answer.status == status
        check_headers(answer)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "Set-Cookie" not in answer.headers
        if path not in {"/healthz", "/readyz"}:
            assert answer.headers["Strict-Transport-Security"] == (
                "max-age=31536000; includeSubDomains"
            )


@pytest.mark.parametrize(("path", "status"), OFFICES.items())
def test_an_answer_of_the_editors_side(site: str, path: str, status: int) -> None:
    answer = ask(site, path)

    assert answer.status == status
    check_headers(answer)
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" in answer.headers
    for cookie in answer.headers.get_all("Set-Cookie") or []:  # type: ignore[attr-defined]
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_the_editors_side_is_only_where_it_was_put(site: str) -> None:
    assert "csrftoken" in str(ask(site, f"/{OFFICE}/login/").headers["Set-Cookie"])
    # Taken for an address of the site without its language.
    assert ask(site, "/admin/login/").headers["Location"] == "/vi/admin/login/"
    assert ask(site, "/vi/admin/login/").status == 404


def test_plain_http_leads_to_https(site: str) -> None:
    answer = get(f"{site}/vi/", Host=HOST)

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/vi/")
    check_headers(answer)


def test_an_unknown_host_is_refused(site: str) -> None:
    answer = ask(site, "/vi/", Host="evil.example")

    assert answer.status == 400
    assert "evil" not in answer.text
    check_headers(answer)


@pytest.mark.django_db
def test_whoever_signs_in_holds_no_lock_of_the_database(rf: RequestFactory) -> None:
    """A password takes a second to check, and SQLite lets one write at a time."""
    middleware = AtomicAdminRequestMiddleware(lambda _request: HttpResponse())
    request = rf.post("/admin/login/")

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("whole")

    for user, answer in ((AnonymousUser(), None), (User(), b"whole")):
        request.user = user
        found = middleware.process_view(request, view, (), {})
        assert (found.content if found else None) == answer
