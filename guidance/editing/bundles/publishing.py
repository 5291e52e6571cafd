"""Publishes a bundle: every check again, all of it in one transaction, or nothing and the reasons.

Two publishers at once are kept apart by the row of the bundle. A process that dies takes its
transaction with it: the bundle is as it was, and the next run publishes it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowMixin
from wagtail.permissions import policy_registry

from guidance.models import Bundle, BundleItem, BundleState

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Publish every released bundle whose time has come; one that fails keeps no other back."""
    due = Bundle.objects.filter(state=BundleState.RELEASED)
    for bundle in due.exclude(go_live_at__gt=timezone.now()).order_by("go_live_at", "pk"):
        try:
            publish(bundle.pk)
        except DatabaseError:
            # Locked or away for a moment: the bundle stays released, the next run tries again.
            logger.exception("bundle %s: not published, tried again later", bundle.pk)


def publish(pk: int) -> Bundle:
    """Publish a released bundle, unless another process has."""
    with transaction.atomic():
        bundle = Bundle.objects.select_for_update().get(pk=pk)
        if bundle.state != BundleState.RELEASED:
            return bundle
        with override(_language(bundle.released_by)):
            problems = _publish_all(bundle)
        bundle.problems = "\n".join(problems)
        bundle.state = BundleState.FAILED if problems else BundleState.PUBLISHED
        bundle.published_at = None if problems else timezone.now()
        bundle.save()
        action = "guidance.bundle.fail" if problems else "guidance.bundle.publish"
        log(bundle, action, user=bundle.released_by, data={"problems": problems})
    return bundle


def _language(user: Any) -> str:
    """The language in which whoever released the bundle reads."""
    profile = getattr(user, "wagtail_userprofile", None)
    return str(profile.get_preferred_language()) if profile else settings.LANGUAGE_CODE


def _publish_all(bundle: Bundle) -> list[str]:
    """Publish item by item; with any problem, undo every one of them."""
    items = in_order(bundle)
    problems: list[str] = [] if items else [_("The bundle is empty.")]
    with transaction.atomic(), assume_published(items):
        for item in items:
            problems += [f"{item}: {reason}" for reason in _publish_item(item, bundle)]
        transaction.set_rollback(bool(problems))
    return problems


def in_order(bundle: Bundle) -> list[BundleItem]:
    """What others rest on goes first, pages go last; in whichever order they were chosen."""
    return sorted(bundle.items.all(), key=_rank)


def _rank(item: BundleItem) -> tuple[bool, int]:
    model = item.content_type.model_class()
    is_page = model is not None and issubclass(model, Page)
    return is_page, getattr(model, "PUBLISHED_AFTER", 0)


@contextmanager
def assume_published(items: list[BundleItem]) -> Iterator[None]:
    """Let each draft be checked as if the others were published: they may need each other."""
    with ExitStack() as stack:
        for item in items:
            if item.revision is None or item.content_object is None:
                continue
            draft: Any = item.revision.as_object()
            if hasattr(draft, "as_if_published"):
                stack.enter_context(draft.as_if_published())
        yield


def items_with_blockers(bundle: Bundle, user: Any) -> list[tuple[BundleItem, list[str]]]:
    """Say of each item what keeps it from going live with the others, as things stand."""
    items = in_order(bundle)
    with assume_published(items):
        return [(item, list(blockers(item, user))) for item in items]


def _publish_item(item: BundleItem, bundle: Bundle) -> list[str]:
    """Publish one revision, or say why not."""
    reasons = list(blockers(item, bundle.released_by))
    if reasons or item.revision is None:
        return reasons
    try:
        with transaction.atomic():
            item.revision.publish(user=bundle.released_by)
    except ValidationError as error:
        return error.messages
    except PermissionDenied:
        return [_("You may not publish this.")]
    return []


def blockers(item: BundleItem, user: Any) -> Iterator[str]:
    """Say what keeps an item from being published by somebody, as things stand."""
    if item.revision is None or item.content_object is None:
        yield _("It was deleted, or its draft was.")
        return
    if user is None or not user.is_active:
        yield _("Whoever released the bundle has no account any more.")
        return
    draft = item.revision.as_object()
    if not _may_publish(draft, user):
        yield _("You may not publish this.")
    if draft.go_live_at and draft.go_live_at > timezone.now():
        yield _("It has a date of its own on which it goes live. Remove that date.")
    if not is_reviewed(draft, item.revision):
        yield _("Its review is not finished.")
    try:
        draft.full_clean()
        getattr(draft, "refuse_issues", draft.clean)()
    except ValidationError as error:
        yield from error.messages


def _may_publish(draft: Any, user: Any) -> bool:
    if hasattr(draft, "permissions_for_user"):
        return bool(draft.permissions_for_user(user).can_publish())
    return bool(policy_registry.get(draft).user_has_permission(user, "publish"))


def is_reviewed(draft: Any, revision: Any) -> bool:
    """Whether this very revision was approved, where a workflow asks for that."""
    if not isinstance(draft, WorkflowMixin) or not draft.has_workflow:
        return True
    approved = TaskState.objects.filter(
        revision=revision, status="approved", workflow_state__status="approved"
    )
    return approved.exists()
