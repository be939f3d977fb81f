"""What tickets on hold wait for."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE, SET_NULL


class Migration(migrations.Migration):
    dependencies = [("tickets", "0014_merged_tickets")]

    operations = [
        migrations.CreateModel(
            name="Snooze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wakes_at", models.DateTimeField(db_index=True, null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(null=True, on_delete=SET_NULL, related_name="holds_up", to="tickets.ticket"),
                ),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "status_before",
                    models.ForeignKey(null=True, on_delete=SET_NULL, related_name="+", to="tickets.status"),
                ),
                ("ticket", models.OneToOneField(on_delete=CASCADE, related_name="snooze", to="tickets.ticket")),
            ],
        ),
    ]
