"""The home screen of each role says what is due, each with the way to the work."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from guidance.accounts.roles import (
    ADMINISTRATOR,
    EDITOR,
    LEGAL_REVIEWER,
    PROVINCIAL_EDITOR,
    group_of,
    translator,
)
from guidance.models import (
    AnnouncementPage,
    Bundle,
    BundleItem,
    Feedback,
    LegalSource,
    Proposal,
    QueryWithoutResult,
    ReaderMessage,
)
from tests.guidance.translation.test_translations_behind import change
from tests.guidance.translation.test_workbench import press, signed_in, translate_what_is_missing
from wizard.assessment.models import ResultReport

Pages = dict[tuple[str, str], Page]
SOON = timedelta(days=30)


def home(role: str) -> str:
    response = signed_in(role).get("/admin/", follow=True)
    assert response.status_code == 200
    return " ".join(
        re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.S).split()
    )


@pytest.fixture(name="due")
def _due(pages: Pages) -> None:
    """Something of every kind is due."""
    today = timezone.localdate()
    LegalSource.objects.create(
        slug="ends",
        number="1/2020",
        kind="law",
        evidence="official",
        in_force_until=today + SOON,
        doubt_from=today + timedelta(days=100),
    )
    type(pages["en", "co-fee"]).objects.filter(pk=pages["en", "co-fee"].pk).update(
        applies_until=today + SOON
    )
    QueryWithoutResult.objects.create(query="x", language="vi", count=3, last_seen=today)
    Feedback.objects.create(path="/vi/", language="vi", is_useful=False)
    ReaderMessage.objects.create(language="vi", text="?")
    ReaderMessage.objects.create(language="vi", text="!", is_answered=True)
    ResultReport.objects.create(
        query="a=b", outcome="o", ruleset="r", ruleset_version=1, language="vi", message="No."
    )


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("role", [EDITOR, LEGAL_REVIEWER, ADMINISTRATOR])
def test_editors_see_what_is_due(role: str) -> None:
    page = home(role)

    assert re.search(r"last day in force: <a [^>]*>1/2020</a>", page)
    assert not re.search(r"falls in doubt:[^.]*>1/2020</a>", page)
    assert re.search(r"applies until this day: <a [^>]*>[^<]*\(en\)</a>", page)
    assert re.search(r'href="/admin/result-reports/[^"]*"><strong>1</strong>', page)
    assert re.search(r"<strong>1</strong> page of the last 30 days that a reader did not", page)
    assert "<strong>1</strong> message from readers that waits for an answer" in page
    assert "localities not confirmed" in page
    assert "pages without a translation" in page
    if role != LEGAL_REVIEWER:
        assert re.search(r"<strong>1</strong> search of the last 30 days", page)


def test_the_end_of_december_2026_is_announced(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 1))
    monkeypatch.setattr(
        "guidance.editing.reports.dates_ahead.localdate", lambda *_: date(2026, 11, 1)
    )

    page = home(EDITOR)

    assert re.search(r"1 January 2027</strong>, falls in doubt: <a [^>]*>11/2018/TT-BTTTT", page)
    assert re.search(r"<strong>1 January 2027</strong>, shows other text from this day:", page)


def test_a_translator_sees_what_the_language_lacks_and_begins_it(pages: Pages) -> None:
    parent = Page.objects.get(pk=pages["vi", "announcements"].pk)
    new = AnnouncementPage(title="Tin rất mới", published_on="2026-11-30", locale=parent.locale)
    assert "Every page is translated" in home(translator("fr"))
    parent.add_child(instance=new)
    new.save_revision().publish()
    change(pages["vi", "co-fee"], "Một câu mới.")

    client = signed_in(translator("en"))
    page = client.get("/admin/").content.decode()

    assert "Translations into English" in page
    assert "2 pages are missing, unfinished or behind." in page
    assert f"/admin/pages/{pages['en', 'co-fee'].pk}/edit/" in page
    assert f'action="/admin/localize/begin/{new.pk}/en/"' in page
    assert Client().get("/admin/").status_code == 302
    UserProfile.objects.update(preferred_language="vi")
    assert "Bản dịch sang tiếng Anh" in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "users/?is_active=true",
        "feedback/?is_useful=false",
        "readermessage/?is_answered=false",
        "proposal/?is_by_department=false",
    ],
)
def test_lists_name_no_value_of_python(pages: Pages, address: str) -> None:
    Feedback.objects.create(path="/vi/", language="vi", is_useful=False)
    ReaderMessage.objects.create(language="vi", text="?")
    Proposal.objects.create(language="vi", text="?", page=pages["vi", "co-fee"])

    page = signed_in(ADMINISTRATOR).get(f"/admin/{address}").content.decode()
    # What Wagtail says of its own icons is not ours to change.
    icons = r"<(script|svg)\b.*?</\1>|<span class=.w-sr-only.>.*?</span>"
    shown = re.sub(rf"{icons}|<[^>]*>", " ", page, flags=re.S)

    assert not re.search(r"\b(True|False|None)\b", shown)
    # What is asked for is there, in a language that has a name.
    assert re.search(r"<tbody>\s*<tr", page)
    assert ("Vietnamese" in shown) == address.startswith(("feedback", "reader"))


def test_a_provincial_editor_without_a_locality_is_told_what_is_missing(pages: Pages) -> None:
    page = home(PROVINCIAL_EDITOR)

    assert "Your account has no locality yet" in page
    assert 'href="/admin/guide/"' in page
    # It hides the search for pages, of which the role sees none.
    assert "guidance-locality" in page
    assert "Your account has no locality yet" not in home(EDITOR)


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_signing_in_bears_the_name_and_mark_of_the_site(pages: Pages, language: str) -> None:
    with override(language):
        name = gettext("Import and Origin Guide")
    accepts = {"Accept-Language": language}
    sign_in = Client(headers=accepts).get("/admin/login/").content.decode()
    forgotten = Client(headers=accepts).get("/admin/password_reset/").content.decode()

    for page in (sign_in, forgotten):
        assert "guidance/icons/mark" in page
        assert f"- {name}</title>" in " ".join(page.split())
        assert 'aria-label="Wagtail"' not in page
    assert name in sign_in[sign_in.index("<h1>") : sign_in.index("</h1>")]
    assert "testserver" not in sign_in


def test_a_search_without_result_leads_to_where_a_page_is_offered_for_it(pages: Pages) -> None:
    found = QueryWithoutResult.objects.create(
        query="máy photo cũ", language="vi", count=3, last_seen=timezone.localdate()
    )
    editor = signed_in(EDITOR)
    address = f"/admin/querywithoutresult/promote/{found.pk}/"

    assert f'href="{address}"' in editor.get("/admin/querywithoutresult/").content.decode()
    form = editor.get(address, follow=True).content.decode()
    assert 'value="máy photo cũ"' in form
    assert "editors_picks-TOTAL_FORMS" in form
    # Who may not offer pages is not led there.
    refused = signed_in(LEGAL_REVIEWER).get(address)
    assert refused.status_code == 302
    assert refused.headers["Location"] == "/admin/"


def test_what_a_translator_handed_in_is_due_no_more(pages: Pages) -> None:
    en = pages["en", "co-fee"]
    change(pages["vi", "co-fee"], "Một câu mới.")
    translate_what_is_missing(en, "A new sentence.")
    author = signed_in(translator("en"))
    assert "1 page is missing, unfinished or behind." in author.get("/admin/").content.decode()

    press(author, en, "submit")

    page = author.get("/admin/").content.decode()
    assert "missing, unfinished or behind" not in page
    assert "Every page is translated and up to date." not in page
    assert "1 page is submitted and waits for its review." in page
    press(signed_in(LEGAL_REVIEWER), en, "reject", comment="Say “fee”.")
    page = author.get("/admin/").content.decode()
    assert "1 page is missing, unfinished or behind." in page
    assert "Changes were asked for." in page


def test_what_is_no_page_of_readers_yet_lacks_no_translation(pages: Pages) -> None:
    parent = Page.objects.get(pk=pages["vi", "announcements"].pk)
    draft = AnnouncementPage(title="Tin sắp tới", published_on="2026-11-30", live=False)
    draft.locale = parent.locale

    parent.add_child(instance=draft)

    assert "<strong>0</strong> pages without a translation" in home(EDITOR)


def test_who_translates_into_one_language_sees_nothing_of_the_others(pages: Pages) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    assert "<strong>1</strong> page with a translation behind" in home(EDITOR)

    assert "a translation behind" not in home(translator("vi"))


def test_who_translates_into_two_languages_sees_what_both_lack(pages: Pages) -> None:
    change(pages["vi", "co-fee"], "Một câu mới.")
    client = signed_in(translator("en"))
    user = get_user_model().objects.get(username=translator("en"))
    user.groups.add(group_of(translator("fr")))

    page = client.get("/admin/").content.decode()

    for language in ("en", "fr"):
        assert f"/admin/pages/{pages[language, 'co-fee'].pk}/edit/" in page


def test_the_bar_of_editors_changes_no_page_of_readers(pages: Pages, client: Client) -> None:
    address = pages["en", "co-fee"].url
    public = client.get(address)
    editor = signed_in(EDITOR).get(address)

    assert "<wagtail-userbar>" in editor.content.decode()
    assert "Go to the editors’ side" in editor.content.decode()
    assert "Go to Wagtail admin" not in editor.content.decode()
    assert 'aria-label="Wagtail"' not in editor.content.decode()
    assert f"/admin/pages/{pages['en', 'co-fee'].pk}/edit/" in editor.content.decode()
    assert editor.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" not in public.headers.get("Vary", "")
    assert not public.cookies
    assert "userbar" not in public.content.decode()
    assert public.content == Client().get(address).content


def test_a_preview_has_what_the_checks_need(pages: Pages) -> None:
    draft = signed_in(EDITOR).get(f"/admin/pages/{pages['vi', 'co-fee'].pk}/view_draft/")

    assert draft.status_code == 200
    assert "userbar.js" in draft.content.decode()


@pytest.mark.parametrize("role", [EDITOR, LEGAL_REVIEWER, translator("en")])
def test_the_guide_is_a_step_from_the_home_screen(pages: Pages, role: str) -> None:
    client = signed_in(role)

    assert 'href="/admin/guide/"' in client.get("/admin/").content.decode()
    assert "Begin a new assessment" in client.get("/admin/guide/").content.decode()


def test_what_awaits_review_stands_first_and_is_counted(pages: Pages) -> None:
    en = pages["en", "co-fee"]
    change(pages["vi", "co-fee"], "Một câu mới.")
    translate_what_is_missing(en, "A new sentence.")
    author = signed_in(translator("en"))
    assert "Nothing waits for you." not in " ".join(author.get("/admin/").content.decode().split())
    press(author, en, "submit")

    page = home(LEGAL_REVIEWER)

    assert 'href="#awaiting-review"><strong>1</strong> draft that awaits your review' in page
    assert 0 < page.index("Awaiting your review") < page.index("What awaits you")


def test_a_bundle_that_is_reviewed_awaits_whoever_releases_it(pages: Pages) -> None:
    page = pages["vi", "co-fee"]
    page.save_revision()
    author = signed_in(EDITOR)
    page.get_workflow().start(page, get_user_model().objects.get(username=EDITOR))
    bundle = Bundle.objects.create(title="Both")
    item = BundleItem.objects.create(
        bundle=bundle,
        content_type=ContentType.objects.get_for_model(page),
        object_id=str(page.pk),
        label="Trang",
        revision=page.latest_revision,
    )
    edit = f"/admin/pages/{page.pk}/edit/"
    form = " ".join(author.get(edit).content.decode().split())
    assert "This draft goes live with the bundle “Both”" in form
    assert f'href="/admin/bundles/review/{bundle.pk}/"' in form
    reviewer = signed_in(LEGAL_REVIEWER)
    released = f'href="/admin/bundles/review/{bundle.pk}/"><strong>1</strong> bundle that'
    assert released not in " ".join(reviewer.get("/admin/").content.decode().split())

    told = reviewer.post(
        f"/admin/pages/workflow/action/{page.pk}/approve/"
        f"{Page.objects.get(pk=page.pk).current_workflow_task_state.pk}/",
        {"comment": ""},
        follow=True,
    )

    assert any("It goes live with the bundle “Both”" in str(m) for m in told.context["messages"])
    assert released in " ".join(reviewer.get("/admin/").content.decode().split())
    shown = reviewer.get(f"/admin/bundles/review/{bundle.pk}/").content.decode()
    with override("en"):
        assert f'<a href="{edit}">{escape(str(item))}</a>' in shown
        assert str(item) == f"{page._meta.verbose_name}: {page.title}"
    with override("vi"):
        assert str(item) == f"{page._meta.verbose_name}: {page.title}"
    assert not author.get("/admin/").content.decode().count(released)
