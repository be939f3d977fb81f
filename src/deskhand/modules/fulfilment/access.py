"""The gates to plans and runs. Where the module is off, nothing is there."""

from __future__ import annotations

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.fulfilment.models import Plan, Run
from deskhand.modules.fulfilment.querysets import desks_of


def desk_for(actor: Actor, key: str, permission: str = "fulfilment.read") -> Desk:
    """The desk of that key, if the actor may do this there and it has plans; else NotFound."""
    found = Desk.objects.filter(key=key, pk__in=desks_of(actor, permission)).first()
    if found is None:
        raise NotFound
    return found


def plan_for(actor: Actor, pk: int, *, desk_id: int | None = None) -> Plan:
    """The plan, if the actor may read those of its desk; with ``desk_id``, only if it is that desk's."""
    found = Plan.objects.served_by(actor).select_related("desk", "published")
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    row: Plan | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def run_for(actor: Actor, pk: int, *, number: int | None = None, desk_id: int | None = None) -> Run:
    """The run, if the actor serves its ticket; with ``number``, only if it is on that ticket."""
    found = Run.objects.served_by(actor).select_related("version__plan", "ticket", "desk")
    if number is not None:
        found = found.filter(ticket__number=number)
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    row: Run | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row
