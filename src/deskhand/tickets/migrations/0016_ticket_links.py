"""Tickets are linked: duplicate of, caused by, blocks, related, parent of."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE

KINDS = [
    ("duplicate_of", "Duplicate of"),
    ("duplicated_by", "Has the duplicate"),
    ("caused_by", "Caused by"),
    ("causes", "Causes"),
    ("blocks", "Blocks"),
    ("blocked_by", "Blocked by"),
    ("related", "Related to"),
    ("parent_of", "Parent of"),
    ("child_of", "Child of"),
]


class Migration(migrations.Migration):
    dependencies = [("tickets", "0015_snoozed_tickets")]

    operations = [
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=13)),
                ("made_at", models.DateTimeField()),
                ("other", models.ForeignKey(on_delete=CASCADE, related_name="links_in", to="tickets.ticket")),
                ("ticket", models.ForeignKey(on_delete=CASCADE, related_name="links_out", to="tickets.ticket")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ticket", "other", "kind"), name="link_once")],
            },
        ),
    ]
