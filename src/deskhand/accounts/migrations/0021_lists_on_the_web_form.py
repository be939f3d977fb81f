"""Whether requesters are offered the desk's services and locations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_locations")]

    operations = [
        migrations.AddField(model_name="desk", name="asks_service", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="desk", name="asks_location", field=models.BooleanField(default=False)),
    ]
