"""Drafts that colleagues read and take over, and how often one was saved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_held_answers")]

    operations = [
        migrations.AddField(model_name="draft", name="is_shared", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="draft", name="revision", field=models.PositiveIntegerField(default=1)),
        migrations.AddField(model_name="draft", name="taken_from", field=models.BigIntegerField(null=True)),
    ]
