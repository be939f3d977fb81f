"""Handing over the open tickets of somebody who leaves a desk, or the house."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.tickets.actions.bulk import BULK_LIMIT, UNDO_FOR, BulkOutcome, change_many, undo
from deskhand.tickets.actions.people import need_serves
from deskhand.tickets.models import HandOver, Ticket


@transaction.atomic
def hand_over(*, actor: Actor, desk: Desk, person: Person, to: Person | Team | None) -> tuple[HandOver, BulkOutcome]:
    """Give every unfinished ticket that the person holds on the desk to somebody else, to a team, or to nobody (its
    team keeps it): at most ``BULK_LIMIT`` at once, oldest first. Tickets that refuse are named in the outcome. Raises
    Invalid if there is nothing, or nobody who could take it."""
    actor.need("desks.roles", desk.pk)
    numbers = list(held_by(desk, person).order_by("number").values_list("number", flat=True)[:BULK_LIMIT])
    if not numbers:
        raise Invalid(_("There is nothing to hand over."))
    if isinstance(to, Person):
        if to.pk == person.pk:
            raise Invalid(_("Choose somebody else."), {"to": _("Choose somebody else.")})
        need_serves(to, desk.pk)
    outcome, undos = _given(actor, numbers, to)
    row: HandOver = HandOver.objects.create(
        desk=desk,
        person=person,
        by_id=actor.person_id,
        to_person=to if isinstance(to, Person) else None,
        to_team=to if isinstance(to, Team) else None,
        made_at=clock.now(),
        count=len(outcome.changed),
        undos=undos,
    )
    return row, outcome


@transaction.atomic
def undo_hand_over(*, actor: Actor, desk: Desk, hand_over_id: int) -> BulkOutcome:
    """Take one's own hand-over back within a day. A ticket that somebody changed again since stays as it is and is
    named. Raises NotFound if there is nothing (any more) to take back."""
    actor.need("desks.roles", desk.pk)
    found = HandOver.objects.within(desk).select_for_update(of=("self",)).filter(pk=hand_over_id, undone_at=None)
    row: HandOver | None = found.filter(by_id=actor.person_id, made_at__gte=clock.now() - UNDO_FOR).first()
    if row is None:
        raise NotFound(_("There is nothing to undo: it was undone already, or it was too long ago."))
    whole = BulkOutcome()
    for undo_id in reversed(row.undos):
        part = undo(actor=actor, undo_id=undo_id)
        whole.changed, whole.refused = sorted({*whole.changed, *part.changed}), whole.refused | part.refused
    if not whole.changed and whole.refused:
        raise Denied(next(iter(whole.refused.values())))
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    return whole


def held_by(desk: Desk, person: Person) -> Any:
    """The unfinished tickets of the desk that the person holds."""
    return Ticket.objects.within(desk).listed().unfinished().filter(assignee=person)


def _given(actor: Actor, numbers: list[int], to: Person | Team | None) -> tuple[BulkOutcome, list[int]]:
    """For a team: first from the person, then to the team, so that undoing both puts everything back."""
    first = change_many(actor=actor, numbers=numbers, verb="assign", value=to if isinstance(to, Person) else None)
    outcomes = [first]
    if isinstance(to, Team) and first.changed:
        outcomes.append(change_many(actor=actor, numbers=first.changed, verb="team", value=to))
        first.refused |= outcomes[1].refused
    return first, [one.undo_id for one in outcomes if one.undo_id is not None]
