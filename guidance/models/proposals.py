"""What others propose to correct: readers with a source, departments by a link sent to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from guidance.models.lists import shown
from guidance.models.localities import Locality
from guidance.text.days import day

SIGNER = TimestampSigner(salt="guidance.entry-link")


def due_after(day: date) -> date:
    """The last day on which what came on a day is answered in time: so many working days later."""
    is_working_day = import_string(settings.GUIDANCE_WORKING_DAY)
    left = settings.PROPOSAL_WORKING_DAYS
    while left > 0:
        day += timedelta(days=1)
        left -= bool(is_working_day(day))
    return day


class LinkState(models.TextChoices):
    """What becomes of whoever opens a link."""

    OPEN = "open", _("still good")
    USED = "used", _("used")
    EXPIRED = "expired", _("no longer good")
    UNKNOWN = "unknown", _("not known")


class EntryLink(models.Model):
    """A link by which a department answers for its entry once, without an account.

    The link itself is nowhere kept: it is this row's number, signed with the time.
    """

    locality = models.ForeignKey(
        Locality,
        on_delete=models.CASCADE,
        related_name="entry_links",
        verbose_name=_("locality"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    is_sent = models.BooleanField(_("sent by e-mail"), default=False)
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = _("link for a department")
        verbose_name_plural = _("links for departments")

    def __str__(self) -> str:
        """The locality and the day."""
        return f"{self.locality} {day(timezone.localdate(self.made_at))}"

    @classmethod
    def make(cls, locality: Locality, user: Any) -> EntryLink:
        """A new link; whatever was open of this locality is good no longer."""
        now = timezone.now()
        cls.objects.filter(locality=locality, used_at=None, expires_at__gt=now).update(
            expires_at=now
        )
        until = now + timedelta(days=settings.ENTRY_LINK_DAYS)
        return cls.objects.create(locality=locality, made_by=user, expires_at=until)

    def token(self) -> str:
        """What stands in the address."""
        return SIGNER.sign(str(self.pk))

    @classmethod
    def read(cls, token: str) -> tuple[EntryLink | None, LinkState]:
        """The link that a token stands for, and whether it is still good."""
        try:
            pk = SIGNER.unsign(token, max_age=timedelta(days=settings.ENTRY_LINK_DAYS))
        except SignatureExpired:
            return None, LinkState.EXPIRED
        except BadSignature:
            return None, LinkState.UNKNOWN
        link = cls.objects.select_related("locality").filter(pk=pk).first()
        return (link, link.state) if link else (None, LinkState.EXPIRED)

    @property
    def state(self) -> LinkState:
        """Whether it can still be used."""
        if self.used_at is not None:
            return LinkState.USED
        return LinkState.OPEN if timezone.now() < self.expires_at else LinkState.EXPIRED

    @property
    def last_day(self) -> date:
        """The day on which it ends, at the site's place."""
        return timezone.localdate(self.expires_at)

    def use(self) -> bool:
        """Note that it was used, once: of two who come at the same time only one is told yes."""
        unused = EntryLink.objects.filter(pk=self.pk, used_at=None, expires_at__gt=timezone.now())
        return bool(unused.update(used_at=timezone.now()))


class Decision(models.TextChoices):
    """What the editors made of a proposal."""

    OPEN = "open", _("waits for an answer")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused")


class Proposal(models.Model):
    """What should be changed, by a reader's word or a department's; public only if agreed.

    Of a department, `entry` has what it typed, by part of its entry: `contact`, `hours`, `steps`;
    empty when it says that everything is right.
    """

    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    due_on = models.DateField(_("answer due"), editable=False)
    language = models.CharField(_("language"), max_length=12)
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page"),
    )
    locality = models.ForeignKey(
        Locality,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("locality"),
    )
    link = models.OneToOneField(
        EntryLink,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="proposal",
        verbose_name=_("link"),
    )
    is_by_department = models.BooleanField(_("by the department"), default=False, editable=False)
    text = models.TextField(_("what should be changed"), blank=True)
    source = models.TextField(_("source"), blank=True)
    entry = models.JSONField(default=dict, editable=False)
    email = models.EmailField(_("e-mail of the sender"), blank=True)
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision.choices, default=Decision.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("answered by"),
    )

    get_created_at_display = shown("created_at")
    get_due_on_display = shown("due_on")

    class Meta:
        """What waits first, by the day its answer is due; then the latest answers."""

        ordering: ClassVar[list[Any]] = [F("decided_at").desc(nulls_first=True), "due_on", "pk"]
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")

    def __str__(self) -> str:
        """The day and what it is about: this is written into logs, the proposal is not."""
        return f"{day(self.day)}: {self.about()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Say when the answer is due, and forget who wrote as soon as it is given."""
        if self.due_on is None:
            self.due_on = due_after(timezone.localdate())
        if not self.is_open:
            self.email = ""
        super().save(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day on which it came, at the site's place."""
        return timezone.localdate(self.created_at)

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.decision == Decision.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been answered by now."""
        return self.is_open and self.due_on < timezone.localdate()

    def about(self) -> str:
        """The locality or page it is about, in words."""
        return str(self.locality or self.page or _("the whole site"))

    def sender(self) -> str:
        """Who proposes it, in words."""
        return str(_("the department") if self.is_by_department else _("a reader"))

    def said(self) -> str:
        """What is proposed, in one line."""
        if not self.is_by_department:
            return self.text
        return str(_("Some of the entry is to be changed") if self.entry else _("All is right"))

    def decide(self, decision: Decision, user: Any, answer: str) -> None:
        """Keep what the editors made of it, in whose name, and why."""
        self.decision, self.answer = decision, answer
        self.decided_at, self.decided_by = timezone.now(), user
        self.save()
