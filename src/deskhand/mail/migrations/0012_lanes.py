"""How much goes out of a mailbox at once, and how its server is."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0011_turns_of_letters")]

    operations = [
        migrations.CreateModel(
            "Lane",
            [
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "mailbox",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="lane", to="mail.mailbox"
                    ),
                ),
                ("connections", models.PositiveSmallIntegerField(default=2)),
                ("rate", models.PositiveIntegerField(default=120)),
                ("files_mb", models.PositiveSmallIntegerField(default=10)),
                ("minute_at", models.DateTimeField(null=True)),
                ("minute_count", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("rests_until", models.DateTimeField(null=True)),
                ("is_slow", models.BooleanField(default=False)),
            ],
        )
    ]
