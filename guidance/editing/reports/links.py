"""The report of links that lead nowhere, elsewhere than they say, or failed when last checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from guidance.editing.reports.link_collector import LinkIssue, page_links, source_links
from guidance.editing.reports.link_targets import LinkTargets
from guidance.editing.reports.python_report import (
    LinkedColumn,
    RowsFilterSet,
    RowsReport,
    choice,
    languages,
    plain,
)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link with something wrong."""

    title: str
    language: str
    issue: str
    target: str
    detail: str
    edit_url: str

    @property
    def issue_label(self) -> str:
        """What is wrong, in words."""
        return str(LinkIssue(self.issue).label)

    @property
    def language_name(self) -> str:
        """The language by its own name; a record has none."""
        return languages().get(self.language, "")


def link_rows() -> Iterator[LinkRow]:
    """Every link with something wrong, once for each page or record that has it."""
    targets = LinkTargets()
    seen = set()
    for place, link in chain(page_links(), source_links()):
        judged = targets.judge(link)
        if judged is None or (place, link) in seen:
            continue
        seen.add((place, link))
        yield LinkRow(
            title=place.title,
            language=place.language,
            issue=judged.issue.value,
            target=targets.name(link),
            detail=judged.detail,
            edit_url=place.edit_url,
        )


class LinksFilterSet(RowsFilterSet):
    """By issue and language."""

    issue = choice(_("What is wrong"), LinkIssue.choices)
    language = choice(_("Language"), list(languages().items()))


class LinksReport(RowsReport):
    """Broken and redirected links."""

    name = "links"
    page_title = _("Broken or redirected links")
    header_icon = "link"
    filterset_class = LinksFilterSet
    list_export: ClassVar[list[str]] = [
        "title",
        "language_name",
        "issue_label",
        "target",
        "detail",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Page or record"),
        "language_name": _("Language"),
        "issue_label": _("What is wrong"),
        "target": _("Leads to"),
        "detail": _("Found"),
    }
    columns: ClassVar[list[Column]] = [
        LinkedColumn("title", label=_("Page or record"), sort_key="title"),
        plain("language_name", _("Language")),
        plain("issue_label", _("What is wrong")),
        plain("target", _("Leads to")),
        plain("detail", _("Found")),
    ]

    def rows(self) -> Iterator[LinkRow]:
        """Every link with something wrong."""
        return link_rows()
