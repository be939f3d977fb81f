"""Time that the demo desk has worked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.modules.time.actions import Work, book, save_activity
from deskhand.modules.time.models import Activity
from deskhand.tickets.models import Ticket

TICKETS = 60
"""Newest tickets that somebody works on and that have time."""

MINUTES = (10, 15, 20, 25, 30, 45, 60, 75, 90, 150)
ACTIVITIES = (("Support", False), ("On site", True), ("Research", False), ("Project work", True), ("Travel", True))
NOTES = ("", "", "Read the logs, tried a restart", "Called back", "Swapped the dock", "", "Asked the vendor")


def furnish(desk: Desk, cast: Any) -> None:
    """Book time of those who have the newest tickets, on the days of the last weeks."""
    offered = _activities(desk)
    found = Ticket.objects.within(desk).listed().exclude(assignee=None).filter(survivor=None)
    tickets = list(found.select_related("assignee", "desk").order_by("-created_at", "-pk")[:TICKETS])
    today = clock.now().date()
    for place, ticket in enumerate(tickets):
        if ticket.assignee is None:
            continue
        actor = actor_for(ticket.assignee, Channel.WEB)
        if not actor.may("time.book", desk.pk):
            continue
        for turn in range(1 + place % 3):
            seed = place * 7 + turn * 3
            work = Work(
                duration=timedelta(minutes=MINUTES[seed % len(MINUTES)]),
                day=today - timedelta(days=(seed * 5) % 40),
                activity=offered[seed % len(offered)],
                note=NOTES[seed % len(NOTES)],
            )
            book(actor=actor, ticket=ticket, work=work)


def _activities(desk: Desk) -> list[Activity]:
    known = {one.name: one for one in Activity.objects.within(desk)}
    return [
        known.get(name) or save_activity(actor=SYSTEM, desk=desk, name=name, is_billable=is_billable)
        for name, is_billable in ACTIVITIES
    ]
