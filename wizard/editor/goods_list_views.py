"""The views in which a goods list comes in as a sheet, is looked over, and goes out again."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from wizard.drafts import expected_verdicts
from wizard.drafts.goods_diff import GoodsChanges, class_changes, entries, situations
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.goods.export import write_rows
from wizard.goods.lookup import shipped_mappings
from wizard.goods.sheet import FROM, columns, read_rows
from wizard.goods.sheet_files import FORMATS, SheetError, read_sheet
from wizard.rules import registry

ALLOWED = ("add", "change", "publish", "view")
SALT = "wizard.goodslist"
LONGEST_STAY = 24 * 3600
"""Seconds for which a dry run may be confirmed."""

LONGEST_LIST = 300
TEMPLATE = "wizard/admin/goods_upload.html"


def draft_of(request: HttpRequest, pk: int, *permissions: str) -> Any:
    """Find a list as last saved, for whoever has one of the permissions."""
    policy = policy_registry.get_by_type(GoodsListDocument)
    if not policy.user_has_any_permission(request.user, permissions):
        raise PermissionDenied
    return get_object_or_404(GoodsListDocument, pk=pk).get_latest_revision_as_object()


def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send the list as the sheet that the upload reads back."""
    document = draft_of(request, pk, *ALLOWED)
    if kind not in FORMATS:
        raise Http404
    write, content_type = FORMATS[kind]
    response = HttpResponse(write(columns(), document.rows()), content_type=content_type)
    name = f"{document.key}-{document.version}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sheet, show what it would change, and keep it once that was confirmed."""
    document = draft_of(request, pk, "add", "change")
    lock = document.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, lock.get_message(request.user))
        return redirect(edit_address(document))
    if request.method == "POST" and "confirmed" in request.POST:
        return _confirm(request, document)
    context = _context(document)
    if request.method == "POST":
        context |= _dry_run(request, document)
    return render(request, TEMPLATE, context)


def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a draft changes, for whoever writes or reviews it."""
    document = draft_of(request, pk, *ALLOWED)
    context = {"remarks": document.issues(), "changes": _changes(document)}
    return render(request, "wizard/admin/goods_draft.html", {**_context(document), **context})


def _context(document: Any) -> dict[str, Any]:
    return {
        "document": document,
        "edit_url": edit_address(document),
        "columns": columns(),
        "classes": sorted(document.known_classes() or ()),
        "longest": LONGEST_LIST,
    }


def edit_address(document: Any) -> str:
    """Where the form of a list stands."""
    return reverse(document.snippet_viewset.get_url_name("edit"), args=[document.pk])


def _dry_run(request: HttpRequest, document: Any) -> dict[str, Any]:
    """Read the sheet, and say what is wrong with it or what it would change."""
    file = request.FILES.get("sheet")
    if file is None:
        return {"issues": [_("Choose a file.")]}
    try:
        rows = read_sheet(file.read(), columns(), optional=(FROM,))
    except SheetError as error:
        return {"issues": [str(error)]}
    found, issues = read_rows(rows, document.known_classes())
    if issues:
        return {"issues": [str(issue) for issue in issues]}
    kept = {part: value for part, value in document.contents.items() if part not in found}
    document.contents = {**kept, **found}
    token = {"pk": document.pk, "base": document.latest_revision_id, "contents": document.contents}
    return {
        "kept": sorted(kept),
        "remarks": document.issues(),
        "changes": _changes(document),
        "token": signing.dumps(token, salt=SALT, compress=True),
    }


def _changes(document: Any) -> GoodsChanges:
    """Compare the list, as it would be, with the one it would take the place of."""
    on = document.day_of_effect
    others = tuple(
        item for item in registry.goods_lists(document.key) if item.version != document.version
    )
    live = registry.listed_on(others, on) if others else None
    parts = tuple(entries(_contents_of(live), document.contents))
    if live is None or document.issues():
        return GoodsChanges(parts, (), ())
    after = document.goods_list()
    rules = registry.rule_sets_using(document.key, on)
    changed = tuple(turn for item in rules[:1] for turn in class_changes(item, live, after, on))
    judged = tuple(
        pair for item in rules[:1] for pair in situations(item, _expected(item), after, on)
    )
    return GoodsChanges(parts, changed, judged)


def _contents_of(live: Any) -> dict[str, Any]:
    """The contents of a published list, or of a shipped one that was never loaded."""
    if live is None:
        return {}
    known = GoodsListDocument.objects.filter(key=live.key, version=live.version).first()
    if known:
        return dict(known.contents)
    shipped = [item for item in shipped_mappings() if item["key"] == live.key]
    return read_rows(enumerate(write_rows(shipped[0]), 2))[0] if shipped else {}


def _expected(ruleset: Any) -> tuple[expected_verdicts.Expectation, ...]:
    known = RuleSetDocument.objects.filter(key=ruleset.key, version=ruleset.version).first()
    return tuple(expected_verdicts.from_stream(known.expected.get_prep_value())) if known else ()


def _confirm(request: HttpRequest, document: Any) -> HttpResponse:
    """Keep the contents that the dry run showed, unless the draft is another by now."""
    try:
        token = signing.loads(request.POST["confirmed"], salt=SALT, max_age=LONGEST_STAY)
    except signing.BadSignature:
        token = {}
    with transaction.atomic():
        locked = GoodsListDocument.objects.select_for_update().get(pk=document.pk)
        draft = locked.get_latest_revision_as_object()
        is_same = (token.get("pk"), token.get("base")) == (draft.pk, draft.latest_revision_id)
        if is_same and not locked.live:
            draft.contents = token["contents"]
            draft.save_revision(user=request.user, log_action=True)
    if not is_same or locked.live:
        messages.error(request, _("The draft was changed meanwhile. Upload the sheet again."))
        return redirect(request.path)
    messages.success(request, _("The list was taken over into the draft."))
    return redirect(edit_address(document))
