"""`docs/roles.md` says what the groups of the database hold, thing by thing.

`ROLES=write` writes it anew: read every changed line before you commit it. `test_matrix.py` and
`test_admin_matrix.py` hold by direct requests that it is so.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, Page
from wagtail.permissions import policy_registry

from guidance.accounts import roles
from guidance.models import GuidancePage, HomePage

pytestmark = pytest.mark.usefixtures("content", "db")
TABLE = Path(__file__).resolve().parents[3] / "docs" / "roles.md"
HEAD = """# Who may do what

Made from the groups as `manage.py setup_roles` gives them; a test compares the two. An
administrator may give and take in *Settings → Groups*. Whose saving is public needs a second
factor ([ADR 7](adr/0007-second-factor.md)). What hangs on the single record is not in the table:
a provincial editor changes the one locality that is theirs. Of pages it says what the screens
allow: the home page, a page that is live, a draft that is one's own, and one of somebody else.

"""
WORDS = {"add": "add", "change": "change", "delete": "delete", "view": "see", "choose": "use"}


ASKED = {
    "add below": "can_add_subpage",
    "change": "can_edit",
    "delete": "can_delete",
    "lock": "can_lock",
    "move": "can_move",
    "publish": "can_publish",
    "unlock": "can_unlock",
    "unpublish": "can_unpublish",
}
"""What may be done with a page, and how Wagtail's screens ask whether somebody may."""


def specimens(home: Page, user: Any) -> dict[str, Page]:
    """Pages of each standing, as somebody meets them."""
    found = {"home": home}
    standings = (("live", True, None), ("own draft", False, user), ("other draft", False, None))
    for kind, live, owner in standings:
        page = GuidancePage(title=kind, live=live, owner=owner, locale=home.locale)
        Page.objects.get(pk=home.pk).add_child(instance=page)
        found[kind] = page
    return found


def may(key: str) -> dict[str, set[str]]:
    """What a role's group holds: the actions by thing."""
    group = roles.group_of(key)
    assert group is not None
    held: dict[str, set[str]] = defaultdict(set)
    for permission in group.permissions.select_related("content_type"):
        action, _, thing = permission.codename.partition("_")
        held[f"{permission.content_type.app_label}: {thing}"].add(WORDS.get(action, action))
    user = get_user_model().objects.create_user(f"in-{key}", password=None)
    user.groups.add(group)
    for home in HomePage.objects.select_related("locale"):
        language = home.locale.language_code
        for kind, page in specimens(home, user).items():
            powers = page.permissions_for_user(user)
            held[f"page in {language}: {kind}"] |= {
                word for word, asked in ASKED.items() if getattr(powers, asked)()
            }
    for granted in GroupCollectionPermission.objects.filter(group=group).select_related(
        "permission"
    ):
        action, _, thing = granted.permission.codename.partition("_")
        held[f"files: {thing}"].add(WORDS.get(action, action))
    for model in (get_document_model(), get_image_model()):
        # To Wagtail, who may change a file may delete it, whatever the group holds.
        somebodys = model(collection=Collection.get_first_root_node())
        if policy_registry.get_by_type(model).user_has_permission_for_instance(
            user, "delete", somebodys
        ):
            held[f"files: {model._meta.model_name}"].add("delete")
    for task in GroupApprovalTask.objects.filter(groups=group):
        held[f"review: {task.name}"].add("approve")
    return held


def table() -> str:
    """The whole page: a line for each thing, a column for each role."""
    keys = roles.role_keys()
    held = {key: may(key) for key in keys}
    things = sorted({thing for each in held.values() for thing in each})
    lines = [
        f"| Thing | {' | '.join(keys)} |",
        f"|---|{'---|' * len(keys)}",
        *(
            " | ".join(
                [f"| {thing}", *(", ".join(sorted(held[key][thing])) or "–" for key in keys)]
            )
            + " |"
            for thing in things
        ),
    ]
    return HEAD + "\n".join(lines) + "\n"


def test_the_page_says_what_the_groups_hold() -> None:
    made = table()
    if os.environ.get("ROLES") == "write":
        TABLE.write_text(made, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == made


def test_nobody_but_administrators_holds_accounts_and_groups() -> None:
    """Whoever could change these could change every other line."""
    for key in roles.role_keys():
        held = may(key)
        rights = {thing for thing in held if thing.startswith(("auth:", "otp_", "guidance: role"))}
        assert not rights or key == roles.ADMINISTRATOR, (key, rights)
    assert Permission.objects.filter(content_type__app_label="auth").exists()
