"""How much was asked in the current minute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_stored_answers")]

    operations = [
        migrations.CreateModel(
            name="Usage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=80, unique=True)),
                ("minute", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["minute"], name="api_usage_minute")]},
        ),
    ]
