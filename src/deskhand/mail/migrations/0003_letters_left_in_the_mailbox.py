from django.db import migrations, models


class Migration(migrations.Migration):
    """How many letters over the limit the last visit left in a mailbox: that is no fault of the mailbox."""

    dependencies = [("mail", "0002_outbound_recipient")]

    operations = [
        migrations.AddField(model_name="mailbox", name="too_large", field=models.PositiveIntegerField(default=0)),
    ]
