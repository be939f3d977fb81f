"""One cause, many reporters, one answer: what is said on a ticket goes on to its children."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.tickets import access, cascading, following
from deskhand.tickets.actions.adding import copies_of_files, readdressed
from deskhand.tickets.actions.reply import answer
from deskhand.tickets.actions.transition import set_status
from deskhand.tickets.bodies import Body
from deskhand.tickets.cascading_events import CascadeRefused, TicketCascaded, ToldWithParent
from deskhand.tickets.models import Attachment, Category, LinkKind, Message, Ticket, TicketLink
from deskhand.tickets.models.choices import FINISHED


@transaction.atomic
def cascade(
    *,
    actor: Actor,
    ticket: Ticket,
    children: Collection[int],
    message: int | None = None,
    resolve: bool = False,
    reason: str = "",
) -> list[int]:
    """Let an answer on the ticket, and with ``resolve`` that it is solved, go on to those of its children whose numbers
    are given. Each gets a message of its own, mailed to its own people from its own desk, in the background and in the
    name of the actor. Gives the numbers: a child that has the answer already, or to which it is on its way, is left
    out. Raises Invalid for what is no child that the actor may answer on, Conflict if none is left."""
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if message is None and not resolve:
        raise Invalid(_("Choose an answer that goes on, or that the children are resolved."))
    if message is not None:
        cascading.answer_of(locked, message)
    found = cascading.chosen(cascading.children_of(actor, locked), children)
    fact = TicketCascaded(
        ticket=locked.pk, cascade=_name(message), message=message, children=len(found), resolve=resolve
    )
    told = _already(locked, message, [one.id for one in found])
    ordered = [one for one in found if one.id not in told and _order(actor, fact, one)]
    if not ordered:
        raise Conflict(_("These children have this answer already, or it is on its way to them."))
    emit(replace(fact, children=len(ordered)), actor=actor, desk_id=locked.desk_id, reason=reason)
    return [one.number for one in ordered]


def _name(message: int | None) -> str:
    """What jobs and facts of one going on share: of an answer always the same, so that no child gets it twice."""
    return secrets.token_hex(8) if message is None else f"m{message}"


def _already(parent: Ticket, message: int | None, children: Collection[int]) -> set[int]:
    """Those of the children that have been told the answer."""
    if message is None:
        return set()
    about = Event.objects.filter(subject_kind="ticket")
    ours = about.filter(subject_id=parent.pk, code=TicketCascaded.code).values_list("values", flat=True)
    names = {one["cascade"] for one in ours if one["message"] == message} | {_name(message)}
    told = about.filter(subject_id__in=children, code=ToldWithParent.code).values_list("subject_id", "values")
    return {child for child, values in told if values["cascade"] in names}


def _order(actor: Actor, fact: TicketCascaded, child: cascading.Child) -> bool:
    """Put the job that tells the child; False if that waits already. It runs in turn with the child's other jobs."""
    from deskhand.tickets.jobs import tell_a_child

    put = tell_a_child.put(
        unique_key=f"cascade:{fact.cascade}:{child.id}",
        ordering_key=f"ticket:{child.id}",
        parent=fact.ticket,
        child=child.id,
        cascade=fact.cascade,
        message=fact.message,
        resolve=fact.resolve,
        person=actor.person_id,
        channel=actor.channel.value,
    )
    return put is not None


@transaction.atomic
def tell_child(
    *, parent: int, child: int, cascade: str, message: int | None, resolve: bool, person: int | None, channel: str
) -> None:
    """Let one child have what :func:`cascade` said. Called by its job; a second time it does nothing."""
    tickets = Ticket.objects.beyond_walls("the job names both tickets").select_related("desk")
    above: Ticket | None = tickets.filter(pk=parent).first()
    number = tickets.filter(pk=child).values_list("number", flat=True).first()
    if above is None or number is None or _was_told(child, cascade):
        return
    who = Person.objects.filter(pk=person, is_active=True).first() if person is not None else None
    actor = actor_for(who, Channel(channel)) if who is not None else SYSTEM
    if person is not None and who is None:
        _refuse(SYSTEM, above, child, cascade, "denied")
        return
    try:
        with transaction.atomic():
            _tell(actor, above, number, cascade, message, resolve)
    except DeskhandError as refusal:
        _refuse(actor, above, child, cascade, _why(refusal))


def _tell(actor: Actor, above: Ticket, number: int, cascade: str, message: int | None, resolve: bool) -> None:
    here = access.served_ticket_for(actor, number, locked=True)
    actor.need_on("tickets.reply", here)
    links = TicketLink.objects.within(above.desk_id).filter(ticket=above, other=here, kind=LinkKind.PARENT_OF)
    if here.deleted_at is not None or here.is_spam or not links.exists():
        raise Conflict(_("This is no child of that ticket any more."))
    said = _answered(actor, above, here, message) if message is not None else None
    is_resolved = _resolved(actor, above, here, cascade) if resolve else False
    fact = ToldWithParent(
        ticket=here.pk,
        cascade=cascade,
        number=above.number if above.desk_id == here.desk_id else None,
        message=said,
        resolved=is_resolved,
    )
    emit(fact, actor=actor, desk_id=here.desk_id)


def _answered(actor: Actor, above: Ticket, here: Ticket, message: int) -> int | None:
    """The child's own message with the words and files of the parent's; None if that is not there any more."""
    said: Message | None = Message.objects.within(above.desk_id).filter(pk=message, ticket=above).first()
    if said is None:
        raise Conflict(_("The answer does not stand on that ticket any more."))
    files, keys = copies_of_files(said, here)
    for one in files:
        one.desk_id = here.desk_id
    Attachment.objects.bulk_create(files)
    body = Body(readdressed(said.html, keys), said.text)
    return answer(actor, here, body, attachments=files).pk


def _resolved(actor: Actor, above: Ticket, here: Ticket, cascade: str) -> bool:
    """Whether the child is resolved now. Where it cannot be, its parent's history says so; the answer has gone out."""
    if here.category in FINISHED:
        return False
    to = following.in_category(here.status, Category.RESOLVED)
    try:
        if to is None:
            raise Conflict(_("The desk has no status for this."))
        with transaction.atomic():
            changed = set_status(actor=actor, ticket=here, to=to)
    except DeskhandError:
        _refuse(actor, above, here.pk, cascade, "status")
        return False
    return changed.category == Category.RESOLVED


def _refuse(actor: Actor, above: Ticket, child: int, cascade: str, because: str) -> None:
    near = Ticket.objects.within(above.desk_id).filter(pk=child).values_list("number", flat=True).first()
    fact = CascadeRefused(ticket=above.pk, cascade=cascade, number=near, because=because)
    emit(fact, actor=actor, desk_id=above.desk_id)


def _was_told(child: int, cascade: str) -> bool:
    rows = Event.objects.filter(subject_kind="ticket", subject_id=child, code=ToldWithParent.code)
    values: Collection[Mapping[str, Any]] = list(rows.values_list("values", flat=True))
    return any(one.get("cascade") == cascade for one in values)


def _why(refusal: DeskhandError) -> str:
    return {403: "denied", 404: "denied", 409: "gone"}.get(refusal.status, "refused")
