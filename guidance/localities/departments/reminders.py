"""Who is asked to look at a locality that nobody has confirmed for a long time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidance.models import Locality, ProvincialEditor


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter to one provincial editor."""

    locality: Locality
    user: Any
    language: str

    def message(self) -> EmailMessage:
        """The letter in the language in which its reader works."""
        with override(self.language):
            subject = _("Please confirm: %(name)s") % {"name": self.locality}
            context = {
                "locality": self.locality,
                "confirmed_on": self.locality.confirmed_on(),
                "missing": self.locality.missing(),
                "address": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home"),
            }
            text = render_to_string("guidance/admin/reminder.txt", context)
        return EmailMessage(subject, text, to=[self.user.email])


def unconfirmed(days: int) -> list[Locality]:
    """The localities that nobody has confirmed for so many days, or ever."""
    last = localdate() - timedelta(days=days)
    places = Locality.objects.prefetch_related("ladder", "provincial_editors__user")
    return [place for place in places if (place.confirmed_on() or last) <= last]


def reminders(days: int) -> Iterator[Reminder]:
    """A letter for each provincial editor of such a locality who can be reached."""
    editors = ProvincialEditor.objects.filter(
        user__is_active=True, locality__in=unconfirmed(days)
    ).exclude(user__email="")
    editors = editors.select_related("user__wagtail_userprofile").prefetch_related(
        "locality__ladder"
    )
    for editor in editors:
        profile = getattr(editor.user, "wagtail_userprofile", None)
        language = profile.preferred_language if profile else ""
        yield Reminder(editor.locality, editor.user, language or settings.LANGUAGE_CODE)
