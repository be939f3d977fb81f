"""Lengths of time in a plan, counted by the business calendar of the ticket."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from deskhand.calendars import business_days
from deskhand.calendars.queries import calendar_for
from deskhand.calendars.reckoning import due
from deskhand.kernel import clock
from deskhand.tickets.models import Ticket

UNITS = ("hours", "days")
"""What a length is counted in: hours in which the calendar is open, or business days."""

LONGEST = {"hours": 2_000, "days": 365}
"""The longest time of each unit."""


def is_span(given: Any) -> bool:
    """Whether it is a length: ``{"amount": 2, "unit": "days"}``."""
    if not isinstance(given, Mapping) or given.get("unit") not in UNITS:
        return False
    amount = given.get("amount")
    return isinstance(amount, int) and not isinstance(amount, bool) and 0 <= amount <= LONGEST[given["unit"]]


def ends_at(ticket: Ticket, span: Mapping[str, Any]) -> datetime:
    """The instant that lies so far ahead of now."""
    calendar = calendar_for(
        desk_id=ticket.desk_id,
        team_id=ticket.team_id,
        organization_id=ticket.organization_id,
        location_id=ticket.location_id,
    )
    if span["unit"] == "days":
        return business_days.after(calendar, clock.now(), span["amount"])
    return due(calendar, clock.now(), timedelta(hours=span["amount"]).total_seconds())
