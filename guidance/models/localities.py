"""The 34 provinces and cities, the 63 former names, and how far each is with issuing C/O."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Orderable
from wagtail.search import index

from guidance.models.changes import Reviewed, review_panel
from guidance.models.citations import CitationsField
from guidance.models.co_readiness import LadderStep, Readiness, Status, Step
from guidance.models.lists import shown
from guidance.models.panels import explained
from guidance.models.previews import PreviewInEachLanguage
from guidance.models.telephones import validate_phones, validate_zalo
from guidance.models.translated_text import TranslatedTextField
from guidance.text.folding import AccentFreeSearch

# After this, somebody should look whether what stands here is still so.
CONFIRMED_FOR = timedelta(days=90)
CONTACT_FIELDS = ("leader", "specialist", "phone", "zalo", "email", "website", "address")


class Locality(PreviewInEachLanguage, AccentFreeSearch, index.Indexed, Reviewed):
    """A province or city of today."""

    shown_on = "guidance.LocalityIndexPage"

    CITY = "city"
    PROVINCE = "province"

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    code = models.CharField(_("code"), max_length=4, unique=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=[(CITY, _("city")), (PROVINCE, _("province"))]
    )
    name = TranslatedTextField(_("name"), max_length=120)
    seat = models.CharField(_("seat"), max_length=120, blank=True)
    note = TranslatedTextField(_("note"), blank=True)
    aliases = models.TextField(
        _("other spellings"), blank=True, help_text=_("One a line; they are found, not shown.")
    )
    sources = CitationsField(_("sources"), blank=True, help_text=_("One citation a line."))
    leader = models.CharField(_("leader in charge"), max_length=200, blank=True)
    specialist = models.CharField(_("specialist in charge"), max_length=200, blank=True)
    phone = models.CharField(
        _("telephone"), max_length=80, blank=True, validators=[validate_phones]
    )
    zalo = models.CharField(_("Zalo"), max_length=120, blank=True, validators=[validate_zalo])
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("web site"), blank=True)
    address = models.CharField(_("postal address"), max_length=255, blank=True)
    hours = TranslatedTextField(_("opening hours"), max_length=200, blank=True)
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)

    get_last_confirmed_display = shown("last_confirmed")

    panels: ClassVar[list[Panel]] = [
        FieldPanel(
            "name", heading=_("Name"), help_text=_("With “Tỉnh” or “Thành phố” in Vietnamese.")
        ),
        MultiFieldPanel(
            explained(
                {
                    "slug": _("Ends its address, which departments link to: do not change it."),
                    "code": _("The official code of the province or city."),
                    "kind": _("Province, or city under the central government."),
                    "seat": _("Where its administration sits."),
                    "aliases": _("One a line; they are found, not shown."),
                }
            ),
            heading=_("Identity"),
        ),
        InlinePanel("former_names", heading=_("Former provinces and cities")),
        InlinePanel("ladder", heading=_("Steps towards issuing C/O")),
        *explained({"last_confirmed": _("The day somebody last said that all of this is so.")}),
        MultiFieldPanel(
            explained(
                {
                    "leader": _("Name and office; only what the department itself makes public."),
                    "specialist": _("Whom traders reach; only what the department makes public."),
                    "phone": _("As it is dialled in Viet Nam."),
                    "zalo": _("Number or address of the official account."),
                    "email": _("The address of the office, not of a person."),
                    "website": _("The page of the department itself, beginning with https://."),
                    "address": _("Where papers are handed in or sent."),
                }
            ),
            heading=_("Contact"),
        ),
        FieldPanel(
            "hours", heading=_("Opening hours"), help_text=_("Days and times of the counter.")
        ),
        FieldPanel(
            "note", heading=_("Note"), help_text=_("Shown first on the page of the locality.")
        ),
        *explained({"sources": _("What the name and the merger rest on. One citation a line.")}),
        review_panel(),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("name"),
        index.SearchField("every_name"),
        index.SearchField("seat"),
        index.SearchField("note"),
    ]

    class Meta:
        """In the order of the official codes."""

        ordering: ClassVar[list[str]] = ["code"]
        verbose_name = _("locality")
        verbose_name_plural = _("localities")

    def __str__(self) -> str:
        """The name for the reader."""
        return self.name.plain

    def bare_name(self) -> str:
        """The Vietnamese name without "Tỉnh" or "Thành phố"."""
        return self.name.official.removeprefix("Tỉnh ").removeprefix("Thành phố ")

    def own_names(self) -> list[str]:
        """Its name today in each language and in other spellings."""
        return [*self.name.values(), *self.aliases.splitlines()]

    def every_name(self) -> list[str]:
        """All names it can be looked up by, former ones included."""
        former = [name for old in self.former_names.all() for name in (old.name, *old.spellings)]
        return [*self.own_names(), *former]

    def steps(self) -> list[LadderStep]:
        """The ladder, lowest step first."""
        order = list(Step)
        # While somebody types, a step may not be chosen yet.
        chosen = [step for step in self.ladder.all() if step.step]
        return sorted(chosen, key=lambda step: order.index(Step(step.step)))

    @cached_property
    def progress(self) -> int:
        """The number of the highest step confirmed; 0 when none is. Worked out once."""
        order = Step.values
        confirmed = [order.index(step.step) + 1 for step in self.steps() if step.is_confirmed]
        return max(confirmed, default=0)

    def progress_label(self) -> str:
        """The highest step confirmed, in words."""
        reached = self.progress
        return str(list(Step)[reached - 1].label if reached else Status.NOT_CONFIRMED.label)

    @property
    def readiness(self) -> Readiness:
        """Issuing, on the way, or nothing beyond what the law gives to all."""
        if self.progress == len(Step):
            return Readiness.ISSUING
        return Readiness.PREPARING if self.progress > 1 else Readiness.NOTHING

    def rungs(self) -> list[tuple[bool, list[LadderStep]]]:
        """The ladder, neighbours not confirmed as one: whether confirmed, and which steps."""
        found: list[tuple[bool, list[LadderStep]]] = []
        for step in self.steps():
            if found and not step.is_confirmed and not found[-1][0]:
                found[-1][1].append(step)
            else:
                found.append((step.is_confirmed, [step]))
        return found

    def confirmed_on(self) -> date | None:
        """The day on which somebody last confirmed the entry or one of its steps.

        The date of a step is another matter: since then the source says so.
        """
        days = [self.last_confirmed, *(step.last_confirmed for step in self.ladder.all())]
        return max(filter(None, days), default=None)

    def confirm(self, day: date) -> None:
        """Note that on this day somebody said that the entry, and each step confirmed, is so."""
        self.last_confirmed = day
        with transaction.atomic():
            self.save(update_fields=["last_confirmed"])
            steps = LadderStep.objects.filter(locality=self, status=Status.CONFIRMED)
            steps.update(last_confirmed=day)

    def say_confirmed(self, day: date) -> None:
        """Let the entry look as if it were confirmed on this day, without keeping that."""
        self.last_confirmed = day
        for step in self.ladder.all():
            if step.is_confirmed:
                step.last_confirmed = day

    def formerly(self) -> list[FormerName]:
        """The names it was made from, if they say more than its own."""
        former = list(self.former_names.all())
        return [] if [old.name for old in former] == [self.bare_name()] else former

    def former_list(self) -> str:
        """These names in one line."""
        return ", ".join(former.name for former in self.formerly())

    def has_contact(self) -> bool:
        """Whether any way to reach it is known."""
        return any(getattr(self, name) for name in (*CONTACT_FIELDS, "hours"))

    def missing(self) -> list[str]:
        """What readers would like to know and nobody has said yet, in words."""
        names = [name for name in CONTACT_FIELDS if not getattr(self, name)]
        labels = [str(self._meta.get_field(name).verbose_name) for name in names]
        hours = self._meta.get_field("hours").verbose_name
        labels += [f"{hours} ({code})" for code in self.hours.missing]
        reached = [step.step for step in self.ladder.all() if step.is_confirmed]
        return labels + [str(step.label) for step in Step if step not in reached]

    def is_unconfirmed(self, today: date) -> bool:
        """Whether nobody has confirmed anything about it for a long time, or ever."""
        day = self.confirmed_on()
        return day is None or today - day > CONFIRMED_FOR


class FormerName(Orderable):
    """One of the 63 provinces and cities before 1 July 2025."""

    locality = ParentalKey(Locality, on_delete=models.CASCADE, related_name="former_names")
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    aliases = models.TextField(_("other spellings"), blank=True)

    panels: ClassVar[list[Panel]] = [
        *explained(
            {
                "name": _("As it was called until 30 June 2025."),
                "slug": _("Old links with this name lead to the locality: do not change it."),
                "aliases": _("One a line; they are found, not shown."),
            }
        ),
    ]

    class Meta(Orderable.Meta):
        """As the editor ordered them."""

        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        """The name itself."""
        return self.name

    @property
    def spellings(self) -> list[str]:
        """Other ways to write it."""
        return self.aliases.splitlines()
