"""No index of letters says again what another says, and what a letter does not have until it is read is in none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_start"), ("mail", "0015_letters_before_closing")]

    operations = [
        migrations.RemoveConstraint(model_name="inboundmail", name="letter_bytes_once"),
        migrations.AlterField(
            model_name="inboundmail",
            name="first",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="mail.inboundmail",
            ),
        ),
        migrations.AlterField(
            model_name="inboundmail", name="identity", field=models.CharField(max_length=64, null=True)
        ),
        migrations.AlterField(
            model_name="inboundmail",
            name="mailbox",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inbound",
                to="mail.mailbox",
            ),
        ),
        migrations.AlterField(
            model_name="inboundmail",
            name="raw",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["first"], name="inbound_first", condition=models.Q(first__isnull=False)),
        ),
        migrations.AddConstraint(
            model_name="inboundmail",
            constraint=models.UniqueConstraint(fields=["raw", "mailbox"], name="letter_bytes_once"),
        ),
        migrations.AddConstraint(
            model_name="inboundmail",
            constraint=models.UniqueConstraint(
                fields=["identity"], name="letter_identity", condition=models.Q(identity__isnull=False)
            ),
        ),
    ]
