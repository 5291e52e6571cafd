"""How editors put bundles together, look them over and release them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from guidance.editing.bundles.forms import BundleForm
from guidance.editing.bundles.publishing import items_with_blockers, publish
from guidance.models import Bundle, BundleState

TEMPLATE = "guidance/admin/bundle.html"


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the drafts of a bundle and what would keep each from going live; release it."""
    bundle = get_object_or_404(Bundle, pk=pk)
    policy = policy_registry.get_by_type(Bundle)
    may_release = policy.user_has_permission(request.user, "publish")
    if not policy.user_has_any_permission(request.user, ("add", "change", "publish", "view")):
        raise PermissionDenied
    if request.method == "POST":
        if not may_release:
            raise PermissionDenied
        return _act(request, bundle)
    finder = AdminURLFinder(request.user)
    context = {
        "bundle": bundle,
        "items": [
            (item, item.content_object and finder.get_edit_url(item.content_object), reasons)
            for item, reasons in items_with_blockers(bundle, request.user)
        ],
        "may_release": may_release,
        "edit_url": reverse("bundles:edit", args=[pk]),
        "list_url": reverse("bundles:index"),
    }
    return render(request, TEMPLATE, context)


def _act(request: HttpRequest, bundle: Bundle) -> HttpResponse:
    """Release the bundle, or take it back while it waits."""
    wanted = BundleState.DRAFT if "take_back" in request.POST else BundleState.RELEASED
    with transaction.atomic():
        bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
        if wanted == BundleState.RELEASED and bundle.is_open:
            problems = [
                f"{item}: {reason}"
                for item, reasons in items_with_blockers(bundle, request.user)
                for reason in reasons
            ]
            if problems or not bundle.items.exists():
                # Nobody waits for a time that will only say no.
                messages.error(
                    request, gettext("Not released. What stands in its way is listed below.")
                )
                return redirect(request.path)
        if bundle.state != BundleState.PUBLISHED:
            bundle.state, bundle.released_by_id, bundle.problems = wanted, request.user.pk, ""
            bundle.save()
    is_due = bundle.go_live_at is None or bundle.go_live_at <= timezone.now()
    if bundle.state == BundleState.RELEASED and is_due:
        bundle = publish(bundle.pk)
    if bundle.state == BundleState.FAILED:
        messages.error(request, gettext("Nothing was published. The reasons stand below."))
    else:
        messages.success(request, f"{bundle}: {bundle.get_state_display()}")
    return redirect(request.path)


class _LeadsToReview:
    """Goes on to the review of what was saved."""

    object: Bundle

    def get_success_url(self) -> str:
        """Where the bundle is looked over."""
        return reverse("bundles:review", args=[self.object.pk])


class BundleCreateView(_LeadsToReview, CreateView):
    """A new bundle."""


class BundleEditView(_LeadsToReview, EditView):
    """A bundle that is not released."""


class BundleViewSet(ModelViewSet):
    """Bundles, newest first."""

    model = Bundle
    icon = "folder-open-inverse"
    menu_label = _("Bundles")
    menu_order = 207
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = BundleCreateView
    edit_view_class = BundleEditView
    list_display = ["title", "go_live_at", "get_state_display", "published_at"]
    list_filter = ["state"]

    def get_edit_handler(self) -> Any:
        """Title, time, drafts, and the way to the review."""
        panels = [
            HelpPanel(template="guidance/admin/bundle_help.html"),
            FieldPanel("title"),
            FieldPanel("go_live_at"),
            FieldPanel("members"),
        ]
        return ObjectList(panels, base_form_class=BundleForm).bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        """Add the review to Wagtail's own views."""
        return [*super().get_urlpatterns(), path("review/<int:pk>/", review, name="review")]
