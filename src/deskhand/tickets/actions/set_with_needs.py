"""A status, together with what the ticket needs for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.tickets.actions.patch import patch
from deskhand.tickets.actions.reply import note as write_note
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Status, Ticket


@transaction.atomic
def set_status_with(
    *, actor: Actor, ticket: Ticket, to: Status, changes: Mapping[str, Any], note: Body | None = None
) -> Ticket:
    """Make ``changes`` (fields as :func:`patch` takes them), write the note, then set the status: all or nothing.
    Raises what those raise."""
    hands_over = note is not None and changes.get("team") is not None
    if note is not None and not hands_over:
        write_note(actor=actor, ticket=ticket, body=note)
    return patch(actor=actor, ticket=ticket, changes={**changes, "status": to}, note=note if hands_over else None)
