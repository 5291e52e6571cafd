"""Gives evidence its new names, wherever it is kept, and leaves everything else as it was.

`press` becomes `secondary`: most of what bore the name was never in a newspaper. What was loaded
from a file and not changed since stays known as such, and no translation falls behind by this.
"""

import hashlib
import json

from django.db import migrations
from modelcluster.models import get_serializable_data_for_fields
from wagtail.blocks import StreamValue

NAMES = {"press": "secondary"}
PAGES = (
    "AnnouncementIndexPage", "AnnouncementPage", "GlossaryPage", "GuidancePage", "HomePage",
    "LegalSourceIndexPage", "LinksPage", "LocalityIndexPage", "SectionPage", "StandardPage",
    "StepsPage", "TrainingPage",
)
# As the loader and the pages made them when this was written.
STATE = (
    "title", "slug", "summary", "sources", "related", "body", "reviewer",
    "last_reviewed", "review_due", "applies_from", "applies_until", "published_on",
)
NEW_FIELDS = {"doubt_vi", "doubt_en", "doubt_fr", "doubt_from"}


def rename(apps, schema_editor):
    """Rename in records, pages, revisions and the originals of translations."""
    ledger = {item.name: item for item in apps.get_model("guidance", "LoadedContent").objects.all()}
    rename_in_sources(apps, ledger)
    digests = {}
    for name in PAGES:
        rename_in_pages(apps.get_model("guidance", name), ledger, digests)
    if digests:
        for name in PAGES:
            carry_over(apps.get_model("guidance", name), digests)
    rename_in_copies(apps)


def rename_in_sources(apps, ledger):
    """Rename on sources and provisions."""
    for source in apps.get_model("guidance", "LegalSource").objects.prefetch_related("provisions"):
        record = ledger.get(f"source {source.slug}")
        was_loaded = record and digest(source_state(source, NEW_FIELDS)) == record.state_digest
        for item in (source, *source.provisions.all()):
            if item.evidence in NAMES:
                item.evidence = NAMES[item.evidence]
                type(item).objects.filter(pk=item.pk).update(evidence=item.evidence)
        if was_loaded:
            restamp(record, source_state(source, ()))


def rename_in_pages(model, ledger, digests):
    """Rename in the bodies of pages; note the fingerprints of the passages changed."""
    for page in model.objects.select_related("locale"):
        before = page.body.get_prep_value()
        after = renamed(before)
        if after == before:
            continue
        record = ledger.get(f"page {page.locale.language_code} {page.key}")
        was_loaded = record and digest(page_state(page)) == record.state_digest
        for old, new in zip(before, after):
            if old != new:
                digests[old["id"], passage_digest(old["value"])] = passage_digest(new["value"])
        page.body = StreamValue(page.body.stream_block, after, is_lazy=True)
        model.objects.filter(pk=page.pk).update(body=page.body)
        if was_loaded:
            restamp(record, page_state(page))


def carry_over(model, digests):
    """Let pages agree with the passages by their new fingerprints."""
    for page in model.objects.all():
        known = {
            name: digests.get((name, found), found) for name, found in page.passage_digests.items()
        }
        if known != page.passage_digests:
            model.objects.filter(pk=page.pk).update(passage_digests=known)


def rename_in_copies(apps):
    """Rename in drafts and earlier versions, and in what translations were made from."""
    kinds = {name.lower() for name in PAGES}
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="guidance", content_type__model__in=kinds
    )
    for revision in revisions.iterator(chunk_size=200):
        if rename_in_content(revision.content):
            type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
    for copy in apps.get_model("wagtail_localize", "TranslationSource").objects.iterator(200):
        content = json.loads(copy.content_json)
        if rename_in_content(content):
            type(copy).objects.filter(pk=copy.pk).update(content_json=json.dumps(content))


def rename_in_content(content):
    """Rename in a page as it was serialized; say whether anything changed."""
    if not isinstance(content.get("body"), str):
        return False
    before = json.loads(content["body"])
    after = renamed(before)
    content["body"] = json.dumps(after)
    return after != before


def renamed(value):
    """The value with the new names of evidence."""
    if isinstance(value, list):
        return [renamed(item) for item in value]
    if isinstance(value, dict):
        return {
            name: NAMES.get(item, item) if name == "evidence" and isinstance(item, str)
            else renamed(item)
            for name, item in value.items()
        }
    return value


def restamp(record, state):
    """Know the new state as the one that was loaded."""
    type(record).objects.filter(pk=record.pk).update(state_digest=digest(state))


def source_state(source, left_out):
    """What an editor can change in a source."""
    links = [
        sorted(getattr(source, name).values_list("slug", flat=True)) for name in ("amends", "repeals")
    ]
    skipped = {"id", "sort_order", "locality", *left_out}
    children = [fields(item, {*skipped, "source"}) for item in source.provisions.all()]
    return [fields(source, skipped), [children], links]


def fields(item, skipped):
    """The columns of a record."""
    return {
        field.name: str(field.value_from_object(item))
        for field in item._meta.concrete_fields
        if field.name not in skipped
    }


def page_state(page):
    """What an editor can change in a page."""
    data = get_serializable_data_for_fields(page)
    found = {name: str(data.get(name)) for name in STATE}
    return {**found, "draft": str(page.has_unpublished_changes), "live": str(page.live)}


def digest(value):
    """The fingerprint of loaded data."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def passage_digest(value):
    """The fingerprint of a passage."""
    return digest(without_ids(value))[:16]


def without_ids(value):
    """The value without what tells its copies apart."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {name: without_ids(item) for name, item in value.items() if name != "id"}
    return value


class Migration(migrations.Migration):

    dependencies = [
        ('guidance', '0010_evidence_and_days'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtail_localize', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
