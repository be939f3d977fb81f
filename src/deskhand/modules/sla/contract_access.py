"""The gates to agreements, waivers and service reviews. Where the module is off, nothing is there."""

from __future__ import annotations

from typing import TypeVar

from deskhand.accounts.models import Organization
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla.models import Agreement, Clock, Document, Waiver
from deskhand.modules.sla.querysets import desks_of
from deskhand.tickets.models import Ticket
from deskhand.tickets.people import organizations_of

_Row = TypeVar("_Row")


def agreement_for(actor: Actor, pk: int, *, desk_id: int) -> Agreement:
    """The agreement of that desk, if the actor may read its contracts; else NotFound."""
    found = Agreement.objects.within(_with(actor, "sla.contracts", desk_id)).select_related("organization", "team")
    row: Agreement | None = found.filter(pk=pk).first()
    return _there(row)


def document_for(actor: Actor, pk: int, *, desk_id: int) -> Document:
    """A document of an agreement of that desk; else NotFound. One that was removed is there to be restored."""
    found = Document.objects.within(_with(actor, "sla.contracts", desk_id)).select_related("agreement", "blob")
    row: Document | None = found.filter(pk=pk).first()
    return _there(row)


def waiver_for(actor: Actor, pk: int, *, desk_id: int | None = None, ticket: Ticket | None = None) -> Waiver:
    """A request to excuse a promise, of a ticket that the actor serves or audits; else NotFound."""
    found = Waiver.objects.served_by(actor).select_related("ticket", "asked_by", "decided_by")
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    if ticket is not None:
        found = found.filter(ticket=ticket)
    row: Waiver | None = found.filter(pk=pk).first()
    return _there(row)


def clock_for(actor: Actor, ticket: Ticket, pk: int) -> Clock:
    """A clock of the ticket, if the actor serves or audits it; else NotFound."""
    found = Clock.objects.served_by(actor).select_related("ticket", "version")
    row: Clock | None = found.filter(ticket=ticket, pk=pk).first()
    return _there(row)


def reviewed_for(actor: Actor, pk: int, *, desk_id: int) -> Organization:
    """An organization whose reviews on that desk the actor may read; else NotFound."""
    row: Organization | None = organizations_of(_with(actor, "sla.contracts", desk_id)).filter(pk=pk).first()
    return _there(row)


def _with(actor: Actor, permission: str, desk_id: int) -> list[int]:
    return [desk_id] if desk_id in desks_of(actor, permission) else []


def _there(found: _Row | None) -> _Row:
    if found is None:
        raise NotFound
    return found
