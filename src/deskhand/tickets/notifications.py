"""What agents are told about tickets: new in my team, assigned to me, the requester wrote on mine, an answer on what I
follow, an answer that did not arrive."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from deskhand.accounts.models import DeskRole, Person, TeamMember
from deskhand.kernel.events import Fact
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.reactions import afterwards
from deskhand.mail.events import LetterFailed
from deskhand.mail.models import OutboundMail
from deskhand.notify.actions import tell
from deskhand.tickets import letters
from deskhand.tickets.events import (
    LetterFiled,
    RequesterReplied,
    TeamChangedOnTicket,
    TicketAssigned,
    TicketCreated,
    TicketReplied,
)
from deskhand.tickets.models import Message, Ticket


@afterwards(TicketCreated)
def tell_of_a_new_ticket(fact: TicketCreated) -> None:
    """The assignee hears that the ticket is theirs, the team that it is new; without a team the whole desk."""
    ticket = _ticket(fact.ticket)
    if ticket is None:
        return
    assigned = [fact.assignee] if fact.assignee is not None else []
    _tell("assigned_to_me", fact, ticket, assigned, fact.message)
    _tell("new_in_team", fact, ticket, set(_audience(ticket, fact.team)) - set(assigned), fact.message)


@afterwards(TeamChangedOnTicket)
def tell_the_new_team(fact: TeamChangedOnTicket) -> None:
    """The team that a ticket was given to hears of it."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and fact.new is not None and ticket.team_id == fact.new:
        _tell("new_in_team", fact, ticket, _members(fact.new), fact.note)


@afterwards(TicketAssigned)
def tell_the_assignee(fact: TicketAssigned) -> None:
    """Whoever got the ticket hears of it, unless they took it themselves."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and fact.new is not None and ticket.assignee_id == fact.new:
        _tell("assigned_to_me", fact, ticket, [fact.new], None)


@afterwards(RequesterReplied)
def tell_of_a_requesters_words(fact: RequesterReplied) -> None:
    """The assignee hears that the requester's side wrote; without one, the team."""
    ticket = _ticket(fact.ticket)
    if ticket is not None:
        _tell("requester_wrote", fact, ticket, _mine(ticket), fact.message)


@afterwards(LetterFiled)
def tell_of_a_filed_letter(fact: LetterFiled) -> None:
    """A letter of somebody unproven concerns the same people; automatic answers concern nobody."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and fact.why in ("new_person", "unproven_agent"):
        _tell("requester_wrote", fact, ticket, _mine(ticket), fact.message)


@afterwards(TicketReplied)
def tell_followers_of_an_answer(fact: TicketReplied) -> None:
    """Colleagues who follow the ticket hear of an answer in the app and by notification, not as recipients."""
    ticket = _ticket(fact.ticket)
    if ticket is None:
        return
    followers = set(ticket.followers.values_list("person_id", flat=True))
    _tell("agent_wrote", fact, ticket, followers, fact.message)


@afterwards(LetterFailed)
def tell_of_a_failed_letter(fact: LetterFailed) -> None:
    """Whoever wrote an answer that did not arrive hears of it, and the assignee."""
    if fact.message is None or fact.ticket_number is None:
        return
    letter = OutboundMail.objects.within(fact.meta.desk_id).filter(pk=fact.letter).first()
    message = _messages(fact.meta.desk_id).filter(pk=fact.message).first()
    ticket = _ticket(message.ticket_id) if message is not None else None
    if letter is None or message is None or ticket is None:
        return
    people = [pk for pk in (message.author_id, ticket.assignee_id) if pk]
    words = f"{letter.to_email}: {letter.server_says}"
    tell(
        kind="not_delivered",
        fact=fact,
        people=people,
        ticket_number=ticket.number,
        by_mail=lambda person: letters.tell_agent("not_delivered", ticket, person, by="", text=words),
    )


def _tell(kind: str, fact: Fact, ticket: Ticket, people: Collection[int], message_id: int | None) -> None:
    if not people:
        return
    message = _messages(ticket.desk_id).filter(pk=message_id).first() if message_id else None
    message = message or ticket.messages.order_by("created_at", "pk").first()
    by = message.author_name if message and message_id else _name(fact.meta.actor_id)
    text, html = (message.text, message.html) if message else ("", "")
    tell(
        kind=kind,
        fact=fact,
        people=people,
        ticket_number=ticket.number,
        by_mail=lambda person: letters.tell_agent(kind, ticket, person, by=by, text=text, html=html),
    )


def _ticket(pk: int) -> Ticket | None:
    """The ticket, unless it went to the bin or to spam meanwhile: then there is nothing to tell."""
    found: Ticket | None = (
        Ticket.objects.beyond_walls("the fact names the ticket")
        .listed()
        .select_related("desk", "status", "requester", "team", "assignee")
        .filter(pk=pk)
        .first()
    )
    return found


def _messages(desk_id: int | None) -> Any:
    return Message.objects.within(desk_id)


def _audience(ticket: Ticket, team_id: int | None) -> list[int]:
    """Those for whom the ticket is new: its team, else everybody on the desk who wants to hear of new tickets."""
    if team_id is not None:
        return _members(team_id)
    roles = DeskRole.objects.filter(desk_id=ticket.desk_id, role__in=STAFF, hears_of_new=True)
    return list(roles.values_list("person_id", flat=True))


def _members(team_id: int) -> list[int]:
    return list(TeamMember.objects.filter(team_id=team_id).values_list("person_id", flat=True))


def _mine(ticket: Ticket) -> list[int]:
    if ticket.assignee_id is not None:
        return [ticket.assignee_id]
    return _members(ticket.team_id) if ticket.team_id is not None else []


def _name(person_id: int | None) -> str:
    found = Person.objects.filter(pk=person_id).values_list("name", flat=True).first() if person_id else None
    return found or "Deskhand"
