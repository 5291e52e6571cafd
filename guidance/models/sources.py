"""Legal sources: acts, articles, reports, the provisions cited, and how strong each is."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.models import Orderable
from wagtail.search import index

from guidance.models.changes import Reviewed, review_panel
from guidance.models.lists import shown
from guidance.models.panels import explained
from guidance.models.previews import PreviewInEachLanguage
from guidance.models.translated_text import TranslatedTextField
from guidance.text.evidence import Evidence
from guidance.text.folding import AccentFreeSearch


class Kind(models.TextChoices):
    """What a source is."""

    LAW = "law", _("law")
    DECREE = "decree", _("decree")
    DECISION = "decision", _("decision")
    CIRCULAR = "circular", _("circular")
    RESOLUTION = "resolution", _("resolution")
    NOTICE = "notice", _("notice")
    DRAFT = "draft", pgettext_lazy("legal source", "draft")
    PRESS = "press", _("press or secondary source")
    ARTICLE = "article", _("article")
    DATA = "data", _("data")

    @property
    def heading(self) -> str:
        """What stands above all sources of the kind."""
        return str(HEADINGS[self])


HEADINGS = {
    Kind.LAW: _("Laws"),
    Kind.DECREE: _("Decrees"),
    Kind.DECISION: _("Decisions"),
    Kind.CIRCULAR: _("Circulars"),
    Kind.RESOLUTION: _("Resolutions"),
    Kind.NOTICE: _("Notices"),
    Kind.DRAFT: _("Drafts"),
    Kind.PRESS: _("Press and secondary sources"),
    Kind.ARTICLE: _("Articles this guidance started from"),
    Kind.DATA: _("Data sets"),
}


class ActsBox(forms.Textarea):
    """Other acts by their slugs, one a line, with the finder that citations have.

    In a list of every act to be ticked, one click too many loses all that was chosen.
    """

    def __init__(self) -> None:
        """As high as citations."""
        super().__init__(attrs={"rows": 2, "data-citations": "acts"})

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[str]:
        """What was named."""
        return str(data.get(name, "")).split()

    def format_value(self, value: Any) -> str:
        """One a line."""
        return "\n".join(map(str, value or ()))


class LegalSourceForm(WagtailAdminModelForm):
    """The form of a source, which names other acts as pages cite them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read and show other acts by their slugs."""
        super().__init__(*args, **kwargs)
        for name in {"amends", "repeals"} & self.fields.keys():
            self.fields[name].to_field_name = "slug"
            self.fields[name].widget = ActsBox()


class LegalSource(PreviewInEachLanguage, AccentFreeSearch, index.Indexed, Reviewed):
    """An act, article or report that statements on this site rest on."""

    shown_on = "guidance.LegalSourceIndexPage"

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    number = models.CharField(_("number"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    evidence = models.CharField(_("evidence"), max_length=16, choices=Evidence.choices)
    title = TranslatedTextField(_("title"), max_length=500)
    issuer = TranslatedTextField(_("issuer"), max_length=255, blank=True)
    signer = models.CharField(_("signed by"), max_length=255, blank=True)
    issued = models.DateField(_("issued"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    in_force_basis = models.SlugField(
        _("in force according to"),
        max_length=80,
        blank=True,
        help_text=_("The key of the provision below that says since when, and how sure that is."),
    )
    # Held in memory until the source is saved, so that a preview shows them as chosen.
    amends: models.ManyToManyField[LegalSource, LegalSource] = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="amended_by", verbose_name=_("amends")
    )
    repeals: models.ManyToManyField[LegalSource, LegalSource] = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="repealed_by", verbose_name=_("repeals")
    )
    url = models.URLField(_("official address"), max_length=500, blank=True)
    note = TranslatedTextField(_("note"), blank=True)
    doubt_from = models.DateField(_("in doubt from"), null=True, blank=True)
    doubt = TranslatedTextField(_("doubt"), blank=True)

    get_issued_display = shown("issued")
    get_in_force_until_display = shown("in_force_until")

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            explained(
                {
                    "slug": _("Pages and rules cite the source by this name: do not change it."),
                    "number": _("As printed on the act; leave empty for what has none."),
                    "kind": _("Only acts are law; reports and articles tell about it."),
                    "evidence": _(
                        "Official only if we read the act itself; an act that is merely "
                        "named elsewhere is “named, not read”."
                    ),
                    "url": _("The address at the authority that publishes it, if there is one."),
                }
            ),
            heading=_("Identity"),
        ),
        FieldPanel(
            "title", heading=_("Title"), help_text=_("The full title; in other languages our own.")
        ),
        FieldPanel("issuer", heading=_("Issuer"), help_text=_("The body that issued it.")),
        MultiFieldPanel(
            explained(
                {
                    "signer": _("Name and office, as printed."),
                    "issued": _("The day it was signed or published."),
                    "in_force_from": _("Leave empty if not known: it is no guess."),
                    "in_force_until": _("The last day in force; leave empty while none is known."),
                    "in_force_basis": _(
                        "The key of the provision below that says since when, and how sure that is."
                    ),
                    "doubt_from": _(
                        "The first day on which it is not sure that the act is in force; "
                        "empty if there is no such doubt."
                    ),
                }
            ),
            heading=_("Dates"),
        ),
        FieldPanel(
            "doubt",
            heading=_("Doubt"),
            help_text=_("Shown from that day on: both readings, and who can settle it."),
        ),
        *explained(
            {
                "amends": _("Acts of which it changes a part."),
                "repeals": _("Acts that end with it."),
            }
        ),
        FieldPanel(
            "note", heading=_("Note"), help_text=_("What readers should know when they rely on it.")
        ),
        InlinePanel("provisions", heading=_("Provisions cited")),
        review_panel(),
    ]
    edit_handler = ObjectList(panels, base_form_class=LegalSourceForm)
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("number"),
        index.SearchField("slug"),
        index.SearchField("own_texts"),
        index.SearchField("provision_texts"),
    ]

    class Meta:
        """Newest act first."""

        ordering: ClassVar[list[str]] = ["-issued", "slug"]
        verbose_name = _("legal source")
        verbose_name_plural = _("legal sources")

    def clean(self) -> None:
        """Refuse half a doubt: a day without words, or words that no day brings up."""
        super().clean()
        has_words = any(self.doubt.values())
        if self.doubt_from and not has_words:
            raise ValidationError(
                {"doubt": _("Say what is in doubt, or leave its first day empty.")}
            )
        if has_words and not self.doubt_from:
            message = _("Say from which day on it is in doubt: without one nobody reads this.")
            raise ValidationError({"doubt_from": message})

    def __str__(self) -> str:
        """The number of an act says more than its title."""
        return self.number or self.title.plain

    def full_name(self) -> str:
        """As a reader says it: an act with what it is, "Decree 146/2025/NĐ-CP"."""
        is_numbered = self.is_act and self.number[:1].isdigit()
        return capfirst(f"{self.get_kind_display()} {self.number}") if is_numbered else str(self)

    def own_texts(self) -> list[str]:
        """What is said of the act, for search: as text, since a "title" would outweigh pages."""
        return [*self.title.values(), *self.note.values()]

    def provision_texts(self) -> list[str]:
        """What the cited provisions say, for search."""
        return [
            text
            for provision in self.provisions.all()
            for text in (
                provision.wording_vi,
                *provision.label.values(),
                *provision.gist.values(),
            )
        ]

    @property
    def in_force_provision(self) -> Provision | None:
        """What the date of its coming into force rests on, where that is not the act itself."""
        basis = self.in_force_basis
        return next((item for item in self.provisions.all() if basis and item.key == basis), None)

    def is_in_doubt(self, day: date) -> bool:
        """Whether it is not sure that the act is in force on this day."""
        return self.doubt_from is not None and self.doubt_from <= day

    def ended_between(self, known: date, day: date) -> bool:
        """Whether the act was in force on the earlier day and is not any more on the later."""
        return self.in_force_until is not None and known <= self.in_force_until < day

    @property
    def is_act(self) -> bool:
        """Whether it is a legal act, not a report about one."""
        return self.kind not in (Kind.PRESS, Kind.ARTICLE, Kind.DATA)


class Provision(Orderable):
    """A part of a source that is cited by itself."""

    source = ParentalKey(LegalSource, on_delete=models.CASCADE, related_name="provisions")
    key = models.SlugField(_("key"), max_length=80)
    label = TranslatedTextField(_("label"), max_length=255)
    evidence = models.CharField(_("evidence"), max_length=16, choices=Evidence.choices)
    wording_vi = models.TextField(_("official wording"), blank=True)
    wording_of = models.CharField(
        _("wording of"),
        max_length=120,
        blank=True,
        help_text=_("The number of the act whose words these are, if not of this source itself."),
    )
    gist = TranslatedTextField(_("gist"), blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)

    panels: ClassVar[list[Panel]] = [
        *explained(
            {
                "key": _("Cited as source:key, such as art-28-1: do not change it."),
                "evidence": _(
                    "Official only if we read this provision itself; if that was in a copy "
                    "beside the gazette, say so."
                ),
            }
        ),
        FieldPanel(
            "label", heading=_("Label"), help_text=_("Article and clause, as looked up in the act.")
        ),
        *explained(
            {
                "wording_vi": _("Word by word; empty if we have not read it."),
                "wording_of": _(
                    "The number of the act whose words these are, if not of this source itself."
                ),
            }
        ),
        FieldPanel(
            "gist", heading=_("Gist"), help_text=_("What it says, in short and in plain words.")
        ),
        *explained(
            {"in_force_until": _("The last day in force, where this part ended before its act.")}
        ),
    ]

    class Meta(Orderable.Meta):
        """A key names one provision of its source."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "key"], name="provision_key_in_source")
        ]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")

    def __str__(self) -> str:
        """The label, as a reader knows it."""
        return self.label.plain
