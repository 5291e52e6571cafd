"""Keeps each text of a record as one JSON value by language, instead of a column for each.

What was loaded from a file and not changed since stays known as such. None of these records has
revisions (they are no drafts), so no copy of the old columns lies elsewhere.
"""

import hashlib
import json

from django.db import migrations, models

import guidance.models.translated_text

# The languages that had columns.
LANGUAGES = ("vi", "en", "fr")
# By model: each text with its label, its length, and whether it may be blank.
TEXTS = {
    "GlossaryTerm": {"term": ("term", 200, False), "definition": ("definition", None, False)},
    "LadderStep": {"note": ("note", None, True)},
    "LegalSource": {
        "title": ("title", 500, False),
        "issuer": ("issuer", 255, True),
        "note": ("note", None, True),
        "doubt": ("doubt", None, True),
    },
    "Locality": {
        "name": ("name", 120, False),
        "note": ("note", None, True),
        "hours": ("opening hours", 200, True),
    },
    "Provision": {"label": ("label", 255, False), "gist": ("gist", None, True)},
}
# What was loaded: the name in the ledger, what names a record, its children and its links.
LOADED = {
    "LegalSource": ("source", "slug", ("provisions",), ("amends", "repeals")),
    "Locality": ("locality", "slug", ("former_names", "ladder"), ()),
    "GlossaryTerm": ("term", "key", (), ()),
}


def gather(apps, schema_editor):
    """Bring the columns of each text together."""
    move(apps, lambda item, name: {
        name: {code: text for code in LANGUAGES if (text := getattr(item, f"{name}_{code}"))}
    }, were=old_fields, are=new_fields)


def spread(apps, schema_editor):
    """Give each language its column again; other languages never had one."""
    move(apps, lambda item, name: {
        f"{name}_{code}": getattr(item, name).get(code, "") for code in LANGUAGES
    }, were=new_fields, are=old_fields)


def move(apps, moved, *, were, are):
    """Write every text anew, and the ledger's mark of each record that was as it was loaded."""
    marks = dict(apps.get_model("guidance", "LoadedContent").objects.values_list("name", "state_digest"))
    loaded = [
        (name, model, item.pk)
        for model in LOADED
        for item in records(apps, model)
        if (name := f"{LOADED[model][0]} {getattr(item, LOADED[model][1])}") in marks
        and digest(state(item, were)) == marks[name]
    ]
    for model, names in TEXTS.items():
        manager = apps.get_model("guidance", model).objects
        for item in manager.all():
            values = {key: text for name in names for key, text in moved(item, name).items()}
            manager.filter(pk=item.pk).update(**values)
    found = {(model, item.pk): item for model in LOADED for item in records(apps, model)}
    for name, model, pk in loaded:
        fresh = digest(state(found[model, pk], are))
        apps.get_model("guidance", "LoadedContent").objects.filter(name=name).update(state_digest=fresh)


def records(apps, model):
    """The records of a kind with what belongs to them."""
    _table, _identity, children, links = LOADED[model]
    return apps.get_model("guidance", model).objects.prefetch_related(*children, *links)


def state(item, fields):
    """What an editor can change in a record, as the loader makes it."""
    _table, _identity, children, links = LOADED[item._meta.object_name]
    return [
        fields(item),
        [[fields(child) for child in getattr(item, name).all()] for name in children],
        [sorted(other.slug for other in getattr(item, name).all()) for name in links],
    ]


def old_fields(item):
    """The fields of a record while each language had a column."""
    return {name: str(value) for name, value in values(item).items() if name not in texts_of(item)}


def new_fields(item):
    """The fields of a record with one value for each text."""
    texts = texts_of(item)
    columns = {f"{name}_{code}" for name in texts for code in LANGUAGES}
    return {
        name: dict(value) if name in texts else str(value)
        for name, value in values(item).items()
        if name not in columns
    }


def values(item):
    """What the columns of a record hold, without what tells copies apart."""
    source = "source" if item._meta.object_name == "Provision" else ""
    return {
        field.name: field.value_from_object(item)
        for field in item._meta.concrete_fields
        if field.name not in {"id", "sort_order", "locality", source}
    }


def texts_of(item):
    """The texts of a record by their names now."""
    return TEXTS.get(item._meta.object_name, {})


def digest(value):
    """The fingerprint of loaded data."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def old_column(label, length, blank):
    """The column of one language."""
    if length is None:
        return models.TextField(blank=blank, verbose_name=label)
    return models.CharField(blank=blank, max_length=length, verbose_name=label)


def new_column(label, length, blank):
    """The column of every language."""
    options = {"blank": blank, "default": dict, "verbose_name": label}
    if length is not None:
        options["max_length"] = length
    return guidance.models.translated_text.TranslatedTextField(**options)


EVERY = [(model, name, spec) for model, texts in TEXTS.items() for name, spec in texts.items()]


class Migration(migrations.Migration):

    dependencies = [
        ('guidance', '0016_frame_and_telephones'),
    ]

    operations = [
        *(migrations.AddField(model, name, new_column(*spec)) for model, name, spec in EVERY),
        # On the way back the column comes empty, before it is filled.
        *(
            migrations.AlterField(model, f"{name}_vi", old_column(f"{label} (vi)", length, True))
            for model, name, (label, length, blank) in EVERY
            if not blank
        ),
        migrations.RunPython(gather, spread),
        *(
            migrations.RemoveField(model, f"{name}_{code}")
            for model, name, _spec in EVERY
            for code in LANGUAGES
        ),
    ]
