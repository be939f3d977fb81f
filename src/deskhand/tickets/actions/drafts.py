"""Drafts kept on the server."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Attachment, Draft, MessageKind, Ticket

CC_LIMIT = 100
"""Most addresses kept in a draft's copy line."""


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    ticket: Ticket,
    kind: str,
    html: str,
    cc: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> Draft | None:
    """Keep what the actor is writing. Empty text without files drops the draft and returns None."""
    actor.need("tickets.reply" if kind == MessageKind.REPLY else "tickets.note", ticket.desk_id)
    body = composed(html)
    if body.is_empty and not attachments:
        drop_draft(actor=actor, ticket=ticket, kind=kind)
        return None
    draft: Draft
    draft, _made = Draft.objects.own_of(actor).update_or_create(
        ticket=ticket,
        person_id=actor.person_id,
        kind=kind,
        defaults={"html": body.html, "cc": [str(one)[:320] for one in cc][:CC_LIMIT], "saved_at": clock.now()},
    )
    draft.attachments.set(attachments)
    return draft


@transaction.atomic
def drop_draft(*, actor: Actor, ticket: Ticket, kind: str) -> None:
    """Throw the actor's draft away."""
    forget_draft(actor, ticket, kind)


def forget_draft(actor: Actor, ticket: Ticket, kind: str) -> None:
    """The text was sent or thrown away."""
    if actor.person_id is not None:
        Draft.objects.own_of(actor).filter(ticket=ticket, kind=kind).delete()
