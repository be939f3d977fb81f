from django.db import migrations


class Migration(migrations.Migration):
    """The rows went over to mail."""

    dependencies = [("tickets", "0011_blocked_senders_move_to_mail")]

    operations = [migrations.DeleteModel(name="BlockedSender")]
