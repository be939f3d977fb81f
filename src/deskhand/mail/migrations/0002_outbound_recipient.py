"""An index by recipient: how lately an address was written to is asked for every automatic answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_start")]

    operations = [
        migrations.AddIndex(
            model_name="outboundmail",
            index=models.Index(fields=["to_email", "-made_at"], name="outbound_recipient"),
        ),
    ]
