"""Reporting a wrong result: the answers and the version travel, nothing about the sender."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import gettext, override

from tests.checking import MAIN
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, PERMITTED, asked, result
from wizard.assessment.views import REPORTS_PER_HOUR
from wizard.models import ResultReport
from wizard.rules import registry

MESSAGE = "The goods are scrap, not used."
SENDER = "203.0.113.7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_earlier_senders() -> None:
    cache.clear()


def address(language: str = "en") -> str:
    """The address that reports a result, as the result page links to it."""
    return result(PERMITTED, language).replace("/result/", "/report/")


def send(client: Client, language: str = "en", message: str = MESSAGE, **more: Any) -> Any:
    """Send a report from the site's own page."""
    headers = {
        "sec-fetch-site": "same-origin",
        "user-agent": "Visitor/7",
        **more.pop("headers", {}),
    }
    data = {"message": message, **more}
    return client.post(address(language), data, headers=headers, REMOTE_ADDR=SENDER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_leads_to_the_form_which_shows_the_answers(
    client: Client, language: str
) -> None:
    on_result = Page(client.get(result(PERMITTED, language)))
    response = client.get(address(language))

    page = Page(response)
    assert address(language) in on_result.hrefs()
    assert response.status_code == 200
    assert "message" in page.fields
    assert [asked(href)[0] for href in page.hrefs() if asked(href)[0] in PERMITTED]
    assert not response.cookies


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_kept_with_answers_version_and_language(client: Client, language: str) -> None:
    response = send(client, language)

    report = ResultReport.objects.get()
    assert response.status_code == 200
    assert result(PERMITTED).endswith(f"?{report.query}")
    assert report.outcome == "permit-required"
    assert report.ruleset_version == registry.in_force(MAIN, registry.today()).version == 2
    assert report.language == language
    assert report.message == MESSAGE
    assert not report.is_settled


def test_nothing_about_the_sender_is_kept(client: Client) -> None:
    send(client)

    row = ResultReport.objects.values().get()
    assert set(row) == {
        "id",
        "query",
        "outcome",
        "ruleset",
        "ruleset_version",
        "language",
        "message",
        "created_at",
        "is_settled",
    }
    assert SENDER not in str(row)
    assert "Visitor" not in str(row)


def test_the_thanks_lead_back_to_the_result(client: Client) -> None:
    response = send(client)

    assert result(PERMITTED) in Page(response).hrefs()
    assert not response.cookies


def test_a_robot_in_the_trap_is_thanked_but_not_heard(client: Client) -> None:
    honest = send(client)
    robot = send(client, website="https://spam.example")

    assert robot.status_code == 200
    assert Page(robot).heading == Page(honest).heading
    assert ResultReport.objects.count() == 1


def test_the_trap_is_hidden_from_people(client: Client) -> None:
    page = Page(client.get(address()))

    (trap,) = page.fields["website"]
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert ("div", {"hidden": ""}) in page.tags


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sends_too_much_is_told_so_in_the_language_of_the_page(
    client: Client, language: str
) -> None:
    for _ in range(REPORTS_PER_HOUR):
        send(client)

    response = send(client, language)

    page = Page(response)
    assert response.status_code == 429
    assert "refused-title" in page.ids
    assert MESSAGE in response.content.decode()
    assert ResultReport.objects.count() == REPORTS_PER_HOUR


def test_another_sender_is_still_heard(client: Client) -> None:
    for _ in range(REPORTS_PER_HOUR + 1):
        send(client)

    response = client.post(address(), {"message": MESSAGE}, REMOTE_ADDR="203.0.113.8")

    assert response.status_code == 200
    assert ResultReport.objects.count() == REPORTS_PER_HOUR + 1


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    ],
)
def test_a_report_sent_from_another_site_is_refused(
    client: Client, headers: dict[str, str]
) -> None:
    response = send(client, headers=headers)

    assert response.status_code == 429
    assert not ResultReport.objects.exists()


def test_an_old_browser_is_judged_by_where_the_form_came_from(client: Client) -> None:
    foreign = client.post(address(), {"message": "x"}, headers={"origin": "https://evil.example"})
    own = client.post(address(), {"message": "x"}, headers={"origin": "http://testserver"})

    assert foreign.status_code == 429
    assert own.status_code == 200
    assert ResultReport.objects.count() == 1


@pytest.mark.parametrize("message", ["", "   ", "x" * 2001])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unusable_message_is_shown_again_with_its_reason(
    client: Client, language: str, message: str
) -> None:
    page = Page(send(client, language, message))

    with override(language):
        assert page.title.startswith(plain(gettext("Error:")))
    assert "#id_message" in page.hrefs()
    assert "id_message" in page.ids
    assert not ResultReport.objects.exists()


@pytest.mark.parametrize("message", ["a\x00b", "a\ud800b"], ids=["NUL", "half a pair"])
def test_a_sign_that_no_database_takes_is_replaced_and_the_report_kept(
    client: Client, message: str
) -> None:
    sent = urlencode({"message": message}, errors="surrogatepass")

    response = client.generic(
        "POST", address(), sent, content_type="application/x-www-form-urlencoded"
    )

    report = ResultReport.objects.get()
    assert response.status_code == 200
    assert report.message.startswith("a\ufffd")
    assert report.message.endswith("b")
    assert result(PERMITTED).endswith(f"?{report.query}")


def test_markup_in_a_message_is_kept_as_words_and_never_shown_as_markup(client: Client) -> None:
    message = "<script>alert(1)</script>"

    refused = send(client, message=message, headers={"sec-fetch-site": "cross-site"})
    send(client, message=message)

    assert message not in refused.content.decode()
    assert ResultReport.objects.get().message == message


def test_a_report_of_an_overlong_address_is_kept_within_bounds(client: Client) -> None:
    response = client.post(address() + "&province=" + "a" * 3000, {"message": MESSAGE})

    assert response.status_code == 200
    assert len(ResultReport.objects.get().query) <= 2000
