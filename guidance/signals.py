"""What the site does when Wagtail or the database layer says that something happened."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)
from wagtail_localize.models import Translation

from guidance.accounts import audit
from guidance.delivery.content_version import content_version
from guidance.delivery.public_records import readers_see
from guidance.models import BasePage
from guidance.models.changes import remember_change
from guidance.models.staleness import remember_passages
from guidance.text.languages import OFFICIAL
from guidance.translation.renewal import prepare, renew

# What saving a draft writes to the page itself.
DRAFT_FIELDS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
}


def agree_on_passages(instance: Any, **_event: object) -> None:
    """Note which Vietnamese text the page, or each translation of it, now agrees with."""
    if isinstance(instance, BasePage):
        # Noting it takes the mark of a minor change away.
        if instance.locale.language_code == OFFICIAL:
            renew(instance, is_minor=instance.is_minor_change)
        remember_passages(instance)
        # After the translations were handed the note with the other texts.
        remember_change(instance)


def fill_in(instance: Translation, created: bool, **_event: object) -> None:
    """Leave to whoever translates a page only what has to be translated."""
    if created:
        prepare(instance)


def change_version(**_event: object) -> None:
    """Let every process see the change as soon as it is committed."""
    content_version.change_after_commit()


def record_changed(
    sender: type[Model], update_fields: Collection[str] | None = None, **_event: object
) -> None:
    """Do so when a record changed that readers can see."""
    if not readers_see(sender):
        return
    is_draft = issubclass(sender, Page) and update_fields and set(update_fields) <= DRAFT_FIELDS
    if not is_draft:
        content_version.change_after_commit()


def connect() -> None:
    """Listen to Wagtail and to the database layer."""
    audit.connect()
    page_published.connect(agree_on_passages, dispatch_uid="guidance.passages")
    post_save.connect(fill_in, sender=Translation, dispatch_uid="guidance.translations")
    events = {
        "page_published": page_published,
        "page_unpublished": page_unpublished,
        "page_slug_changed": page_slug_changed,
        "post_page_move": post_page_move,
        "published": published,
        "unpublished": unpublished,
    }
    for name, event in events.items():
        event.connect(change_version, dispatch_uid=f"guidance.version.{name}")
    for name, saved in {"save": post_save, "delete": post_delete, "m2m": m2m_changed}.items():
        saved.connect(record_changed, dispatch_uid=f"guidance.version.{name}")
