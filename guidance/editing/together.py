"""What is done to a page in one language and stays undone in the others: said, and offered.

Wagtail keeps each language by itself: a page that is moved, given a last day, unpublished or
deleted leaves its translations where and as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.models import Page

from guidance.text.languages import language_name

MOVE, DATES, UNPUBLISH = "move", "dates", "unpublish"
FIELDS = ("go_live_at", "expire_at", "applies_from", "applies_until")


def names(pages: list[Page]) -> str:
    """The languages of pages, in the words of whoever reads."""
    return ", ".join(language_name(page.locale.language_code) for page in pages)


def elsewhere(page: Page) -> list[tuple[Page, Page]]:
    """The translations that do not stand where the page does, each with where it would."""
    parent = page.get_parent()
    found = []
    for other in page.get_translations().select_related("locale"):
        wanted = parent.get_translation_or_none(other.locale)
        if wanted is not None and wanted.pk != other.get_parent().pk:
            found.append((other, wanted))
    return found


def otherwise(page: Page) -> list[Page]:
    """The translations that have other dates than the page."""
    page = page.specific
    others = page.get_translations().select_related("locale").specific()
    return [
        other
        for other in others
        if any(getattr(other, name, None) != getattr(page, name, None) for name in FIELDS)
    ]


def still_public(page: Page) -> list[Page]:
    """The translations that readers still see though the page is not public; none while it is."""
    if page.live:
        return []
    return list(page.get_translations().filter(live=True).select_related("locale"))


def say_moved(request: HttpRequest, page: Page) -> None:
    """Tell that translations stay where they were, and offer to move them."""
    others = [other for other, _parent in elsewhere(Page.objects.get(pk=page.pk))]
    if others:
        text = _("Not moved with it: the page in %(languages)s.") % {"languages": names(others)}
        _offer(request, page, MOVE, text, _("Move these too"))


def say_unpublished(request: HttpRequest, page: Page) -> None:
    """Tell that readers of other languages still see the page, and offer to unpublish it there."""
    if others := still_public(Page.objects.get(pk=page.pk)):
        text = _("Still public: the page in %(languages)s.") % {"languages": names(others)}
        _offer(request, page, UNPUBLISH, text, _("Unpublish these too"))


def say_deleted(request: HttpRequest, page: Page) -> None:
    """Tell that the page stays in other languages, and lead there."""
    others = page.get_translations().select_related("locale")
    if others:
        text = _("Not deleted with it: the page in %(languages)s.") % {"languages": names(others)}
        buttons = [
            messages.button(
                reverse("wagtailadmin_pages:edit", args=[other.pk]), other.get_admin_display_title()
            )
            for other in others
        ]
        messages.warning(request, text, buttons=buttons)


def say_of_many(request: HttpRequest, action: str, chosen: Sequence[Any], _view: Any) -> None:
    """Tell the same of pages that were ticked in a list."""
    say = _OF_MANY.get(action)
    for page in chosen if say else ():
        if say and isinstance(page, Page):
            say(request, page)


def note_address(request: HttpRequest, page: Page) -> None:
    """Remember the address before an edit."""
    if request.method == "POST":
        before = Page.objects.filter(pk=page.pk).values_list("slug", "title").first()
        request.named_before = before  # type: ignore[attr-defined]


def say_published(request: HttpRequest, page: Page) -> None:
    """Tell what a new title, address or date leaves as it was in the other languages."""
    if "action-publish" not in request.POST:
        return
    page = Page.objects.get(pk=page.pk).specific
    others = list(page.get_translations().select_related("locale"))
    before = getattr(request, "named_before", None)
    if others and before and before != (page.slug, page.title):
        text = _("Title and address in %(languages)s stay: each language has its own.")
        messages.info(request, text % {"languages": names(others)})
    if differing := otherwise(page):
        text = _("Other dates than here: the page in %(languages)s.")
        text %= {"languages": names(differing)}
        _offer(request, page, DATES, text, _("Take the dates there too"))


def _offer(request: HttpRequest, page: Page, what: str, text: str, label: str) -> None:
    url = reverse("together", args=[page.pk, what])
    messages.warning(request, text, buttons=[messages.button(url, label)])


def together(request: HttpRequest, page_id: int, what: str) -> HttpResponse:
    """Show what would be done in the other languages; do it where whoever asks may."""
    page = get_object_or_404(Page, pk=page_id).specific
    if what not in _WAYS:
        raise Http404
    title, targets, way = _WAYS[what]
    wanted = [(other, *rest) for other, *rest in targets(page)]
    if request.method == "POST":
        done = [other for other, *rest in wanted if way(request, page, other, *rest)]
        left = [other for other, *_rest in wanted if other not in done]
        if done:
            messages.success(request, _("Done: %(languages)s.") % {"languages": names(done)})
        if left:
            text = _("You may not change the page in %(languages)s.")
            messages.error(request, text % {"languages": names(left)})
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    context = {
        "page": page,
        "title": title,
        "wanted": [(names([other]), other, rest[0] if rest else None) for other, *rest in wanted],
    }
    return render(request, "guidance/admin/together.html", context)


def _move(request: HttpRequest, _page: Page, other: Page, parent: Page) -> bool:
    if not other.permissions_for_user(request.user).can_move_to(parent):
        return False
    other.move(parent, pos="last-child", user=request.user)
    return True


def _take_dates(request: HttpRequest, page: Page, other: Page) -> bool:
    """Publish the translation with the dates; a draft of it keeps its text and gets them too."""
    powers = other.permissions_for_user(request.user)
    if not powers.can_edit() or (other.live and not powers.can_publish()):
        return False
    live = other.specific
    draft = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
    for version in filter(None, (live, draft)):
        for name in FIELDS:
            if hasattr(version, name):
                setattr(version, name, getattr(page, name, None))
        # Its words are what they were.
        version.is_minor_change = True
        revision = version.save_revision(user=request.user, log_action=True)
        if version is live and other.live:
            revision.publish(user=request.user)
    return True


def _unpublish(request: HttpRequest, _page: Page, other: Page) -> bool:
    if not other.permissions_for_user(request.user).can_unpublish():
        return False
    UnpublishPageAction(other.specific, user=request.user).execute()
    return True


_OF_MANY: Mapping[str, Callable[[HttpRequest, Page], None]] = {
    "move": say_moved,
    "unpublish": say_unpublished,
    "delete": say_deleted,
}
_WAYS: Mapping[str, tuple[Any, Callable[..., Any], Callable[..., bool]]] = {
    MOVE: (gettext_lazy("Move these too"), elsewhere, _move),
    DATES: (
        gettext_lazy("Take the dates there too"),
        lambda page: [(other,) for other in otherwise(page)],
        _take_dates,
    ),
    UNPUBLISH: (
        gettext_lazy("Unpublish these too"),
        lambda page: [(other,) for other in still_public(page)],
        _unpublish,
    ),
}
