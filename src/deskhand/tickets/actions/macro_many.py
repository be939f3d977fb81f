"""A macro on several tickets, and one undo for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, Invalid, NotFound
from deskhand.tickets import rows
from deskhand.tickets.actions import macro_undo
from deskhand.tickets.actions.apply_macro import applied
from deskhand.tickets.actions.bulk import BULK_LIMIT, BulkOutcome
from deskhand.tickets.actions.undoable import keep_for_undo
from deskhand.tickets.models import Macro, Ticket


@transaction.atomic
def apply_macro_to_many(*, actor: Actor, numbers: Sequence[int], macro: Macro, undo_seconds: int = 0) -> BulkOutcome:
    """Apply a macro to each ticket of its desk that the actor serves, in ascending number: on each all of it or
    nothing. A ticket that refuses is named with its reason; the others are changed. Raises Invalid, NotFound."""
    actor.need("tickets.bulk", macro.desk_id)
    if len(numbers) > BULK_LIMIT:
        raise Invalid(_("A macro takes at most %(limit)s tickets at once.") % {"limit": BULK_LIMIT})
    tickets = list(Ticket.objects.served_by(actor).filter(number__in=list(numbers), desk_id=macro.desk_id))
    if not tickets:
        raise NotFound
    outcome, before = BulkOutcome(), {}
    for ticket in rows.lock_order(tickets):
        try:
            done = applied(actor=actor, ticket=ticket, macro=macro, undo_seconds=undo_seconds)
        except DeskhandError as refusal:
            outcome.refused[ticket.number] = str(refusal)
            continue
        outcome.changed.append(ticket.number)
        if done.kept:
            before[str(ticket.number)] = done.kept
    outcome.undo_id = keep_for_undo(actor, macro.desk_id, macro_undo.UNDO, before)
    return outcome
