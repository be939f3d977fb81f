"""How long letters are kept that belong to no ticket."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0016_letters_in_fewer_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailrules",
            name="keep_days",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[
                    django.core.validators.MinValueValidator(30),
                    django.core.validators.MaxValueValidator(3650),
                ],
            ),
        ),
    ]
