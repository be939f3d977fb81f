import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("tickets", "0026_person_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Field",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("money", "Amount of money"),
                            ("date", "Date"),
                            ("choice", "One of a list"),
                            ("choices", "Several of a list"),
                            ("tree", "Tree (categories)"),
                            ("person", "Person"),
                            ("organization", "Organization"),
                            ("checkbox", "Yes or no"),
                            ("url", "Web address"),
                        ],
                        default="text",
                        max_length=12,
                    ),
                ),
                ("label", models.CharField(max_length=80)),
                ("help", models.CharField(blank=True, default="", max_length=300)),
                ("ticket_kinds", models.CharField(blank=True, default="", max_length=100)),
                ("default", models.CharField(blank=True, default="", max_length=200)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                (
                    "seen_by",
                    models.CharField(
                        choices=[("agents", "Agents only"), ("requesters", "Requesters too")],
                        default="agents",
                        max_length=10,
                    ),
                ),
                (
                    "filled_by",
                    models.CharField(
                        choices=[("agents", "Agents only"), ("requesters", "Requesters too")],
                        default="agents",
                        max_length=10,
                    ),
                ),
                (
                    "needed",
                    models.CharField(
                        choices=[
                            ("never", "It may stay empty"),
                            ("creation", "When the ticket is opened"),
                            ("resolving", "Before the ticket is resolved"),
                        ],
                        default="never",
                        max_length=10,
                    ),
                ),
                ("show_if", models.JSONField(blank=True, default=None, null=True)),
                ("need_if", models.JSONField(blank=True, default=None, null=True)),
                ("in_list", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_archived", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("desk", "code"), name="one_field_of_a_code")],
            },
        ),
        migrations.CreateModel(
            name="MatrixChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("priority", models.PositiveSmallIntegerField()),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, default="", max_length=300)),
                ("body", models.TextField(blank=True, default="")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("incident", "Incident"),
                            ("service_request", "Service request"),
                            ("question", "Question"),
                        ],
                        default="incident",
                        max_length=20,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Normal"), (3, "High"), (4, "Urgent")], default=2
                    ),
                ),
                ("tags", models.CharField(blank=True, default="", max_length=1000)),
                ("values", models.JSONField(blank=True, default=dict)),
                ("is_archived", models.BooleanField(default=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Matrix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cells", models.JSONField(default=dict)),
                ("is_on", models.BooleanField(default=True)),
                (
                    "desk",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "impact",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="fields.field"),
                ),
                (
                    "urgency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="fields.field"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("label", models.CharField(max_length=80)),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_archived", models.BooleanField(default=False)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="options", to="fields.field"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="fields.option",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("field", "code"), name="one_option_of_a_code")],
            },
        ),
        migrations.CreateModel(
            name="Value",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
                ("words", models.TextField(blank=True, default="")),
                ("number", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("day", models.DateField(null=True)),
                ("is_on", models.BooleanField(null=True)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="fields.field"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="fields.option"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["field", "option"], name="value_by_option"),
                    models.Index(fields=["field", "number"], name="value_by_number"),
                    models.Index(fields=["field", "day"], name="value_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("option", None)), fields=("ticket", "field"), name="one_value_of_a_field"
                    ),
                    models.UniqueConstraint(fields=("ticket", "field", "option"), name="one_value_of_an_option"),
                ],
            },
        ),
    ]
