"""Run as a program: processes that are killed in the middle of publishing and of importing.

The database stands in DATABASE_URL. Each child says by a pipe that it is in the middle of its
transaction, waits, and is killed with SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
MAIN = "circular-26-2025"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.development")


def set_up() -> None:
    """A page and a version of the rules, as drafts in a bundle that is due."""
    from django.contrib.auth import get_user_model
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.utils import timezone
    from wagtail.models import Page, WorkflowPage

    from guidance.models import Bundle, BundleItem, BundleState, StandardPage
    from wizard.models import RuleSetDocument

    call_command("load_rulesets", verbosity=0)
    WorkflowPage.objects.all().delete()
    user = get_user_model().objects.create_superuser("releaser", "r@example.org", "a-pass-word")
    page = StandardPage(title="Together", slug="together", live=False)
    Page.get_first_root_node().add_child(instance=page)
    draft = RuleSetDocument.objects.get(key=MAIN).next_version()
    draft.save()
    bundle = Bundle.objects.create(
        title="All",
        state=BundleState.RELEASED,
        released_by=user,
        go_live_at=timezone.now() - timedelta(minutes=1),
    )
    for item in (draft, page):
        BundleItem.objects.create(
            bundle=bundle,
            content_type=ContentType.objects.get_for_model(item),
            object_id=str(item.pk),
            label=str(item),
            revision=item.save_revision(),
        )


def publish_bundle() -> None:
    """Publish what is due."""
    from guidance.editing.bundles.publishing import publish_due

    publish_due()


def import_rules() -> None:
    """Import and publish a version from a file."""
    from wizard.decision.parse import dump
    from wizard.drafts.importing import import_rule_set
    from wizard.rules.registry import shipped

    rules = [item for item in shipped() if item.key == MAIN][-1]
    import_rule_set({**dump(rules), "version": 9}, publish=True)


def kill_in_the_middle(work: Callable[[], None]) -> None:
    """Fork, do the work up to the first publish inside its transaction, and kill it there."""
    from django.db import connection
    from wagtail.signals import published

    reading, writing = os.pipe()
    connection.close()
    child = os.fork()
    if child == 0:

        def pause(**_event: Any) -> None:
            os.write(writing, b"in" if connection.in_atomic_block else b"no")
            time.sleep(600)

        published.connect(pause, weak=False)
        work()
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 2)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if said != b"in" or os.WTERMSIG(status) != signal.SIGKILL:
        raise SystemExit("was not killed in the middle")


if __name__ == "__main__":
    import django

    django.setup()
    set_up()
    kill_in_the_middle(publish_bundle)
    kill_in_the_middle(import_rules)
