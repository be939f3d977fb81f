"""What passages mean, as vectors, and how often the vectors of a kind have changed."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_word_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="VectorState",
            fields=[
                ("kind", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("lineage", models.UUIDField(default=uuid.uuid4)),
                ("version", models.BigIntegerField(default=0)),
                ("whole_since", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchVector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("language", models.CharField(blank=True, max_length=16)),
                ("part", models.PositiveIntegerField()),
                ("desk_id", models.BigIntegerField()),
                ("model", models.CharField(max_length=40)),
                ("digest", models.BinaryField(max_length=16)),
                ("text_number", models.PositiveIntegerField()),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("vector", models.BinaryField()),
                ("version", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "version"], name="search_vector_version")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id", "language", "part"), name="search_one_vector")
                ],
            },
        ),
    ]
