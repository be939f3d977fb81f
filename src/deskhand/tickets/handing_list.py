"""Who may read a confidential ticket at the desk to which it moves: whom the mover can choose, and who stays behind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS
from deskhand.tickets import confiding
from deskhand.tickets.confiding import Readers
from deskhand.tickets.models import Ticket


@dataclass(frozen=True)
class ListThere:
    """The list before the move. ``offered`` are the people of the other desk who can be on it, those who read it
    already first; ``staying`` have no role there; ``excluded`` may never read it, there neither. ``refusal`` says why
    nobody can be chosen, and what to do instead."""

    offered: Sequence[Person] = ()
    reading: Collection[int] = ()
    staying: Sequence[Person] = ()
    excluded: Sequence[Person] = field(default=())
    refusal: str = ""


def before(actor: Actor, ticket: Ticket, to: Desk) -> ListThere | None:
    """What the mover is shown; None for a ticket that is not confidential."""
    if not ticket.is_confidential:
        return None
    now = confiding.of_ticket(ticket)
    if not actor.may("tickets.read", to.pk):
        return ListThere(staying=now.readers, excluded=now.excluded, refusal=_unserved())
    reading = {one.pk for one in now.readers}
    offered = sorted(candidates(ticket, to).order_by("name", "pk"), key=lambda one: one.pk not in reading)
    there = {one.pk for one in offered}
    staying = [one for one in now.readers if one.pk not in there]
    return ListThere(offered, reading & there, staying, now.excluded, "" if offered else _nobody())


def candidates(ticket: Ticket, to: Desk) -> QuerySet[Person]:
    """Those with a role on the desk by which they read tickets, but for whoever is excluded from this one."""
    serving = DeskRole.objects.filter(desk=to, role__in=READERS).values("person_id")
    excluded = ticket.need_to_know.filter(is_excluded=True).values("person_id")
    return Person.objects.filter(pk__in=serving, is_active=True).exclude(pk__in=excluded)


def chosen(actor: Actor, ticket: Ticket, to: Desk, wanted: Collection[int]) -> Readers | None:
    """The list for the other desk; None for a ticket that is not confidential. Raises Invalid where nobody was chosen,
    or somebody who cannot be on it: whom there is at a desk that one does not serve nobody learns by trying."""
    if not ticket.is_confidential:
        return None
    actor.need_on("tickets.confide", ticket)
    if not actor.may("tickets.read", to.pk):
        raise Invalid(_unserved())
    if not wanted:
        words = _("This is confidential: choose at least one person of “%(desk)s” who may read it there.")
        raise _wrong(words % {"desk": to.name})
    people = list(candidates(ticket, to).filter(pk__in=set(wanted)).order_by("name", "pk"))
    if len(people) != len(set(wanted)):
        raise _wrong(_("Somebody whom you chose cannot read it there. Choose again."))
    found = Readers(readers=people, excluded=confiding.of_ticket(ticket).excluded)
    confiding.need_fit(to.pk, found)
    return found


def former(ticket: Ticket, home: Desk, was: Collection[int]) -> Readers:
    """The list as it was before a move that is taken back, of those who can still be on it. Raises Invalid where that
    is nobody."""
    people = list(candidates(ticket, home).filter(pk__in=was).order_by("name", "pk"))
    if not people:
        raise Invalid(_("Nobody who could read this before has a role there any more, so it cannot go back."))
    return Readers(readers=people, excluded=confiding.of_ticket(ticket).excluded)


def _unserved() -> str:
    return _(
        "This is confidential. You do not serve that desk, so you cannot choose who may read it there. Ask somebody on "
        "the list who serves both desks to move it, or open a new one there."
    )


def _nobody() -> str:
    return _("This is confidential, and nobody on that desk can read it. Its administrator can give somebody a role.")


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"readers": words})
