import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A mailbox answers to further addresses."""

    dependencies = [("mail", "0007_mailbox_sources")]

    operations = [
        migrations.CreateModel(
            name="MailboxAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, unique=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="mail.mailbox"
                    ),
                ),
            ],
            options={"ordering": ["address"], "verbose_name_plural": "mailbox aliases"},
        ),
    ]
