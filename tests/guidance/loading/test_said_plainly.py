"""What stands beside a fact: its date, who confirmed it, how sure it is, and whose words it has."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import gettext, override

from guidance.models import LadderStep, LegalSource, Locality, Provision
from guidance.text.days import short_day
from guidance.text.evidence import Evidence

pytestmark = pytest.mark.usefixtures("content", "db")


def seen(client: Client, address: str) -> str:
    """The text of a page, in one line."""
    return " ".join(client.get(address).content.decode().split())


def test_a_name_that_stayed_is_no_former_name(client: Client) -> None:
    page = seen(client, "/en/localities/ha-noi/")

    assert "Formerly" not in page
    assert "Bình Phước" in seen(client, "/en/localities/dong-nai/")
    assert Locality.objects.get(slug="dong-nai").former_list() == "Đồng Nai, Bình Phước"


def test_the_date_of_a_law_is_no_confirmation(client: Client) -> None:
    place = Locality.objects.get(slug="ha-noi")

    page = seen(client, "/en/localities/ha-noi/")

    assert place.confirmed_on() is None
    assert '<time class="day" datetime="2025-07-01">' in page
    assert "The locality itself has not confirmed this entry yet." in page
    assert "Last confirmed:" not in page


def test_a_step_shows_when_it_was_last_confirmed(client: Client) -> None:
    LadderStep.objects.filter(locality__slug="ha-noi", step="competent").update(
        last_confirmed=date(2026, 11, 1)
    )

    page = seen(client, "/en/localities/ha-noi/")

    assert page.count('Last confirmed: <time datetime="2026-11-01">1 November 2026</time>') == 2
    assert Locality.objects.get(slug="ha-noi").confirmed_on() == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", "1er juillet 2025"), ("en", "1 July 2025"), ("vi", "01/07/2025")],
)
def test_the_first_of_a_month_is_written_as_each_language_does(language: str, written: str) -> None:
    template = Template("{{ first|day }}, {{ other|day }}, {{ none|day }}")
    days = {"first": date(2025, 7, 1), "other": date(2025, 7, 11), "none": None}

    with override(language):
        text = template.render(Context(days))

    assert text.startswith(f"{written}, 11")
    assert "11er" not in text


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", ["1er déc.", "11 déc.", "1er mai"]),
        ("en", ["1 Dec", "11 Dec", "1 May"]),
        ("vi", ["1/12", "11/12", "1/5"]),
    ],
)
def test_a_short_day_is_written_as_each_language_does(language: str, written: list[str]) -> None:
    days = [date(2026, 12, 1), date(2026, 12, 11), date(2026, 5, 1)]

    with override(language):
        assert [short_day(item) for item in days] == written


def test_no_badge_speaks_of_how_the_site_was_made(english: None) -> None:
    html = render_to_string("components/evidence-badge.html", {"level": Evidence.ARTICLE})

    assert "Newspaper article" in html
    assert "ounding" not in html


def test_a_date_that_rests_on_one_interview_says_so(client: Client) -> None:
    page = seen(client, "/en/legal-sources/circular-26-2025-tt-bkhcn/")

    shown = page[page.index("In force from") :]
    assert "Newspaper article" in shown[: shown.index("</dd>")]


def test_the_words_of_another_act_are_not_passed_off_as_those_of_the_circular(
    client: Client,
) -> None:
    page = seen(client, "/en/legal-sources/circular-26-2025-tt-bkhcn/")

    cases = Provision.objects.filter(source__slug="circular-26-2025-tt-bkhcn")
    assert cases.exclude(wording_vi="").count() == 6
    assert page.count("Vietnamese wording of 18/2016/QĐ-TTg, not of this source") == 6


def test_every_act_whose_words_are_shown_has_its_own_page() -> None:
    named = set(Provision.objects.exclude(wording_of="").values_list("wording_of", flat=True))

    assert named == set(
        LegalSource.objects.filter(number__in=named).values_list("number", flat=True)
    )


def test_every_date_that_needs_a_basis_names_a_provision() -> None:
    named = LegalSource.objects.exclude(in_force_basis="")

    assert named
    assert all(source.in_force_provision for source in named)


def test_the_editors_side_has_the_name_of_the_site() -> None:
    with override(settings.LANGUAGE_CODE):
        assert gettext("Import and Origin Guide") == settings.WAGTAIL_SITE_NAME


def test_the_names_of_our_applications_can_be_translated() -> None:
    for label in ("guidance", "wizard"):
        assert not isinstance(apps.get_app_config(label).verbose_name, str)
