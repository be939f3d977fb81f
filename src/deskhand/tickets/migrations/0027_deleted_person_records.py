"""Notes about people and contacts with them that were deleted lately."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0026_person_records")]

    operations = [
        migrations.AddField(
            model_name="personrecord", name="deleted_at", field=models.DateTimeField(db_index=True, null=True)
        ),
    ]
