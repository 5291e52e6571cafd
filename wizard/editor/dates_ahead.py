"""What the editors' home screen says of the self-assessments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from guidance.text.languages import reader_language
from wizard.assessment.models import ResultReport
from wizard.drafts.models.documents import RuleSetDocument
from wizard.rules import registry


def dates_ahead(user: Any, first: date, last: date) -> Iterator[tuple[date, str, str, str]]:
    """Day, what happens to which rules, and where they are edited, for whoever may edit them."""
    policy = policy_registry.get_by_type(RuleSetDocument)
    if not policy.user_has_any_permission(user, ["add", "change", "publish"]):
        return
    records = {(item.key, item.version): item.pk for item in RuleSetDocument.objects.all()}
    whats = {"in_force_from": _("comes into force"), "in_force_until": _("last day in force")}
    for key in registry.known_keys():
        for rules in registry.versions(key):
            pk = records.get((rules.key, rules.version))
            name = "wagtailsnippets_wizard_rulesetdocument"
            url = reverse(f"{name}:edit", args=[pk]) if pk else reverse(f"{name}:list")
            title = rules.title.get(reader_language()) or rules.key
            cases = ((case, f"{title}: {_text(case.title)}") for case in rules.cases)
            parts: list[tuple[Any, str]] = [(rules, title), *cases]
            for part, label in parts:
                for field, what in whats.items():
                    day = getattr(part, field)
                    if day and first <= day <= last:
                        yield day, what, label, url


def waiting(user: Any) -> Iterator[tuple[str, int, str]]:
    """Results that readers reported wrong and nobody has settled yet: label, number, address."""
    policy = policy_registry.get_by_type(ResultReport)
    if policy.user_has_any_permission(user, ["view", "change"]):
        number = ResultReport.objects.filter(is_settled=False).count()
        yield (
            ngettext("result reported wrong", "results reported wrong", number),
            number,
            f"{reverse('result_reports:index')}?is_settled=false",
        )


def _text(title: Any) -> str:
    return str(title.get(reader_language()) or next(iter(title.values()), ""))
