"""Letters to departments and readers: the link to an entry, and the answer to a proposal."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidance.delivery.letters import send
from guidance.models import EntryLink, Proposal
from guidance.models.frame import site_frame
from guidance.text.languages import OFFICIAL
from guidance.text.own_addresses import own_url


def can_send() -> bool:
    """Whether anybody has said which server sends letters."""
    return "EMAIL_HOST" not in settings.NOT_SET


def link_address(request: HttpRequest, link: EntryLink) -> str:
    """Where a department answers, in the language in which it works."""
    with override(OFFICIAL):
        return own_url(request, reverse("entry-link", args=[link.token()]))


def send_link(request: HttpRequest, link: EntryLink) -> bool:
    """Send a link to the address on file; say whether the mail server took it."""
    context = {"locality": link.locality, "link": link, "address": link_address(request, link)}
    with override(OFFICIAL):
        context["site"] = site_frame().name
        subject = _("Please look over: %(name)s") % {"name": link.locality}
        text = render_to_string("guidance/admin/entry_link.txt", context)
    return send(EmailMessage(subject, text, to=[link.locality.email]))


def send_answer(proposal: Proposal, receiver: str, answer: str) -> bool:
    """Send what the editors answer, in the language in which it was proposed."""
    context = {"proposal": proposal, "answer": answer}
    with override(proposal.language or OFFICIAL):
        context["site"] = site_frame().name
        subject = _("Your proposal: %(about)s") % {"about": proposal.about()}
        text = render_to_string("guidance/admin/answer.txt", context)
    return send(EmailMessage(subject, text, to=[receiver]))
