"""Loads what is not a page: legal sources, localities, glossary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db.models import Model

from guidance.loading.content_files import ContentError, read, refuse_others
from guidance.loading.import_ledger import ImportLedger, Outcome
from guidance.models import FormerName, GlossaryTerm, LadderStep, LegalSource, Locality, Provision
from guidance.models.translated_text import TranslatedTextField
from guidance.text.addresses import CONTENT
from guidance.text.languages import LANGUAGES, TranslatedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the entries of a file become records."""

    table: str
    identity: str
    model: type[Model]
    children: Mapping[str, tuple[str, type[Model]]]
    # Other records of the same file, by identity.
    links: Sequence[str] = ()
    file: str


SHAPES = (
    Shape(
        file="sources.toml",
        table="source",
        identity="slug",
        model=LegalSource,
        children={"provision": ("provisions", Provision)},
        links=("amends", "repeals"),
    ),
    Shape(
        file="localities.toml",
        table="locality",
        identity="slug",
        model=Locality,
        children={"former": ("former_names", FormerName), "ladder": ("ladder", LadderStep)},
    ),
    Shape(file="glossary.toml", table="term", identity="key", model=GlossaryTerm, children={}),
)


# Fields that records had not yet when they were loaded: empty, they say no more than none.
LATER = {"spellings", "website", "last_reviewed", "review_due", "change_note", "changes"}


def load_records(shape: Shape, ledger: ImportLedger) -> None:
    """Bring one file into the database; links come last, when everything they name exists."""
    entries = read(CONTENT / shape.file).get(shape.table, [])
    known = {getattr(item, shape.identity): item for item in shape.model._default_manager.all()}
    written = []
    for number, entry in enumerate(entries, start=1):
        place = f"{shape.file}, {shape.table} {entry.get(shape.identity, number)}"
        if shape.identity not in entry:
            raise ContentError(place, f"“{shape.identity}” is missing")
        name = f"{shape.table} {entry[shape.identity]}"
        item = known.get(entry[shape.identity])
        outcome = ledger.outcome(name, entry, _later_state(item, shape))
        ledger.count(name, outcome)
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            written.append((name, entry, _write(item or shape.model(), entry, shape, place), place))
    for name, entry, item, place in written:
        _link(item, entry, shape, place)
        ledger.written(name, entry, state(item, shape))


def _later_state(item: Model | None, shape: Shape) -> Callable[[], Any] | None:
    return None if item is None else lambda: state(item, shape)


def _write(item: Model, entry: Mapping[str, Any], shape: Shape, place: str) -> Model:
    own = {name: entry[name] for name in entry if name not in (*shape.children, *shape.links)}
    _fill(item, own, place)
    _validate(item, place)
    for table, (relation, model) in shape.children.items():
        rows = [model(sort_order=number) for number, _row in enumerate(entry.get(table, []))]
        for row, fields in zip(rows, entry.get(table, []), strict=True):
            _fill(row, fields, f"{place}, {table}")
        getattr(item, relation).set(rows)
    item.save()
    return item


def _fill(item: Model, entry: Mapping[str, Any], place: str) -> None:
    fields = {field.name: field for field in item._meta.concrete_fields}
    refuse_others(entry, fields, place)
    for name, field in fields.items():
        if name in entry:
            setattr(item, name, _read(entry[name], field, f"{place}, {name}"))
        elif not (field.primary_key or field.is_relation or not field.editable):
            # What the file no longer says is gone; what the site notes itself stays.
            setattr(item, name, field.get_default())


def _read(value: Any, field: Any, place: str) -> Any:
    if isinstance(field, TranslatedTextField):
        if not isinstance(value, dict):
            raise ContentError(place, "a text by language expected")
        # A site may have fewer languages than the files; what is no language is a slip.
        refuse_others(value, {*LANGUAGES, *LANG_INFO}, place)
        return {code: text.strip() for code, text in value.items()}
    if isinstance(value, list):
        return "\n".join(value)
    return value.strip() if isinstance(value, str) else value


def _validate(item: Model, place: str) -> None:
    # Whether citations have a source is asked when everything is loaded.
    skipped = {"sources", "source"}
    try:
        item.clean_fields(exclude=skipped)
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise ContentError(place, f"“{field}”: {problems[0]}") from error


def _link(item: Model, entry: Mapping[str, Any], shape: Shape, place: str) -> None:
    for relation in shape.links:
        wanted = entry.get(relation, [])
        found = {
            getattr(other, shape.identity): other
            for other in shape.model._default_manager.filter(**{f"{shape.identity}__in": wanted})
        }
        if unknown := [slug for slug in wanted if slug not in found]:
            raise ContentError(place, f"“{relation}” names the unknown “{unknown[0]}”")
        related = getattr(item, relation)
        related.set(found.values())
        related.commit()


def state(item: Model, shape: Shape) -> Any:
    """Everything an editor can change in a record."""
    children = [
        [_fields(child) for child in getattr(item, relation).all()]
        for relation, _model in shape.children.values()
    ]
    links = [
        sorted(getattr(item, relation).values_list(shape.identity, flat=True))
        for relation in shape.links
    ]
    return [_fields(item), children, links]


def _fields(item: Model) -> dict[str, Any]:
    skipped = {"id", "sort_order", "locality", "source" if isinstance(item, Provision) else ""}
    fields = [field for field in item._meta.concrete_fields if field.name not in skipped]
    found = {field.name: field.value_from_object(item) for field in fields}
    return {
        name: dict(value) if isinstance(value, TranslatedText) else str(value)
        for name, value in found.items()
        if value or name not in LATER
    }
