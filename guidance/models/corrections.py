"""What stood wrong on the site: since when, what is right, when it was mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from guidance.delivery.last_known import LastKnown
from guidance.models.base import BasePage, readable
from guidance.models.frame import site_frame
from guidance.models.lists import shown
from guidance.models.localities import Locality
from guidance.models.panels import explained
from guidance.models.previews import PreviewInEachLanguage
from guidance.models.translated_text import TranslatedTextField
from guidance.text.addresses import fixed_url
from guidance.text.atom import LATEST, Feed
from guidance.text.days import day
from guidance.text.self_assessments import choices, self_assessments

PLACES = ("page", "locality", "assessment")


class CorrectionForm(WagtailAdminModelForm):
    """The form of a correction; which self-assessments there are is known while the site runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the self-assessments of today, and the one that is named already."""
        super().__init__(*args, **kwargs)
        field = self.fields["assessment"]
        known = {"": "–", **dict(choices())}
        known.setdefault(self.instance.assessment, self.instance.assessment)
        self.fields["assessment"] = forms.ChoiceField(
            choices=list(known.items()),
            label=field.label,
            help_text=field.help_text,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a correction of nothing; a preview may have no place yet."""
        cleaned: dict[str, Any] = super().clean()
        if not (self.is_deferred_validation or any(map(cleaned.get, PLACES))):
            raise ValidationError(
                gettext("Say where it stood: a page, a locality or a self-assessment.")
            )
        return cleaned


class Correction(PreviewInEachLanguage, models.Model):
    """One statement that was wrong, where it stood, and what stands there now."""

    shown_on = "guidance.CorrectionsPage"

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
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("locality"),
    )
    assessment = models.SlugField(_("self-assessment"), max_length=80, blank=True)
    wrong = TranslatedTextField(_("what was wrong"))
    right = TranslatedTextField(_("what is right"))
    wrong_since = models.DateField(_("wrong since"), null=True, blank=True)
    corrected_on = models.DateField(_("corrected on"), default=localdate)

    get_wrong_since_display = shown("wrong_since")
    get_corrected_on_display = shown("corrected_on")

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            explained(
                {
                    "page": _("In any language: readers of the others are told as well."),
                    "locality": _("If it stood in the entry of a province or city."),
                    "assessment": _("If a self-assessment gave a wrong result or said it."),
                }
            ),
            heading=_("Where it stood"),
        ),
        FieldPanel(
            "wrong",
            heading=_("What was wrong"),
            help_text=_("The statement as readers met it, in one or two sentences. No names."),
        ),
        FieldPanel(
            "right",
            heading=_("What is right"),
            help_text=_("What stands there now, and what it means for who relied on the other."),
        ),
        *explained(
            {
                "wrong_since": _("The day it was first published. Empty: not known."),
                "corrected_on": _("The day on which the site began to say it right."),
            }
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=CorrectionForm)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-corrected_on", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        """The day, and the beginning of what was wrong."""
        return f"{day(self.corrected_on)}: {self.wrong.plain[:60]}"

    def clean(self) -> None:
        """Refuse days that cannot be."""
        super().clean()
        if self.corrected_on > localdate():
            raise ValidationError({"corrected_on": gettext("This day is still to come.")})
        if self.wrong_since and self.wrong_since > self.corrected_on:
            raise ValidationError(
                {"wrong_since": gettext("It was corrected before this day: one of them is wrong.")}
            )

    def places(self) -> Iterator[str]:
        """The places where readers are told of it, as `latest` names them."""
        if self.page is not None:
            yield f"page {self.page.translation_key}"
        if self.locality is not None:
            yield f"locality {self.locality.slug}"
        if self.assessment:
            yield f"assessment {self.assessment}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the place itself says: the day of its latest correction, and which one it is."""

    day: date
    anchor: str


def recorded() -> dict[str, Notice]:
    """The latest correction of every place that had one."""
    found = Correction.objects.select_related("page", "locality").order_by("corrected_on", "pk")
    return {
        place: Notice(item.corrected_on, f"correction-{item.pk}")
        for item in found
        for place in item.places()
    }


latest: LastKnown[dict[str, Notice]] = LastKnown("the corrections", recorded, dict)
"""The same, for what goes on without a database; tests that ask none read nothing here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction as a reader sees it: where it stood, by name and address in that language."""

    correction: Correction
    title: str
    url: str


def corrected(corrections: Iterable[Correction], language: str) -> list[Corrected]:
    """Each with the place it is about, as that is called in a language; a page gone has none."""
    corrections = list(corrections)
    keys = {item.page.translation_key for item in corrections if item.page}
    pages = readable(Page.objects.filter(translation_key__in=keys, locale__language_code=language))
    titles = {page.translation_key: (page.title, page.get_url() or "") for page in pages}
    assessments = {item.key: (item.title, item.url) for item in self_assessments()}
    below = fixed_url("localities", language)
    found = []
    for item in corrections:
        places = [
            titles.get(item.page.translation_key) if item.page else None,
            (str(item.locality), f"{below}{item.locality.slug}/") if item.locality else None,
            assessments.get(item.assessment),
        ]
        title, url = next(filter(None, places), ("", ""))
        found.append(Corrected(correction=item, title=title, url=url))
    return found


class CorrectionsPage(RoutablePageMixin, BasePage):
    """Everything that was corrected, the latest first, with a feed."""

    template = "guidance/corrections_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        """Below the home page."""

        verbose_name = _("corrections")

    @path("")
    def overview(self, request: HttpRequest) -> HttpResponse:
        """All of them."""
        return self.render(request, context_overrides={"corrections": self.corrected()})

    def show(self, request: HttpRequest, correction: Correction) -> TemplateResponse:
        """The page with one correction, saved or only typed as yet."""
        own = corrected([correction], self.locale.language_code)
        context = {**self.get_context(request), "corrections": own, "parts": (), "contents": ()}
        return TemplateResponse(request, self.template, context)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The corrections as an Atom feed."""
        feed = Feed(
            request, "corrections", self.title, self.get_url(request), author=site_frame().name
        )
        add_corrections(feed, self.get_url(request), self.corrected()[:LATEST])
        return feed.response()

    def corrected(self) -> list[Corrected]:
        """All of them, in the language of the page."""
        found = Correction.objects.select_related("page", "locality")
        return corrected(found, self.locale.language_code)


def add_corrections(feed: Feed, url: str, corrections: Iterable[Corrected]) -> None:
    """Put corrections into a feed."""
    for item in corrections:
        correction = item.correction
        title = gettext("Correction: %(title)s") % {"title": item.title or correction.wrong.plain}
        address = f"{url}#correction-{correction.pk}"
        subject = f"correction/{correction.pk}"
        feed.add(subject, title, address, correction.right.plain, correction.corrected_on)


def search_entries(language: str) -> list[dict[str, Any]]:
    """What the search finds of the corrections in one language."""
    base = fixed_url("corrections", language)
    with override(language):
        found = corrected(Correction.objects.select_related("page", "locality"), language)
        return [
            {
                "kind": "page",
                "title": gettext("Correction: %(title)s") % {"title": item.title},
                "url": f"{base}#correction-{item.correction.pk}",
                "summary": item.correction.right.plain,
                "text": f"{item.correction.wrong.plain} {item.correction.right.plain}",
            }
            for item in found
        ]
