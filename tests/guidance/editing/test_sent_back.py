"""A review sends nothing back without saying why, and whoever opens the page reads it."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER
from tests.guidance.translation.test_workbench import signed_in

Pages = dict[tuple[str, str], Page]
ACTIONS = ["action", "collect_action_data"]


@pytest.fixture
def waiting(pages: Pages) -> tuple[Client, Page]:
    """An editor, and a page that was handed in."""
    author = signed_in(EDITOR)
    page = pages["vi", "co-fee"]
    page.save_revision()
    page.get_workflow().start(page, get_user_model().objects.get(username=EDITOR))
    return author, Page.objects.get(pk=page.pk).specific


def send_back(page: Page, what: str, comment: str) -> Any:
    """As a reviewer does, on the home screen or in the form."""
    state = page.current_workflow_task_state
    return signed_in(LEGAL_REVIEWER).post(
        f"/admin/pages/workflow/{what}/{page.pk}/reject/{state.pk}/",
        {"comment": comment},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


@pytest.mark.parametrize("what", ACTIONS)
def test_nothing_is_sent_back_without_a_comment(waiting: tuple[Client, Page], what: str) -> None:
    _author, page = waiting

    answer = send_back(page, what, " ").json()

    assert answer["step"] == "action"
    assert "Say in the comment what is to be changed." in answer["html"]
    assert Page.objects.get(pk=page.pk).workflow_in_progress


def test_a_version_that_was_loaded_is_nobodys(pages: Pages) -> None:
    page = pages["vi", "co-fee"]
    first = page.revisions.order_by("pk").first()
    assert first is not None
    page.save_revision()
    reviewer = signed_in(LEGAL_REVIEWER)

    shown = reviewer.get(f"/admin/pages/{page.pk}/revisions/{first.pk}/revert/").content.decode()

    assert "It bears nobody’s name." in shown
    assert "by None" not in " ".join(shown.replace("</b>", "").split())


def test_the_author_reads_why_at_the_top_of_the_form(waiting: tuple[Client, Page]) -> None:
    author, page = waiting
    form = f"/admin/pages/{page.pk}/edit/"
    assert "Changes were asked for" not in author.get(form).content.decode()

    assert send_back(page, "action", "Name <the> act.").json()["step"] == "success"

    said = html.unescape(author.get(form).content.decode())
    assert "Changes were asked for: “Name <the> act.”" in said
