"""Nothing unsound goes live by any way, and nothing live changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from guidance.delivery.content_version import content_version
from tests.checking import MAIN, RULES
from tests.wizard.drafts.documents import change
from wizard.drafts import expected_verdicts
from wizard.models import RuleSetDocument
from wizard.rules import registry
from wizard.rules.snapshot import Versioned
from wizard.rules.toml_files import write


def flaw(draft: RuleSetDocument) -> None:
    """Let a case rest on nothing."""
    change(draft, "case", "research", basis=[])


def test_a_flawed_draft_is_saved_but_not_published(draft: RuleSetDocument) -> None:
    flaw(draft)

    with pytest.raises(ValidationError, match="1 findings"):
        draft.get_latest_revision().publish()

    assert not RuleSetDocument.objects.get(pk=draft.pk).live


def test_setting_the_column_does_not_publish_either(draft: RuleSetDocument) -> None:
    flaw(draft)
    draft.live = True

    with pytest.raises(ValidationError):
        draft.save()


def test_a_flawed_draft_is_not_scheduled(draft: RuleSetDocument) -> None:
    draft.go_live_at = timezone.now() + timedelta(days=1)
    flaw(draft)

    with pytest.raises(ValidationError):
        draft.get_latest_revision().publish()

    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_what_became_unsound_is_passed_over_on_schedule(draft: RuleSetDocument) -> None:
    flaw(draft)
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()

    call_command("publish_scheduled")

    assert not RuleSetDocument.objects.get(pk=draft.pk).live
    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_sound_draft_goes_live_on_schedule(draft: RuleSetDocument) -> None:
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()

    call_command("publish_scheduled")

    assert RuleSetDocument.objects.get(pk=draft.pk).live


def test_the_command_refuses_flaws(draft: RuleSetDocument, tmp_path: Path) -> None:
    flaw(draft)
    file = tmp_path / "rules.toml"
    file.write_text(write(draft.mapping()), encoding="utf-8")

    with pytest.raises(CommandError, match="cannot be published"):
        call_command("import_ruleset", file, "--publish")

    assert not RuleSetDocument.objects.get(pk=draft.pk).live


def test_the_command_refuses_a_published_version(live: RuleSetDocument, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    call_command("export_ruleset", MAIN, str(live.version), "--output", file)

    with pytest.raises(CommandError, match="never changes"):
        call_command("import_ruleset", file)


def test_a_file_becomes_a_draft_and_comes_back(live: RuleSetDocument, tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    call_command("export_ruleset", MAIN, str(live.version), "--output", first)
    text = first.read_text(encoding="utf-8")
    text = text.replace(f"version = {live.version}\n", "version = 7\n")
    first.write_text(text, encoding="utf-8")

    call_command("import_ruleset", first)
    call_command("export_ruleset", MAIN, "7", "--output", second)

    assert second.read_text(encoding="utf-8") == first.read_text(encoding="utf-8")
    assert not RuleSetDocument.objects.get(version=7).live


@pytest.mark.parametrize("content", [b'key = "half', b"\xff", b"key = " + b"9" * 5000, b"key = 1"])
def test_an_unreadable_file_leaves_nothing_behind(
    live: RuleSetDocument, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "rules.toml"
    file.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("import_ruleset", file)

    assert RuleSetDocument.objects.count() == 1


def test_loading_again_touches_nothing(live: RuleSetDocument) -> None:
    call_command("load_rulesets")

    assert RuleSetDocument.objects.get(key=MAIN).live_revision_id == live.live_revision_id


def test_a_published_version_never_changes(live: RuleSetDocument) -> None:
    with pytest.raises(ValidationError, match="never changes"):
        change(live, "question", "purpose", kind="goods")


def test_rules_in_effect_are_neither_withdrawn_nor_deleted(live: RuleSetDocument) -> None:
    with pytest.raises(ValidationError, match="cannot be withdrawn"):
        live.unpublish()
    with pytest.raises(ValidationError, match="is kept"):
        RuleSetDocument.objects.get(key=MAIN).delete()


def test_rules_still_to_come_may_be_withdrawn(draft: RuleSetDocument) -> None:
    draft.in_force_from = registry.today() + timedelta(days=30)
    draft.save()
    draft.save_revision().publish()

    RuleSetDocument.objects.get(pk=draft.pk).unpublish()

    assert not RuleSetDocument.objects.get(pk=draft.pk).live


def test_a_publication_reads_what_is_published_only_a_few_times(
    draft: RuleSetDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is pending everybody reads anew, and its proof judges two hundred situations."""
    draft.expected = expected_verdicts.shipped(RULES)
    read, asked = registry.source, []

    def counted() -> Iterable[Versioned]:
        asked.append(1)
        return read()

    monkeypatch.setattr(registry, "source", counted)
    # As where reading takes longer than what was read is trusted.
    monkeypatch.setattr("guidance.delivery.content_version.LOOK_AGAIN", 0.0)
    with transaction.atomic():
        content_version.announce()
        assert not draft.issues()

    assert 0 < len(asked) < 10
