"""A letter may wait for what else happens within two minutes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0003_rhythm")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="waits_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nothing"),
                    ("digest", "The next summary"),
                    ("quiet", "The end of quiet hours"),
                    ("window", "What else happens there soon"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("waits_for", "window")), fields=["ticket_number"], name="notification_window"
            ),
        ),
    ]
