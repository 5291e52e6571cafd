"""One text in every language: how it reads, what the editors' form takes, how columns became it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.forms import modelform_factory
from django.template import Context, Template
from django.utils.translation import override
from wagtail.admin.forms.models import WagtailAdminModelForm

from guidance.loading.import_ledger import digest
from guidance.loading.records import SHAPES, state
from guidance.models import GlossaryTerm, LegalSource, LoadedContent, Locality
from guidance.text.languages import TranslatedText

BEFORE = [("guidance", "0016_frame_and_telephones")]
LONG = "ă" * 201


@pytest.mark.parametrize(
    ("texts", "language", "html"),
    [
        ({"vi": "Luật <1>", "en": "Act <1>"}, "en", "Act &lt;1&gt;"),
        ({"vi": "Luật <1>", "en": "Act <1>"}, "fr", '<span lang="vi">Luật &lt;1&gt;</span>'),
        ({"vi": "Luật <1>", "en": "Act <1>"}, "vi", "Luật &lt;1&gt;"),
        ({"vi": "Luật", "xx": "Kept"}, "xx", "Luật"),
        ({"fr": "Loi"}, "en", ""),
        ({"fr": "Loi"}, "fr", "Loi"),
        ({}, "vi", ""),
    ],
)
def test_a_text_reads_in_the_language_of_the_reader_or_says_that_it_does_not(
    texts: dict[str, str], language: str, html: str
) -> None:
    with override(language):
        shown = Template("{{ text }}").render(Context({"text": TranslatedText(texts)}))

    assert shown == html


def form(data: dict[str, str], instance: GlossaryTerm | None = None) -> Any:
    made = modelform_factory(GlossaryTerm, WagtailAdminModelForm, fields=["term", "definition"])
    return made({"definition_vi": "Nghĩa", **data}, instance=instance or GlossaryTerm())


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"term_vi": "Từ"}, {}),
        ({"term_en": "Word"}, {"term": ["This field is required."]}),
        ({"term_vi": " "}, {"term": ["This field is required."]}),
        (
            {"term_vi": "Từ", "term_fr": LONG, "term_en": "\0"},
            {
                "term": [
                    "English: Null characters are not allowed.",
                    "Français: Ensure this value has at most 200 characters (it has 201).",
                ]
            },
        ),
    ],
)
def test_the_form_asks_for_vietnamese_and_tells_which_language_is_wrong(
    data: dict[str, str], errors: dict[str, list[str]]
) -> None:
    assert form(data).errors == errors


def test_the_form_marks_what_is_missing_and_loses_nothing() -> None:
    term = GlossaryTerm(term={"vi": "Từ", "en": "Word", "xx": "Kept"}, definition={"vi": "Nghĩa"})
    untouched = form({"term_vi": "Từ", "term_en": "Word"}, term)
    cleared = form({"term_vi": " Từ khác ", "term_en": "", "term_fr": "Mot"}, term)

    assert str(untouched["term"]).count("guidance-missing") == 1
    assert 'lang="fr"' in str(untouched["term"])
    assert untouched.changed_data == []
    assert form({"term_en": "Word"}, GlossaryTerm()).changed_data == ["term", "definition"]
    assert cleared.changed_data == ["term"]
    assert cleared.save(commit=False).term == {"vi": "Từ khác", "fr": "Mot", "xx": "Kept"}


@pytest.mark.parametrize("texts", [{}, {"en": "Word"}, {"vi": "ă" * 201}])
def test_a_record_is_refused_without_vietnamese_or_with_too_much(texts: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        GlossaryTerm(term=texts).clean_fields(exclude=["key", "definition", "sources"])


@pytest.mark.django_db
def test_one_language_can_be_asked_of_the_database() -> None:
    GlossaryTerm.objects.all().delete()
    GlossaryTerm.objects.create(key="b", term={"vi": "Xe", "en": "Car"})
    GlossaryTerm.objects.create(key="a", term={"vi": "Đá", "en": "Stone"})

    assert [*GlossaryTerm.objects.order_by("term__en").values_list("term__vi", flat=True)] == [
        "Xe",
        "Đá",
    ]
    assert GlossaryTerm.objects.get(term__vi__startswith="Đ").term["en"] == "Stone"


@pytest.mark.django_db(transaction=True)
def test_columns_become_one_value_and_columns_again() -> None:
    LegalSource.objects.all().delete()
    Locality.objects.all().delete()
    texts = {"vi": "Nghị định “1”", "en": "Decree", "fr": "Décret"}
    act = LegalSource(slug="act", title=texts, note={"vi": "Chú ý"})
    act.provisions.create(key="art-1", label={"vi": "Điều 1", "fr": "Article 1er"})
    act.save()
    place = Locality(slug="a", code="1", name={"vi": "Tỉnh A", "en": "A"}, hours={"vi": "7:30"})
    place.save()
    for shape, item, name in ((SHAPES[0], act, "source act"), (SHAPES[1], place, "locality a")):
        LoadedContent.objects.update_or_create(
            name=name, defaults={"state_digest": digest(state(item, shape))}
        )
    # An editor changed it since.
    Locality.objects.update(phone="0")

    old = migrated(BEFORE)
    source = old.get_model("guidance", "LegalSource").objects.get()
    assert [source.title_vi, source.title_en, source.title_fr] == [*texts.values()]
    assert [source.note_vi, source.note_en, source.doubt_vi] == ["Chú ý", "", ""]
    assert source.provisions.get().label_fr == "Article 1er"
    # What is compared has every column of today.
    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes("guidance"))

    source, place = LegalSource.objects.get(), Locality.objects.get()
    assert (source.title, source.note, source.doubt) == (texts, {"vi": "Chú ý"}, {})
    assert source.provisions.get().label == {"vi": "Điều 1", "fr": "Article 1er"}
    assert place.hours == {"vi": "7:30"}
    marks = dict(LoadedContent.objects.values_list("name", "state_digest"))
    assert marks["source act"] == digest(state(source, SHAPES[0]))
    assert marks["locality a"] != digest(state(place, SHAPES[1]))


def migrated(target: list[tuple[str, str]]) -> Any:
    """The models as they are once the database was brought there."""
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps
