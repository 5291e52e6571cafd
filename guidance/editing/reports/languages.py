"""Pages × languages: which translation is up to date, behind, a draft or not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from guidance.editing.reports.python_report import (
    LinkedColumn,
    RowsFilterSet,
    RowsReport,
    choice,
    languages,
    page_kinds,
    plain,
)
from guidance.models.staleness import changed_passages
from guidance.text.days import day as in_words
from guidance.text.languages import OFFICIAL


class Standing(models.TextChoices):
    """How a page stands in one language, the best first."""

    CURRENT = "current", gettext_lazy("Up to date")
    WAITING = "waiting", gettext_lazy("Not before the original is published")
    STALE = "stale", gettext_lazy("Behind")
    DRAFT = "draft", gettext_lazy("Draft")
    MISSING = "missing", gettext_lazy("Missing")


@dataclass(frozen=True, order=True)
class State:
    """One page in one language; worse is greater, and longer behind is worse."""

    rank: int
    waiting: float = 0.0
    standing: Standing = field(default=Standing.CURRENT, compare=False)
    since: datetime | None = field(default=None, compare=False)
    url: str = field(default="", compare=False)
    # Of the page in this language, if there is one of its own.
    pk: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """In words."""
        if self.since is None:
            return str(self.standing.label)
        day = in_words(localdate(self.since))
        return _("Behind since %(day)s") % {"day": day}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page in all its languages."""

    title: str
    kind: str
    owner: str
    edit_url: str
    states: dict[str, State]
    # Of the published Vietnamese page: from it a translation is begun.
    pk: int | None = None

    @property
    def standings(self) -> set[str]:
        """What it is in any language."""
        return {state.standing.value for state in self.states.values()}


def page_rows() -> Iterator[PageRow]:
    """Every page, by title, with a fixed number of queries."""
    by_key: dict[Any, dict[str, dict[str, Any]]] = {}
    for found in _found():
        by_key.setdefault(found["translation_key"], {})[found["locale__language_code"]] = found
    rows = [_row(versions) for versions in by_key.values()]
    return iter(sorted(rows, key=lambda row: row.title))


def _found() -> Iterable[dict[str, Any]]:
    names = (
        "pk",
        "draft_title",
        "live",
        "alias_of_id",
        "translation_key",
        "locale__language_code",
        "owner__first_name",
        "owner__last_name",
        "owner__username",
        "reviewer",
        "passage_digests",
        "stale_since",
        "last_published_at",
    )
    for kind in page_kinds():
        for found in kind.objects.values(*names):
            yield {**found, "kind": str(kind._meta.verbose_name)}


def _row(versions: dict[str, dict[str, Any]]) -> PageRow:
    """One page, told in Vietnamese where there is a Vietnamese page."""
    original = versions.get(OFFICIAL)
    shown = original or next(iter(versions.values()))
    return PageRow(
        title=shown["draft_title"],
        kind=shown["kind"],
        owner=_owner(shown),
        edit_url=_edit(shown["pk"]),
        pk=original["pk"] if original and original["live"] else None,
        states={code: _state(versions.get(code), original) for code in languages()},
    )


def _owner(found: dict[str, Any]) -> str:
    """Who answers for a page: its owner in Wagtail, else its reviewer."""
    name = f"{found['owner__first_name'] or ''} {found['owner__last_name'] or ''}".strip()
    return name or found["owner__username"] or found["reviewer"]


def _state(found: dict[str, Any] | None, original: dict[str, Any] | None) -> State:
    if found is None or found["alias_of_id"]:
        if original is not None and not original["live"]:
            return _stand(Standing.WAITING)
        # A copy that shows the text of another language is no translation.
        return _stand(Standing.MISSING, url=_translate(original))
    if not found["live"]:
        return _stand(Standing.DRAFT, found)
    if original is None or found is original or not original["live"]:
        return _stand(Standing.CURRENT, found)
    if changed_passages(original["passage_digests"], found["passage_digests"]):
        return _stand(
            Standing.STALE, found, since=found["stale_since"] or original["last_published_at"]
        )
    return _stand(Standing.CURRENT, found)


def _stand(
    standing: Standing,
    found: dict[str, Any] | None = None,
    *,
    url: str = "",
    since: datetime | None = None,
) -> State:
    waiting = -since.timestamp() if since else 0.0
    pk = found["pk"] if found else None
    url = _edit(pk) if pk else url
    return State(list(Standing).index(standing), waiting, standing, since, url, pk)


def _edit(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def _translate(original: dict[str, Any] | None) -> str:
    """Where a missing translation is begun."""
    if original is None:
        return ""
    return reverse("wagtail_localize:submit_page_translation", args=[original["pk"]])


class StateColumn(Column):
    """A language: how each page stands in it, leading to where that is changed."""

    cell_template_name = "guidance/admin/state_cell.html"


class LanguagesFilterSet(RowsFilterSet):
    """Pages that are behind, missing or a draft in any language."""

    standings = choice(gettext_lazy("In any language"), Standing.choices)


class LanguagesReport(RowsReport):
    """Pages × languages."""

    name = "languages"
    page_title = gettext_lazy("Pages and languages")
    header_icon = "globe"
    filterset_class = LanguagesFilterSet
    list_export: ClassVar[list[str]] = [
        "title",
        "kind",
        "owner",
        *(f"states.{code}" for code in languages()),
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Page"),
        "kind": gettext_lazy("Kind"),
        "owner": gettext_lazy("Answers for it"),
        **{f"states.{code}": name for code, name in languages().items()},
    }
    columns: ClassVar[list[Column]] = [
        LinkedColumn("title", label=gettext_lazy("Page"), sort_key="title"),
        plain("kind", gettext_lazy("Kind")),
        plain("owner", gettext_lazy("Answers for it")),
        *(
            StateColumn(f"states.{code}", label=name, sort_key=f"states.{code}")
            for code, name in languages().items()
        ),
    ]

    def rows(self) -> Iterator[PageRow]:
        """Every page."""
        return page_rows()
