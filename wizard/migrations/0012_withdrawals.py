from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wizard', '0011_outcomes_and_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='taken away')),
            ],
            options={
                'verbose_name': 'assessment taken away',
                'verbose_name_plural': 'assessments taken away',
                'ordering': ['created_at'],
            },
        ),
    ]
