"""The words of a subject that was changed are kept for a day, for the undo."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("tickets", "0020_bulk_runs")]

    operations = [
        migrations.CreateModel(
            name="FormerSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.BigIntegerField(unique=True)),
                ("was", models.CharField(max_length=300)),
                ("became", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("ticket", models.ForeignKey(on_delete=CASCADE, related_name="former_subjects", to="tickets.ticket")),
            ],
        ),
        migrations.AddIndex(
            model_name="formersubject",
            index=models.Index(fields=["at"], name="former_subject_at"),
        ),
    ]
