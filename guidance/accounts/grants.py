"""Turns what a role may do into the records that give it to a group; nothing is given twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from guidance.accounts.role_permissions import (
    CollectionPermission,
    Grant,
    ModelApproval,
    ModelPermission,
    PageApproval,
    PagePermission,
)
from guidance.models import HomePage

REVIEW = "Thẩm định pháp lý (Legal review)"
"""The name of the workflow and of its one task; both may be renamed afterwards."""


def give(group: Group, grants: Iterable[Grant]) -> list[Grant]:
    """Give a group what a role may do; returns what was given: all whose object exists yet."""
    wanted = list(grants)
    known = _permissions(wanted)
    group.permissions.add(*known.values())
    return [grant for grant in wanted if grant in known or _give(group, grant)]


def _permissions(grants: Iterable[Grant]) -> dict[Grant, Permission]:
    """Those on records that exist; one query, since a role has up to two hundred of them."""
    wanted = {grant.name: grant for grant in grants if isinstance(grant, ModelPermission)}
    codenames = {name.partition(".")[2] for name in wanted}
    found: dict[Grant, Permission] = {}
    for permission in Permission.objects.filter(codename__in=codenames).select_related(
        "content_type"
    ):
        name = f"{permission.content_type.app_label}.{permission.codename}"
        if name in wanted:
            found[wanted[name]] = permission
    return found


def _give(group: Group, grant: Grant) -> bool:
    match grant:
        case PagePermission(language, action):
            return _give_pages(group, language, action)
        case CollectionPermission(codename):
            return _give_collections(group, codename)
        case PageApproval(language):
            return _let_approve_pages(group, language)
        case ModelApproval(model):
            return _let_approve_records(group, model)
        case ModelPermission():
            return False


def _home(language: str) -> Page | None:
    return HomePage.objects.filter(locale__language_code=language).order_by("path").first()


def _give_pages(group: Group, language: str, action: str) -> bool:
    home = _home(language)
    permission = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename=f"{action}_page"
    ).first()
    if home and permission:
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    return bool(home and permission)


def _give_collections(group: Group, codename: str) -> bool:
    permission = Permission.objects.filter(
        codename=codename,
        content_type__app_label__in=("wagtailcore", "wagtailimages", "wagtaildocs"),
    ).first()
    if permission:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    return permission is not None


def _let_approve_pages(group: Group, language: str) -> bool:
    """Send submitted pages through the review of this group, unless they have a workflow."""
    home = _home(language)
    if home:
        defaults = {"workflow": review_workflow(group)}
        WorkflowPage.objects.get_or_create(page=home, defaults=defaults)
    return home is not None


def _let_approve_records(group: Group, kind: str) -> bool:
    """Send submitted records through the review of this group, unless they have a workflow."""
    app, _dot, model = kind.partition(".")
    content_type = ContentType.objects.filter(app_label=app, model=model).first()
    if content_type:
        defaults = {"workflow": review_workflow(group)}
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults=defaults)
    return content_type is not None


def review_workflow(group: Group) -> Workflow:
    """The workflow whose one task the group approves; made when there is none."""
    task = GroupApprovalTask.objects.filter(groups=group).order_by("pk").first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.add(group)
    step = WorkflowTask.objects.filter(task=task).select_related("workflow").first()
    if step is None:
        workflow = Workflow.objects.create(name=REVIEW)
        step = WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return step.workflow
