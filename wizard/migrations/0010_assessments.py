"""Gives rule sets an address of their own, and reports the rule set they are about.

What is published from a shipped file takes over what the file says now: its readers keep their
addresses. A version never changes, but for this: nothing that it decides or says is touched.
"""

import json

import wagtail.fields
from django.db import migrations, models

from wizard.drafts.stream_codec import to_streams
from wizard.decision.parse import dump
from wizard.rules.snapshot import shipped


def name_addresses(apps, schema_editor):
    """Fill in the address and first page of every stored version of a shipped assessment."""
    wording = {
        ruleset.key: to_streams(dump(ruleset))["wording"][0]["value"].get("assessment")
        for ruleset in shipped()
    }
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="wizard", content_type__model="rulesetdocument"
    )
    for document in apps.get_model("wizard", "RuleSetDocument").objects.all():
        entrance = wording.get(document.key)
        if not entrance:
            continue
        raw = named(document.wording.get_prep_value(), entrance)
        document.wording = document._meta.get_field("wording").to_python(json.dumps(raw))
        document.save(update_fields=["wording"])
        for revision in revisions.filter(object_id=str(document.pk)):
            raw = named(json.loads(revision.content["wording"]), entrance)
            revision.content["wording"] = json.dumps(raw)
            revision.save(update_fields=["content"])


def named(raw, entrance):
    """Add the entrance to the wording as a stream stores it."""
    return [
        {**item, "value": {"assessment": entrance, **item["value"]}}
        for item in raw
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('wizard', '0009_power_and_day_of_a_sentence'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(
            model_name='resultreport',
            name='ruleset',
            field=models.CharField(default='circular-26-2025', max_length=80, verbose_name='rule set'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='rulesetdocument',
            name='key',
            field=models.SlugField(max_length=80, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='rulesetdocument',
            name='goods_list',
            field=models.SlugField(blank=True, help_text='The key of the list of controlled goods; only for rules that ask for goods.', max_length=80, verbose_name='goods list'),
        ),
        migrations.AlterField(
            model_name='rulesetdocument',
            name='wording',
            field=wagtail.fields.StreamField([('wording', 19)], block_lookup={0: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': '', 'label': 'Title'}), 1: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'Visitors read this in the change log.', 'label': 'What this version changes'}), 2: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': '', 'label': 'Text'}), 3: ('wizard.drafts.blocks.fields.CitationsBlock', (), {'help_text': 'The provisions that say so: at least one.', 'label': 'Rests on', 'offers': 'provision', 'required': True}), 4: ('wizard.drafts.blocks.fields.KeysBlock', (), {'help_text': 'Shown beside this on the days on which it is in doubt.', 'label': 'What is in doubt', 'offers': 'doubt', 'required': False}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('filed', 'the day the file is received'), ('declared', 'the day the customs declaration is registered'), ('on', 'the day asked about')], 'help_text': 'What is banned goes by the day of the declaration, a file by the day on which it was received.', 'label': 'Its dates count by', 'required': False}), 6: ('wagtail.blocks.DateBlock', (), {'help_text': '', 'label': 'In force from', 'required': False}), 7: ('wagtail.blocks.DateBlock', (), {'help_text': 'The last day; leave empty while no end is known.', 'label': 'In force until', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 2), ('basis', 3), ('doubts', 4), ('by', 5), ('in_force_from', 6), ('in_force_until', 7)]], {'help_text': '', 'label': 'Legal status of the guidance'}), 9: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'Its part of the address. Addresses with an earlier slug lead to the new one.', 'label': 'Slug'}), 10: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'Stands where assessments are listed, and under the address in searches.', 'label': 'The assessment in one sentence'}), 11: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'The first sentences of its first page: what is asked, what is learnt.', 'label': 'Introduction'}), 12: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'What a reader looks up before starting.', 'label': 'What to have at hand'}), 13: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'Stands over the cases on the first page.', 'label': 'Heading over the cases'}), 14: ('wizard.drafts.blocks.fields.TextsBlock', (), {'help_text': 'Stands below a result; leads to the first page, without answers.', 'label': 'Words that lead to a new start'}), 15: ('wizard.drafts.blocks.fields.KeyBlock', (), {'help_text': 'A case that search finds leads to the questions with this one answered.', 'label': 'Question that a case begins with', 'offers': 'question', 'required': False}), 16: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'The lowest stands first in every list.', 'label': 'Place among the assessments', 'min_value': 0, 'required': False}), 17: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'For one at most: addresses of when there was only one lead to it.', 'label': 'Has the addresses that name no assessment', 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('title', 0), ('slug', 9), ('description', 10), ('introduction', 11), ('ready', 12), ('heading', 13), ('again', 14), ('topic', 15), ('order', 16), ('bare', 17)]], {'help_text': 'Left empty, the key is the address and the title the name.', 'label': 'Address and first page'}), 19: ('wagtail.blocks.StructBlock', [[('title', 0), ('change_note', 1), ('legal_status', 8), ('assessment', 18), ('doubts', 4)]], {'label': 'Title and status'})}, verbose_name='title and status'),
        ),
        migrations.RunPython(name_addresses, migrations.RunPython.noop),
    ]
