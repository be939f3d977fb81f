"""Mail whose layout is part of what it says keeps it, beside the simple form of the message."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_no_list_of_blocked_senders")]

    operations = [
        migrations.CreateModel(
            name="MessageLayout",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="layout",
                        serialize=False,
                        to="tickets.message",
                    ),
                ),
                ("html", models.TextField()),
                ("blocked_images", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
    ]
