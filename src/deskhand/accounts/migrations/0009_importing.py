import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_sign_in_policy"),
        ("files", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(choices=[("people", "People"), ("organizations", "Organizations")], max_length=13),
                ),
                ("filename", models.CharField(max_length=255)),
                ("encoding", models.CharField(max_length=20)),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                (
                    "existing",
                    models.CharField(
                        choices=[
                            ("fill", "Fill in what is empty"),
                            ("overwrite", "Replace what differs"),
                            ("leave", "Leave as they are"),
                        ],
                        default="fill",
                        max_length=9,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("mapping", "Waits for its columns"),
                            ("checking", "Being checked"),
                            ("checked", "Checked"),
                            ("applying", "Being imported"),
                            ("done", "Imported"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="mapping",
                        max_length=8,
                    ),
                ),
                ("phase", models.CharField(blank=True, default="", max_length=8)),
                ("at_row", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("made_organizations", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "blob",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="files.blob"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "Added to the directory"),
                            ("changed", "Changed"),
                            ("unchanged", "Unchanged"),
                            ("refused", "Refused"),
                        ],
                        max_length=9,
                    ),
                ),
                ("cells", models.JSONField(default=dict)),
                ("remarks", models.JSONField(default=list)),
                ("is_warned", models.BooleanField(default=False)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("addresses", models.JSONField(default=list)),
                ("is_made", models.BooleanField(default=False)),
                ("is_entered", models.BooleanField(default=False)),
                ("fate", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="accounts.importbatch"
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(fields=["desk", "-begun_at"], name="import_of_desk"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["batch", "verdict", "number"], name="import_row_verdict"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
        ),
    ]
