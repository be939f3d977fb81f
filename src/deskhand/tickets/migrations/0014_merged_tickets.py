"""Tickets that were merged into others, and what an undo of it puts back."""

from typing import Any

from django.db import migrations, models
from django.db.models.deletion import CASCADE, SET_NULL


def _to_ticket(name: str) -> Any:
    return models.ForeignKey(db_index=False, null=True, on_delete=SET_NULL, related_name=name, to="tickets.ticket")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0013_message_layout")]

    operations = [
        migrations.AddField(model_name="ticket", name="merged_into", field=_to_ticket("+")),
        migrations.AddField(model_name="ticket", name="survivor", field=_to_ticket("merged_tickets")),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="ticket_merged"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("survivor__isnull", False)), fields=["survivor"], name="ticket_survivor"
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("status_before", models.BigIntegerField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("joined", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
                ("into", models.ForeignKey(on_delete=CASCADE, related_name="+", to="tickets.ticket")),
                ("ticket", models.ForeignKey(on_delete=CASCADE, related_name="merges", to="tickets.ticket")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("ticket",), name="merged_once"
                    )
                ],
            },
        ),
    ]
