"""Redirects of editors lead within this site: its addresses vouch for where they lead."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from guidance.delivery.misread import hands_on


def is_own(address: str) -> bool:
    """Whether an address with scheme and host is one of this site."""
    own = {urlsplit(settings.SITE_URL).hostname, *Site.objects.values_list("hostname", flat=True)}
    return urlsplit(address).hostname in own - {None}


class OwnRedirectForm(RedirectForm):
    """Wagtail's form, for addresses of this site."""

    def clean_redirect_link(self) -> str:
        """An address of this site; what stood there before may stay."""
        address = str(self.cleaned_data["redirect_link"])
        if address and address != self.instance.redirect_link and not is_own(address):
            raise ValidationError(
                _("A redirect leads within this site. Choose a page, or type one of its addresses.")
            )
        return address


class RedirectCreateView(views.CreateView):
    """In the place of Wagtail's own."""

    form_class = OwnRedirectForm


class RedirectEditView(views.EditView):
    """In the place of Wagtail's own."""

    form_class = OwnRedirectForm


@transaction.atomic
@hands_on
def process_import(request: HttpRequest) -> HttpResponse:
    """Take redirects from a file as Wagtail does, but for those that lead elsewhere."""
    known = set(Redirect.objects.values_list("pk", flat=True))
    response: HttpResponse = views.process_import(request)
    new = Redirect.objects.exclude(pk__in=known).exclude(redirect_link="")
    foreign = [redirect for redirect in new if not is_own(redirect.redirect_link)]
    for redirect in foreign:
        redirect.delete()
    if foreign:
        text = _("Left out, since they lead to other sites: %(paths)s.")
        paths = ", ".join(redirect.old_path for redirect in foreign[:20])
        messages.error(request, text % {"paths": paths})
    return response
