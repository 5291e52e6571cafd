"""A provincial editor keeps one locality true, and no other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localdate
from django.utils.translation import override

from guidance.localities.departments.forms import LocalityForms
from guidance.models import LadderStep, LegalSource, Locality, ProvincialEditor
from guidance.models.co_readiness import Step
from guidance.text.languages import LANGUAGES
from tests.checking import MAIN, check_at

FORM = "/admin/our-locality/"


def answers(locality: Locality, /, **changed: str) -> dict[str, str]:
    """What the form holds, with some of it changed."""
    data = {}
    for form in LocalityForms(locality):
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else str(value)
    return {**data, **changed}


def everything(locality: Locality) -> list[Any]:
    """All that is stored of a locality."""
    steps = list(LadderStep.objects.filter(locality=locality).order_by("step").values())
    return [*Locality.objects.filter(pk=locality.pk).values(), *steps]


def test_the_home_screen_shows_the_own_locality(officer: Client, place: Locality) -> None:
    home = officer.get("/admin/").content.decode()

    with override("en"):
        assert str(place) in home
        for label in place.missing():
            assert escape(label) in home
    for address in (FORM, f"{FORM}confirm/", f"{FORM}links/"):
        assert f'"{address}"' in home


def test_one_click_confirms_what_stands_there(
    officer: Client, place: Locality, other: Locality
) -> None:
    before = everything(other)

    officer.post(f"{FORM}confirm/", {"locality": other.pk})

    place.refresh_from_db()
    assert place.last_confirmed == localdate()
    assert everything(other) == before


def test_the_click_carries_the_token_that_a_browser_must_send(
    department: Any, place: Locality
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(department)
    form = browser.get("/admin/").content.decode().partition(f'action="{FORM}confirm/"')[2]
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form.partition("</form>")[0])
    assert token is not None

    response = browser.post(f"{FORM}confirm/", {"csrfmiddlewaretoken": token[1]})

    assert response.status_code == 302
    assert browser.post(f"{FORM}confirm/").status_code == 403


def test_looking_confirms_nothing(officer: Client, place: Locality) -> None:
    before = place.last_confirmed

    assert officer.get(f"{FORM}confirm/").status_code == 405
    officer.get(FORM)

    place.refresh_from_db()
    assert place.last_confirmed == before


def test_a_step_and_the_contact_are_changed_with_day_and_document(
    officer: Client, place: Locality, other: Locality
) -> None:
    source = LegalSource.objects.filter(kind="decision").order_by("slug")[0]
    before = everything(other)
    data = answers(
        place,
        **{
            "issuing-status": "confirmed",
            "issuing-date": "2026-01-05",
            "issuing-source": source.slug,
            "contact-phone": "0205 3812 345",
            "contact-hours_en": "Monday to Friday",
            # Nothing in the form names a locality; what somebody adds is not read.
            "locality": str(other.pk),
            "contact-slug": "atlantis",
            "issuing-locality": str(other.pk),
        },
    )

    response = officer.post(FORM, data)

    assert response.status_code == 302
    place = Locality.objects.get(pk=place.pk)
    step = place.ladder.get(step=Step.ISSUING)
    assert (step.status, step.date, step.citations) == (
        "confirmed",
        date(2026, 1, 5),
        [source.slug],
    )
    assert (place.phone, place.hours["en"], place.slug) == (
        "0205 3812 345",
        "Monday to Friday",
        "lang-son",
    )
    assert place.last_confirmed == localdate()
    assert everything(other) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuing-date", ""),
        ("issuing-source", ""),
        ("issuing-source", "act-that-is-not"),
        ("issuing-date", (localdate() + timedelta(days=2)).isoformat()),
        ("issuing-date", "31.31.2026"),
        ("issuing-status", "perhaps"),
        ("contact-email", "no address"),
    ],
)
def test_what_does_not_hold_together_saves_nothing(
    officer: Client, place: Locality, field: str, value: str
) -> None:
    source = LegalSource.objects.filter(kind="decision").order_by("slug")[0]
    before = everything(place)
    data = answers(
        place,
        **{
            "issuing-status": "confirmed",
            "issuing-date": "2026-01-05",
            "issuing-source": source.slug,
            "contact-phone": "1",
            field: value,
        },
    )

    response = officer.post(FORM, data)

    assert response.status_code == 422
    assert "error" in response.content.decode()
    assert everything(place) == before


def test_what_a_step_may_rest_on_is_listed_by_kind_the_newest_first(officer: Client) -> None:
    forms = officer.get(FORM).context["forms"]
    choices = dict(next(iter(forms)).fields["source"].choices)
    groups = {kind: dict(group) for kind, group in choices.items() if isinstance(group, list)}

    slugs = [slug for group in groups.values() for slug in group]
    found = LegalSource.objects.in_bulk(slugs, field_name="slug")
    assert {"decision", "notice"} <= {source.kind for source in found.values()}
    assert not {"press", "article", "data", "draft"} & {source.kind for source in found.values()}
    for group in groups.values():
        days = [str(found[slug].issued or "") for slug in group]
        assert days == sorted(days, reverse=True)


def test_a_citation_of_a_provision_is_kept(officer: Client, place: Locality) -> None:
    cited = LadderStep.objects.exclude(source="").filter(source__contains=":").first()
    assert cited is not None
    ProvincialEditor.objects.update(locality=cited.locality)

    response = officer.post(FORM, answers(cited.locality))

    assert response.status_code == 302
    assert LadderStep.objects.get(pk=cited.pk).citations == cited.citations


@pytest.mark.parametrize("path", ["", "confirm/", "links/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_locality_is_refused(
    officer: Client, place: Locality, path: str, method: str
) -> None:
    ProvincialEditor.objects.all().delete()
    before = everything(place)

    response = getattr(officer, method)(f"{FORM}{path}", {})

    assert response.status_code in (302, 403, 405)
    assert everything(place) == before


def test_the_record_of_another_locality_is_out_of_reach(officer: Client, other: Locality) -> None:
    before = everything(other)
    edit = reverse("wagtailsnippets_guidance_locality:edit", args=[other.pk])

    response = officer.post(edit, {"name_vi": "Khác", "slug": other.slug})

    assert response.status_code in (302, 403)
    assert everything(other) == before


def test_links_come_in_every_language_as_html_and_as_code(officer: Client, place: Locality) -> None:
    found = officer.get(f"{FORM}links/").content.decode()

    for language in LANGUAGES:
        assert check_at(language, f"?province={place.slug}") in found
        assert f"qr/{MAIN}/{language}/?place={place.slug}" in found
    assert "&lt;a href=" in found
