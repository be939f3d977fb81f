"""Moving a ticket to another desk. What goes along and who loses sight of it: docs/decisions/0016-moving-tickets.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Location, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.mail.actions import rehome_letters
from deskhand.notify.actions import rehome_notifications
from deskhand.tickets import access, confiding, handing_list, merged, rows
from deskhand.tickets.actions.departing import send_waiting
from deskhand.tickets.actions.hand_list import hand_list
from deskhand.tickets.actions.keep_notes import keep_notes, notes_back
from deskhand.tickets.actions.people import serves
from deskhand.tickets.actions.tag import put_tags
from deskhand.tickets.confiding import Readers
from deskhand.tickets.events import FollowerRemoved, TicketLeft, TicketMoved
from deskhand.tickets.keeping import newest_split
from deskhand.tickets.models import Attachment, Draft, Follower, Held, Service, Status, Tag, Ticket
from deskhand.tickets.moving import losing_followers, may_move_to, readers_of

Snapshot = dict[str, Any]


@transaction.atomic
def move(
    *,
    actor: Actor,
    ticket: Ticket,
    to: Desk,
    keep: Collection[int] | None = (),
    readers: Collection[int] = (),
    reason: str = "",
) -> Ticket:
    """Move the ticket to another desk: number, conversation, notes, files, requester and history go along; team,
    assignee, service and location do not, and those who follow as staff of the old desk alone read along no more. The
    notes of ``keep`` (ids; None: all of them) stay with their files, on a ticket of the old desk. The target is a desk
    that the actor serves, or a listed one on which they may open tickets; any other does not exist: NotFound. A
    confidential one goes to a desk that they serve alone, where ``readers`` (ids) may read it."""
    actor.need_on("tickets.move", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if to.pk == locked.desk_id:
        return locked
    if not may_move_to(actor, to):
        raise NotFound
    if locked.deleted_at is not None or locked.is_spam:
        raise Invalid(_("What is in the bin or spam cannot be moved: restore it first."))
    merged.need_alone(locked)
    chosen = handing_list.chosen(actor, locked, to, readers)
    keep_notes(actor, locked, keep)
    team = to.form_team if to.form_team is not None and to.form_team.is_active else None
    left, status = locked.desk_id, _same_status(locked.status, to)
    moved = _rehome(actor, locked, to, status=status, team=team, assignee=None, reason=reason)
    if chosen is not None:
        hand_list(actor, moved, chosen, left=left)
    return moved


def snapshot(ticket: Ticket) -> Snapshot:
    """What an undo puts back, and by what it notices that somebody worked on the ticket since."""
    return {
        "desk": ticket.desk_id,
        "status": ticket.status_id,
        "team": ticket.team_id,
        "assignee": ticket.assignee_id,
        "service": ticket.service_id,
        "location": ticket.location_id,
        "followers": sorted(ticket.followers.values_list("person_id", flat=True)),
        "mentioned": sorted(ticket.followers.filter(by_mention=True).values_list("person_id", flat=True)),
        "version": ticket.version,
        "inside": ticket.messages.exclude(side="requester").count(),
        "split": newest_split(ticket),
        "readers": _readers(ticket),
        "tags": sorted(ticket.tags.values_list("name", flat=True)) if ticket.is_confidential else None,
    }


@transaction.atomic
def move_back(*, actor: Actor, number: int, was: Mapping[str, Any], then: Mapping[str, Any]) -> Ticket:
    """The undo by whoever moved it, although they may not see it any more. Once somebody there has written or changed
    anything it is theirs: their words must not come back with it. Raises Invalid then, and Conflict once others
    are merged into it there."""
    found = Ticket.objects.beyond_walls("one's own undo").select_related("desk", "status")
    ticket: Ticket | None = found.select_for_update(of=("self",)).filter(number=number).first()
    if ticket is None:
        raise NotFound
    now = snapshot(ticket)
    if any(now[name] != then.get(name) for name in ("desk", "version", "inside", "readers")):
        raise Invalid(_("Somebody has worked on this ticket since: ask them to hand it back."))
    merged.need_alone(ticket)
    home = Desk.objects.get(pk=was["desk"])
    actor.need("tickets.move", home.pk)
    listed = handing_list.former(ticket, home, was["readers"]) if ticket.is_confidential else None
    moved = _rehome(
        actor,
        ticket,
        home,
        status=Status.objects.within(home).get(pk=was["status"]),
        team=Team.objects.within(home).filter(pk=was["team"]).first(),
        assignee=_still_serving(was["assignee"], home, listed),
        service=Service.objects.within(home).active().filter(pk=was.get("service")).first(),
        location=Location.objects.within(home).active().filter(pk=was.get("location")).first(),
        is_undo=True,
    )
    if listed is not None:
        put_tags(moved, was["tags"] or ())
        hand_list(actor, moved, listed, left=then["desk"])
    _put_followers_back(moved, was["followers"], mentioned=was.get("mentioned", ()))
    if then.get("split") != was.get("split"):
        notes_back(actor, moved, then["split"])
    return moved


def _readers(ticket: Ticket) -> list[int] | None:
    """Who of the desk may read it, if it is confidential."""
    return sorted(one.pk for one in confiding.of_ticket(ticket).readers) if ticket.is_confidential else None


def _still_serving(person_id: int | None, desk: Desk, listed: Readers | None) -> Person | None:
    """The former assignee, unless they have left the desk meanwhile: nobody holds a ticket that they do not see."""
    person = Person.objects.filter(pk=person_id or 0).first()
    if listed is not None and person not in listed.readers:
        return None
    return person if person is not None and serves(person, desk.pk) else None


def _rehome(
    actor: Actor,
    ticket: Ticket,
    to: Desk,
    *,
    status: Status,
    team: Team | None,
    assignee: Person | None,
    service: Service | None = None,
    location: Location | None = None,
    reason: str = "",
    is_undo: bool = False,
) -> Ticket:
    _settle(ticket)
    old = ticket.desk
    fact = TicketMoved(
        ticket=ticket.pk,
        old_desk=old.pk,
        new_desk=to.pk,
        new_status=status.key,
        team=team.pk if team else None,
        service=service.pk if service else None,
        location=location.pk if location else None,
        is_undo=is_undo,
    )
    left = _left(ticket, to)
    tags = _tags_along(ticket, to)
    _let_followers_go(actor, ticket, to)
    ticket.desk, ticket.status, ticket.team, ticket.assignee = to, status, team, assignee
    ticket.service, ticket.location = service, location
    fields = ("desk", "status", "team", "assignee", "service", "location")
    ticket.save(update_fields=rows.touched(ticket, clock.now(), *fields))
    ticket.ticket_tags.all().delete()
    put_tags(ticket, tags)
    Attachment.objects.within(old).filter(ticket=ticket).update(desk_id=to.pk)
    rehome_letters(ticket_number=ticket.number, desk_id=to.pk)
    rehome_notifications(ticket_number=ticket.number, desk_id=to.pk)
    emit(left, actor=actor, desk_id=old.pk, reason=reason)
    emit(fact, actor=actor, desk_id=to.pk, reason=reason)
    return ticket


def _left(ticket: Ticket, to: Desk) -> TicketLeft:
    return TicketLeft(
        ticket=ticket.pk,
        new_desk=to.pk,
        old_team=ticket.team_id,
        old_assignee=ticket.assignee_id,
        old_status=ticket.status.key,
        old_service=ticket.service_id,
        old_location=ticket.location_id,
    )


def _tags_along(ticket: Ticket, to: Desk) -> list[str]:
    """All its tags; of a confidential one those that the other desk has already: a new word in the desk's list would
    tell everybody there of it."""
    names = list(ticket.tags.values_list("name", flat=True))
    if not ticket.is_confidential:
        return names
    return list(Tag.objects.within(to).filter(name__in=names).values_list("name", flat=True))


def _settle(ticket: Ticket) -> None:
    """What was sent leaves, what is shared is the colleagues' here alone. A planned answer is in the name of the desk
    that it was written on, and its author may not see the other one: Invalid."""
    send_waiting(ticket)
    Draft.objects.within(ticket.desk_id).filter(ticket=ticket).update(is_shared=False)
    held = Held.objects.within(ticket.desk_id).filter(ticket=ticket).select_related("author").first()
    if held is not None:
        words = _("An answer of %(name)s is planned on this ticket. Send or cancel it first, then move the ticket.")
        raise Invalid(words % {"name": held.author.name})


def _same_status(status: Status, to: Desk) -> Status:
    """The target's status of the same key if it means the same there, else the default one of the category."""
    found = Status.objects.within(to).filter(key=status.key, category=status.category, is_active=True).first()
    return found or rows.default_status(to, status.category)


def _let_followers_go(actor: Actor, ticket: Ticket, to: Desk) -> None:
    for person_id in losing_followers(ticket, to):
        ticket.followers.filter(person_id=person_id).delete()
        emit(FollowerRemoved(ticket=ticket.pk, person=person_id), actor=actor, desk_id=ticket.desk_id)


def _put_followers_back(ticket: Ticket, people: Collection[int], *, mentioned: Collection[int]) -> None:
    """Those whom the move let go: whoever has no role here any more would read along on the portal for ever."""
    gone = set(people) - set(ticket.followers.values_list("person_id", flat=True))
    still = Person.objects.filter(pk__in=gone & readers_of(ticket.desk), is_active=True)
    Follower.objects.bulk_create(
        [Follower(ticket=ticket, person=one, since=clock.now(), by_mention=one.pk in mentioned) for one in still]
    )
