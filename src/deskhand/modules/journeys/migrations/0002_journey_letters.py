"""Letters of journeys: whether they are written, and who has been told what."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_journeys")]

    operations = [
        migrations.AddField("blueprint", "writes_letters", models.BooleanField(default=True)),
        migrations.AddField("journey", "told", models.JSONField(default=list)),
        migrations.AddField("activity", "told_at", models.DateTimeField(null=True)),
    ]
