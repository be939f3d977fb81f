"""A letter may say that a request is about to close."""

from django.db import migrations, models

KINDS = [
    ("reply", "Answer"),
    ("acknowledgement", "Acknowledgement"),
    ("closing", "Before a request closes"),
    ("notification", "Notification"),
    ("digest", "Summary"),
    ("confirmation", "Confirmation of an address"),
    ("sign_in", "Sign-in link"),
    ("test", "Test"),
    ("other", "Other"),
]


class Migration(migrations.Migration):
    dependencies = [("mail", "0014_mail_keys")]

    operations = [
        migrations.AlterField(
            model_name="outboundmail",
            name="kind",
            field=models.CharField(choices=KINDS, default="other", max_length=20),
        ),
    ]
