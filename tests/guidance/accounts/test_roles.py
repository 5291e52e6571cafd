"""The roles are set up once, grow with the site, and leave an administrator's changes alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from wagtail.models import GroupPagePermission, Workflow, WorkflowContentType, WorkflowPage

from guidance.accounts import roles
from guidance.models import HomePage, Locality, ProvincialEditor, Role

pytestmark = pytest.mark.usefixtures("content", "db")


def test_every_role_has_a_group_and_a_second_setup_gives_nothing() -> None:
    assert set(Role.objects.values_list("key", flat=True)) == set(roles.role_keys())
    assert {"translator-vi", "translator-en", "translator-fr"} <= set(roles.role_keys())
    assert roles.setup_roles() == []
    assert not Group.objects.filter(name__in=roles.DEFAULT_GROUPS).exists()


def test_nothing_is_left_ungiven() -> None:
    """A misspelt permission would silently be missing."""
    for key in roles.role_keys():
        given = Role.objects.get(key=key).given
        assert {str(grant) for grant in roles._grants(key)} == set(given), key


def test_what_an_administrator_changes_stays() -> None:
    editors = roles.group_of(roles.EDITOR)
    assert editors
    taken = Permission.objects.get(codename="add_glossaryterm")
    editors.permissions.remove(taken)
    editors.name = "Ban biên tập"
    editors.save()
    translators = roles.group_of("translator-fr")
    assert translators
    translators.delete()
    WorkflowContentType.objects.all().delete()
    Workflow.objects.update(active=False)

    assert roles.setup_roles() == []

    assert taken not in editors.permissions.all()
    assert roles.group_of(roles.EDITOR) == editors
    assert roles.group_of("translator-fr") is None
    assert not WorkflowContentType.objects.exists()
    assert not Workflow.objects.filter(active=True).exists()


def test_a_new_language_brings_its_own_role(settings: pytest.FixtureRequest) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ko", "한국어")]  # type: ignore[attr-defined]

    given = roles.setup_roles()

    assert "translator-ko: wagtailadmin.access_admin" in given
    # Its pages do not exist yet; they are given when they do.
    assert not any("page ko" in line for line in given)


def test_the_reviewers_workflow_stands_before_pages_and_rules() -> None:
    reviewers = roles.group_of(roles.LEGAL_REVIEWER)
    workflow = WorkflowContentType.objects.get(content_type__model="rulesetdocument").workflow
    approvers = [group for task in workflow.tasks for group in task.specific.groups.all()]

    assert approvers == [reviewers]
    for home in HomePage.objects.all():
        assert WorkflowPage.objects.get(page=home).workflow == workflow


def test_a_translator_has_pages_of_one_language_only() -> None:
    group = roles.group_of("translator-en")

    pages = {item.page for item in GroupPagePermission.objects.filter(group=group)}

    assert {page.locale.language_code for page in pages} == {"en"}
    assert not any(
        item.permission.codename == "publish_page"
        for item in GroupPagePermission.objects.filter(group=group)
    )


def test_a_locality_belongs_to_a_provincial_editor_only() -> None:
    user = User.objects.create_user("binh", password=None)
    locality = Locality.objects.get(slug="dong-nai")
    ProvincialEditor.objects.create(user=user, locality=locality)

    assert roles.locality_of(user) is None

    user.groups.add(Group.objects.get(role__key=roles.PROVINCIAL_EDITOR))

    assert roles.locality_of(user) == locality
    assert roles.has_role(user, roles.EDITOR, roles.PROVINCIAL_EDITOR)
    assert not roles.has_role(user, roles.EDITOR)
    assert roles.locality_of(AnonymousUser()) is None
