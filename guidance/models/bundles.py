"""Bundles: drafts of several pages and records that go live together, or not at all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.models.lists import shown


class BundleState(models.TextChoices):
    """How far a bundle is."""

    DRAFT = "draft", _("being put together")
    RELEASED = "released", _("released, waits for its time")
    PUBLISHED = "published", _("published")
    FAILED = "failed", _("failed: nothing was published")


class Bundle(models.Model):
    """Several drafts and one time; `problems` says why nothing went live, one reason a line."""

    State = BundleState

    title = models.CharField(_("title"), max_length=120)
    go_live_at = models.DateTimeField(
        _("goes live at"),
        null=True,
        blank=True,
        help_text=_("Leave empty to publish as soon as the bundle is released."),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=BundleState.choices,
        default=BundleState.DRAFT,
        editable=False,
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    problems = models.TextField(_("problems"), blank=True, editable=False)

    get_go_live_at_display = shown("go_live_at")
    get_published_at_display = shown("published_at")

    class Meta:
        """Newest first; releasing is a power of its own."""

        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("publish_bundle", _("Can release bundles")),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state in (BundleState.DRAFT, BundleState.FAILED)


class BundleItem(models.Model):
    """One draft of a bundle: the very revision that goes live."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    content_object = GenericForeignKey("content_type", "object_id")
    label = models.CharField(max_length=255)
    # A revision may be deleted with its page; the bundle must notice, not shrink.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """In the order in which they were chosen."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bundle", "content_type", "object_id"], name="bundle_item_once"
            )
        ]

    def __str__(self) -> str:
        """What it is called, in the language of now; once it is gone, what it was called."""
        if self.revision is None or self.content_object is None:
            return self.label
        return named(self.revision.as_object())


def named(thing: models.Model) -> str:
    """What a draft is called in a bundle."""
    return f"{thing._meta.verbose_name}: {thing}"


def bundle_of(thing: Any) -> Bundle | None:
    """The bundle with which a draft goes live; none if it goes live by itself."""
    specific = getattr(thing, "specific_deferred", thing)
    kind = ContentType.objects.get_for_model(specific, for_concrete_model=False)
    found = Bundle.objects.exclude(state=BundleState.PUBLISHED)
    return found.filter(items__content_type=kind, items__object_id=str(thing.pk)).first()
