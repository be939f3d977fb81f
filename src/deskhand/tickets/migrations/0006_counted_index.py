"""An index that holds what the counts of the views are grouped by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0005_hand_over")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(category__in=["new", "open", "on_hold"], is_spam=False, deleted_at=None),
                fields=["desk", "team", "assignee", "category"],
                name="ticket_counted",
            ),
        ),
    ]
