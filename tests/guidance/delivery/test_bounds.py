"""Whatever a visitor sends has a largest size, and is refused beyond it before it is read."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.core.wsgi import get_wsgi_application
from django.template.defaultfilters import filesizeformat
from django.test import Client, RequestFactory
from django.utils.translation import gettext, override

from guidance.delivery import request_limits
from guidance.feedback.forms import LONGEST_COMMENT
from guidance.models import Feedback
from guidance.operations.serve import LONGEST_HEAD
from guidance.text.languages import LANGUAGES
from tests.checking import SLUGS, check_at
from tests.guidance.operations.stack import Stack
from wizard.assessment.forms import REPORT_LENGTH
from wizard.models import ResultReport

pytestmark = pytest.mark.django_db
LONG = "The address is longer than any on this site. It may have been put together wrongly."
LARGE = (
    "What you sent is larger than this page takes: at most %(most)s together."
    " Nothing of it was read or kept."
)
ADMIN = f"/{configured.ADMIN_PATH}"
TAKING = [
    *("/{}/feedback/", "/{}/check/{}/report/", "/{}/check/{}/goods/", "/{}/search/"),
    "/{}/check/report/",
]
LARGER = ["/{}/check/{}/papers/", "/{}/check/{}/consignment/"]
BACK = "Press your browser’s Back button: most browsers still show what you typed."


def query(length: int) -> str:
    """A search of so many signs."""
    return "q=" + "a" * (length - 2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address",
    [
        f"/{{}}/search/?{query(request_limits.LONGEST_QUERY + 1)}",
        f"/{{}}/search/?{'&'.join(['q=a'] * (request_limits.MOST_PARAMETERS + 1))}",
        f"/{{}}/check/?{'&' * request_limits.MOST_PARAMETERS}",
        f"/{{}}/{'a' * request_limits.LONGEST_PATH}/",
    ],
    ids=["query", "repeated key", "parameters", "path"],
)
def test_an_address_beyond_any_of_ours_is_refused(
    client: Client, address: str, language: str
) -> None:
    response = client.get(address.format(language, SLUGS[language]))

    assert response.status_code == 414
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    with override(language):
        assert gettext(LONG) in response.content.decode()


def test_programs_are_refused_in_their_own_way(client: Client) -> None:
    response = client.get(check_at("en", f"result.json?{query(request_limits.LONGEST_QUERY + 1)}"))

    assert (response.status_code, response.json()) == (414, {"error": "address-too-long"})


@pytest.mark.parametrize(
    "asked",
    [query(request_limits.LONGEST_QUERY), "&".join(["q=a"] * request_limits.MOST_PARAMETERS)],
)
def test_what_is_just_within_is_answered(client: Client, asked: str) -> None:
    assert client.get(f"/en/search/?{asked}").status_code == 200


def test_editors_may_tick_every_row_of_a_list(client: Client) -> None:
    ticked = "&".join(f"id={number}" for number in range(500))

    assert client.get(f"{ADMIN}login/?{ticked}").status_code == 200


class Unread:
    """A body that must not be read."""

    def read(self, *_arguments: int) -> bytes:
        pytest.fail("The body was read.")

    readline = read


def declare(address: str, length: object, kind: str) -> tuple[int, str]:
    """Status and page for a body that is announced to be so long."""
    environ: dict[str, Any] = {
        **RequestFactory().post(address).environ,
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": kind,
        "wsgi.input": Unread(),
    }
    seen: list[str] = []
    answer = get_wsgi_application()(environ, lambda status, *_rest: seen.append(status))
    return int(seen[0][:3]), b"".join(answer).decode()


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=b"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [*TAKING, *LARGER])
def test_a_large_body_is_refused_unread_and_what_to_do_is_said(
    address: str, language: str, kind: str
) -> None:
    path = address.format(language, SLUGS[language])
    most = request_limits.largest_body(path)
    status, page = declare(path, most + 1, kind)

    assert status == 413
    assert (most > request_limits.LARGEST_BODY) == (address in LARGER)
    with override(language):
        assert gettext(LARGE) % {"most": filesizeformat(most)} in page
        assert gettext(BACK) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nginx_refused_is_told_by_the_site(client: Client, language: str) -> None:
    path = LARGER[0].format(language, SLUGS[language])
    response = client.get(path, headers={"x-body-refused": "1"})

    assert response.status_code == 413
    assert response.headers["Cache-Control"] == "no-store"
    with override(language):
        assert gettext(BACK) in response.content.decode()


def test_a_large_upload_is_refused_unread() -> None:
    kind = "multipart/form-data; boundary=b"

    status, _page = declare(f"{ADMIN}login/", request_limits.LARGEST_BODY_OF_EDITORS + 1, kind)

    assert status == 413
    assert request_limits.LARGEST_BODY_OF_EDITORS > configured.WAGTAILDOCS_MAX_UPLOAD_SIZE


@pytest.mark.parametrize("address", TAKING)
def test_a_length_that_is_no_number_is_a_bad_request(address: str) -> None:
    status, _page = declare(
        address.format("en", SLUGS["en"]), "many", "application/x-www-form-urlencoded"
    )

    assert status == 400


@pytest.mark.parametrize("address", TAKING)
@pytest.mark.parametrize("content", ["[" * 60_000, '{"a":' * 10_000], ids=["lists", "objects"])
def test_deep_json_is_read_by_nothing(client: Client, address: str, content: None) -> None:
    response = client.post(
        address.format("en", SLUGS["en"]), content, content_type="application/json"
    )

    assert response.status_code in {200, 302, 308, 400, 405}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/en/feedback/", {"is_useful": "no", "page": "2", "path": "/a", "comment": "a" * 1001}),
        ("/en/feedback/", {"is_useful": "no", "page": "2", "path": f"/{'a' * 500}"}),
        (check_at("en", "report/"), {"message": "a" * (REPORT_LENGTH + 1)}),
        (check_at("en", "goods/?state=used"), {"text": "a" * 101}),
    ],
)
def test_each_field_has_a_longest_value(client: Client, address: str, sent: dict[str, str]) -> None:
    response = client.post(address, sent)

    assert LONGEST_COMMENT == 1000
    assert response.status_code in {200, 400}
    assert not Feedback.objects.exists()
    assert not ResultReport.objects.exists()


def test_a_long_search_is_cut(client: Client) -> None:
    page = client.get(f"/en/search/?{query(1000)}").content.decode()

    assert f'value="{"a" * 200}"' in page


def head_of(address: str, size: int, number: int = 1) -> int:
    """The status of a request with so many headers of so many bytes."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.putrequest("GET", "/healthz")
        for index in range(number):
            connection.putheader(f"X-Made-Up-{index}", "a" * size)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def test_long_headers_are_refused_by_the_server(full: Stack) -> None:
    with full.serve() as address:
        assert head_of(address, LONGEST_HEAD // 3) == 200
        assert head_of(address, LONGEST_HEAD + 1) == 431
        assert head_of(address, 10, number=200) == 431
        assert head_of(address, 10) == 200
