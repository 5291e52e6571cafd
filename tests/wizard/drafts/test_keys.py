"""A published key cannot be renamed, whichever way a draft comes in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address
from wizard.drafts.importing import import_rule_set
from wizard.models import RuleSetDocument
from wizard.rules.toml_files import write


def renaming(mapping: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The mapping with a key renamed wherever it is used."""
    content = json.dumps(mapping, default=str).replace(f'"{old}"', f'"{new}"')
    return dict(json.loads(content))


def test_the_form_refuses_and_names_the_key(editor: Client, draft: RuleSetDocument) -> None:
    data = form_data(draft)
    index = next(i for i, case in enumerate(draft.case) if case.value["key"] == "research")
    case = json.loads(data[f"case-{index}-value-collapsed"])
    data[f"case-{index}-value-collapsed"] = json.dumps({**case, "key": "science"})

    response = editor.post(address("edit", draft.pk), data)

    assert response.status_code == 200
    page = response.content.decode()
    assert "“research”" in page or "\\u201cresearch\\u201d" in page
    assert draft.get_latest_revision_as_object().mapping_as_read() == draft.mapping_as_read()


def test_other_words_under_the_same_place_are_no_escape(draft: RuleSetDocument) -> None:
    raw = draft.case.get_prep_value()
    entry = next(item["value"] for item in raw if item["value"]["key"] == "research")
    entry |= {"key": "science", "title": {"vi": "Khác", "en": "Other", "fr": "Autre"}}
    draft.case = raw

    with pytest.raises(ValidationError, match="“research”"):
        draft.full_clean()


def test_a_choice_keeps_its_key_too(draft: RuleSetDocument) -> None:
    raw = draft.question.get_prep_value()
    question = next(item for item in raw if item["value"]["key"] == "purpose")
    choice = question["value"]["choice"][0]["value"]
    old, choice["key"] = choice["key"], "moving"
    draft.question = raw

    with pytest.raises(ValidationError, match=f"“{old}” is published and cannot become “moving”"):
        draft.full_clean()


def test_an_import_is_refused_and_leaves_nothing(
    live: RuleSetDocument, shipped: dict[str, Any]
) -> None:
    changed = renaming(live.mapping(), "research", "science") | {"version": live.version + 1}
    dated = {key: shipped[key] for key in ("in_force_from", "reviewed")}

    with pytest.raises(ValidationError, match="“research”"):
        import_rule_set({**changed, **dated})

    assert RuleSetDocument.objects.count() == 1


def test_the_command_names_the_key(live: RuleSetDocument, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    mapping = live.mapping() | {"version": live.version + 1}
    file.write_text(write(mapping).replace('"research"', '"science"'), encoding="utf-8")

    with pytest.raises(CommandError, match="“research”"):
        call_command("import_ruleset", file)


def test_what_is_removed_was_not_renamed(draft: RuleSetDocument) -> None:
    draft.case = [item for item in draft.case.get_prep_value() if item["value"]["key"] != "waste"]

    draft.full_clean()


def test_a_copy_of_an_entry_is_a_new_one(draft: RuleSetDocument) -> None:
    raw = draft.case.get_prep_value()
    copy = {**raw[0], "id": "new", "value": {**raw[0]["value"], "key": "another"}}
    draft.case = [*raw, copy]

    draft.full_clean()
