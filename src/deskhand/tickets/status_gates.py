"""What a ticket must have before it may get a status: asked of everybody who chooses one, at every door.

Core features and modules put their questions into the slot ``status_gate``. Consequences (a requester's answer, the
days of silence, the undo of a change) and what the system does itself are not held up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.models import Status, Ticket


@dataclass(frozen=True)
class Missing:
    """One thing that is missing. ``code`` names it to programs (``assignee``, ``fields.cost_centre``), ``words`` is a
    whole sentence that says what to do, ``where`` an address at which that can be done, if there is one."""

    code: str
    words: str
    where: str = ""


def missing(actor: Actor, ticket: Ticket, to: Status) -> list[Missing]:
    """All that the ticket lacks for a status, in the order of the slot; nothing if it has it already, and for the
    system."""
    if actor.is_system or ticket.status_id == to.pk:
        return []
    found: list[Missing] = []
    for gate in slots.items("status_gate", desk_id=ticket.desk_id):
        found += gate(actor, ticket, to)
    return found


def need_all(actor: Actor, ticket: Ticket, to: Status, *, given: Collection[str] = ()) -> None:
    """Raise Invalid that names each thing that is missing, by code in its ``fields``. ``given`` are codes of what comes
    with the status."""
    lacks = [one for one in missing(actor, ticket, to) if one.code not in given]
    if lacks:
        raise Invalid(refusal(to, lacks), {one.code: one.words for one in lacks})


def refusal(to: Status, lacks: Iterable[Missing]) -> str:
    """One sentence for each thing that is missing."""
    first = _("“%(status)s” needs something first.") % {"status": to.label}
    return " ".join([first, *(one.words for one in lacks)])
