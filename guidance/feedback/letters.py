"""The letter about a reader's message to whoever runs the site."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidance.delivery.letters import send
from guidance.models import ReaderMessage
from guidance.models.frame import site_frame


def tell(message: ReaderMessage) -> None:
    """Send the text to the operator and the public mailbox, where there are any.

    The sender's address stays on the editors' list alone, where it is deleted with the answer. A
    mail server that is away loses nothing; nothing of a message is logged.
    """
    receivers = sorted({settings.OPERATOR_EMAIL, site_frame().email} - {""})
    if not receivers:
        return
    with override(settings.LANGUAGE_CODE):
        subject = _("A reader has written")
        place = _("To answer, and to mark it as answered:")
    address = reverse("readermessage:edit", args=[message.pk])
    text = f"{message.text}\n\n-- \n{place}\n{settings.WAGTAILADMIN_BASE_URL}{address}\n"
    send(EmailMessage(subject, text, to=receivers))
