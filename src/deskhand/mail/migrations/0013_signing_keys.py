"""Keys by which a desk's letters are signed."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_import_first_rows"), ("mail", "0012_lanes")]

    operations = [
        migrations.CreateModel(
            "SigningKey",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253)),
                ("selector", models.CharField(max_length=63)),
                ("secret", models.TextField()),
                ("is_on", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signing_keys", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("desk", "domain"), name="one_signing_key")],
            },
        )
    ]
