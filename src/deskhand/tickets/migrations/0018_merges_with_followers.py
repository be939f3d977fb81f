"""A merge knows whether the people of the ticket were to follow the other one."""

from django.db import migrations, models
from django.db.migrations.state import StateApps


def tell_of_those_that_were(apps: StateApps, editor: object) -> None:
    apps.get_model("tickets", "Merge").objects.exclude(joined=[]).update(follow=True)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0017_snoozes_that_ended")]

    operations = [
        migrations.AddField("merge", "follow", models.BooleanField(default=False)),
        migrations.RunPython(tell_of_those_that_were, migrations.RunPython.noop),
    ]
