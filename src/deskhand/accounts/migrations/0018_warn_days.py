"""How many days before silence closes a ticket its requester is told; 0 is never."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_undo_seconds")]

    operations = [
        migrations.AddField(model_name="desk", name="warn_days", field=models.PositiveSmallIntegerField(default=0)),
    ]
