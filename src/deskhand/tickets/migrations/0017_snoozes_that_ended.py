"""What a ticket waited for is kept for an undo."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0016_ticket_links")]

    operations = [
        migrations.AddField(model_name="snooze", name="ended_at", field=models.DateTimeField(null=True)),
    ]
