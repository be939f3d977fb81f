"""Answers that were written and have not left: the moment for an undo, and answers planned for later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHANNELS = ("web", "portal", "mail", "api", "cli", "phone", "walk_in", "form", "system", "import")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_affected_index"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("html", models.TextField()),
                ("text", models.TextField()),
                ("cc", models.JSONField(default=list)),
                ("status_before", models.BigIntegerField()),
                ("is_planned", models.BooleanField(default=False)),
                ("channel", models.CharField(choices=[(one, one) for one in CHANNELS], max_length=10)),
                ("made_at", models.DateTimeField()),
                ("leaves_at", models.DateTimeField(db_index=True)),
                ("attachments", models.ManyToManyField(related_name="+", to="tickets.attachment")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "then",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tickets.status"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held", to="tickets.ticket"
                    ),
                ),
            ],
            options={"ordering": ["leaves_at", "id"]},
        ),
    ]
