"""When a draft was given up by who drafted it."""

import comity.node.base.times
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assistance', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='request',
            name='discarded_at',
            field=comity.node.base.times.InstantField(null=True),
        ),
    ]
