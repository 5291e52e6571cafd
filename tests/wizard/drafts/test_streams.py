"""The form holds exactly the rule set: nothing is lost on the way there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from tests.checking import MAIN
from tests.wizard.decision.small import mapping
from wizard.decision.parse import dump, parse
from wizard.drafts.blocks import SECTIONS, section_block
from wizard.drafts.models.documents import HEAD
from wizard.drafts.stream_codec import from_streams, to_streams
from wizard.models import RuleSetDocument
from wizard.rules.toml_files import read, write


def there_and_back(content: dict[str, Any]) -> Any:
    """Through the form's own blocks and JSON, as a save and a load do."""
    streams = to_streams(content)
    for section in ("wording", *SECTIONS):
        block = section_block(section)
        streams[section] = block.get_prep_value(block.to_python(streams[section]))
    stored = json.loads(json.dumps(streams, cls=DjangoJSONEncoder))
    head = {name: content[name] for name in HEAD if name in content}
    return dump(parse({**head, **from_streams(stored)}))


def test_the_shipped_rules_come_back_the_same(shipped: dict[str, Any]) -> None:
    assert there_and_back(shipped) == shipped


def test_small_rules_come_back_the_same() -> None:
    content = dump(parse(mapping()))

    assert there_and_back(content) == content


def test_a_file_comes_back_the_same(shipped: dict[str, Any]) -> None:
    assert read(write(shipped)) == shipped


def test_every_block_takes_what_it_shows(shipped: dict[str, Any]) -> None:
    for section, raw in to_streams(shipped).items():
        block = section_block(section)
        block.clean(block.to_python(raw))


def test_line_ends_of_browsers_do_not_count(shipped: dict[str, Any]) -> None:
    streams = to_streams(shipped)
    streams["question"][0]["value"]["help"]["vi"] = "một\r\nhai"

    assert from_streams(streams)["question"][0]["help"]["vi"] == "một\nhai"


def test_a_question_named_twice_in_a_row_means_both(shipped: dict[str, Any]) -> None:
    streams = to_streams(shipped)
    row = streams["case"][0]["value"]["when"][0]["value"]
    question = row[0]["value"]["question"]
    row[:] = [
        {"type": "item", "value": {"question": question, "choices": choices}}
        for choices in (["used", "new"], ["new", "waste"])
    ]

    assert from_streams(streams)["case"][0]["when"][0] == {question: ["new"]}


@pytest.mark.django_db
def test_what_is_stored_is_the_rule_set(live: RuleSetDocument, shipped: dict[str, Any]) -> None:
    stored = RuleSetDocument.objects.get(key=MAIN)

    assert dump(parse(stored.mapping())) == shipped
    assert stored.mapping_as_read() == shipped
