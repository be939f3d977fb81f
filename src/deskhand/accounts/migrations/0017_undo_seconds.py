"""How long what somebody sends in the browser can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_import_first_rows")]

    operations = [
        migrations.AddField(
            model_name="person", name="undo_seconds", field=models.PositiveSmallIntegerField(default=10)
        ),
    ]
