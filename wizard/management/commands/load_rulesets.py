"""`manage.py load_rulesets`: give editors the shipped rules and lists as their first version."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wizard.decision.parse import dump
from wizard.decision.ruleset import RuleSet
from wizard.drafts.expected_verdicts import shipped
from wizard.drafts.importing import import_goods_list, import_rule_set
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.drafts.models.versions import DatedVersion
from wizard.goods.lookup import shipped_mappings
from wizard.rules import registry


class Command(BaseCommand):
    """Publish every shipped version that the database does not have; touch no other."""

    help = "Publish the shipped rule sets that the database does not have yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through the shipped files, and say where the database says something else."""
        for goods in shipped_mappings():
            known = {name: goods[name] for name in ("key", "version")}
            if not GoodsListDocument.objects.filter(**known).exists():
                self.stdout.write(f"  {_name(import_goods_list(goods))}: published")
        for ruleset in filter(_is_needed, registry.shipped()):
            mapping = dump(ruleset)
            found = RuleSetDocument.objects.filter(key=ruleset.key, version=ruleset.version).first()
            if found is None:
                document = import_rule_set(mapping, expected=shipped(ruleset), publish=True)
                self.stdout.write(f"  {_name(document)}: published")
            elif found.live and found.mapping_as_read() != _as_far_as(found, mapping):
                message = f"  {_name(found)}: published as it is; the file differs and is not used"
                self.stdout.write(self.style.WARNING(message))


def _name(document: DatedVersion) -> str:
    return f"{document.key} {document.version}"


def _as_far_as(found: RuleSetDocument, mapping: dict[str, Any]) -> dict[str, Any]:
    """What of a file a version holds: the file's papers are used where it has none of its own."""
    return {key: item for key, item in mapping.items() if key != "papers" or found.has_papers()}


def _is_needed(ruleset: RuleSet) -> bool:
    """Say whether a version holds on any day: not if a newer one took its place from the first.

    Results made under such a version are compared with the file, which stays.
    """
    newer = [item for item in registry.shipped() if item.key == ruleset.key]
    starts = ruleset.in_force_from or ruleset.reviewed
    return not any(
        item.version > ruleset.version and (item.in_force_from or item.reviewed) <= starts
        for item in newer
    )
