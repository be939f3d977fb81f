from typing import Any

from django.db import migrations


def move(apps: Any, schema_editor: Any) -> None:
    """Each blocked address goes over, with the ticket whose mark as spam blocked it if that is still known."""
    tickets = apps.get_model("tickets", "Ticket").objects.filter(is_spam=True)
    rules = apps.get_model("mail", "SenderRule").objects
    for one in apps.get_model("tickets", "BlockedSender").objects.iterator(chunk_size=1_000):
        marked = tickets.filter(desk_id=one.desk_id, requester__email=one.email).order_by("-pk")
        rules.get_or_create(
            desk_id=one.desk_id,
            pattern=one.email.lower(),
            defaults={
                "kind": "block",
                "made_at": one.blocked_at,
                "made_by_id": one.blocked_by_id,
                "ticket_number": marked.values_list("number", flat=True).first() or 0,
            },
        )


class Migration(migrations.Migration):
    """Blocked senders stand in one list with those that administrators enter."""

    dependencies = [
        ("mail", "0006_what_filters_go_by"),
        ("tickets", "0010_reply_addresses"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
