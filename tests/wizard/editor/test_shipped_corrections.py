"""What is mended in shipped rules reaches a site where nobody wrote a version, and no other."""

from __future__ import annotations

import copy
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from tests.checking import MAIN, RULES
from wizard.decision.parse import dump, parse
from wizard.drafts.importing import import_rule_set
from wizard.drafts.shipped_versions import CORRECTED
from wizard.models import RuleSetDocument
from wizard.rules import registry, snapshot

Ship = Callable[..., str]


@pytest.fixture
def ship(live: RuleSetDocument, monkeypatch: pytest.MonkeyPatch) -> Ship:
    """Bring the product with other rules, and say what loading them says."""

    def load(title: str, **head: Any) -> str:
        mapping = copy.deepcopy(dump(RULES))
        mapping["title"]["fr"] = title
        rules = parse({**mapping, **head})
        for place in (registry, snapshot):
            monkeypatch.setattr(place, "shipped", lambda: (rules,))
        said = StringIO()
        call_command("load_rulesets", stdout=said)
        return said.getvalue()

    return load


def versions() -> dict[int, tuple[str, str]]:
    """The published versions: title and note, by number."""
    found = RuleSetDocument.objects.filter(key=MAIN, live=True)
    rules = {document.version: document.parsed() for document in found}
    return {
        number: (item.title["fr"], (item.change_note or {}).get("en", ""))
        for number, item in rules.items()
    }


def test_a_correction_arrives_once_as_the_next_version(live: RuleSetDocument, ship: Ship) -> None:
    before, number = versions(), live.version

    ship("Corrigé")
    again = ship("Corrigé")

    assert versions() == {**before, number + 1: ("Corrigé", CORRECTED)}
    assert f"{MAIN} {number + 1}" not in again
    assert RuleSetDocument.objects.get(key=MAIN, version=number + 1).expected


def test_a_later_file_whose_number_a_correction_took_keeps_its_note(
    live: RuleSetDocument, ship: Ship
) -> None:
    number, note = live.version, {"vi": "Mới.", "en": "New.", "fr": "Nouveau."}

    ship("Corrigé")
    ship("Refait", version=number + 1, change_note=note)
    ship("Refait encore", version=number + 1, change_note=note)

    assert {key: said for key, said in versions().items() if key > number} == {
        number + 1: ("Corrigé", CORRECTED),
        number + 2: ("Refait", "New."),
        number + 3: ("Refait encore", CORRECTED),
    }


def test_what_a_person_wrote_stays(live: RuleSetDocument, ship: Ship) -> None:
    user = get_user_model().objects.create_superuser("lawyer", "l@example.org", "a-pass-word")
    draft = live.next_version()
    draft.save()
    draft.save_revision(user=user, log_action=True).publish(user=user)
    before = versions()

    assert "the file differs and is not used" in ship("Corrigé")
    assert versions() == before


def test_a_version_from_another_file_stays(live: RuleSetDocument, ship: Ship) -> None:
    """As `import_ruleset --publish` leaves it: nobody is named in the log."""
    number = live.version + 1
    import_rule_set({**live.mapping(), "version": number}, publish=True)
    before = versions()

    assert "the file differs and is not used" in ship("Corrigé")
    assert versions() == before


def test_a_draft_is_not_overtaken(draft: RuleSetDocument, ship: Ship) -> None:
    before = versions()

    assert "the file differs and is not used" in ship("Corrigé")
    assert versions() == before
