"""What readers tell us: what helped, what they did not find, what they write to the editors."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from guidance.models.lists import shown
from guidance.text.days import day

LONGEST_QUERY = 80
MOST_QUERIES = 2000
# An e-mail address or a telephone number is nobody's search term; HS codes have at most 8 digits.
_PERSONAL = re.compile(r"@|\d[\d .-]{8,}\d")


class LeftByReaders(ModelPermissionPolicy):
    """Who may do what with something that readers leave: nobody writes it in the editors' side."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """As the groups say, but never to add one."""
        return action != "add" and bool(super().user_has_permission(user, action))


class Feedback(models.Model):
    """A reader's answer to "Was this page useful?"."""

    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page")
    )
    path = models.CharField(_("address"), max_length=500)
    revision = models.PositiveBigIntegerField(_("revision"), null=True)
    language = models.CharField(_("language"), max_length=12)
    is_useful = models.BooleanField(_("useful"))
    comment = models.TextField(_("comment"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    get_language_display = shown("language")
    get_is_useful_display = shown("is_useful")
    get_created_at_display = shown("created_at")

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-created_at"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        """The page and the answer."""
        return f"{self.path}: {'+' if self.is_useful else '-'}"


class ReaderMessage(models.Model):
    """What a reader wrote to the editors; the address, if one was given, only until the answer."""

    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("message"))
    email = models.EmailField(_("e-mail of the sender"), blank=True)
    is_answered = models.BooleanField(_("answered"), default=False)

    get_created_at_display = shown("created_at")
    get_language_display = shown("language")
    get_is_answered_display = shown("is_answered")

    class Meta:
        """What waits first, then the newest first."""

        ordering: ClassVar[list[str]] = ["is_answered", "-created_at"]
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")

    def __str__(self) -> str:
        """The day and the language: this is written into logs, the message is not."""
        return f"{day(timezone.localdate(self.created_at))} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Forget who wrote as soon as it is answered."""
        if self.is_answered:
            self.email = ""
        super().save(*args, **kwargs)


class QueryWithoutResult(models.Model):
    """Words that readers searched for in vain, and how often."""

    query = models.CharField(_("query"), max_length=LONGEST_QUERY)
    language = models.CharField(_("language"), max_length=12)
    count = models.PositiveIntegerField(_("times"), default=0)
    last_seen = models.DateField(_("last seen"))

    get_language_display = shown("language")
    get_last_seen_display = shown("last_seen")

    class Meta:
        """The most wanted first."""

        ordering: ClassVar[list[str]] = ["-count", "query"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["query", "language"], name="query_once_in_language")
        ]
        verbose_name = _("query without result")
        verbose_name_plural = _("queries without result")

    def __str__(self) -> str:
        """The query."""
        return self.query

    @classmethod
    def record(cls, query: str, language: str) -> None:
        """Count a query, unless it may name a person or the list is full."""
        query = " ".join(query.split()).lower()[:LONGEST_QUERY]
        if not query or _PERSONAL.search(query):
            return
        known = cls.objects.filter(query=query, language=language)
        today = timezone.localdate()
        if known.update(count=F("count") + 1, last_seen=today):
            return
        if cls.objects.count() < MOST_QUERIES:
            cls.objects.get_or_create(
                query=query, language=language, defaults={"count": 1, "last_seen": today}
            )
