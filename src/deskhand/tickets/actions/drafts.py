"""Drafts kept on the server: one's own, and those that are shared with colleagues."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, DeskhandError, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import access
from deskhand.tickets.bodies import composed
from deskhand.tickets.events_of_waiting import DraftTaken
from deskhand.tickets.models import Attachment, Draft, Held, MessageKind, Ticket

CC_LIMIT = 100
"""Most addresses kept in a draft's copy line."""

BETWEEN = "<p></p>"
"""What parts two texts that became one draft."""


class OtherText(DeskhandError):
    """The draft was saved elsewhere since: ``draft`` holds what stands there now."""

    status = 409
    code = "conflict"

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("You have changed this draft in another window."))
        self.draft = draft


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    ticket: Ticket,
    kind: str,
    html: str,
    cc: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    revision: int | None = None,
    is_shared: bool | None = None,
) -> Draft | None:
    """Keep what the actor is writing. Empty text without files drops the draft and returns None.

    ``revision`` is the one that the writer has seen; if another was saved since, nothing is, and :class:`OtherText`
    says what stands there. ``is_shared`` lets colleagues read it and take it over; None leaves that as it is.
    """
    _need(actor, ticket, kind)
    body = composed(html, may_mention=True)
    draft = _own(actor, ticket, kind)
    if draft is not None and revision is not None and draft.revision != revision and draft.html != body.html:
        raise OtherText(draft)
    if body.is_empty and not attachments:
        drop_draft(actor=actor, ticket=ticket, kind=kind)
        return None
    draft = draft or Draft(ticket=ticket, person=person_of(actor), kind=kind, revision=0)
    draft.html, draft.cc = body.html, [str(one)[:320] for one in cc][:CC_LIMIT]
    draft.is_shared = draft.is_shared if is_shared is None else is_shared
    _save(draft)
    draft.attachments.set(attachments)
    return draft


@transaction.atomic
def drop_draft(*, actor: Actor, ticket: Ticket, kind: str) -> None:
    """Throw the actor's draft away."""
    forget_draft(actor, ticket, kind)


@transaction.atomic
def take_draft(*, actor: Actor, ticket: Ticket, draft: int) -> Draft:
    """Take over what a colleague shares: it is the actor's own from now on, before whatever they have begun to write
    themselves, and the colleague hears of it. Raises NotFound for one that is not there or not shared any more,
    Conflict for one's own."""
    access.served_ticket_for(actor, ticket.number, locked=True)
    rows = Draft.objects.readable_by(actor, ticket).select_for_update(of=("self",))
    found: Draft | None = rows.select_related("ticket").filter(pk=draft).first()
    if found is None:
        raise NotFound
    if found.person_id == actor.person_id:
        raise Conflict(_("This draft is yours already."))
    _need(actor, ticket, found.kind)
    writer, own = found.person_id, _own(actor, ticket, found.kind)
    files = list(found.attachments.all())
    Attachment.objects.within(ticket.desk_id).with_confidential("files of no message yet").filter(
        pk__in=[one.pk for one in files], message=None
    ).update(uploaded_by_id=actor.person_id)
    if own is not None:
        files += list(own.attachments.all())
        found.html, found.cc = _joined(found.html, own.html), [*dict.fromkeys([*found.cc, *own.cc])]
        own.delete()
    found.person_id, found.taken_from, found.is_shared = actor.person_id or 0, writer, False
    _save(found)
    found.attachments.set(files)
    emit(DraftTaken(ticket=ticket.pk, person=writer), actor=actor, desk_id=ticket.desk_id)
    return found


def put_back(held: Held) -> Draft:
    """An answer that does not leave is its author's draft again, before what they have begun to write since. The caller
    holds the row, which goes."""
    own = Draft.objects.within(held.ticket.desk_id).select_for_update(of=("self",))
    draft: Draft | None = own.filter(ticket=held.ticket, person=held.author, kind=MessageKind.REPLY).first()
    draft = draft or Draft(ticket=held.ticket, person=held.author, kind=MessageKind.REPLY, revision=0)
    draft.html, draft.cc = _joined(held.html, draft.html), [*dict.fromkeys([*held.cc, *draft.cc])]
    _save(draft)
    draft.attachments.add(*held.attachments.all())
    held.delete()
    return draft


def forget_draft(actor: Actor, ticket: Ticket, kind: str) -> None:
    """The text was sent or thrown away."""
    if actor.person_id is not None:
        Draft.objects.own_of(actor).filter(ticket=ticket, kind=kind).delete()


def _need(actor: Actor, ticket: Ticket, kind: str) -> None:
    actor.need_on("tickets.reply" if kind == MessageKind.REPLY else "tickets.note", ticket)


def _own(actor: Actor, ticket: Ticket, kind: str) -> Draft | None:
    rows = Draft.objects.own_of(actor).select_for_update(of=("self",))
    found: Draft | None = rows.filter(ticket=ticket, kind=kind).first()
    return found


def _save(draft: Draft) -> None:
    draft.revision += 1
    draft.saved_at = clock.now()
    draft.save()


def _joined(first: str, second: str) -> str:
    return BETWEEN.join(one for one in (first, second) if one)
