"""Keys by which sealed mail is opened and signatures are checked."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_import_first_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mail", "0013_signing_keys"),
    ]

    operations = [
        migrations.CreateModel(
            "MailKey",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("smime", "S/MIME"), ("pgp", "PGP")], max_length=5)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("own", "Opens mail to this desk"),
                            ("person", "Checks the signatures of one sender"),
                            ("authority", "Checks the signatures of all whom it vouches for"),
                        ],
                        max_length=9,
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("emails", models.JSONField(default=list)),
                ("fingerprint", models.CharField(max_length=64)),
                ("certificate", models.TextField()),
                ("secret", models.TextField(blank=True, default="")),
                ("expires_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mail_keys", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "ordering": ["use", "name", "id"],
                "constraints": [models.UniqueConstraint(fields=("desk", "fingerprint"), name="mail_key_once")],
            },
        )
    ]
