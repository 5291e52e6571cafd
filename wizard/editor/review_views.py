"""The views in which rule sets are judged: tried as a visitor would, compared, sent as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from wizard.decision.ruleset import RuleSet
from wizard.drafts import preview
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.withdrawals import Withdrawal
from wizard.drafts.validation import day_of_effect
from wizard.drafts.version_diff import describe
from wizard.rules import registry, resumable_jobs
from wizard.rules.toml_files import write

from .panels import validation_context

ALLOWED = ("add", "change", "publish", "view")
TAKEN_AWAY, OFFERED = "wizard.withdraw", "wizard.offer"
"""What the log calls it when an assessment was taken away, and offered again."""

TAKE_AWAY, OFFER = "take-away", "offer"
WISHES = {TAKE_AWAY: TAKEN_AWAY, OFFER: OFFERED}
"""What may be asked of an assessment, and what the log calls it."""
DONE = {
    TAKE_AWAY: gettext_lazy("The assessment was taken away."),
    OFFER: gettext_lazy("The assessment is offered again."),
}

LONGEST_LIST = 300
PATIENCE = 0.8
"""Seconds for which one request takes a proof or a comparison further."""


def seen_document(request: HttpRequest, pk: int) -> Any:
    """Find a document as last saved, for whoever may see rule sets at all."""
    policy = policy_registry.get_by_type(RuleSetDocument)
    if not policy.user_has_any_permission(request.user, ALLOWED):
        raise PermissionDenied
    return get_object_or_404(RuleSetDocument, pk=pk).get_latest_revision_as_object()


# Answering a question stores nothing, and the wizard's forms hold no token.
@csrf_exempt
def try_draft(request: HttpRequest, pk: int, path: str) -> HttpResponseBase:
    """Answer as the wizard would if this version were in force."""
    document = seen_document(request, pk)
    prefix = preview.prefix_of(document)
    return preview.answer(
        request, document, lambda ruleset: preview.run(request, ruleset, path, prefix)
    )


def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the proof of a draft further, and show what was found or how far it is."""
    document = seen_document(request, pk)
    context = {"is_other": request.GET.get("of") != document.digest()}
    if not context["is_other"]:
        context = validation_context(document, PATIENCE)
    return render(request, "wizard/admin/proof_result.html", context)


def difference(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what changes against the rules in force on the version's first day."""
    document = seen_document(request, pk)
    return preview.answer(request, document, lambda rules: _compared(request, document, rules))


def _compared(request: HttpRequest, document: Any, ruleset: RuleSet) -> HttpResponse:
    on = day_of_effect(ruleset, registry.today())
    live = _live(ruleset.key, ruleset.version, on)
    compared = resumable_jobs.difference(live, ruleset, on, PATIENCE) if live else None
    found = compared.found if compared else None
    context = {
        "document": document,
        "live": live,
        "on": on,
        "edit_url": reverse(document.snippet_viewset.get_url_name("edit"), args=[document.pk]),
        "longest": LONGEST_LIST,
        "walked": compared.walked if compared and not found else None,
        "progress_url": request.path,
        "changes": describe(document, (live, ruleset), found) if live and found else None,
    }
    return render(request, "wizard/admin/difference.html", context)


def _live(key: str, version: int, on: Any) -> Any:
    """Find the rules that this version would take the place of."""
    others = [item for item in registry.versions(key) if item.version != version]
    return next((item for item in reversed(others) if item.in_force(on)), None)


def toml(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the version as the file that `manage.py import_ruleset` reads back."""
    document = seen_document(request, pk)
    response = HttpResponse(write(document.mapping()), content_type="application/toml")
    name = f"{document.key}-{document.version}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the assessment of a version away, or offer it again; whoever may publish may."""
    document = seen_document(request, pk)
    policy = policy_registry.get_by_type(RuleSetDocument)
    if not policy.user_has_permission(request.user, "publish"):
        raise PermissionDenied
    found = Withdrawal.objects.filter(key=document.key).first()
    edit = reverse(document.snippet_viewset.get_url_name("edit"), args=[document.pk])
    wanted = request.POST.get("wanted")
    if wanted not in WISHES:
        context = {
            "document": document,
            "is_withdrawn": bool(found),
            "wanted": OFFER if found else TAKE_AWAY,
            "edit_url": edit,
        }
        return render(request, "wizard/admin/withdraw.html", context)
    # Somebody else, or the same page sent twice, may have done so already.
    if (wanted == TAKE_AWAY) != bool(found):
        if found:
            found.delete()
        else:
            Withdrawal.objects.get_or_create(key=document.key)
        log(document, WISHES[wanted])
    messages.success(request, DONE[wanted])
    return redirect(edit)
