"""Services and locations of a desk, as tickets take them: what is offered, and where a person sits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists

from deskhand.accounts.models import Location, Person
from deskhand.kernel.words import fold
from deskhand.tickets.models import Service


def location_of(desk_id: int, people: Iterable[Person | None]) -> Location | None:
    """The desk's location whose name is what is written at the first of the people who has anything written, however
    that is spelled; None where the desk has no such location in use. No query where nothing is written."""
    written = next((folded for one in people if one is not None and (folded := fold(_tidy(one.location)))), "")
    if not written:
        return None
    found: Location | None = Location.objects.within(desk_id).active().filter(folded=written).first()
    return found


def are_offered(model: type[Service] | type[Location], desk_id: Any) -> Exists:
    """Expression: whether the desk (an id, or an expression of it) has any of them in use."""
    return Exists(model.objects.within(desk_id).active())


def _tidy(text: str) -> str:
    return " ".join(text.split())
