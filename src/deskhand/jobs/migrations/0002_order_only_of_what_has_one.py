"""Work without an order among others is not in the index of orders."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_start")]

    operations = [
        migrations.RemoveIndex(model_name="job", name="job_order"),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["ordering_key", "id"],
                name="job_order",
                condition=models.Q(state__in=["ready", "running"], ordering_key__gt=""),
            ),
        ),
    ]
