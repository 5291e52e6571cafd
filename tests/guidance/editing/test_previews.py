"""What editors write they see, while they type, as a reader of each language will."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.http import QueryDict
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.admin.viewsets import viewsets
from wagtail.models import Page, PreviewableMixin, get_page_models
from wagtail.test.utils.form_data import querydict_from_html

from guidance.loading.page_tree import TYPES
from guidance.models import (
    Bundle,
    Correction,
    Feedback,
    GlossaryPage,
    GlossaryTerm,
    LegalSource,
    Locality,
    Proposal,
    ProvincialEditor,
    QueryWithoutResult,
    ReaderMessage,
    SiteFrame,
)
from guidance.text.languages import LANGUAGES
from tests.checking import MAIN
from wizard.models import GoodsListDocument, ResultReport

pytestmark = pytest.mark.usefixtures("content", "db")
OURS = ("guidance", "wizard")
NO_FACE = {
    Bundle: "readers see what is in it, and that has previews",
    Feedback: "readers wrote it",
    GoodsListDocument: "has no page: its dry run shows the verdicts that change",
    Proposal: "others wrote it; the form beside it says what will stand",
    ProvincialEditor: "says who may edit",
    QueryWithoutResult: "readers wrote it",
    ReaderMessage: "readers wrote it",
    ResultReport: "readers wrote it",
    SiteFrame: "stands around pages, which have previews",
}
# Each record, the field that is typed in, and what readers see of it beside that.
TYPED: dict[type[Model], str] = {
    Correction: "wrong",
    LegalSource: "title",
    Locality: "note",
    GlossaryTerm: "definition",
}
RECORDS = pytest.mark.parametrize("model", TYPED, ids=lambda model: model.__name__)
NOT_AVAILABLE = 'class="preview-error"'


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Somebody who may do everything, and works in English."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture(autouse=True)
def _corrected(db: None) -> None:
    """One correction, of which no file has any."""
    texts = {"vi": "a"}
    Correction.objects.create(assessment=MAIN, wrong=texts, right=texts)


def name_of(model: type[Model], view: str) -> str:
    return f"wagtailsnippets_guidance_{model._meta.model_name}:{view}"


def typed(client: Client, address: str, **changed: str) -> QueryDict:
    """The form as it stands, with some of it changed."""
    form = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form")
    form.update(changed)
    return form


def texts(field: str) -> dict[str, str]:
    return {f"{field}_{code}": f"Typed just now: {code}" for code in LANGUAGES}


def test_whatever_editors_write_for_readers_has_a_preview() -> None:
    # The view sets are there once the addresses were read.
    assert get_resolver().url_patterns
    edited = {getattr(item, "model", None) for item in viewsets.viewsets} | {*get_page_models()}
    ours = {item for item in edited if isinstance(item, type) and item._meta.app_label in OURS}

    assert {model for model in ours if not issubclass(model, PreviewableMixin)} == set(NO_FACE)


@RECORDS
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_shown_as_typed_in_each_language(
    editor: Client, model: type[Model], language: str
) -> None:
    record = model._default_manager.first()
    assert record is not None
    before = model._default_manager.filter(pk=record.pk).values().get()
    edit, preview = (
        reverse(name_of(model, view), args=[record.pk]) for view in ("edit", "preview_on_edit")
    )

    said = editor.post(preview, typed(editor, edit, **texts(TYPED[model])))
    page = editor.get(preview, {"mode": language})

    assert said.json() == {"is_valid": True, "is_available": True}
    assert f'<html lang="{language}"' in page.content.decode()
    assert f"Typed just now: {language}" in page.content.decode()
    assert page["Content-Language"] == language
    assert model._default_manager.filter(pk=record.pk).values().get() == before


@RECORDS
def test_a_preview_is_framed_by_the_admin_and_kept_by_nobody(
    editor: Client, model: type[Model]
) -> None:
    edit, preview = reverse(name_of(model, "add")), reverse(name_of(model, "preview_on_add"))
    editor.post(preview, typed(editor, edit))

    page = editor.get(preview)

    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
    assert Client().get(preview).status_code == 302


@RECORDS
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_that_is_new_and_has_no_name_yet_is_shown(
    editor: Client, model: type[Model], language: str
) -> None:
    edit, preview = reverse(name_of(model, "add")), reverse(name_of(model, "preview_on_add"))

    form = typed(editor, edit, **texts(TYPED[model]))
    editor.post(preview, form)
    page = editor.get(preview, {"mode": language})
    editor.post(edit, form)

    assert page.status_code == 200
    assert f"Typed just now: {language}" in page.content.decode()
    # Nothing is kept without its name.
    kept = {f"{TYPED[model]}__{language}": f"Typed just now: {language}"}
    assert not model._default_manager.filter(**kept).exists()


@RECORDS
def test_a_mode_that_is_no_language_has_no_preview(editor: Client, model: type[Model]) -> None:
    preview = reverse(name_of(model, "preview_on_add"))
    editor.post(preview, typed(editor, reverse(name_of(model, "add"))))

    assert NOT_AVAILABLE in editor.get(preview, {"mode": "de"}).content.decode()


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (LegalSource, {"issued": "31.31.2026"}),
        (LegalSource, {"url": "no address"}),
        (Locality, {"last_confirmed": "tomorrow"}),
        (Locality, {"sources": "act-that-is-not"}),
        (GlossaryTerm, {"sources": "act-that-is-not"}),
    ],
)
def test_what_cannot_be_read_has_no_preview(
    editor: Client, model: type[Model], wrong: dict[str, str]
) -> None:
    preview = reverse(name_of(model, "preview_on_add"))

    said = editor.post(preview, typed(editor, reverse(name_of(model, "add")), **wrong))

    assert said.json() == {"is_valid": False, "is_available": False}
    assert NOT_AVAILABLE in editor.get(preview).content.decode()


def child(relation: str, **fields: str) -> dict[str, str]:
    """A new row of an inline form."""
    row = {f"{relation}-0-{field}": value for field, value in {"id": "", **fields}.items()}
    return {f"{relation}-TOTAL_FORMS": "1", f"{relation}-0-ORDER": "1", **row}


def test_rows_that_were_only_begun_are_shown(editor: Client) -> None:
    blank = dict.fromkeys((f"note_{code}" for code in LANGUAGES), "")
    step = child("ladder", step="", status="confirmed", source="", **blank)
    old = child("former_names", name="", slug="", aliases="")

    for model, rows in (
        (Locality, {**step, **old}),
        (LegalSource, child("provisions", key="", evidence="", wording_vi="", label_vi="Điều 9")),
    ):
        preview = reverse(name_of(model, "preview_on_add"))
        said = editor.post(preview, typed(editor, reverse(name_of(model, "add")), **rows))

        assert said.json()["is_valid"]
        assert editor.get(preview).status_code == 200
    assert "Điều 9" in editor.get(preview).content.decode()


def test_links_to_other_acts_are_shown_as_chosen(editor: Client) -> None:
    # Two that have nothing to do with each other, whatever the order of the database.
    acts = LegalSource.objects.filter(evidence="official").exclude(number="").order_by("pk")
    other, source = acts.first(), acts.last()
    edit, preview = (
        reverse(name_of(LegalSource, view), args=[source.pk])
        for view in ("edit", "preview_on_edit")
    )
    source.amends.clear()
    source.save()
    row = f'<a href="/en/legal-sources/{other.slug}/">{other}</a>'

    editor.post(preview, typed(editor, edit))
    without = editor.get(preview, {"mode": "en"}).content.decode()
    editor.post(preview, typed(editor, edit, amends=other.slug))
    chosen = editor.get(preview, {"mode": "en"}).content.decode()

    assert row not in without
    assert row in chosen
    assert not LegalSource.objects.get(pk=source.pk).amends.exists()

    editor.post(edit, typed(editor, edit, amends=other.slug))

    assert LegalSource.objects.get(pk=source.pk).amends.get() == other

    # The form shows it by its name, and what names nothing is refused.
    assert typed(editor, edit)["amends"].split() == [other.slug]
    refused = editor.post(edit, typed(editor, edit, amends=f"{other.slug}\nno-such-act"))
    assert refused.context["form"].errors.keys() == {"amends"}
    assert LegalSource.objects.get(pk=source.pk).amends.get() == other


@pytest.mark.parametrize(
    ("half", "other"),
    [({"doubt_from": "01/03/2027"}, "doubt"), ({"doubt_vi": "Chưa rõ."}, "doubt_from")],
)
def test_half_a_doubt_is_refused(editor: Client, half: dict[str, str], other: str) -> None:
    source = LegalSource.objects.filter(doubt_from=None).first()
    assert source
    edit = reverse(name_of(LegalSource, "edit"), args=[source.pk])

    refused = editor.post(edit, typed(editor, edit, **half))

    assert refused.context["form"].errors.keys() == {other}
    assert LegalSource.objects.get(pk=source.pk).doubt_from is None


def test_without_a_page_that_shows_it_a_record_has_no_preview(editor: Client) -> None:
    GlossaryPage.objects.filter(locale__language_code="fr").update(live=False)

    shown = GlossaryTerm(key="a").make_preview_request(preview_mode="fr")

    assert NOT_AVAILABLE in shown.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_page_is_shown_as_typed_in_its_language(name: str, language: str) -> None:
    page: Any = Page.objects.type(TYPES[name]).filter(locale__language_code=language)
    page = page.live().first().specific
    page.title = "Typed just now"

    html = page.make_preview_request().content.decode()

    assert f'<html lang="{language}"' in html
    assert "Typed just now" in html


def test_a_term_names_what_its_definition_rests_on(client: Client) -> None:
    source = LegalSource.objects.get(slug="circular-36-2023-tt-btc")
    GlossaryTerm.objects.filter(key=GlossaryTerm.objects.all()[0].key).update(sources=source.slug)
    page = GlossaryPage.objects.get(locale__language_code="en")

    assert f"/en/legal-sources/{source.slug}/" in client.get(page.url).content.decode()
