"""`manage.py load_rulesets`: give editors the shipped rules and lists, and what is mended there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wizard.decision.parse import dump
from wizard.decision.ruleset import RuleSet
from wizard.drafts.expected_verdicts import shipped
from wizard.drafts.importing import SHIPPED, import_goods_list, import_rule_set
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.drafts.models.versions import DatedVersion
from wizard.drafts.shipped_versions import Shipped
from wizard.goods.lookup import shipped_mappings
from wizard.rules import registry


class Command(BaseCommand):
    """Publish every shipped version that the database does not have; touch nothing of an editor."""

    help = (
        "Publish the shipped rule sets that the database does not have yet, "
        "and corrections of those that nobody edited here."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through the shipped files, and say where the database says something else."""
        for goods in shipped_mappings():
            known = {name: goods[name] for name in ("key", "version")}
            if not GoodsListDocument.objects.filter(**known).exists():
                self.stdout.write(f"  {_name(import_goods_list(goods))}: published")
        for ruleset in filter(_is_needed, registry.shipped()):
            self._load(ruleset)

    def _load(self, ruleset: RuleSet) -> None:
        """Publish one version under its number, or what was mended in it under the next."""
        known = Shipped(ruleset)
        if known.found is None:
            self._publish(ruleset, dump(ruleset))
        elif not known.differs:
            return
        elif _is_newest(ruleset) and known.is_nobodys:
            self._publish(ruleset, known.correction())
        else:
            kept = f"  {_name(known.found)}: published as it is; the file differs and is not used"
            self.stdout.write(self.style.WARNING(kept))

    def _publish(self, ruleset: RuleSet, mapping: dict[str, Any]) -> None:
        expected = shipped(ruleset)
        document = import_rule_set(mapping, expected=expected, publish=True, log_action=SHIPPED)
        self.stdout.write(f"  {_name(document)}: published")


def _of_key(ruleset: RuleSet) -> list[RuleSet]:
    return [item for item in registry.shipped() if item.key == ruleset.key]


def _is_newest(ruleset: RuleSet) -> bool:
    return all(item.version <= ruleset.version for item in _of_key(ruleset))


def _name(document: DatedVersion) -> str:
    return f"{document.key} {document.version}"


def _is_needed(ruleset: RuleSet) -> bool:
    """Say whether a version holds on any day: not if a newer one took its place from the first.

    Results made under such a version are compared with the file, which stays.
    """
    newer = [item for item in _of_key(ruleset) if item.version > ruleset.version]
    starts = ruleset.in_force_from or ruleset.reviewed
    return not any((item.in_force_from or item.reviewed) <= starts for item in newer)
