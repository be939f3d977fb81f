"""Macros of the demo's desk."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets.actions import save_macro
from deskhand.tickets.models import Status


def make_macros(desk: Desk, teams: dict[str, Team], statuses: dict[str, str]) -> None:
    """What is done every day in the same way."""
    status = dict(Status.objects.within(desk).values_list("key", "pk"))
    mine = {"assignee": "me", "follow": True}
    every: list[tuple[str, dict[str, Any], Team | None]] = [
        (
            "Ask for a screenshot and wait",
            {
                **mine,
                "status": status[statuses["waiting_requester"]],
                "tags": ["needs-info"],
                "message": "reply",
                "text": "<p>Hello {requester.first_name},</p><p>please send us a screenshot of what you see, and tell "
                "us when it began. Then we can go on with {ticket.number}.</p>",
            },
            None,
        ),
        (
            "Password is reset",
            {
                **mine,
                "status": status[statuses["resolved"]],
                "kind": "service_request",
                "tags": ["password"],
                "message": "reply",
                "text": "<p>Hello {requester.first_name},</p><p>your password is reset. You choose a new one when you "
                "sign in. Write to us if anything does not work.</p>",
            },
            None,
        ),
        (
            "To the network team, with what was tried",
            {
                "team": teams["network"].pk,
                "assignee": "none",
                "priority": "high",
                "message": "note",
                "text": "<p>Cable and socket are checked, the device was started anew. The fault stays.</p>",
            },
            None,
        ),
        (
            "Ask the supplier again in two business days",
            {"status": status[statuses["waiting_supplier"]], "hold": "2b@09:00", "assignee": "me"},
            teams["workplace"],
        ),
    ]
    for name, steps, team in every:
        save_macro(actor=SYSTEM, desk=desk, name=name, steps=steps, team=team)
