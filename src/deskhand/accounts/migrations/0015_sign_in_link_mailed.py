"""Whether a sign-in link was mailed: only then does using it prove the address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_token_scope_full")]

    operations = [
        migrations.AddField("signinlink", "is_mailed", models.BooleanField(default=False)),
    ]
