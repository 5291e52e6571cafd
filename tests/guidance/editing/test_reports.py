"""The reports tell editors what waits, in sortable, exportable tables that lead to the editor."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from guidance.editing.reports.languages import Standing, page_rows
from guidance.editing.reports.python_report import RowsReport
from guidance.editing.reports.urls import REPORTS
from guidance.models import Feedback, GuidancePage, QueryWithoutResult
from guidance.text.languages import LANGUAGES

Pages = dict[tuple[str, str], Page]
REPORT = "/admin/reports/guidance/"
MOST_QUERIES = 60
ROWS = {report.name: report for report, _query in REPORTS}


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Somebody who may do everything, in English."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    client.force_login(user)
    UserProfile.objects.create(user=user, preferred_language="en")
    return client


def change(page: Page, minor: bool = False) -> None:
    """Publish another wording of the first text of a page."""
    draft = page.get_latest_revision_as_object()
    stored = copy.deepcopy(list(draft.body.raw_data))
    number = next(at for at, block in enumerate(stored) if block["type"] == "text")
    stored[number]["value"]["html"] += "<p>Một câu mới.</p>"
    draft.body = draft.body.stream_block.to_python(stored)
    draft.is_minor_change = minor
    draft.save_revision().publish()
    page.refresh_from_db()


def standing(page: Page, language: str) -> Standing:
    address = f"/admin/pages/{page.pk}/edit/"
    return next(row for row in page_rows() if row.edit_url == address).states[language].standing


def test_a_changed_original_leaves_its_translations_behind_until_they_follow(pages: Pages) -> None:
    original = pages["vi", "co-fee"]
    assert standing(original, "en") is Standing.CURRENT

    change(original)
    assert standing(original, "en") is standing(original, "fr") is Standing.STALE
    since = GuidancePage.objects.get(pk=pages["en", "co-fee"].pk).stale_since
    change(original)
    assert GuidancePage.objects.get(pk=pages["en", "co-fee"].pk).stale_since == since

    pages["en", "co-fee"].get_latest_revision_as_object().save_revision().publish()
    assert standing(original, "en") is Standing.CURRENT
    assert standing(original, "fr") is Standing.STALE


def test_a_minor_change_leaves_nothing_behind(pages: Pages) -> None:
    change(pages["vi", "co-fee"], minor=True)

    assert standing(pages["vi", "co-fee"], "en") is Standing.CURRENT


def test_a_draft_and_a_missing_translation_are_told_apart(pages: Pages) -> None:
    pages["en", "co-fee"].unpublish()
    pages["fr", "co-fee"].delete()

    assert standing(pages["vi", "co-fee"], "en") is Standing.DRAFT
    assert standing(pages["vi", "co-fee"], "fr") is Standing.MISSING


def test_the_table_leads_to_each_version_and_to_the_start_of_a_missing_one(
    pages: Pages, editor: Client
) -> None:
    pages["fr", "co-fee"].delete()

    found = editor.get(f"{REPORT}languages/", {"standings": "missing"}).content.decode()

    assert f'href="/admin/pages/{pages["en", "co-fee"].pk}/edit/"' in found
    assert f'href="/admin/localize/submit/page/{pages["vi", "co-fee"].pk}/"' in found
    assert f"/admin/pages/{pages['en', 'co-ecosys'].pk}/edit/" not in found


def test_the_longest_behind_come_first_or_last(pages: Pages, editor: Client) -> None:
    change(pages["vi", "co-fee"])

    rows = editor.get(f"{REPORT}languages/", {"ordering": "-states.en"}).context["object_list"]

    assert rows[0].states["en"].standing is Standing.STALE


def test_pages_overdue_for_review_are_listed_by_date(pages: Pages, editor: Client) -> None:
    today = localdate()
    for key, day in (("co-fee", today), ("co-ecosys", today - timedelta(days=9))):
        page = pages["vi", key].specific
        page.review_due, page.reviewer = day, "Vụ Pháp chế"
        page.save()
    pages["en", "co-fee"].specific_class.objects.filter(pk=pages["en", "co-fee"].pk).update(
        review_due=today + timedelta(days=1)
    )

    rows = editor.get(f"{REPORT}reviews/", {"due": "overdue"}).context["object_list"]

    mine = [row for row in rows if row.reviewer == "Vụ Pháp chế"]
    assert [row.review_due for row in mine] == [today - timedelta(days=9), today]
    assert all(row.review_due <= today for row in rows)


def test_dates_are_sorted_and_what_has_none_comes_last(pages: Pages, editor: Client) -> None:
    rows = editor.get(f"{REPORT}reviews/", {"ordering": "-review_due"}).context["object_list"]
    days = [row.review_due for row in rows]

    assert [day or date.min for day in days] == sorted(day or date.min for day in days)[::-1]


@pytest.mark.parametrize("report", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_opens_sorted_by_any_column(
    pages: Pages, editor: Client, report: type[RowsReport], language: str
) -> None:
    UserProfile.objects.update(preferred_language=language)
    change(pages["vi", "co-fee"])
    for column in report.columns:
        for key in (column.sort_key, f"-{column.sort_key}"):
            response = editor.get(f"{REPORT}{report.name}/results/", {"ordering": key})
            assert response.status_code == 200, key


@pytest.mark.parametrize("name", ROWS)
def test_every_report_is_exported_with_headings(pages: Pages, editor: Client, name: str) -> None:
    change(pages["vi", "co-fee"])

    lines = list(editor.get(f"{REPORT}{name}/", {"export": "csv"}).streaming_content)
    sheet = b"".join(editor.get(f"{REPORT}{name}/", {"export": "xlsx"}).streaming_content)

    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))
    assert len(rows) == len(lines)
    with override("en"):
        headings = [str(ROWS[name].export_headings[field]) for field in ROWS[name].list_export]
    assert list(rows[0]) == headings


@pytest.mark.parametrize("name", ROWS)
def test_more_pages_cost_no_more_queries(
    pages: Pages, editor: Client, name: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    editor.get(f"{REPORT}{name}/")
    with django_assert_max_num_queries(MOST_QUERIES) as before:
        editor.get(f"{REPORT}{name}/")
    parent = pages["vi", "circular-26"]
    for number in range(20):
        parent.add_child(instance=GuidancePage(title=f"Trang {number}", locale=parent.locale))

    with django_assert_max_num_queries(len(before.captured_queries)):
        editor.get(f"{REPORT}{name}/")


@pytest.mark.parametrize("name", ROWS)
def test_who_has_no_part_in_the_pages_sees_no_report(db: None, client: Client, name: str) -> None:
    user = get_user_model().objects.create_user("somebody", password="a-pass-word")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    for address in (f"{REPORT}{name}/", f"{REPORT}{name}/results/", f"{REPORT}{name}/?export=csv"):
        assert client.get(address).status_code in (302, 403), address
    assert REPORT not in client.get("/admin/").content.decode()


def test_the_menu_offers_every_report(pages: Pages, editor: Client) -> None:
    menu = editor.get("/admin/").content.decode()

    for name in ("languages", "reviews", "links"):
        assert f"{REPORT}{name}/" in menu
    assert "/admin/feedback/" in menu
    assert "/admin/querywithoutresult/" in menu


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_admin_is_named_after_the_site_in_the_language_of_each_editor(
    pages: Pages, editor: Client, language: str
) -> None:
    user = get_user_model().objects.get(pk=editor.session["_auth_user_id"])
    for code in ("fr", language):
        # Whoever came first reads French.
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})
        html = editor.get("/admin/").content.decode()
    with override(language):
        assert f"- {gettext('Import and Origin Guide')}</title>" in html
        assert json.dumps(gettext("Translations"))[1:-1] in html
    with override("fr"):
        assert f'"label": {json.dumps(gettext("Translations"))}' not in html


def test_what_readers_left_is_sorted_exported_and_leads_on(pages: Pages, editor: Client) -> None:
    page = pages["fr", "co-fee"]
    Feedback.objects.create(page=page, path=page.url, language="fr", is_useful=False, comment="?")
    QueryWithoutResult.record("xyz", "fr")

    feedback = editor.get("/admin/feedback/", {"ordering": "-created_at"}).content.decode()
    queries = editor.get("/admin/querywithoutresult/", {"ordering": "count"}).content.decode()

    assert f'href="/admin/pages/{page.pk}/edit/"' in feedback
    assert 'href="/fr/search/?q=xyz"' in queries
    for address in ("/admin/feedback/", "/admin/querywithoutresult/"):
        lines = list(editor.get(address, {"export": "csv"}).streaming_content)
        assert len(lines) == 2
