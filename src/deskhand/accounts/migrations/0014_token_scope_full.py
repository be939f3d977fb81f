"""A scope for what the pages ask a fresh proof for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_single_keys")]

    operations = [
        migrations.AlterField(
            model_name="apitoken",
            name="scope",
            field=models.CharField(
                choices=[
                    ("read", "Read"),
                    ("write", "Read and write"),
                    ("full", "Everything, also roles and accounts"),
                ],
                default="read",
                max_length=5,
            ),
        ),
    ]
