"""API tokens: their readable beginning, the desks that they reach, and where they were last used from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_directory_of_who_was_entered")]

    operations = [
        migrations.AddField("apitoken", "prefix", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddField("apitoken", "is_for_all_desks", models.BooleanField(default=True)),
        migrations.AddField("apitoken", "is_narrowed", models.BooleanField(default=False)),
        migrations.AddField("apitoken", "last_used_from", models.GenericIPAddressField(null=True)),
        migrations.CreateModel(
            name="ApiTokenDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_cut", models.BooleanField(default=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="desks", to="accounts.apitoken"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "desk"), name="token_desk_once")],
            },
        ),
    ]
