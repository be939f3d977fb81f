"""Who else is at a ticket, and which tickets of a desk somebody is answering just now. Each is one small query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import DeskRole
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import READERS
from deskhand.kernel.prepared import Prepared
from deskhand.tickets.actions.presence import GONE_AFTER
from deskhand.tickets.models import AtTicket, Presence

SHOWN = 20
"""People at one ticket who are read at most."""

ROWS = 200
"""Tickets of a desk that are read at most as being answered."""


@dataclass(frozen=True)
class Here:
    """Somebody at a ticket."""

    ticket: int
    id: int
    name: str
    does: str

    @property
    def writes(self) -> bool:
        return self.does != AtTicket.VIEWING

    @property
    def words(self) -> str:
        """What they do, in a sentence."""
        first = self.name.split()[0] if self.name.split() else self.name
        if self.does == AtTicket.REPLYING:
            return _("%(name)s is replying") % {"name": first}
        if self.does == AtTicket.NOTING:
            return _("%(name)s is writing a note") % {"name": first}
        return _("%(name)s is viewing") % {"name": first}


def others_at(actor: Actor, ticket_id: int, desk_id: int) -> list[Here]:
    """Colleagues of the desk who are at the ticket, those who write first."""
    rows = _at_ticket.rows(desk=desk_id, person=actor.person_id, since=clock.now() - GONE_AFTER, ticket=ticket_id)
    return [Here(*row) for row in rows]


def being_answered(actor: Actor, desk_id: int) -> list[Here]:
    """Who writes on which ticket of the desk, one for each ticket."""
    rows = _writing.rows(desk=desk_id, person=actor.person_id, since=clock.now() - GONE_AFTER)
    return list({one.ticket: one for one in (Here(*row) for row in reversed(rows))}.values())


def sentence(people: Sequence[Here]) -> str:
    """What the first does and how many more there are."""
    if not people:
        return ""
    if len(people) == 1:
        return people[0].words
    more = ngettext("%(first)s, and %(n)s more", "%(first)s, and %(n)s more", len(people) - 1)
    return more % {"first": people[0].words, "n": len(people) - 1}


def digest(people: Sequence[Here]) -> str:
    """A short text that differs whenever somebody comes, goes or does something else."""
    return f"{crc32(repr(sorted((one.ticket, one.id, one.does) for one in people)).encode()):x}" if people else ""


def _alive(desk: int, person: int | None, since: datetime) -> Any:
    """Signs of others who still serve the desk."""
    serving = DeskRole.objects.filter(desk_id=desk, role__in=READERS).values("person_id")
    busy_first = Case(When(does=AtTicket.VIEWING, then=Value(1)), default=Value(0), output_field=IntegerField())
    return (
        Presence.objects.within(desk)
        .filter(seen_at__gt=since, person_id__in=serving, person__is_active=True)
        .exclude(person_id=person)
        .order_by(busy_first, "person__name", "person_id")
        .values_list("ticket__number", "person_id", "person__name", "does")
    )


_at_ticket = Prepared(
    lambda desk, person, since, ticket: _alive(desk, person, since).filter(ticket_id=ticket)[:SHOWN],
)
_writing = Prepared(
    lambda desk, person, since: _alive(desk, person, since).exclude(does=AtTicket.VIEWING)[:ROWS],
)
