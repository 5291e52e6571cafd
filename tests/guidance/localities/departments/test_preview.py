"""A provincial editor sees the own locality as readers will, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.admin.models import FormState

from guidance.models import LegalSource, Locality, ProvincialEditor
from guidance.text.languages import LANGUAGES
from tests.guidance.localities.departments.test_own_locality import FORM, answers, everything

PREVIEW = f"{FORM}preview/"


def filled(place: Locality, **changed: str) -> dict[str, str]:
    """A step confirmed and a way to reach the department, as typed."""
    source = LegalSource.objects.filter(kind="decision").order_by("slug")[0]
    step = {
        "issuing-status": "confirmed",
        "issuing-date": "2026-01-05",
        "issuing-source": source.slug,
    }
    return answers(place, **step, **{"contact-phone": "0205 3812 345"}, **changed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_shown_as_readers_will_see_it(
    officer: Client, place: Locality, language: str
) -> None:
    before = everything(place)
    hours = {f"contact-hours_{code}": f"Typed: {code}" for code in LANGUAGES}

    said = officer.post(PREVIEW, filled(place, **hours))
    page = officer.get(PREVIEW, {"mode": language}).content.decode()

    assert said.json() == {"is_valid": True, "is_available": True}
    assert f'<html lang="{language}"' in page
    for shown in ("0205 3812 345", f"Typed: {language}", localdate().isoformat(), "2026-01-05"):
        assert shown in page
    ladder = page.partition('id="ladder"')[2].partition("</ol>")[0]
    assert ladder.count('<li class="on">') == 1 + sum(
        step.is_confirmed for step in place.ladder.exclude(step="issuing")
    )
    assert everything(place) == before


def test_the_panel_stands_beside_the_form(officer: Client) -> None:
    page = officer.get(FORM).content.decode()

    assert f'data-w-preview-url-value="{PREVIEW}"' in page
    for name in ("Tiếng Việt", "English", "Français"):
        assert f">{name}</option>" in page


@pytest.mark.parametrize("wrong", [{"issuing-date": "31.31.2026"}, {"contact-email": "nobody"}])
def test_what_does_not_hold_together_has_no_preview(
    officer: Client, place: Locality, wrong: dict[str, str]
) -> None:
    said = officer.post(PREVIEW, {**filled(place), **wrong})

    assert said.json() == {"is_valid": False, "is_available": False}
    assert "Preview not available" in officer.get(PREVIEW).content.decode()


def test_only_the_own_locality_is_shown(officer: Client, place: Locality, other: Locality) -> None:
    officer.post(PREVIEW, {**filled(place), "locality": str(other.pk)})
    views = "wagtailsnippets_guidance_locality"
    elsewhere: list[Any] = [
        reverse(f"{views}:preview_on_edit", args=[other.pk]),
        reverse(f"{views}:preview_on_edit", args=[place.pk]),
        reverse(f"{views}:preview_on_add"),
    ]

    assert f"/{place.slug}/" in officer.get(PREVIEW).content.decode()
    for address in elsewhere:
        for ask in (officer.get, officer.post):
            assert ask(address)["Location"] == reverse("wagtailadmin_home")
    assert FormState.objects.get().object_id == str(place.pk)


def test_who_has_no_locality_has_no_preview(officer: Client, place: Locality) -> None:
    ProvincialEditor.objects.all().delete()

    assert officer.post(PREVIEW, filled(place))["Location"] == reverse("wagtailadmin_home")
    assert not FormState.objects.exists()
