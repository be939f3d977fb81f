"""Services and locations of a desk, as tickets take them: what is offered, and where a person sits."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.accounts.models import Location, Person
from deskhand.kernel.words import fold


def location_of(desk_id: int, people: Iterable[Person | None]) -> Location | None:
    """The desk's location whose name is what is written at the first of the people who has anything written, however
    that is spelled; None where the desk has no such location in use. No query where nothing is written."""
    written = next((folded for one in people if one is not None and (folded := fold(_tidy(one.location)))), "")
    if not written:
        return None
    found: Location | None = Location.objects.within(desk_id).active().filter(folded=written).first()
    return found


def _tidy(text: str) -> str:
    return " ".join(text.split())
