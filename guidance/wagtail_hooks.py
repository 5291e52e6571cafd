"""Registers the site's records with the editors' side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import AdminItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail_localize.views.edit_translation import stop_translation
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from guidance.accounts import admin_hooks as admin_hooks
from guidance.editing import (
    citations,
    entry_links,
    guide,
    presets,
    proposals,
    redirects,
    sent_back,
    together,
)
from guidance.editing.bundles import membership
from guidance.editing.bundles.viewset import BundleViewSet
from guidance.editing.choosers import image_chooser
from guidance.editing.reports.home import panels_for
from guidance.editing.reports.in_review import OWN
from guidance.editing.reports.menu import report_entries
from guidance.editing.viewsets import GuidanceViewSetGroup, ReadersViewSetGroup, SiteFrameViewSet
from guidance.loading.pages import LOADED
from guidance.localities.departments import entry
from guidance.models.decided import say_decided_in_form
from guidance.translation import notes, po_exchange, workbench
from guidance.translation.locks import asks_for_lock

ENTRY_ACTIONS = [
    (entry_links.SENT, _("Send a link to a department"), _("A link was sent to the department")),
    (entry_links.SHOWN, _("Make a link for a department"), _("A link for the department was made")),
    (entry.USED, _("Answer by a link"), _("The department answered by its link")),
    (proposals.AGREED, _("Agree with a department"), _("Changed as the department proposed")),
]
"""What happened to the entry of a locality: the action, and how its history says it."""

register_snippet(GuidanceViewSetGroup)
register_snippet(SiteFrameViewSet)


@hooks.register("register_admin_viewset")
def register_readers() -> ViewSetGroup:
    """Feedback, and searches without a result."""
    return ReadersViewSetGroup()


@hooks.register("register_admin_viewset")
def register_bundles() -> ViewSet:
    """Drafts that go live together."""
    return BundleViewSet("bundles")


@hooks.register("register_log_actions")
def register_bundle_actions(actions: Any) -> None:
    """What happened to a bundle."""
    actions.register_action("guidance.bundle.publish", _("Publish a bundle"), _("Published"))
    actions.register_action(LOADED, _("Load from a file"), _("Loaded from a content file"))
    actions.register_action(
        po_exchange.PO_IMPORTED, _("Import a PO file"), _("Translations were taken from a PO file")
    )
    for action, label, message in ENTRY_ACTIONS:
        actions.register_action(action, label, message)
    actions.register_action("guidance.bundle.fail", _("Fail a bundle"), _("Nothing published"))


@hooks.register("register_admin_urls")
def register_report_addresses() -> list[Any]:
    """The reports, beside Wagtail's own, and the pages of a provincial editor."""
    return [
        path("reports/guidance/", include("guidance.editing.reports.urls")),
        path("together/<int:page_id>/<slug:what>/", together.together, name="together"),
        path("guide/", guide.guide, name="editors_guide"),
        path("guide/pictures/<str:name>/", guide.picture, name="editors_guide_picture"),
        path("guide/<slug:language>/", guide.guide, name="editors_guide"),
        path("citations/", citations.register, name="citations"),
        path("presets/", presets.offered, name="presets"),
        path("our-locality/", include("guidance.localities.departments.urls")),
    ]


@hooks.register("construct_reports_menu")
def list_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Offer the reports that somebody may see in the menu of reports."""
    menu_items.extend(item for item in report_entries() if item.is_shown(request))
    for item in menu_items:
        if isinstance(item, TranslationsReportMenuItem):
            # wagtail-localize names it once, in the language of whoever came first.
            item.label = TranslationsReportView.page_title


@hooks.register("construct_homepage_panels")
def greet(request: HttpRequest, panels: list[Component]) -> None:
    """Say first what awaits whoever signs in."""
    panels[:] = [OWN[type(panel)]() if type(panel) in OWN else panel for panel in panels]
    panels.extend(panels_for(request))


@hooks.register("insert_global_admin_css")
def style_own_screens() -> str:
    """The few rules of our own screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("guidance/admin.css"))


@hooks.register("insert_global_admin_js")
def offer_sources() -> str:
    """The register beside each field of citations; menus for the answers of a link."""
    markup = (
        '<script type="module" src="{}"></script>'
        '<script type="module" src="{}"></script>'
        '<script data-citations-url="{}" data-citations-label="{}"></script>'
    )
    label = gettext("Find a source by number or title")
    scripts = static("guidance/admin.js"), static("guidance/presets.js")
    return format_html(markup, *scripts, reverse("citations"), label)


class OfficeItem(AdminItem):
    """The way from a page to the editors' side, which is this site's and not "Wagtail"."""

    template_name = "guidance/admin/userbar_home.html"


@hooks.register("construct_wagtail_userbar")
def name_editors_side(_request: HttpRequest, items: list[Any], _page: Page) -> None:
    """Call the editors' side what it is in the bar over a page."""
    items[:] = [OfficeItem() if type(item) is AdminItem else item for item in items]


@hooks.register("register_help_menu_item")
def offer_guide() -> MenuItem:
    """The guide of this site's editors, in their language."""
    return MenuItem(_("Editors’ guide"), reverse_lazy("editors_guide"), icon_name="help", order=1)


# Before all others, whichever of their modules was imported first.
@hooks.register("register_admin_urls", order=-1)
def take_po_files() -> list[Any]:
    """Stand before wagtail-localize's own addresses, whose names lead here as well."""
    doors = [
        path(
            "translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
            asks_for_lock(notes.save_text),
        ),
        path("translate/<int:translation_id>/pofile/upload/", asks_for_lock(po_exchange.upload)),
        path("translate/<int:translation_id>/disable/", asks_for_lock(stop_translation)),
        path("translate/<int:translation_id>/pofile/download/", po_exchange.download),
        path("page/<int:page_id>/convert_to_alias/", workbench.convert),
        path(
            "translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            asks_for_lock(workbench.override),
        ),
        path("translate/<int:translation_id>/preview/", workbench.preview),
        path("translate/<int:translation_id>/preview/<str:mode>/", workbench.preview),
        path("submit/page/<int:page_id>/", workbench.SubmitPage.as_view()),
        path("update/<int:translation_source_id>/", po_exchange.UpdateTranslations.as_view()),
    ]
    begin = path(
        "localize/begin/<int:page_id>/<slug:language>/", workbench.begin, name="begin_translation"
    )
    standing = path(
        "localize/standing/<int:translation_id>/", workbench.standing, name="translation_standing"
    )
    return [begin, standing, path("localize/", include(doors))]


@hooks.register("register_admin_urls", order=-1)
def mend_packages() -> list[Any]:
    """Stand before Wagtail's own addresses, whose names lead here as well."""
    return [
        path("images/chooser/", image_chooser.choose_view),
        path("images/chooser/results/", image_chooser.choose_results_view),
        path("redirects/add/", redirects.RedirectCreateView.as_view()),
        path("redirects/<int:redirect_id>/", redirects.RedirectEditView.as_view()),
        path("redirects/import/process/", redirects.process_import),
    ]


hooks.register("after_move_page", together.say_moved)
hooks.register("after_unpublish_page", together.say_unpublished)
hooks.register("after_delete_page", together.say_deleted)
hooks.register("after_bulk_action", together.say_of_many)
hooks.register("before_edit_page", together.note_address)
hooks.register("after_edit_page", together.say_published)


# After wagtail-localize, whose editor says it above the texts.
hooks.register("before_edit_page", sent_back.say_why, order=10)
hooks.register("before_edit_snippet", sent_back.say_why, order=10)
hooks.register("after_edit_page", say_decided_in_form)
hooks.register("after_edit_snippet", say_decided_in_form)


# Before wagtail-localize, whose editor answers in place of the page's.
hooks.register("before_edit_page", membership.say_bundled, order=-5)
hooks.register("before_edit_snippet", membership.say_bundled, order=-5)


# Before wagtail-localize answers in place of the page editor.
@hooks.register("before_edit_page", order=-10)
def work_on_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Save, submit, review or publish a translation, in the name of whoever does it."""
    return workbench.act(request, page)
