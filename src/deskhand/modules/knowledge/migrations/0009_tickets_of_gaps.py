from django.db import migrations, models


class Migration(migrations.Migration):
    """A cluster of tickets that is off the list is known by its tickets."""

    dependencies = [("knowledge", "0007_searches_of_requests")]

    operations = [
        migrations.AddField(model_name="gap", name="tickets", field=models.JSONField(blank=True, default=list)),
    ]
