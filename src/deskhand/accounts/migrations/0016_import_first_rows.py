"""The first rows of a file that is being imported, for its preview."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_sign_in_link_mailed")]

    operations = [
        migrations.AddField("importbatch", "first_rows", models.JSONField(default=list)),
    ]
