"""Statuses say what may follow them, what they need, and whether time stands still; those on hold pause it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.state import StateApps


def pause_on_hold(apps: StateApps, editor: object) -> None:
    apps.get_model("tickets", "Status").objects.filter(category="on_hold").update(pauses=True)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0024_macros")]

    operations = [
        migrations.AddField("status", "next_keys", models.JSONField(blank=True, default=list)),
        migrations.AddField("status", "needs", models.JSONField(blank=True, default=list)),
        migrations.AddField("status", "pauses", models.BooleanField(default=False)),
        migrations.AddField(
            "status",
            "replaced_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tickets.status"
            ),
        ),
        migrations.RunPython(pause_on_hold, migrations.RunPython.noop),
    ]
