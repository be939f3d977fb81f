"""Before a ticket is merged into another: which one it can be, and what that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.tickets import access, letters, merged, palette
from deskhand.tickets.actions.merge import need_mergeable
from deskhand.tickets.commands import Where
from deskhand.tickets.models import Attachment, Draft, Held, Message, Ticket
from deskhand.tickets.models.choices import FINISHED

OFFERED = 7
"""Other tickets of the requester that are offered before anything is typed."""


@dataclass(frozen=True)
class Preview:
    """What merging into ``there`` does. ``messages``, ``notes`` and ``files`` are also those of the tickets that come
    ``along``. ``hear`` are the names of those who get its answers; ``others`` those of the
    people on this ticket who do not, unless they shall follow. ``drafts`` wait here unsent, whoever writes them.
    ``refused`` says why it cannot be done."""

    there: Ticket
    messages: int
    notes: int
    files: int
    hear: list[str]
    others: list[str]
    drafts: int
    along: int
    has_ended: bool
    refused: str


def preview(actor: Actor, here: Ticket, number: int) -> Preview:
    """Everything that the agent should know before. Raises NotFound for a ticket that they do not serve."""
    there = access.served_ticket_for(actor, number)
    if there.pk == here.pk:
        raise NotFound
    along = merged.ids_together(here.desk_id, here.pk)
    messages = Message.objects.within(here.desk_id).filter(ticket_id__in=along)
    counted = messages.aggregate(all=Count("pk"), notes=Count("pk", filter=~Q(kind="reply")))
    hear, asking = letters.on_requesters_side(there), letters.on_requesters_side(here)
    known = {one.pk for one in hear}
    drafts = Draft.objects.within(here.desk_id).filter(ticket=here).count()
    return Preview(
        there=there,
        messages=counted["all"],
        notes=counted["notes"],
        files=Attachment.objects.within(here.desk_id).filter(ticket_id__in=along).exclude(message=None).count(),
        hear=[one.name for one in hear],
        others=[one.name for one in asking if one.pk not in known],
        drafts=drafts + Held.objects.within(here.desk_id).filter(ticket=here, is_planned=True).count(),
        along=len(along) - 1,
        has_ended=there.category in FINISHED,
        refused=_refused(here, there),
    )


def _refused(here: Ticket, there: Ticket) -> str:
    try:
        need_mergeable(here, there, follow=False)
    except DeskhandError as refusal:
        return str(refusal)
    return ""


def candidates(actor: Actor, desk: Desk, here: Ticket, typed: str) -> list[dict[str, Any]]:
    """Tickets of the desk that fit what is typed; without anything typed the requester's others, newest first. Each
    with ``number``, ``label``, ``category`` and ``detail``."""
    if typed:
        found = palette.found(Where(actor, desk, None), typed)["tickets"]
    else:
        others = (
            Ticket.objects.served_by(actor).listed().filter(desk=desk, requester_id=here.requester_id, survivor=None)
        )
        rows = others.order_by("-updated_at", "-id").values_list("number", "subject", "category", "requester__name")
        names = ("number", "label", "category", "detail")
        found = [dict(zip(names, row, strict=True)) for row in rows[: OFFERED + 1]]
    return [one for one in found if one["number"] != here.number][:OFFERED]
