"""Reading tickets and what hangs on them, always for somebody or within a desk.

Who sees what, in one place: staff of a desk (agents, leads, administrators, auditors) see all its tickets but the
confidential ones of which they may not know (:mod:`deskhand.tickets.curtain`); a requester
sees the tickets that they asked for, are affected by or follow, on whatever desk, without internal messages; the named
contact of an organization sees its tickets on the desk that named them in the same way; the bearer of an access link
sees that one ticket like its requester.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets import curtain

if TYPE_CHECKING:
    from deskhand.tickets.models import Ticket

UNFINISHED = ("new", "open", "on_hold")
TASK = "task"
"""The kind of tickets that have no requester's side."""


class _IsUnfinished(Func):
    """The condition of the partial index on unfinished tickets, letter for letter: SQLite takes such an index only
    where the query repeats its condition with the same constants, not with parameters."""

    template = "%(expressions)s IN ('new', 'open', 'on_hold')"
    output_field = BooleanField()


def is_unfinished() -> Q:
    """Condition for tickets that are new, open or on hold; an index knows them."""
    return Q(_IsUnfinished(F("category")))


def staff_desks(actor: Actor) -> list[int]:
    """Ids of the desks whose tickets the actor reads as staff."""
    return actor.desks_with("tickets.read")


def own_ticket(actor: Actor) -> Q:
    """Condition for tickets that the actor may read as their requester, affected person or follower. What somebody
    sent in the person's name without proof stays with the agents until the person confirms it. Whom a note mentions
    reads the ticket as staff, or not at all."""
    from deskhand.tickets.models import Follower

    if actor.person_id is None:
        return Q(pk__in=[])
    listed = Q(deleted_at=None, is_spam=False) & ~Q(kind=TASK) & curtain.is_not_excluded(actor)
    if actor.closed_desks:
        listed &= ~Q(desk_id__in=sorted(actor.closed_desks))
    if actor.only_ticket is not None:
        return Q(pk=actor.only_ticket) & listed
    follows = Follower.objects.beyond_walls("joined to the ticket that is read").filter(
        ticket_id=OuterRef("pk"), person_id=actor.person_id, by_mention=False
    )
    mine = Q(requester_id=actor.person_id) | Q(affected_id=actor.person_id)
    return (mine | Exists(follows)) & listed & Q(is_unproven=False)


def organization_ticket(actor: Actor) -> Q | None:
    """Condition for tickets of the actor's organization on the desks where they are its named contact; None for
    anybody else. What is confidential is not the organization's to read."""
    if actor.organization_id is None or not actor.contact_desks or actor.only_ticket is not None:
        return None
    return Q(
        desk_id__in=sorted(actor.contact_desks),
        organization_id=actor.organization_id,
        is_spam=False,
        deleted_at=None,
        is_unproven=False,
        is_confidential=False,
    ) & ~Q(kind=TASK)


class TicketQuerySet(WalledQuerySet[Any]):
    ticket_path = ""

    def visible_to(self, actor: Actor) -> Self:
        """Everything that the actor may read: as staff, and as requester."""
        if actor.is_system:
            return self.beyond_walls("Deskhand itself")
        desks = [] if actor.only_ticket is not None else staff_desks(actor)
        condition = own_ticket(actor)
        if (shared := organization_ticket(actor)) is not None:
            condition |= shared
        served = Q(desk_id__in=desks) & curtain.may_know(actor)
        return self.scoped().filter(served | condition if desks else condition)

    def served_by(self, actor: Actor) -> Self:
        """Tickets of the desks that the actor serves, confidential ones as far as they may know of them; the workspace
        reads through this."""
        return self.scoped(desk_id__in=staff_desks(actor)).filter(curtain.may_know(actor))

    def known_on(self, desks: Collection[int], lens: curtain.Lens) -> Self:
        """As :meth:`served_by`, for prepared queries: of these desks, and of the confidential ones what the actor with
        this lens may know."""
        return self.scoped(desk_id__in=list(desks)).filter(curtain.known_to(**lens))

    def own_of(self, actor: Actor) -> Self:
        """Tickets that the actor sees as a requester: the portal reads through this."""
        return self.scoped().filter(own_ticket(actor))

    def of_organization(self, actor: Actor) -> Self:
        """Tickets that the actor reads as the named contact of their organization."""
        shared = organization_ticket(actor)
        return self.scoped().filter(Q(pk__in=[]) if shared is None else shared)

    def shown_to(self, actor: Actor) -> Self:
        """What the actor may open on the portal: their own, and their organization's as its contact."""
        shared = organization_ticket(actor)
        return self.own_of(actor) if shared is None else self.scoped().filter(own_ticket(actor) | shared)

    def listed(self) -> Self:
        """Without spam and without what lies in the bin."""
        return self.filter(is_spam=False, deleted_at=None)

    def unfinished(self) -> Self:
        """New, open or on hold."""
        return self.filter(is_unfinished())


class MessageQuerySet(WalledQuerySet[Any]):
    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"

    def public(self) -> Self:
        return self.filter(kind="reply")

    def visible_to(self, actor: Actor, ticket: Ticket) -> Self:
        """The messages of a ticket that passed the gate: all for staff, public ones for others."""
        found = self.scoped(ticket=ticket)
        return found if actor.may_on("tickets.read", ticket) else found.public()


class LayoutQuerySet(WalledQuerySet[Any]):
    desk_path = "message__ticket__desk_id"
    ticket_path = "message__ticket__"


class AttachmentQuerySet(WalledQuerySet[Any]):
    ticket_path = "ticket__"
    may_lack_ticket = True


class TagQuerySet(WalledQuerySet[Any]):
    pass


class FollowerQuerySet(WalledQuerySet[Any]):
    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"


class SnoozeQuerySet(WalledQuerySet[Any]):
    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"

    def in_force(self) -> Self:
        """Those whose ticket is still on hold."""
        return self.filter(ended_at=None)


class DraftQuerySet(WalledQuerySet[Any]):
    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"

    def own_of(self, actor: Actor) -> Self:
        return self.scoped(person_id=actor.person_id)

    def readable_by(self, actor: Actor, ticket: Ticket) -> Self:
        """The drafts on a ticket that passed the gate: one's own, and what colleagues share with those who serve it."""
        found = self.within(ticket.desk_id).filter(ticket_id=ticket.pk)
        own = Q(person_id=actor.person_id)
        return found.filter(own | Q(is_shared=True) if actor.may_on("tickets.note", ticket) else own)


class HeldQuerySet(WalledQuerySet[Any]):
    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"


class DeskThingQuerySet(WalledQuerySet[Any]):
    """Rows with a ``desk``."""


class PresenceQuerySet(DeskThingQuerySet):
    ticket_path = "ticket__"


class TicketThingQuerySet(WalledQuerySet[Any]):
    """Rows with a ``ticket``."""

    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Rows of tickets that the actor reads as staff."""
        return self.scoped(ticket__desk_id__in=staff_desks(actor)).filter(curtain.may_know(actor, "ticket__"))


class DeskRequestQuerySet(WalledQuerySet[Any]):
    """What desks asked of others. It belongs to the desk that asked, and hangs on the ticket from which it did."""

    desk_path = "asking__desk_id"
    ticket_path = "asking__"

    def in_force(self) -> Self:
        """Those whose ticket is still on the desk that asked."""
        return self.filter(asking__desk_id=F("desk_id"))


class CannedReplyQuerySet(DeskThingQuerySet):
    """Canned replies: one's own are seen by nobody else."""

    def readable_by(self, actor: Actor, desks: Any) -> Self:
        """Those in use of the desks, and of these what the actor keeps for themselves."""
        own = Q(person=None) | Q(person_id=actor.person_id) if actor.person_id is not None else Q(person=None)
        return self.within(desks).filter(own, is_active=True)
