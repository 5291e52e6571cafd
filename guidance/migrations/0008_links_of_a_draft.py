import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('guidance', '0007_bundles'),
    ]

    operations = [
        # Only where links wait until a source is saved; the tables stay as they are.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='legalsource',
                    name='amends',
                    field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='amended_by', to='guidance.legalsource', verbose_name='amends'),
                ),
                migrations.AlterField(
                    model_name='legalsource',
                    name='repeals',
                    field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='repealed_by', to='guidance.legalsource', verbose_name='repeals'),
                ),
            ],
        ),
    ]
