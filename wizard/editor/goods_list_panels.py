"""How the form of a goods list is laid out, and where it shows its contents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from wizard.drafts.goods_diff import PARTS
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.editor.ruleset_views import copy_url
from wizard.goods.sheet_files import FORMATS


class ContentsPanel(Panel):
    """What is on the list, what must be mended, and the ways to change it."""

    class BoundPanel(Panel.BoundPanel):
        """The contents of one document."""

        template_name = "wizard/admin/goods_contents.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Count and check the list as it was last saved."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            document: GoodsListDocument = self.instance
            if not document.pk:
                return {**context, "copied": len(document.contents.get("line", ()))}
            names = document.snippet_viewset.get_url_name
            return {
                **context,
                "document": document,
                "counts": [(part, len(document.contents.get(part, ()))) for part in PARTS],
                "issues": document.issues(),
                "copy_url": copy_url(document, self.request.user),
                "open_comments": document.open_comments(),
                "comments_url": reverse(names("comments"), args=[document.pk]),
                "lines_url": "" if document.live else reverse(names("lines"), args=[document.pk]),
                "changes_url": ""
                if document.live
                else reverse(names("changes"), args=[document.pk]),
                "upload_url": "" if document.live else reverse(names("upload"), args=[document.pk]),
                "downloads": [
                    (name, reverse(names("download"), args=[document.pk, name])) for name in FORMATS
                ],
            }


def layout() -> ObjectList:
    """Dates and source in the form; the contents come by sheet, or are changed in a table."""
    head = MultiFieldPanel(
        [
            FieldPanel("key"),
            FieldPanel("version", help_text=_("Counts up with every list published.")),
            FieldPanel(
                "in_force_from", help_text=_("Goods are looked up in this list from this day on.")
            ),
            FieldPanel("in_force_until"),
            FieldPanel(
                "source",
                # The list of acts is put to it by static/guidance/admin.js.
                widget=forms.TextInput(attrs={"data-citations": "act"}),
                help_text=_("The act that sets the list: type a part of its number or title."),
            ),
            FieldPanel("nomenclature"),
        ],
        heading=_("Version and dates"),
    )
    return ObjectList([ContentsPanel(heading=_("Contents")), head])
