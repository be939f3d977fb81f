import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which letters were fetched from a POP3 server that keeps them."""

    dependencies = [("mail", "0008_mailbox_aliases")]

    operations = [
        migrations.CreateModel(
            name="FetchedLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uidl", models.CharField(max_length=70)),
                (
                    "mailbox",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mail.mailbox"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mailbox", "uidl"), name="fetched_letter_once"),
                ],
            },
        ),
    ]
