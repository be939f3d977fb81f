"""When a letter that waits may be tried next, who tries it now, and what it is made for only once."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0010_signing_in_by_oauth")]

    operations = [
        migrations.AddField("outboundmail", "priority", models.SmallIntegerField(default=0)),
        migrations.AddField("outboundmail", "unsure", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("outboundmail", "once_key", models.CharField(max_length=400, null=True, unique=True)),
        migrations.AddField("outboundmail", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("outboundmail", "give_up_at", models.DateTimeField(null=True)),
        migrations.AddField("outboundmail", "claimed_by", models.CharField(blank=True, default="", max_length=80)),
        migrations.AlterField(
            "outboundmail",
            "kind",
            models.CharField(
                choices=[
                    ("reply", "Answer"),
                    ("acknowledgement", "Acknowledgement"),
                    ("notification", "Notification"),
                    ("digest", "Summary"),
                    ("confirmation", "Confirmation of an address"),
                    ("sign_in", "Sign-in link"),
                    ("test", "Test"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            "outboundmail",
            models.Index(
                fields=["mailbox", "-priority", "due_at", "id"], name="outbound_due", condition=models.Q(state="queued")
            ),
        ),
    ]
