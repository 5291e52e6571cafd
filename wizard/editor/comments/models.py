"""What editors and reviewers say to each other about a version, entry by entry.

Wagtail has the same for pages only: its comments hang on a page and are saved with its form.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_COMMENT = 5_000
MOST_COMMENTS = 500
"""Comments and replies on one version: what is beyond belongs into another medium."""


class Comment(models.Model):
    """A comment on a place of a version, or a reply to one; never part of the version itself."""

    # Wagtail counts what refers to a version as its usage, which a comment is not.
    wagtail_reference_index_ignore = True

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    document = GenericForeignKey()
    thread = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        related_name="replies",
        null=True,
        verbose_name=_("comment replied to"),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    # As it was when the comment was written: it outlives the entry.
    place_names = models.JSONField(_("name of the place"), default=dict)
    text = models.TextField(_("text"), max_length=LONGEST_COMMENT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("resolved by"),
    )

    class Meta:
        """In the order in which they were written."""

        ordering: ClassVar[list[str]] = ["created_at", "pk"]
        verbose_name = pgettext_lazy("on a version", "comment")
        verbose_name_plural = pgettext_lazy("on a version", "comments")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        """Name it by its number: what it says is for those who may read the version."""
        return f"#{self.pk}"

    @property
    def first(self) -> Comment:
        """The comment that began the thread."""
        return self.thread or self
