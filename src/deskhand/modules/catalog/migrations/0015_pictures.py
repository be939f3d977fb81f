"""Pictures of items and categories say in words what they show; categories have one too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_start"), ("files", "0001_start")]

    operations = [
        migrations.AddField("item", "picture_words", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("shelf", "picture_words", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField(
            "shelf",
            "picture",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.blob",
            ),
        ),
    ]
