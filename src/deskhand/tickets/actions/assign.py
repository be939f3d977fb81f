"""Giving a ticket to a person or a team."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access, rows
from deskhand.tickets.actions.people import need_serves
from deskhand.tickets.actions.transition import move
from deskhand.tickets.bodies import Body
from deskhand.tickets.confiding import need_may_know
from deskhand.tickets.events import TeamChangedOnTicket, TicketAssigned, TicketNoted
from deskhand.tickets.models import Category, Message, MessageKind, Ticket


@transaction.atomic
def assign(*, actor: Actor, ticket: Ticket, to: Person | None, reason: str = "") -> Ticket:
    """Give the ticket to a person who serves the desk, or to nobody. A new ticket that gets somebody is open."""
    actor.need_on("tickets.assign", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if to is not None:
        need_serves(to, locked.desk_id)
        need_may_know(locked, to, "assignee")
    if locked.assignee_id == (to.pk if to else None):
        return locked
    old, locked.assignee = locked.assignee_id, to
    locked.save(update_fields=rows.touched(locked, clock.now(), "assignee"))
    fact = TicketAssigned(ticket=locked.pk, old=old, new=to.pk if to else None)
    emit(fact, actor=actor, desk_id=locked.desk_id, reason=reason)
    if to is not None and locked.category == Category.NEW:
        move(actor=actor, ticket=locked, category=Category.OPEN, because="assigned")
    return locked


@transaction.atomic
def give_to_team(
    *,
    actor: Actor,
    ticket: Ticket,
    to: Team | None,
    note: Body | None = None,
    reason: str = "",
    is_undo: bool = False,
) -> Ticket:
    """Give the ticket to a team of the desk, or to none. A team of a higher tier gets a hand-over note with it;
    without one this raises Invalid (an undo needs none). The assignee stays only if they belong to the new team."""
    actor.need_on("tickets.assign", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if locked.team_id == (to.pk if to else None):
        return locked
    if to is not None and to.desk_id != locked.desk_id:
        raise Invalid(_("This team belongs to another desk."), {"team": _("Choose a team of this desk.")})
    message = None if is_undo else _hand_over(actor, locked, to, note)
    old, locked.team = locked.team_id, to
    locked.save(update_fields=rows.touched(locked, clock.now(), "team"))
    fact = TeamChangedOnTicket(
        ticket=locked.pk, old=old, new=to.pk if to else None, note=message.pk if message else None
    )
    emit(fact, actor=actor, desk_id=locked.desk_id, reason=reason)
    _let_go(actor, locked, to)
    return locked


def _hand_over(actor: Actor, ticket: Ticket, to: Team | None, note: Body | None) -> Message | None:
    if note is None or note.is_empty:
        if to is not None and to.is_above(ticket.team):
            words = _("Tell %(team)s what was tried and what is open.") % {"team": to.name}
            raise Invalid(_("A hand-over note is needed for a higher level."), {"note": words})
        return None
    author = person_of(actor)
    message = rows.add_message(
        actor=actor, ticket=ticket, body=note, kind=MessageKind.NOTE, side="agent", author=author, at=clock.now()
    )
    ticket.save(update_fields=rows.heard(ticket, message))
    emit(TicketNoted(ticket=ticket.pk, message=message.pk, kind="note"), actor=actor, desk_id=ticket.desk_id)
    return message


def _let_go(actor: Actor, ticket: Ticket, team: Team | None) -> None:
    if team is None or ticket.assignee_id is None:
        return
    if not team.memberships.filter(person_id=ticket.assignee_id).exists():
        assign(actor=actor, ticket=ticket, to=None)
        ticket.assignee = None
