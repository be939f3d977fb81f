"""An index by which somebody's own tickets are found among those that are for them. Most tickets are for nobody else
than their requester, so that the index of the column alone looks useless to the planner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_counted_index")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(affected__isnull=False), fields=["affected", "desk"], name="ticket_affected"
            ),
        ),
    ]
