"""How editors reach the lists of goods: Wagtail's own views, with the check before publishing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView

from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.editor.comments.panel import CommentsPanelMixin

from . import goods_lines, goods_list_panels, goods_list_views
from .lists import GoodsListFilterSet
from .ruleset_views import NamedMixin, PastDayMixin, ValidateBeforePublishMixin, VersionViewSet


class _ValidatedList(ValidateBeforePublishMixin):
    """Refuses a list that is not sound, as rule sets are refused."""

    refusal = ngettext_lazy(
        "This list cannot be published: %(count)d finding. See “Contents”.",
        "This list cannot be published: %(count)d findings. See “Contents”.",
        "count",
    )


class GoodsListCreateView(PastDayMixin, _ValidatedList, CommentsPanelMixin, CreateView):
    """A list from nothing."""


class GoodsListEditView(NamedMixin, PastDayMixin, _ValidatedList, CommentsPanelMixin, EditView):
    """One version, as long as it is a draft."""


class GoodsListCopyView(PastDayMixin, _ValidatedList, CommentsPanelMixin, CopyView):
    """The next version, begun with the contents of any other."""

    def get_initial_form_instance(self) -> GoodsListDocument:
        """Give the copy the next number."""
        original = get_object_or_404(GoodsListDocument, pk=self.kwargs["pk"])
        if not self.user_has_permission("add"):
            raise PermissionDenied
        return original.next_version()

    def get_add_url(self) -> str:
        """Send the form back here: what stands in no field of it is copied by this view alone."""
        name = self.model.snippet_viewset.get_url_name("copy")
        return reverse(name, args=[self.kwargs["pk"]])


class GoodsListViewSet(VersionViewSet):
    """Lists of controlled goods: uploaded or changed by hand, looked over, published."""

    model = GoodsListDocument
    icon = "table"
    menu_label = _("Lists of goods")
    menu_order = 206
    add_view_class = GoodsListCreateView
    edit_view_class = GoodsListEditView
    copy_view_class = GoodsListCopyView
    filterset_class = GoodsListFilterSet

    def get_edit_handler(self) -> Any:
        """Lay the form out with the contents on top."""
        return goods_list_panels.layout().bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        """Add the ways in and out to the views that all versions have."""
        return [
            *super().get_urlpatterns(),
            path("lines/<int:pk>/", goods_lines.lines, name="lines"),
            path("changes/<int:pk>/", goods_list_views.changes, name="changes"),
            path("upload/<int:pk>/", goods_list_views.upload, name="upload"),
            path("download/<int:pk>/<str:kind>/", goods_list_views.download, name="download"),
        ]
