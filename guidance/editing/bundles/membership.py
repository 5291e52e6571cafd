"""What waits in a bundle says so, and which bundles wait to be released."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from guidance.editing.bundles.publishing import is_reviewed
from guidance.models import Bundle, BundleState
from guidance.models.bundles import bundle_of


def say_bundled(request: HttpRequest, thing: Any) -> None:
    """Tell whoever opens a draft that it waits for others, and where."""
    bundle = bundle_of(thing) if request.method == "GET" else None
    if bundle is None:
        return
    text = _("This draft goes live with the bundle “%(bundle)s”, not by its approval alone.")
    buttons = []
    policy = policy_registry.get_by_type(Bundle)
    if policy.user_has_any_permission(request.user, ("add", "change", "publish", "view")):
        buttons.append(messages.button(reverse("bundles:review", args=[bundle.pk]), _("Bundle")))
    messages.info(request, text % {"bundle": bundle}, buttons=buttons)


def ready() -> list[Bundle]:
    """Bundles of which every draft is reviewed, and which nobody has released."""
    found = Bundle.objects.filter(state__in=(BundleState.DRAFT, BundleState.FAILED))
    return [
        bundle
        for bundle in found.prefetch_related("items__revision")
        if (items := bundle.items.all())
        and all(
            item.revision and is_reviewed(item.revision.as_object(), item.revision)
            for item in items
        )
    ]
