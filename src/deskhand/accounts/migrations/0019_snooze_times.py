"""Times at which one's own tickets on hold may wake, as each person likes them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_warn_days")]

    operations = [
        migrations.AddField(model_name="person", name="snooze_times", field=models.JSONField(default=list)),
    ]
