"""The addresses to which comments are sent, and the page that shows them without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from wizard.drafts.models.versions import DatedVersion

from . import actions
from .history import DELETE, EDIT
from .mail import tell
from .panel import HEADING, Discussion, VersionCommentsPanel, address, sending
from .permissions import may_comment, may_read

REFUSED = 422


def routes(model: type[DatedVersion]) -> list[URLPattern]:
    """The addresses below a kind of version."""
    about = {"model": model}
    one = "comments/<int:pk>/<int:comment>/<slug:action>/"
    return [
        path("comments/<int:pk>/", discussion, about, name="comments"),
        path(one, one_comment, about, name="comment"),
    ]


def discussion(request: HttpRequest, pk: int, model: type[DatedVersion]) -> HttpResponse:
    """Show the comments on a version, or take a new one."""
    document = _document(request, pk, model)
    if request.method != "POST":
        return _page(request, document)
    return _answer(request, document, lambda: actions.create(document, request.user, request.POST))


def one_comment(
    request: HttpRequest, pk: int, model: type[DatedVersion], comment: int, action: str
) -> HttpResponse:
    """Do something with one comment: reply, edit, delete, resolve, reopen."""
    document = _document(request, pk, model)
    if action not in actions.ACTIONS:
        raise Http404
    if request.method != "POST":
        # Whoever had to sign in first is led here afterwards, without what was sent.
        messages.error(request, _("Nothing was changed. Please send it again from this page."))
        return redirect(address(document, "comments"))
    who, data = request.user, request.POST
    return _answer(request, document, lambda: actions.act(document, comment, action, who, data))


def _document(request: HttpRequest, pk: int, model: type[DatedVersion]) -> Any:
    """Find a version as last saved, for whoever may do what is asked."""
    document: Any = get_object_or_404(model, pk=pk)
    document = document.get_latest_revision_as_object()
    allows = may_comment if request.method == "POST" else may_read
    if not allows(request.user, document):
        raise PermissionDenied
    return document


def _answer(
    request: HttpRequest, document: Any, do: Callable[[], actions.ActionResult]
) -> HttpResponse:
    """Do it, and show how the discussion stands; to a script, the panel alone."""
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    try:
        with transaction.atomic():
            done = do()
    except actions.ActionRefused as refusal:
        return _refused(request, document, refusal, is_script=is_script)
    if done.action not in (EDIT, DELETE):
        tell(done.comment, done.action, request.user)
    if is_script:
        return _page(request, document, "comments", said=done.said, focus=done.focus)
    messages.success(request, done.said)
    back = get_valid_next_url_from_request(request) or address(document, "comments")
    return redirect(f"{back}#{done.focus}")


def _refused(
    request: HttpRequest, document: Any, refusal: actions.ActionRefused, *, is_script: bool
) -> HttpResponse:
    """Say why, and show the text again where there was one."""
    box = refusal.box
    if not (box or is_script):
        messages.error(request, str(refusal))
        return redirect(address(document, "comments"))
    template = "comments" if is_script else "comments_page"
    focus = f"text-{box.name}" if box else HEADING
    said = {"said": str(refusal), "focus": focus, "refused": box}
    response = _page(request, document, template, **said)
    response.status_code = REFUSED
    return response


def _page(
    request: HttpRequest, document: Any, template: str = "comments_page", **more: Any
) -> HttpResponse:
    shown = Discussion(document, request.user, more.get("refused"))
    context = {
        "title": VersionCommentsPanel.title,
        **shown.context(),
        **sending(request, document),
        **more,
    }
    return render(request, f"wizard/admin/{template}.html", context)
