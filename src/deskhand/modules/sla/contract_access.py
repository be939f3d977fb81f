"""The gates to agreements, waivers and service reviews. Where the module is off, nothing is there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Q

from deskhand.accounts.models import DeskRole, Organization, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.permissions import ADMIN, AUDITOR, LEAD
from deskhand.modules.sla.models import Agreement, Clock, Document, Waiver
from deskhand.modules.sla.querysets import desks_of
from deskhand.tickets.models import Ticket
from deskhand.tickets.people import organizations_of

_Row = TypeVar("_Row")

CONTRACT_READERS = (LEAD, ADMIN, AUDITOR)
"""Roles that read agreements and reviews, and may own an agreement."""


def agreement_for(actor: Actor, pk: int, *, desk_id: int) -> Agreement:
    """The agreement of that desk, if the actor may read its contracts; else NotFound."""
    found = Agreement.objects.within(_with(actor, "sla.contracts", desk_id))
    row: Agreement | None = found.select_related("organization", "team", "owner").filter(pk=pk).first()
    return _there(row)


def owners_on(desk_id: int, kept: int | None = None) -> Any:
    """People who may answer for a contract of the desk, by name, and the one who does so already."""
    roles = DeskRole.objects.filter(desk_id=desk_id, role__in=CONTRACT_READERS)
    found = Q(is_active=True, pk__in=roles.values("person_id"))
    return Person.objects.filter(found | Q(pk=kept)).order_by("name", "pk")


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
