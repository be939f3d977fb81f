import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A mailbox signs in with tokens that its provider gives."""

    dependencies = [("mail", "0009_letters_left_on_the_server")]

    operations = [
        migrations.CreateModel(
            name="OAuthAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.CharField(
                        choices=[("microsoft", "Microsoft 365"), ("google", "Google"), ("other", "Another one")],
                        default="microsoft",
                        max_length=9,
                    ),
                ),
                (
                    "grant",
                    models.CharField(
                        choices=[
                            ("person", "Somebody signs in once for the mailbox"),
                            ("app", "The app signs in by itself (client credentials)"),
                        ],
                        default="person",
                        max_length=6,
                    ),
                ),
                ("tenant", models.CharField(blank=True, default="", max_length=100)),
                ("client_id", models.CharField(blank=True, default="", max_length=200)),
                ("client_secret", models.TextField(blank=True, default="")),
                ("authorize_url", models.CharField(blank=True, default="", max_length=500)),
                ("token_url", models.CharField(blank=True, default="", max_length=500)),
                ("scope", models.CharField(blank=True, default="", max_length=1000)),
                ("refresh_token", models.TextField(blank=True, default="")),
                ("access_token", models.TextField(blank=True, default="")),
                ("expires_at", models.DateTimeField(null=True)),
                ("connected_at", models.DateTimeField(null=True)),
                ("connected_as", models.CharField(blank=True, default="", max_length=254)),
                ("refreshing_until", models.DateTimeField(null=True)),
                ("refusal", models.TextField(blank=True, default="")),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="oauth", to="mail.mailbox"
                    ),
                ),
            ],
            options={"verbose_name_plural": "OAuth accesses"},
        ),
    ]
