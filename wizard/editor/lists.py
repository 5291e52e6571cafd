"""The lists of the editors' side name rules and results as people do, and are filtered by that."""

from __future__ import annotations

from functools import partial

import django_filters
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from guidance.models.lists import LanguageFilterSet, YesNoFilter
from wizard.assessment.models import ResultReport
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.drafts.models.versions import DatedVersion

Choices = list[tuple[str, str]]


def titles(model: type[DatedVersion]) -> Choices:
    """Every rule set or list of goods by its key, called as its newest version calls it."""
    return list(
        {item.key: item.title for item in model._default_manager.order_by("version")}.items()
    )


def named(field: str) -> Choices:
    """What the reports hold of one field, in words; what is called the same stands once."""
    found = ResultReport.objects.order_by("ruleset", "ruleset_version", "outcome")
    words: dict[str, dict[str, None]] = {}
    for row in found.values("ruleset", "ruleset_version", "outcome").distinct():
        report = ResultReport(**row)
        said = words.setdefault(getattr(report, field), {})
        said[str(getattr(report, f"get_{field}_display")())] = None
    return [(value, " / ".join(said)) for value, said in words.items()]


class RuleSetFilterSet(WagtailFilterSet):
    """Versions of one rule set, or those that are live."""

    live = YesNoFilter(label=capfirst(_("live")))
    key = django_filters.ChoiceFilter(
        label=capfirst(_("rule set")), choices=partial(titles, RuleSetDocument)
    )

    class Meta:
        """What else may be asked for."""

        model = RuleSetDocument
        fields = ("key", "live")


class GoodsListFilterSet(WagtailFilterSet):
    """Versions of one list, or those that are live."""

    live = YesNoFilter(label=capfirst(_("live")))
    key = django_filters.ChoiceFilter(
        label=capfirst(_("list of goods")), choices=partial(titles, GoodsListDocument)
    )

    class Meta:
        """What else may be asked for."""

        model = GoodsListDocument
        fields = ("key", "live")


class ReportFilterSet(LanguageFilterSet):
    """Reports of one assessment, of one verdict, in one language, settled or not."""

    is_settled = YesNoFilter(label=capfirst(_("settled")))
    ruleset = django_filters.ChoiceFilter(
        label=_("Self-assessment"), choices=partial(named, "ruleset")
    )
    outcome = django_filters.ChoiceFilter(
        label=capfirst(_("verdict")), choices=partial(named, "outcome")
    )

    class Meta:
        """What else may be asked for."""

        model = ResultReport
        fields = ("is_settled", "ruleset", "outcome", "language")
