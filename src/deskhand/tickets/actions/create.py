"""Opening a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, Location, Person, Team
from deskhand.kernel import bulk, clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access, confiding, lists, new_parts, rows
from deskhand.tickets.actions.people import need_serves
from deskhand.tickets.actions.tag import put_tags
from deskhand.tickets.bodies import Body, needed
from deskhand.tickets.confiding import Readers
from deskhand.tickets.events import FollowerAdded, MarkedSpam, TicketCreated
from deskhand.tickets.models import (
    KIND_WORDS,
    Attachment,
    Category,
    Follower,
    Kind,
    Message,
    MessageKind,
    Priority,
    Service,
    Ticket,
)
from deskhand.tickets.models.ticket import SUBJECT_LIMIT


@dataclass(frozen=True, kw_only=True)
class NewTicket:
    """What a ticket is opened with. ``channel`` is where the request came from when it is not the actor's own door (an
    agent who enters a phone call). ``side`` says who wrote the first message. ``is_spam``: it lies among the spam from
    the start. ``is_held``: its first message is not written yet, but waits (:func:`open_with_held_answer`).
    ``mentioned`` follow because of a note (as :class:`Follower` says). ``parts``: answers to what modules ask for, by
    their codes; None where nobody was asked. Without a ``location`` it is for the one that is written at whoever is
    affected, else at the requester, if the desk has it."""

    desk: Desk
    subject: str
    body: Body
    requester: Person
    kind: str = Kind.INCIDENT
    priority: int = Priority.NORMAL
    team: Team | None = None
    assignee: Person | None = None
    affected: Person | None = None
    service: Service | None = None
    location: Location | None = None
    followers: Sequence[Person] = ()
    mentioned: Sequence[Person] = ()
    tags: Sequence[str] = ()
    attachments: Sequence[Attachment] = ()
    channel: Channel | None = None
    message_kind: MessageKind = MessageKind.REPLY
    side: str = "requester"
    is_resolved: bool = False
    is_unproven: bool = False
    may_answer: bool = True
    is_spam: bool = False
    is_held: bool = False
    claims_number: int | None = None
    follows_up: Ticket | None = None
    comes_of: Ticket | None = None
    message_id: str = ""
    inbound_id: int | None = None
    shown_to: Sequence[str] = field(default=())
    shown_cc: Sequence[str] = field(default=())
    remarks: Sequence[str] = field(default=())
    parts: Mapping[str, Any] | None = None


@transaction.atomic
def create(*, actor: Actor, new: NewTicket, confidential: Readers | None = None) -> Ticket:
    """Open a ticket with its first message. Staff may do it for anybody; others for themselves where the desk lets
    them. ``confidential``: it is born behind the curtain, for these readers; what follows up or comes of a
    confidential one always is, for those of that one. Raises Denied, or Invalid with the fields that are
    wrong."""
    _need_may_create(actor, new)
    confidential = _readers(new, confidential)
    subject = _subject(new)
    needed(new.body, has_files=bool(new.attachments))
    _check_fields(new)
    at = clock.now()
    ticket = _insert(actor, new, subject, at, is_confidential=confidential is not None)
    if confidential is not None:
        confiding.write_list(ticket, confidential, person_of(actor))
    message = None if new.is_held else _first_message(actor, ticket, new, at)
    put_tags(ticket, new.tags)
    if message is not None:
        bulk.update_one(ticket, rows.heard(ticket, message))
    emit(_fact(ticket, message, new), actor=actor, desk_id=ticket.desk_id)
    if ticket.is_spam:
        emit(MarkedSpam(ticket=ticket.pk, blocked=False), actor=SYSTEM, desk_id=ticket.desk_id)
    _add_followers(actor, ticket, new.followers)
    _add_followers(actor, ticket, new.mentioned, by_mention=True)
    new_parts.take(actor, ticket, new.parts)
    return ticket


def follow_up(
    *, actor: Actor, ticket: Ticket, body: Body, attachments: Sequence[Attachment] = (), **more: object
) -> Ticket:
    """A new ticket linked to one that has ended, with the same subject, team and people."""
    following = list(ticket.followers.select_related("person"))
    new = NewTicket(
        desk=ticket.desk,
        subject=ticket.subject,
        body=body,
        requester=ticket.requester,
        kind=ticket.kind,
        priority=ticket.priority,
        team=ticket.team,
        affected=ticket.affected,
        service=ticket.service if ticket.service is not None and ticket.service.is_active else None,
        location=ticket.location if ticket.location is not None and ticket.location.is_active else None,
        followers=[one.person for one in following if not one.by_mention],
        mentioned=[one.person for one in following if one.by_mention],
        attachments=attachments,
        follows_up=ticket,
    )
    return create(actor=actor, new=replace(new, **more))  # type: ignore[arg-type]


def _need_may_create(actor: Actor, new: NewTicket) -> None:
    if actor.may("tickets.create", new.desk.pk):
        return
    if not actor.may_write:
        raise Denied(_("This token may only read. Make one with the scope “write”."))
    old = new.follows_up
    continues = old is not None and access.may_answer(actor, old)
    if not continues and (actor.person_id != new.requester.pk or not access.may_open_on(actor, new.desk)):
        raise Denied(_("You cannot open a request on this desk. Ask its people to invite you."))


def _subject(new: NewTicket) -> str:
    subject = " ".join(new.subject.split())
    if not subject:
        raise Invalid(_("A subject is missing."), {"subject": _("Say in a few words what it is about.")})
    if len(subject) > SUBJECT_LIMIT:
        words = _("At most %(limit)s characters; put the rest into the text.") % {"limit": SUBJECT_LIMIT}
        raise Invalid(_("The subject is too long."), {"subject": words})
    return subject


def _check_fields(new: NewTicket) -> None:
    wrong = {}
    if new.kind not in KIND_WORDS and not _is_task(new):
        wrong["kind"] = _("One of: %(words)s.") % {"words": ", ".join(KIND_WORDS)}
    if new.priority not in Priority.values:
        wrong["priority"] = _("One of: low, normal, high, urgent.")
    if new.team is not None and new.team.desk_id != new.desk.pk:
        wrong["team"] = _("This team belongs to another desk.")
    for name, row in (("service", new.service), ("location", new.location)):
        if row is not None and (row.desk_id != new.desk.pk or not row.is_active):
            wrong[name] = _("The desk does not have this any more. Choose again.")
    if wrong:
        raise Invalid(_("The ticket cannot be opened like this."), wrong)
    if new.assignee is not None:
        need_serves(new.assignee, new.desk.pk)


def _is_task(new: NewTicket) -> bool:
    """A task is work for the desk: its first words are a note, and nobody is answered."""
    return new.kind == Kind.TASK and new.message_kind == MessageKind.NOTE and not new.may_answer


def _readers(new: NewTicket, wished: Readers | None) -> Readers | None:
    """Who may know of the ticket if it is confidential, checked."""
    source = new.follows_up or new.comes_of
    if wished is None and source is not None and source.is_confidential:
        if new.desk.pk != source.desk_id:
            raise Invalid(_("What is confidential cannot go on at another desk."), {"desk": _("Choose its own desk.")})
        wished = confiding.inherited(source)
    if wished is None or wished.is_inherited:
        return wished
    confiding.need_fit(new.desk.pk, wished)
    if new.assignee is not None and new.assignee.pk not in {one.pk for one in wished.readers}:
        words = _("%(person)s is not among those who may read this.") % {"person": new.assignee.name}
        raise Invalid(words, {"assignee": words})
    return wished


def _insert(actor: Actor, new: NewTicket, subject: str, at: datetime, *, is_confidential: bool) -> Ticket:
    category = Category.OPEN if new.assignee else Category.NEW
    if new.is_resolved:
        category = Category.RESOLVED
    ticket = Ticket(
        number=rows.next_number(),
        desk=new.desk,
        subject=subject,
        kind=new.kind,
        status=rows.default_status(new.desk, category),
        category=category,
        priority=new.priority,
        requester=new.requester,
        affected=new.affected,
        organization_id=new.requester.organization_id,
        service=new.service,
        location=new.location or lists.location_of(new.desk.pk, (new.affected, new.requester)),
        team=new.team,
        assignee=new.assignee,
        channel=(new.channel or actor.channel).value,
        created_at=at,
        updated_at=at,
        last_message_at=at,
        public_at=at,
        resolved_at=at if new.is_resolved else None,
        last_side=new.side,
        follows_up=new.follows_up,
        claims_number=new.claims_number,
        is_unproven=new.is_unproven,
        is_spam=new.is_spam,
        is_confidential=is_confidential,
    )
    bulk.insert_one(ticket)
    return ticket


def _first_message(actor: Actor, ticket: Ticket, new: NewTicket, at: datetime) -> Message:
    is_their_own = new.side == "requester" and new.message_kind == MessageKind.REPLY
    # A follow-up belongs to the first ticket's requester, but a follower may have written it.
    is_continued = new.follows_up is not None and not actor.may("tickets.create", new.desk.pk)
    author = new.requester if is_their_own and not is_continued else person_of(actor)
    return rows.add_message(
        actor=actor,
        ticket=ticket,
        body=new.body,
        kind=new.message_kind,
        side=new.side,
        author=author,
        attachments=new.attachments,
        at=at,
        channel=new.channel,
        message_id=new.message_id,
        inbound_id=new.inbound_id,
        shown_to=new.shown_to,
        shown_cc=new.shown_cc,
        remarks=new.remarks,
    )


def _fact(ticket: Ticket, message: Message | None, new: NewTicket) -> TicketCreated:
    return TicketCreated(
        ticket=ticket.pk,
        message=message.pk if message is not None else None,
        requester=ticket.requester_id,
        kind=ticket.kind,
        status=ticket.status.key,
        priority=ticket.priority,
        team=ticket.team_id,
        assignee=ticket.assignee_id,
        is_unproven=ticket.is_unproven,
        follows_up=ticket.follows_up_id,
        may_answer=new.may_answer and not ticket.is_spam,
        service=ticket.service_id,
        location=ticket.location_id,
        side=new.side,
        is_internal=new.message_kind != MessageKind.REPLY,
        is_location_chosen=new.location is not None,
    )


def _add_followers(actor: Actor, ticket: Ticket, people: Sequence[Person], *, by_mention: bool = False) -> None:
    kept_out = confiding.kept_out(ticket, [one.pk for one in people])
    for person in people:
        if person.pk == ticket.requester_id or person.pk in kept_out:
            continue
        _row, made = Follower.objects.beyond_walls("within the ticket").get_or_create(
            ticket=ticket, person=person, defaults={"since": ticket.created_at, "by_mention": by_mention}
        )
        if made:
            emit(FollowerAdded(ticket=ticket.pk, person=person.pk), actor=actor, desk_id=ticket.desk_id)
