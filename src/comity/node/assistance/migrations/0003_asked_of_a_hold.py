"""How much was asked, beside how much is held: a lower amount is a part."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assistance', '0002_discarded'),
    ]

    operations = [
        migrations.AddField(
            model_name='hold',
            name='asked',
            field=models.DecimalField(decimal_places=18, max_digits=38, null=True),
        ),
    ]
