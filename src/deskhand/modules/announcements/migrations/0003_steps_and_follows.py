from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def ends_come(apps: Any, schema_editor: Any) -> None:
    """The ends that were set before are noted when they come, like those that are set from now on."""
    rows = apps.get_model("announcements", "Announcement")._base_manager
    rows.filter(ends_at__gt=timezone.now()).update(due_at=models.F("ends_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("announcements", "0002_dismissal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="due_at",
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(model_name="announcement", name="steps", field=models.JSONField(blank=True, default=list)),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="announcements.announcement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("announcement", "person"), name="one_follow_of_each")],
            },
        ),
        migrations.RunPython(ends_come, migrations.RunPython.noop, elidable=True),
    ]
