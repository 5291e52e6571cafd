"""Gives every passage the fingerprint of its words; what was up to date before stays so."""

from django.db import migrations

from guidance.models.passages import digests

PAGES = (
    "AnnouncementIndexPage", "AnnouncementPage", "GlossaryPage", "GuidancePage", "HomePage",
    "LegalSourceIndexPage", "LinksPage", "LocalityIndexPage", "SectionPage", "StandardPage",
    "StepsPage", "TrainingPage",
)
OFFICIAL = "vi"


def compare_words(apps, schema_editor):
    """Write the fingerprints of the Vietnamese pages anew, and of what agreed with the old ones."""
    for name in PAGES:
        model = apps.get_model("guidance", name)
        known = {}
        for page in model.objects.filter(locale__language_code=OFFICIAL, live=True):
            now = digests(page.title, page.summary, page.body)
            known[page.translation_key] = page.passage_digests, now
            model.objects.filter(pk=page.pk).update(passage_digests=now)
        others = model.objects.exclude(locale__language_code=OFFICIAL)
        for page in others.filter(translation_key__in=known).only("translation_key", "passage_digests"):
            before, now = known[page.translation_key]
            agreed = {
                block: now.get(block, found) if before.get(block) == found else found
                for block, found in page.passage_digests.items()
            }
            model.objects.filter(pk=page.pk).update(passage_digests=agreed)


class Migration(migrations.Migration):

    dependencies = [
        ("guidance", "0014_pictures"),
    ]

    operations = [migrations.RunPython(compare_words, migrations.RunPython.noop)]
