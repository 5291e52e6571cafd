"""The pages of a provincial editor. None names a locality in its address: there is only one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from guidance.accounts.roles import own_locality
from guidance.localities.departments.forms import LocalityForms
from guidance.localities.departments.previews import side_panels
from guidance.models import LinksPage, Locality
from guidance.models.concurrent_edits import OPENED, changed_since, opened_with
from guidance.models.links import Link, links
from guidance.text.languages import reader_language


def edit(request: HttpRequest) -> HttpResponse:
    """Show and save how far the locality is, and how to reach it."""
    locality = own_locality(request.user)
    forms = LocalityForms(locality, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        told = changed_since(locality, request.POST.get(OPENED, ""))
        if forms.is_valid() and not told:
            forms.save()
            log(locality, "wagtail.edit", user=request.user)
            messages.success(request, _("Saved. Readers see it now."))
            return HttpResponseRedirect(reverse("guidance_departments:edit"))
        messages.error(request, told or _("Nothing was saved: see what is marked below."))
    context = {
        "locality": locality,
        "forms": forms,
        "opened_with": opened_with(locality),
        "side_panels": side_panels(request, locality),
        "breadcrumbs": breadcrumbs(_("Our locality")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "guidance/admin/our_locality.html", context, status=status)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Note that everything that stands there is still so today."""
    locality = own_locality(request.user)
    locality.confirm(localdate())
    log(locality, "wagtail.edit", user=request.user)
    messages.success(request, _("Thank you. Readers now see that this was confirmed today."))
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


@require_safe
def partner_links(request: HttpRequest) -> HttpResponse:
    """Give the ready links of the locality: to copy, as HTML, as a QR code to print."""
    locality = own_locality(request.user)
    context = {
        "locality": locality,
        "rows": with_codes(request, locality, links(request, locality)),
        "breadcrumbs": breadcrumbs(_("Links for your web site")),
    }
    return render(request, "guidance/admin/our_links.html", context)


def with_codes(
    request: HttpRequest, locality: Locality, found: Iterable[Link]
) -> list[tuple[Link, str]]:
    """Each link, and the page that shows it as a QR code, if there is such a page."""
    pages = LinksPage.objects.live().select_related("locale")
    page = pages.filter(locale__language_code=reader_language()).first() or pages.first()
    base = page.get_url(request) if page else None
    return [
        (link, f"{base}qr/{link.topic}/{link.language}/?place={locality.slug}" if base else "")
        for link in found
    ]


def breadcrumbs(label: str) -> list[dict[str, Any]]:
    """The way back to the home screen."""
    return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": label}]
