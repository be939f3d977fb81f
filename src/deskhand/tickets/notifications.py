"""What agents are told about tickets, and who is: those who have a ticket, their team, and those who follow it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from deskhand.accounts.models import DeskRole, TeamMember
from deskhand.kernel.events import Fact
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.reactions import afterwards
from deskhand.mail.events import LetterFailed
from deskhand.notify.actions import tell
from deskhand.notify.models import Notification
from deskhand.tickets import confiding, merged
from deskhand.tickets.actions.file_letter import OF_SOMEBODY
from deskhand.tickets.events import (
    LetterFiled,
    RequesterReplied,
    StatusChanged,
    TeamChangedOnTicket,
    TicketAssigned,
    TicketCreated,
    TicketMoved,
    TicketNoted,
    TicketReopened,
    TicketReplied,
)
from deskhand.tickets.events_of_waiting import AnswerKeptBack, DraftTaken, TicketWoken
from deskhand.tickets.models import Message, Ticket
from deskhand.tickets.models.choices import FINISHED


@afterwards(TicketCreated)
def tell_of_a_new_ticket(fact: TicketCreated) -> None:
    """The assignee hears that the ticket is theirs, the team that it is new; without a team everybody on the desk who
    wants to hear of new tickets."""
    ticket = _ticket(fact.ticket)
    if ticket is None:
        return
    assigned = {fact.assignee} if fact.assignee is not None else set()
    _tell("assigned_to_me", fact, ticket, assigned, fact.message)
    _tell_of_arrival(fact, ticket, fact.team, assigned, fact.message)


@afterwards(TeamChangedOnTicket)
def tell_the_new_team(fact: TeamChangedOnTicket) -> None:
    """The team that a ticket was given to hears of it."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and fact.new is not None and ticket.team_id == fact.new:
        _tell("new_in_team", fact, ticket, _members(fact.new), fact.note)


@afterwards(TicketMoved)
def tell_the_new_desk(fact: TicketMoved) -> None:
    """Those on the new desk for whom it is new hear of it, as of a new ticket; of an undo nobody."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and ticket.desk_id == fact.new_desk and not fact.is_undo:
        _tell_of_arrival(fact, ticket, fact.team, set(), None)


@afterwards(TicketAssigned)
def tell_the_assignee(fact: TicketAssigned) -> None:
    """Whoever got the ticket hears of it, unless they took it themselves."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and fact.new is not None and ticket.assignee_id == fact.new:
        _tell("assigned_to_me", fact, ticket, [fact.new], None)


@afterwards(RequesterReplied)
def tell_of_a_requesters_words(fact: RequesterReplied) -> None:
    """The assignee hears that the requester's side wrote (without one, the team), and colleagues who follow."""
    _tell_of_the_requester(fact, fact.ticket, fact.message)


@afterwards(LetterFiled)
def tell_of_a_filed_letter(fact: LetterFiled) -> None:
    """A letter of somebody unproven concerns the same people; automatic answers concern nobody."""
    if fact.why in OF_SOMEBODY:
        _tell_of_the_requester(fact, fact.ticket, fact.message)


@afterwards(TicketReplied)
def tell_followers_of_an_answer(fact: TicketReplied) -> None:
    """The assignee and colleagues who follow hear of an answer in the app and by notification, not as recipients."""
    ticket = _ticket(fact.ticket)
    if ticket is not None:
        _tell("agent_wrote", fact, ticket, _concerned(ticket), fact.message)


@afterwards(TicketNoted)
def tell_of_a_note(fact: TicketNoted) -> None:
    """Whom a note or a logged call mentions hears of that, then the members of teams that it mentions; of the note the
    assignee and colleagues who follow. The team that a hand-over note is meant for hears of it with the ticket."""
    ticket = _ticket(fact.ticket)
    if ticket is None:
        return
    _tell("mentioned", fact, ticket, fact.people, fact.message)
    _tell("team_mentioned", fact, ticket, _members_of(fact.teams) - _told(fact), fact.message)
    _tell("noted", fact, ticket, _concerned(ticket) - _told(fact), fact.message)


@afterwards(StatusChanged)
def tell_of_another_status(fact: StatusChanged) -> None:
    """Colleagues who follow hear of another status that somebody set; what follows from a reply is told with that, and
    that a ticket is open again as that."""
    ticket = _ticket(fact.ticket)
    is_reopened = fact.old_category in FINISHED and fact.new_category not in FINISHED
    if ticket is not None and not fact.because and not is_reopened:
        _tell("status_changed", fact, ticket, _followers(ticket), None)


@afterwards(TicketReopened)
def tell_that_it_is_open_again(fact: TicketReopened) -> None:
    """The assignee (without one, the team) and colleagues who follow hear that a finished ticket is open again."""
    ticket = _ticket(fact.ticket)
    if ticket is not None:
        _tell("reopened", fact, ticket, people_with(ticket), None)


@afterwards(AnswerKeptBack)
def tell_of_an_answer_kept_back(fact: AnswerKeptBack) -> None:
    """Whoever planned an answer hears that it did not leave, with what they wrote; if they are not here any more, those
    whom the ticket concerns."""
    ticket = _ticket(fact.ticket)
    if ticket is None or ticket.desk_id != fact.meta.desk_id:
        return
    is_gone = fact.because == "author_gone"
    people = people_with(ticket) if is_gone else {fact.person}
    _tell("answer_kept_back", fact, ticket, people, None)


@afterwards(DraftTaken)
def tell_that_a_draft_was_taken(fact: DraftTaken) -> None:
    """Whoever began a draft hears that a colleague goes on with it."""
    ticket = _ticket(fact.ticket)
    if ticket is not None and ticket.desk_id == fact.meta.desk_id:
        _tell("draft_taken", fact, ticket, {fact.person}, None)


@afterwards(TicketWoken)
def tell_that_a_ticket_is_awake(fact: TicketWoken) -> None:
    """Whoever has the ticket hears that it waits no more, and whoever had put it on hold."""
    ticket = _ticket(fact.ticket)
    if ticket is None or ticket.desk_id != fact.meta.desk_id or fact.because == "by_hand":
        return
    _tell("woken", fact, ticket, {*_mine(ticket), *([fact.person] if fact.person else [])}, None)


@afterwards(LetterFailed)
def tell_of_a_failed_letter(fact: LetterFailed) -> None:
    """Whoever wrote an answer that did not arrive hears of it, and the assignee."""
    if fact.message is None or fact.ticket_number is None:
        return
    message = _messages(fact.meta.desk_id).filter(pk=fact.message).first()
    ticket = _ticket(message.ticket_id) if message is not None else None
    if message is not None and ticket is not None:
        people = [pk for pk in (message.author_id, ticket.assignee_id) if pk]
        _tell("not_delivered", fact, ticket, people, message.pk)


def _tell_of_arrival(
    fact: Fact, ticket: Ticket, team_id: int | None, besides: set[int], message_id: int | None
) -> None:
    """A ticket is new to its team, or to everybody on the desk who wants to hear of what no team has."""
    if team_id is not None:
        _tell("new_in_team", fact, ticket, set(_members(team_id)) - besides, message_id)
    else:
        _tell("new_on_desk", fact, ticket, _hearing_of_new(ticket) - besides, message_id)


def _tell_of_the_requester(fact: Fact, ticket_id: int, message_id: int) -> None:
    ticket = _ticket(ticket_id)
    if ticket is None:
        return
    heard = merged.survivor_of(ticket)
    mine = set(_mine(heard))
    _tell("requester_wrote", fact, ticket, mine, message_id)
    _tell("followed_wrote", fact, ticket, (_followers(ticket) | _followers(heard)) - mine, message_id)


def _tell(kind: str, fact: Fact, ticket: Ticket, people: Collection[int], message_id: int | None) -> None:
    people = set(people) - confiding.kept_out(ticket, people)
    if people:
        tell(kind=kind, fact=fact, people=people, ticket_number=ticket.number, message_id=message_id)


def _told(fact: Fact) -> set[int]:
    """Who has heard of the fact already."""
    return set(Notification.objects.filter(event_id=fact.meta.id).values_list("person_id", flat=True))


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
    return Message.objects.within(desk_id).with_confidential("of the fact that is told")


def _hearing_of_new(ticket: Ticket) -> set[int]:
    """Everybody on the desk who wants to hear of new tickets that no team has."""
    roles = DeskRole.objects.filter(desk_id=ticket.desk_id, role__in=STAFF, hears_of_new=True)
    return set(roles.values_list("person_id", flat=True))


def _members(team_id: int) -> list[int]:
    return list(TeamMember.objects.filter(team_id=team_id).values_list("person_id", flat=True))


def _members_of(teams: Collection[int]) -> set[int]:
    return set(TeamMember.objects.filter(team_id__in=teams).values_list("person_id", flat=True)) if teams else set()


def _mine(ticket: Ticket) -> list[int]:
    if ticket.assignee_id is not None:
        return [ticket.assignee_id]
    return _members(ticket.team_id) if ticket.team_id is not None else []


def people_with(ticket: Ticket) -> set[int]:
    """Whoever has the ticket (without an assignee its team), and colleagues who follow it."""
    return {*_mine(ticket), *_followers(ticket)}


def _followers(ticket: Ticket) -> set[int]:
    return set(ticket.followers.values_list("person_id", flat=True))


def _concerned(ticket: Ticket) -> set[int]:
    """Who has the ticket, and who follows it."""
    return _followers(ticket) | ({ticket.assignee_id} if ticket.assignee_id is not None else set())
