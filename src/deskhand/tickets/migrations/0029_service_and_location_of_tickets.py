"""What a ticket is about, and for which location."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_locations"), ("tickets", "0028_services")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tickets.service",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="location",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.location",
            ),
        ),
    ]
