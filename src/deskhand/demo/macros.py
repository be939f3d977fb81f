"""Macros of the demo's desk."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets.actions import save_macro
from deskhand.tickets.models import Status

MINE: dict[str, Any] = {"assignee": "me", "follow": True}

SCREENSHOT = (
    "<p>Hello {requester.first_name},</p><p>please send us a screenshot of what you see, and tell us when it began. "
    "Then we can go on with {ticket.number}.</p>"
)
RESET = (
    "<p>Hello {requester.first_name},</p><p>your password is reset. You choose a new one when you sign in. Write to us "
    "if anything does not work.</p>"
)
TRIED = "<p>Cable and socket are checked, the device was started anew. The fault stays.</p>"


def make_macros(desk: Desk, teams: dict[str, Team], statuses: dict[str, str]) -> None:
    """What is done every day in the same way."""
    status = {name: Status.objects.within(desk).get(key=key).pk for name, key in statuses.items()}
    ask = {**MINE, "status": status["waiting_requester"], "tags": ["needs-info"], "message": "reply"}
    reset = {**MINE, "status": status["resolved"], "kind": "service_request", "tags": ["password"], "message": "reply"}
    network = {"team": teams["network"].pk, "assignee": "none", "priority": "high", "message": "note"}
    supplier = {"status": status["waiting_supplier"], "hold": "2b@09:00", "assignee": "me"}
    every: list[tuple[str, dict[str, Any], Team | None]] = [
        ("Ask for a screenshot and wait", {**ask, "text": SCREENSHOT}, None),
        ("Password is reset", {**reset, "text": RESET}, None),
        ("To the network team, with what was tried", {**network, "text": TRIED}, None),
        ("Ask the supplier again in two business days", supplier, teams["workplace"]),
    ]
    for name, steps, team in every:
        save_macro(actor=SYSTEM, desk=desk, name=name, steps=steps, team=team)
