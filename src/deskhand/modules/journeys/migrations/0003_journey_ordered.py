"""Which order started a journey."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_journey_letters")]

    operations = [migrations.AddField("journey", "ordered_by", models.BigIntegerField(null=True))]
