"""Who has not confirmed a locality for 90 days is reminded; editors see who that is."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import localdate
from wagtail.users.models import UserProfile

from guidance.localities.departments.reminders import unconfirmed
from guidance.models import LadderStep, Locality


def confirmed(locality: Locality, days: int) -> None:
    LadderStep.objects.filter(locality=locality).update(last_confirmed=None)
    day = localdate() - timedelta(days=days)
    Locality.objects.filter(pk=locality.pk).update(last_confirmed=day)


def test_ninety_days_are_too_long(place: Locality, other: Locality) -> None:
    confirmed(place, 90)
    confirmed(other, 89)

    assert place in unconfirmed(90)
    assert other not in unconfirmed(90)


def test_the_department_is_written_to_in_its_language(department: Any, place: Locality) -> None:
    confirmed(place, 100)

    call_command("remind", stdout=io.StringIO())

    (letter,) = mail.outbox
    assert letter.to == ["ls@example.org"]
    assert place.name["en"] in letter.subject
    assert "/admin/" in letter.body
    assert "{{" not in letter.body


def test_a_dry_run_sends_nothing(department: Any, place: Locality) -> None:
    confirmed(place, 100)
    output = io.StringIO()

    call_command("remind", "--dry-run", stdout=output)

    assert mail.outbox == []
    assert "ls@example.org (not sent)" in output.getvalue()


@pytest.mark.parametrize("days", [0, 89])
def test_who_has_confirmed_is_left_in_peace(department: Any, place: Locality, days: int) -> None:
    confirmed(place, days)

    call_command("remind", stdout=io.StringIO())

    assert mail.outbox == []


def test_a_letter_that_fails_is_told(
    department: Any, place: Locality, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(place, 100)

    def fail(_backend: object, _letters: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)

    with pytest.raises(CommandError, match="1 of 1"):
        call_command("remind", stdout=io.StringIO(), stderr=io.StringIO())


def test_editors_see_what_awaits_them(client: Client, place: Locality, department: Any) -> None:
    user = get_user_model().objects.create_superuser("editor", "e@example.org", "editor")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    confirmed(place, 100)

    home = client.get("/admin/").content.decode()
    report = client.get("/admin/reports/guidance/confirmations/").context["object_list"]

    assert "/admin/reports/guidance/reviews/?due=overdue" in home
    assert "localities not confirmed for 90 days" in home
    assert next(row.days for row in report if row.editors == "lang-son") == 100
