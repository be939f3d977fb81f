"""Services and locations of a desk, as tickets take them: what is offered, and where a person sits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists

from deskhand.accounts.models import Location, Person
from deskhand.kernel.models import Event
from deskhand.kernel.words import fold
from deskhand.tickets.models import Service, Ticket


def location_of(desk_id: int, people: Iterable[Person | None]) -> Location | None:
    """The desk's location whose name is what is written at the first of the people who has anything written, however
    that is spelled; None where the desk has no such location in use. No query where nothing is written."""
    written = next((folded for one in people if one is not None and (folded := fold(_tidy(one.location)))), "")
    if not written:
        return None
    found: Location | None = Location.objects.within(desk_id).active().filter(folded=written).first()
    return found


def is_location_chosen(ticket: Ticket) -> bool:
    """Whether somebody said for which location the ticket is, as it was opened or since. Two queries."""
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)
    began = facts.filter(code="ticket.created").values_list("values", flat=True).first() or {}
    if began.get("is_location_chosen", began.get("location") is not None):
        return True
    changed = facts.filter(code="ticket.changed").values_list("values", flat=True)
    return any(one.get("field") == "location" and not one.get("is_following") for one in changed)


def are_offered(model: type[Service] | type[Location], desk_id: Any) -> Exists:
    """Expression: whether the desk (an id, or an expression of it) has any of them in use."""
    return Exists(model.objects.within(desk_id).active())


def _tidy(text: str) -> str:
    return " ".join(text.split())
