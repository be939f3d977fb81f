"""Tickets that only claim to belong to another one, and which of them an agent can add there."""

from __future__ import annotations

from typing import NamedTuple

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.tickets import merged
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.choices import FINISHED


class Claim(NamedTuple):
    """What is to be said about a claim. ``is_readable``: the reader can open the claimed ticket. ``can_add``: its
    sender is on that ticket's side, so that one click adds what they wrote there; ``is_follow_up``: to one that has
    ended, as its follow-up. ``sender`` is who claims it."""

    number: int
    is_readable: bool = False
    can_add: bool = False
    is_follow_up: bool = False
    sender: str = ""
    subject: str = ""


def claim_of(actor: Actor, desk_id: int, pk: int) -> Claim | None:
    """The claim of a ticket that the actor may read, or None if it makes none (any more)."""
    ticket: Ticket | None = Ticket.objects.within(desk_id).select_related("requester").filter(pk=pk).first()
    if ticket is None or ticket.claims_number is None or ticket.added_to_number is not None:
        return None
    sender = ticket.requester.name
    claimed: Ticket | None = Ticket.objects.served_by(actor).listed().filter(number=ticket.claims_number).first()
    if claimed is None or claimed.pk == ticket.pk:
        return Claim(ticket.claims_number, sender=sender)
    is_follow_up = merged.has_ended(claimed)
    return Claim(claimed.number, True, is_addable(ticket, claimed), is_follow_up, sender, claimed.subject)


def is_addable(ticket: Ticket, claimed: Ticket) -> bool:
    """Whether what the ticket says may be added to the claimed one: both are on one desk, nobody has answered here
    yet, and the sender is the other's requester, affected person or follower."""
    is_open = ticket.category not in FINISHED and ticket.first_replied_at is None
    is_both_here = not (claimed.is_spam or claimed.deleted_at or ticket.is_spam or ticket.deleted_at)
    return (
        is_open
        and is_both_here
        and ticket.desk_id == claimed.desk_id
        and ticket.pk != claimed.pk
        and ticket.added_to_number is None
        and takes_part(ticket.requester, claimed)
    )


def takes_part(person: Person, ticket: Ticket) -> bool:
    """Whether the person is the ticket's requester, affected, or follows it, with an account that works."""
    is_theirs = person.pk in (ticket.requester_id, ticket.affected_id)
    return person.is_active and (is_theirs or bool(ticket.followers.filter(person=person).exists()))
