"""An entry sent as one field is read, cleaned and refused exactly as its open form would be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import BadRequest, ValidationError
from django.test import Client

from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address
from wizard.drafts.blocks import SECTIONS, section_block
from wizard.drafts.blocks.collapsed import LONGEST_STATE, MOST_ITEMS
from wizard.drafts.stream_codec import to_streams
from wizard.models import RuleSetDocument


def sent(section: str, state: Any) -> Any:
    """Read an entry as the form sends it folded."""
    block = section_block(section).child_blocks[section]
    data = {"x-collapsed": state if isinstance(state, str) else json.dumps(state)}
    return block, block.value_from_datadict(data, {}, "x")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_entry_comes_back_the_same(shipped: dict[str, Any], section: str) -> None:
    stream = section_block(section)
    for item in to_streams(shipped)[section]:
        block = stream.child_blocks[section]
        value = block.to_python(item["value"])

        read = block.clean(sent(section, block.get_form_state(value))[1])

        assert block.get_prep_value(read) == block.get_prep_value(block.clean(value))


def test_the_whole_form_comes_back_the_same(editor: Client, draft: RuleSetDocument) -> None:
    before = draft.mapping_as_read()

    response = editor.post(address("edit", draft.pk), form_data(draft))

    assert response.status_code == 302
    saved = RuleSetDocument.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert saved.mapping_as_read() == before


def test_a_change_in_a_folded_entry_is_saved(editor: Client, draft: RuleSetDocument) -> None:
    data = form_data(draft)
    case = json.loads(data["case-3-value-collapsed"])
    case["title"]["en"] = "Another title"
    data["case-3-value-collapsed"] = json.dumps(case)

    editor.post(address("edit", draft.pk), data)

    saved = RuleSetDocument.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert saved.case[3].value["title"]["en"] == "Another title"


def test_a_folded_entry_is_cleaned_as_an_open_one() -> None:
    block, value = sent("document", {"key": "Not A Key", "form": ["original"]})

    with pytest.raises(ValidationError) as error:
        block.clean(value)

    assert "key" in error.value.block_errors


def test_a_choice_that_is_not_offered_is_refused() -> None:
    block, value = sent("document", {"key": "paper", "form": ["forged"]})

    with pytest.raises(ValidationError) as error:
        block.clean(value)

    assert "form" in error.value.block_errors


@pytest.mark.parametrize(
    "state",
    [
        "{",
        "[" * 100_000,
        "[]",
        '"text"',
        {"when": {}},
        {"when": ["row"]},
        {"title": "no languages"},
        {"when": [{"value": []}] * (MOST_ITEMS + 1)},
        {"summary": {"en": "x" * LONGEST_STATE}},
    ],
    ids=range(9),
)
def test_what_no_form_of_ours_sends_is_a_bad_request(state: Any) -> None:
    with pytest.raises(BadRequest):
        sent("case", state)


def test_a_bad_request_is_answered_as_one(editor: Client, draft: RuleSetDocument) -> None:
    data = form_data(draft) | {"case-0-value-collapsed": "{"}

    assert editor.post(address("edit", draft.pk), data).status_code == 400


def test_what_no_database_takes_is_replaced(editor: Client, draft: RuleSetDocument) -> None:
    data = form_data(draft)
    case = json.loads(data["case-3-value-collapsed"])
    case["title"]["en"] = "a\0b\ud800"
    data["case-3-value-collapsed"] = json.dumps(case)

    editor.post(address("edit", draft.pk), data)

    saved = RuleSetDocument.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert saved.case[3].value["title"]["en"] == "a\ufffdb\ufffd"
