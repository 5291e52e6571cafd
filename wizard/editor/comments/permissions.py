"""Who may read the comments on a version, and who may write some."""

from __future__ import annotations

from typing import Any

from wagtail.permissions import policy_registry

from wizard.drafts.models.versions import DatedVersion

SEEING = ("add", "change", "publish", "view")
WRITING = ("change", "publish")


def may_read(user: Any, document: DatedVersion) -> bool:
    """Whoever may see the version."""
    policy = policy_registry.get_by_type(type(document))
    seeing: bool = policy.user_has_any_permission(user, SEEING)
    return seeing or _reviews(user, document)


def may_comment(user: Any, document: DatedVersion) -> bool:
    """Whoever may change the version, publish it, or decide on it now."""
    policy = policy_registry.get_by_type(type(document))
    writing: bool = policy.user_has_any_permission(user, WRITING)
    return writing or _reviews(user, document)


def _reviews(user: Any, document: DatedVersion) -> bool:
    task = document.current_workflow_task
    return bool(task and task.user_can_access_editor(document, user))
