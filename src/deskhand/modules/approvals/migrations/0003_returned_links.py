"""Links to decide that came back in a letter."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_absence_address")]

    operations = [
        migrations.CreateModel(
            name="ReturnedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returned_links",
                        to="approvals.ask",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="returnedlink",
            constraint=models.UniqueConstraint(fields=("ask", "holder"), name="approval_link_returned_once"),
        ),
    ]
