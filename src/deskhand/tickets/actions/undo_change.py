"""Taking one change of a ticket back, from its line in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.accounts.models import Location, Organization, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.tickets import access, history, taking_back
from deskhand.tickets.actions.assign import assign, give_to_team
from deskhand.tickets.actions.change import (
    change_affected,
    change_kind,
    change_location,
    change_organization,
    change_priority,
    change_requester,
    change_service,
    change_subject,
)
from deskhand.tickets.actions.followers import follow, unfollow
from deskhand.tickets.actions.link_tickets import hold_ends, link_tickets, unlink_tickets
from deskhand.tickets.actions.patch import value_of
from deskhand.tickets.actions.tag import tag
from deskhand.tickets.actions.transition import restore_status
from deskhand.tickets.events import ChangeUndone
from deskhand.tickets.facts import Fact, facts_of
from deskhand.tickets.links_between import COUNTERPARTS
from deskhand.tickets.models import FormerSubject, Service, Status, Tag, Ticket, TicketLink
from deskhand.tickets.names import names_around
from deskhand.tickets.taking_back import UNDO_FOR


@transaction.atomic
def undo_change(*, actor: Actor, ticket: Ticket, change: int) -> Ticket:
    """Put back what one fact of the ticket's history replaced, within :data:`UNDO_FOR`, by the verb that changes that
    field and with its permission. Raises NotFound for what is no such change of this ticket, Invalid for one that is
    too old, Conflict, saying what came since, where the field is not as the change left it."""
    fact = _asked(facts_of(access.served_ticket_for(actor, ticket.number)), change)
    if taking_back.field_of(fact) == "link":
        hold_ends(actor, fact.values["kind"], ticket.number, fact.values["number"])
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    facts = facts_of(locked)
    actor.need_on(taking_back.NEEDS[taking_back.field_of(fact)], locked)
    _need_in_time(facts, fact)
    if taking_back.since(facts, fact) is not None or not _stands(locked, fact):
        raise Conflict(_what_came_since(locked, facts, fact))
    _UNDOES[taking_back.field_of(fact)](actor, locked, fact)
    newest = Event.objects.filter(subject_kind="ticket", subject_id=locked.pk, code__in=_codes(fact)).order_by("-id")
    by = newest.values_list("id", flat=True).first()
    if by is None or by <= fact.id:
        raise Conflict(_("There is nothing to put back: it is so already."))
    emit(ChangeUndone(ticket=locked.pk, change=fact.id, put_back=by), actor=actor, desk_id=locked.desk_id)
    return access.served_ticket_for(actor, ticket.number)


def _asked(facts: tuple[Fact, ...], change: int) -> Fact:
    """The change; if that is the fact that another one was taken back, the one that did it."""
    known = {one.id: one for one in facts}
    fact = known.get(change)
    if fact is not None and fact.code == taking_back.UNDONE:
        fact = known.get(fact.values["put_back"])
    if fact is None or not taking_back.touched(fact) or taking_back.has_own_undo(fact):
        raise NotFound(_("This cannot be taken back from the history."))
    return fact


def _need_in_time(facts: tuple[Fact, ...], fact: Fact) -> None:
    if fact.at < clock.now() - UNDO_FOR:
        raise Invalid(_("This was more than a day ago. Change it by hand."))
    if any(one.code == "ticket.moved" and one.id > fact.id for one in facts):
        raise Conflict(_("This was moved to another desk since. Change it by hand."))


_PAIRS = (("ticket.follower_added", "ticket.follower_removed"), ("ticket.linked", "ticket.unlinked"))


def _codes(fact: Fact) -> tuple[str, ...]:
    return next((pair for pair in _PAIRS if fact.code in pair), (fact.code,))


def _stands(ticket: Ticket, fact: Fact) -> bool:
    """Whether what the fact changed is still as it left it."""
    field, values = taking_back.field_of(fact), fact.values
    if field == "status":
        return bool(ticket.status.key == values["new"])
    if field == "subject":
        return _former(ticket, fact).became == ticket.subject
    if field == "tags":
        have = set(ticket.ticket_tags.values_list("tag_id", flat=True))
        return have >= set(values["added"]) and have.isdisjoint(values["removed"])
    if field == "follower":
        is_there = bool(ticket.followers.filter(person_id=values["person"]).exists())
        return is_there == (fact.code == "ticket.follower_added")
    if field == "link":
        return (_link(ticket, fact) is not None) == (fact.code == "ticket.linked")
    return bool(value_of(ticket, field) == values["new"])


def _what_came_since(ticket: Ticket, facts: tuple[Fact, ...], fact: Fact) -> str:
    came = taking_back.since(facts, fact)
    if came is not None:
        lines = taking_back.put_back(facts)
        told = history.told(facts, names_around(ticket, facts), ticket.desk_id)
        for entry in told:
            if entry.id == lines.get(came.id, came.id):
                return _("This cannot be taken back any more. Since then: %(what)s.") % {"what": entry.words}
    return _("This cannot be taken back any more: it is not as this change left it.")


def _former(ticket: Ticket, fact: Fact) -> FormerSubject:
    found: FormerSubject | None = ticket.former_subjects.filter(event_id=fact.id).first()
    if found is None:
        raise Invalid(_("The former subject is not known any more. Change it by hand."))
    return found


def _person(pk: int | None) -> Person | None:
    found: Person | None = _there(Person.objects.filter(pk=pk).first() if pk else None, pk)
    return found


def _there(found: Any, pk: object) -> Any:
    """What a field had before; Invalid if there was something which is not there any more."""
    if found is None and pk:
        raise Invalid(_("What was there before is not there any more. Choose something else."))
    return found


def _status(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    key = fact.values["old"]
    former = _there(Status.objects.within(ticket.desk_id).active().filter(key=key).first(), key)
    restore_status(actor=actor, ticket=ticket, to=former)


def _team(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    pk = fact.values["old"]
    former = _there(Team.objects.within(ticket.desk_id).active().filter(pk=pk).first(), pk)
    give_to_team(actor=actor, ticket=ticket, to=former, is_undo=True)


def _requester(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    if _was_never_proven(ticket):
        raise Invalid(_("The former requester’s address was never proven. Choose the requester by hand."))
    former = _person(fact.values["old"])
    if former is None:
        raise Invalid(_("What was there before is not there any more. Choose something else."))
    change_requester(actor=actor, ticket=ticket, to=former)


def _was_never_proven(ticket: Ticket) -> bool:
    about = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)
    began = about.filter(code="ticket.created").values_list("values", flat=True).first() or {}
    return bool(began.get("is_unproven")) and not about.filter(code="ticket.confirmed").exists()


def _organization(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    pk = fact.values["old"]
    change_organization(actor=actor, ticket=ticket, to=_there(Organization.objects.filter(pk=pk).first(), pk))


def _service(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    change_service(actor=actor, ticket=ticket, to=_listed(Service, ticket, fact))


def _location(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    change_location(actor=actor, ticket=ticket, to=_listed(Location, ticket, fact))


def _listed(model: Any, ticket: Ticket, fact: Fact) -> Any:
    """The row of the desk's list that was there before."""
    pk = fact.values["old"]
    return _there(model.objects.within(ticket.desk_id).active().filter(pk=pk).first() if pk else None, pk)


def _tags(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    names = dict(Tag.objects.within(ticket.desk_id).values_list("pk", "name"))
    on = [names[pk] for pk in fact.values["removed"] if pk in names]
    off = [names[pk] for pk in fact.values["added"] if pk in names]
    tag(actor=actor, ticket=ticket, add=on, remove=off)


def _follower(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    person = _there(_person(fact.values["person"]), fact.values["person"])
    again = unfollow if fact.code == "ticket.follower_added" else follow
    again(actor=actor, ticket=ticket, person=person)


def _link(ticket: Ticket, fact: Fact) -> TicketLink | None:
    """The link that the fact tells of, if it is there: it is stored at one of its ends."""
    kind, number = fact.values["kind"], fact.values["number"]
    rows = TicketLink.objects.beyond_walls("the verb judges both ends")
    near = Q(ticket_id=ticket.pk, other__number=number, kind=kind)
    far = Q(other_id=ticket.pk, ticket__number=number, kind=COUNTERPARTS[kind])
    found: TicketLink | None = rows.filter(near | far).first()
    return found


def _relink(actor: Actor, ticket: Ticket, fact: Fact) -> None:
    row = _link(ticket, fact)
    if row is None:
        link_tickets(actor=actor, ticket=ticket, kind=fact.values["kind"], to=fact.values["number"])
    else:
        unlink_tickets(actor=actor, ticket=ticket, link_id=row.pk)


_Undo = Callable[[Actor, Ticket, Fact], Any]

_UNDOES: Mapping[str, _Undo] = {
    "status": _status,
    "team": _team,
    "requester": _requester,
    "organization": _organization,
    "service": _service,
    "location": _location,
    "tags": _tags,
    "follower": _follower,
    "link": _relink,
    "assignee": lambda actor, ticket, fact: assign(actor=actor, ticket=ticket, to=_person(fact.values["old"])),
    "priority": lambda actor, ticket, fact: change_priority(actor=actor, ticket=ticket, to=fact.values["old"]),
    "kind": lambda actor, ticket, fact: change_kind(actor=actor, ticket=ticket, to=fact.values["old"]),
    "affected": lambda actor, ticket, fact: change_affected(actor=actor, ticket=ticket, to=_person(fact.values["old"])),
    "subject": lambda actor, ticket, fact: change_subject(actor=actor, ticket=ticket, to=_former(ticket, fact).was),
}
"""How each field gets its former value back."""
