"""`manage.py load_rulesets`: give editors the shipped rules as their first version."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wizard import registry
from wizard.decision.parse import dump
from wizard.importing import keep
from wizard.models import RuleSetDocument


class Command(BaseCommand):
    """Publish every shipped version that the database does not have; touch no other."""

    help = "Publish the shipped rule sets that the database does not have yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through the shipped files, and say where the database says something else."""
        for ruleset in registry.shipped():
            mapping = dump(ruleset)
            known = RuleSetDocument.objects.filter(key=ruleset.key, version=ruleset.version).first()
            if known is None:
                self.stdout.write(f"  {keep(mapping, publish=True)}: published")
            elif known.live and known.mapping_as_read() != mapping:
                message = f"  {known}: published as it is; the file differs and is not used"
                self.stdout.write(self.style.WARNING(message))
