"""The mail page finds letters by Message-ID, sender and ticket without walking through all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0004_letters_by_what_they_are")]

    operations = [
        migrations.AddIndex(
            model_name="inboundmail", index=models.Index(fields=["message_id"], name="inbound_message_id")
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["from_email", "-received_at"], name="inbound_sender"),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(
                fields=["ticket_number"], name="inbound_ticket", condition=models.Q(ticket_number__isnull=False)
            ),
        ),
    ]
