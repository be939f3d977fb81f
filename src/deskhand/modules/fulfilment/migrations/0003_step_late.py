from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0002_plan_ahead")]

    operations = [
        migrations.AddField("runstep", "late_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "runstep",
            models.Index(
                fields=["due_at"],
                name="plan_step_due",
                condition=models.Q(due_at__isnull=False, ended_at__isnull=True, late_at__isnull=True),
            ),
        ),
    ]
