"""The gates to policies. Where the module is off, nothing is there."""

from __future__ import annotations

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla.models import Policy


def policy_for(actor: Actor, pk: int, *, desk_id: int) -> Policy:
    """The policy of that desk, if the actor may read its service levels; else NotFound."""
    found: Policy | None = Policy.objects.served_by(actor).filter(pk=pk, desk_id=desk_id).first()
    if found is None:
        raise NotFound
    return found
