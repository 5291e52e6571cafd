"""Every page may be cached by anybody: public, named by what it depends on, no cookie, no query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from guidance.delivery import public_cache
from guidance.delivery.content_version import content_version
from guidance.text.languages import LANGUAGES
from tests.wizard.assessment.stories import PERMITTED, STORIES, check, result

PAGES = {
    "start": check(),
    "start with answers": check("", PERMITTED),
    "question": check("state/"),
    "goods": check("goods/", {"state": "used"}),
    "last question": check("line-role/", PERMITTED),
    "rules": check("rules/"),
    "result as data": check("result.json", PERMITTED),
    "questions as data": check("questions.json"),
    **{f"result, {outcome}": result(answers) for outcome, answers in STORIES.items()},
}
REDIRECTS = {
    "a skipped question": check("purpose/"),
    "an unknown step": check("nothing/"),
    "a result not stamped yet": check("result/", PERMITTED),
}
POSTS = {
    "an answer": (check("state/"), {"answer": "used"}),
    "a last answer": (check("line-role/", PERMITTED), {"answer": "yes"}),
    "goods by code": (check("goods/", {"state": "used"}), {"text": "8471"}),
    "goods by name": (check("goods/", {"state": "used"}), {"text": "printer"}),
    "no answer": (check("state/"), {}),
}
pages = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
posts = pytest.mark.parametrize(("address", "data"), POSTS.values(), ids=POSTS)


def varies_by_visitor(response: HttpResponseBase) -> bool:
    """Whether caches must keep a copy for each visitor or language setting."""
    vary = response.headers.get("Vary", "").lower()
    return any(header in vary for header in ("cookie", "accept-language", "*"))


@pages
def test_a_page_may_be_shared_and_is_named(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert "private" not in response["Cache-Control"]
    assert response["ETag"].strip('"')


@pages
def test_a_page_known_already_is_not_sent_again(client: Client, address: str) -> None:
    name = client.get(address)["ETag"]

    response = client.get(address, headers={"if-none-match": name})

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == name


@pages
def test_a_page_sets_no_cookie_and_is_the_same_for_everybody(client: Client, address: str) -> None:
    response = client.get(address)

    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert not varies_by_visitor(response)


@pages
def test_head_answers_like_get_without_a_body(client: Client, address: str) -> None:
    get, head = client.get(address), client.head(address)

    assert head.status_code == get.status_code
    assert head["ETag"] == get["ETag"]
    assert head["Cache-Control"] == get["Cache-Control"]


@pytest.mark.django_db
@pages
def test_a_page_asks_the_database_nothing(
    client: Client, address: str, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(0):
        response = client.get(address)

    assert response.status_code == 200


@pytest.mark.django_db
@posts
def test_an_answer_asks_the_database_nothing(
    client: Client,
    address: str,
    data: dict[str, str],
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    with django_assert_num_queries(0):
        response = client.post(address, data)

    assert response.status_code in {200, 302}


@posts
def test_an_answer_sets_no_cookie_and_is_kept_by_no_cache(
    client: Client, address: str, data: dict[str, str]
) -> None:
    response = client.post(address, data)

    assert not response.cookies
    assert "public" not in response.headers.get("Cache-Control", "")
    assert not varies_by_visitor(response)


def test_an_answer_needs_no_token() -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(check("state/"), {"answer": "used"})

    assert response.status_code == 302


@pytest.mark.parametrize("address", REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_sets_no_cookie_and_is_never_kept_for_long(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 302
    assert "max-age=0" in response["Cache-Control"]
    assert not response.cookies


NEW_NAMES: dict[str, Callable[[pytest.MonkeyPatch], object]] = {
    "published": lambda _patch: content_version.change(),
    "new code or texts": lambda patch: patch.setattr(public_cache, "release", lambda: "another"),
    "another day": lambda patch: patch.setattr(content_version.day, "read", lambda: "2026-09-05"),
}


@pages
@pytest.mark.parametrize("change", NEW_NAMES.values(), ids=NEW_NAMES)
def test_a_page_gets_a_new_name_when_what_it_is_made_of_changes(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, change: Any
) -> None:
    before = client.get(address)["ETag"]

    change(monkeypatch)

    assert client.get(address, headers={"if-none-match": before}).status_code == 200
    assert client.get(address)["ETag"] != before


def test_each_language_and_each_answer_has_its_own_name(client: Client) -> None:
    addresses = [check("state/", language=code) for code in LANGUAGES]
    addresses += [check("goods/", {"state": "used"}), check("rules/"), check()]

    names = {client.get(address)["ETag"] for address in addresses}

    assert len(names) == len(addresses)


@pytest.mark.parametrize("header", [{"accept-language": "fr"}, {"cookie": "django_language=fr"}])
def test_a_visitor_s_settings_do_not_change_the_page(
    client: Client, header: dict[str, str]
) -> None:
    plain = client.get(result(PERMITTED))

    other = Client().get(result(PERMITTED), headers=header)

    assert other.content == plain.content
    assert other["ETag"] == plain["ETag"]
