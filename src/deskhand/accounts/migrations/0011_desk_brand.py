import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_merging"),
        ("files", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskBrand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=40, unique=True)),
                ("accent", models.CharField(blank=True, default="", max_length=7)),
                ("words", models.TextField(blank=True, default="")),
                (
                    "desk",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="brand", to="accounts.desk"
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                    ),
                ),
            ],
        ),
    ]
