"""The goods question when the page still shows an earlier answer."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from tests.checking import MAIN, check_at
from wizard.rules import registry

ADDRESS = check_at("en", "goods/?state=used&goods=")


def answered(client: Client, given: str, **posted: str) -> str:
    """Change an earlier answer; give the new one from the address that follows."""
    response = client.post(f"{ADDRESS}{given}", posted)
    assert response.status_code == 302
    return response["Location"].split("goods=")[1].split("&")[0]


def test_goods_picked_from_the_list_replace_a_code_still_in_the_box(client: Client) -> None:
    assert answered(client, "8471", text="8471", pick="smartphone") == "smartphone"


def test_a_code_typed_replaces_goods_still_picked(client: Client) -> None:
    assert answered(client, "smartphone", text="8443.31.19", pick="smartphone") == "84433119"


@pytest.mark.parametrize("given", ["8471", "smartphone"])
def test_sending_the_page_unchanged_keeps_the_answer(client: Client, given: str) -> None:
    shown = {"text": given} if given.isdigit() else {"text": "", "pick": given}

    assert answered(client, given, **shown) == given


def test_typing_one_thing_and_choosing_another_is_asked_about(client: Client) -> None:
    response = client.post(
        check_at("en", "goods/?state=used"), {"text": "8471", "pick": "smartphone"}
    )

    assert response.status_code == 200
    assert "You typed one thing and chose another." in response.content.decode()


def test_what_was_left_out_of_a_result_address_is_told_on_the_question(client: Client) -> None:
    response = client.get(check_at("en", "result/?state=used&purpose=nonsense"), follow=True)

    assert response.context["question"].key == "goods"
    assert "It was left out." in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
@pytest.mark.parametrize("place", ["", "rules/", "state/", "result.json", "report/"])
def test_other_methods_are_refused(client: Client, method: str, place: str) -> None:
    assert getattr(client, method)(check_at("en", f"{place}")).status_code == 405


def test_an_unchanged_page_says_how_long_it_may_be_kept(client: Client) -> None:
    etag = client.get(check_at("en"))["ETag"]

    response = client.get(check_at("en"), headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert "public" in response["Cache-Control"]


def test_the_rules_can_be_followed_as_a_feed(client: Client) -> None:
    response = client.get(check_at("fr", "rules/feed/"))

    feed = unescape(response.content.decode())
    notes = [version.change_note["fr"] for version in reversed(registry.versions(MAIN))]
    assert response["Content-Type"].startswith("application/atom+xml")
    assert len(notes) == 2
    assert notes[-1].startswith("Première version.")
    assert all(note in feed for note in notes)
    assert feed.index(notes[0]) < feed.index(notes[1])


def test_one_case_can_be_followed_as_a_feed(client: Client) -> None:
    feed = client.get(check_at("en", "rules/feed/relocation/")).content.decode()

    assert feed.count("<entry>") == 2
    log = check_at("en", "rules/changes/")
    assert [feed.count(f'{log}#version-{number}"') for number in (1, 2)] == [1, 1]


def test_a_case_that_came_later_has_no_entry_of_a_version_without_it(client: Client) -> None:
    feed = client.get(check_at("en", "rules/feed/moit-list/")).content.decode()

    assert feed.count("<entry>") == 1
    assert check_at("en", "rules/changes/#version-2") in feed
