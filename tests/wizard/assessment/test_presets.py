"""Answers that a link gives beforehand: chosen from what there is, refused where there is none."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.blocks import StructBlockValidationError

from guidance.blocks import BodyBlock
from guidance.editing.presets import offered
from guidance.loading.page_tree import entries
from guidance.text.self_assessments import complaints, self_assessments
from tests.checking import MAIN

pytestmark = pytest.mark.usefixtures("english")
CO = "co-issuer"


@pytest.mark.parametrize(
    ("key", "preset", "said"),
    [
        (MAIN, "", None),
        (MAIN, "state=used&purpose=research", None),
        (MAIN, "state=unknown", None),
        (MAIN, "goods=8471", None),
        (MAIN, "filed=2026-09-05", None),
        (CO, "market=HK", None),
        (CO, "also=factory-elsewhere", None),
        (CO, "province=binh-phuoc", None),
        (MAIN, "state=usd", "“usd” is no answer to “State of the goods”."),
        (MAIN, "stat=used", "no question “stat”"),
        (MAIN, "state=used&state=new", "“State of the goods” has two answers"),
        (MAIN, "goods=0000", "“0000” is no answer"),
        (MAIN, "filed=soon", "no question “filed”"),
        (MAIN, "used", "no question “used”"),
        (MAIN, "&", "question=answer"),
        (CO, "market=XX", "“XX” is no answer"),
        (CO, "state=used", "no question “state”"),
        ("", "state=used", "Choose the self-assessment"),
    ],
)
def test_what_would_be_dropped_is_said(key: str, preset: str, said: str | None) -> None:
    found = complaints(key, preset)

    assert len(found) == (said is not None)
    assert said is None or said in found[0]


@pytest.mark.django_db
@pytest.mark.parametrize("key", [MAIN, CO])
def test_every_answer_that_is_offered_is_one(key: str) -> None:
    item = next(item for item in self_assessments() if item.key == key)
    questions = list(item.questions())

    assert len(questions) > 3
    assert not [
        (question["key"], answer)
        for question in questions
        for answer, _words in question["answers"]
        if list(item.complaints(f"{question['key']}={answer}"))
    ]


def test_the_shipped_pages_preset_what_there_is() -> None:
    given = [
        (entry.name, block["assessment"], holder["preset"])
        for entry in entries()
        for block in entry.data.get("body", ())
        for holder in (block, *block.get("items", ()))
        if "preset" in holder
    ]

    assert len(given) > 100
    assert [item for item in given if complaints(*item[1:])] == []


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_link_says_so_where_it_is_written_in_the_language_of_its_editor(language: str) -> None:
    link = {"title": "Check", "html": "", "assessment": MAIN, "preset": "state=usd"}
    words = {"vi": "không phải là câu trả lời", "en": "no answer to", "fr": "n’est pas une réponse"}

    with override(language):
        block = BodyBlock().child_blocks["wizard"]
        with pytest.raises(StructBlockValidationError) as found:
            block.clean(block.to_python(link))

        assert words[language] in str(found.value.block_errors["preset"])
    block.clean(block.to_python({**link, "preset": "state=used"}))


def test_a_tile_says_so_in_its_own_row() -> None:
    tile = {"code": "E", "market": "China", "issuers": "both"}
    tiles = [{**tile, "preset": f"market={country}"} for country in ("CN", "XX")]
    block = BodyBlock().child_blocks["forms"]

    with pytest.raises(StructBlockValidationError) as found:
        block.clean(block.to_python({"title": "Forms", "assessment": CO, "items": tiles}))

    rows = found.value.block_errors["items"].block_errors
    assert list(rows) == [1]
    assert "XX" in str(rows[1].block_errors["preset"])


@pytest.mark.django_db
def test_the_form_offers_questions_and_answers_in_words() -> None:
    found = json.loads(offered(RequestFactory().get("/")).content)["assessments"]

    asked = {item["key"]: item for item in found[MAIN]}
    assert ["used", "Used"] in asked["state"]["answers"]
    assert asked["goods"]["is_open"]
    assert "Hong Kong" in str(next(item for item in found[CO] if item["key"] == "market"))
