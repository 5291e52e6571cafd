"""A report whose rows are worked out in Python: sorted, filtered and exported as Wagtail's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import multigetattr
from wagtail.models import Page, get_page_models

from guidance.models import BasePage
from guidance.text.folding import fold


class Rows(list[Any]):
    """The rows of a report."""


class RowsFilterSet(django_filters.FilterSet):
    """Filters that look at the rows themselves; a filter is named after what it looks at."""

    def keep(self, rows: Iterable[Any]) -> Rows:
        """The rows that every filter in use lets through."""
        wanted = {name: value for name, value in self.form.cleaned_data.items() if value}
        return Rows(
            row for row in rows if all(self.fits(row, name, wanted[name]) for name in wanted)
        )

    def fits(self, row: Any, name: str, value: str) -> bool:
        """Whether a row has the value asked for, or has it among others."""
        found = multigetattr(row, name)
        return value in found if isinstance(found, set | frozenset) else found == value


def choice(label: Any, choices: Any) -> django_filters.ChoiceFilter:
    """A filter of few choices, one of which is all."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=_("All"), widget=forms.RadioSelect
    )


class LinkedColumn(TitleColumn):
    """What a row is about, leading to where it is edited."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        """Take the address from the row."""
        super().__init__(name, get_url=lambda row: row.edit_url, **kwargs)


class RowsReport(ReportView):
    """A report on pages for whoever may work on any."""

    model = Page
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    header_icon = "clipboard-list"
    name = ""

    def rows(self) -> Iterable[Any]:
        """Every row, in the order that makes most sense."""
        raise NotImplementedError

    def get_index_url(self) -> str:
        """Where this report is."""
        from django.urls import reverse

        return reverse(f"guidance_reports:{self.name}")

    def get_index_results_url(self) -> str:
        """Where its table alone is, for sorting and filtering without a new page."""
        return f"{self.get_index_url()}results/"

    def get_filename(self) -> str:
        """The exported file is named after the report."""
        return self.name

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Filters look at rows, so they need no query."""
        return {**super().get_filterset_kwargs(), "queryset": Page.objects.none()}

    def filter_queryset(self, queryset: Rows) -> Rows:
        """The rows that the filters let through."""
        if self.filters and self.filters.is_valid():
            return self.filters.keep(queryset)
        return queryset

    def get_queryset(self) -> Rows:
        """The rows in the order asked for; those without a value come last either way."""
        rows = Rows(self.rows())
        if not self.ordering:
            return rows
        name = self.ordering.removeprefix("-")
        known = [row for row in rows if multigetattr(row, name) not in (None, "")]
        known.sort(
            key=lambda row: _sortable(multigetattr(row, name)),
            reverse=self.ordering.startswith("-"),
        )
        return Rows([*known, *(row for row in rows if multigetattr(row, name) in (None, ""))])


def _sortable(value: Any) -> Any:
    return fold(value).lower() if isinstance(value, str) else value


def plain(name: str, label: Any, **kwargs: Any) -> Column:
    """A sortable column of what a row has under a name."""
    return Column(name, label=label, sort_key=name, **kwargs)


def page_kinds() -> list[type[BasePage]]:
    """Every kind of page that the site has."""
    return [kind for kind in get_page_models() if issubclass(kind, BasePage)]


def languages() -> Mapping[str, str]:
    """The languages of the site by code."""
    return dict(settings.LANGUAGES)
