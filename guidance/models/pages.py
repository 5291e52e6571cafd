"""The kinds of page that are text: home, sections, guidance, steps, others."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.models import Orderable

from guidance.blocks.citations import split
from guidance.models.announcements import AnnouncementPage
from guidance.models.base import BasePage, readable
from guidance.models.citations import CitationsField
from guidance.models.days import turns
from guidance.models.glossary import GlossaryTerm
from guidance.models.panels import explained
from guidance.text.folding import fold

NEWS = 3


class HomePage(BasePage):
    """The entrance: what is asked most, what is new, and the days that change the answer.

    Its sources are the acts whose days are shown; they are not listed.
    """

    template = "guidance/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        """One for each language."""

        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The sections and the newest announcements."""
        context = super().get_context(request, *args, **kwargs)
        context["sections"] = self.with_shared_locale(
            readable(SectionPage.objects.child_of(self)).defer("body")
        )
        news = readable(AnnouncementPage.objects.descendant_of(self)).order_by(
            "-published_on", "-pk"
        )
        news = news.defer("body")
        context["announcements"] = self.with_shared_locale(news[:NEWS])
        context["turns"] = turns(context["cited"].values(), context["today"])
        return context


class SectionPage(BasePage):
    """A part of the site: what it is about, and its pages."""

    template = "guidance/section_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage"]

    class Meta:
        """Below the home page."""

        verbose_name = _("section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The pages of the section, with their summaries."""
        context = super().get_context(request, *args, **kwargs)
        context["children"] = self.with_shared_locale(readable(self.get_children()).specific())
        return context


class GuidancePage(BasePage):
    """One subject, for the reader who has one question."""

    template = "guidance/page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.SectionPage", "guidance.HomePage"]

    class Meta:
        """Within a section."""

        verbose_name = _("guidance page")


class StepsPage(BasePage):
    """Tasks in their order, each leading to the page that says more."""

    template = "guidance/page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.SectionPage", "guidance.HomePage"]

    class Meta:
        """Within a section."""

        verbose_name = _("step-by-step page")


class TrainingPage(BasePage):
    """Courses for departments and traders, and when they take place."""

    template = "guidance/training_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.SectionPage", "guidance.HomePage"]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        InlinePanel("sessions", heading=_("Dates of courses")),
    ]

    class Meta:
        """Within a section."""

        verbose_name = _("training calendar")

    def extra_citations(self) -> list[str]:
        """What says that the courses take place."""
        return [line for session in self.sessions.all() for line in session.citations]


class TrainingSession(Orderable):
    """One course on given days."""

    page = ParentalKey(TrainingPage, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    source = CitationsField(_("source"), blank=True, help_text=_("One citation a line."))

    panels: ClassVar[list[Panel]] = explained(
        {
            "title": _("What is taught, and to whom."),
            "starts_on": _("The day it begins."),
            "ends_on": _("Leave empty for a course of one day."),
            "place": _("Town and house, or how to join from afar."),
            "source": _("Where it was announced. One citation a line."),
        }
    )

    def __str__(self) -> str:
        """The title."""
        return self.title

    @property
    def citations(self) -> list[str]:
        """What says that the course takes place."""
        return split(self.source)


class StandardPage(BasePage):
    """A page about the site itself: about, accessibility, contact."""

    template = "guidance/page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage", "guidance.SectionPage"]

    class Meta:
        """Below the home page."""

        verbose_name = _("page about the site")


class GlossaryPage(BasePage):
    """Every term of the glossary, in the order of the reader's alphabet."""

    template = "guidance/glossary_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage", "guidance.SectionPage"]

    class Meta:
        """Below the home page."""

        verbose_name = _("glossary")

    @cached_property
    def terms(self) -> list[GlossaryTerm]:
        """The terms by the reader's alphabet."""
        return sorted(GlossaryTerm.objects.all(), key=lambda term: fold(str(term.term)))

    def extra_citations(self) -> list[str]:
        """What the definitions rest on."""
        return [line for term in self.terms for line in term.citations]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The terms."""
        context = super().get_context(request, *args, **kwargs)
        context["terms"] = self.terms
        return context

    def show(self, request: HttpRequest, term: GlossaryTerm) -> TemplateResponse:
        """The page with one term and nothing above it, saved or only typed as yet."""
        self.terms = [term]
        context = {**self.get_context(request), "parts": (), "contents": ()}
        return TemplateResponse(request, self.template, context)
