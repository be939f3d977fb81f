"""Calendars that count for a location of a desk."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_locations"), ("calendars", "0002_feeds")]

    operations = [
        migrations.AddField(
            model_name="calendaruse",
            name="location",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.location",
            ),
        ),
        migrations.RemoveConstraint(model_name="calendaruse", name="calendar_use_of_one_thing"),
        migrations.AddConstraint(
            model_name="calendaruse",
            constraint=models.CheckConstraint(
                condition=Q(team=None, organization=None)
                | Q(team=None, location=None)
                | Q(organization=None, location=None),
                name="calendar_use_of_one_thing",
            ),
        ),
    ]
