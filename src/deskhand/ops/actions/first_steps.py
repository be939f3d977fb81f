"""The list of first steps: put away for good, and taken out again."""

from __future__ import annotations

from django.db import transaction

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.ops.events import FirstStepsShown
from deskhand.ops.models import FirstStepsPutAway


@transaction.atomic
def show_first_steps(*, actor: Actor, desk: Desk, shown: bool) -> None:
    """Show the list to the desk's administrators on the overview, or not any more."""
    actor.need("desks.edit", desk.pk)
    if shown:
        changed, _rows = FirstStepsPutAway.objects.filter(desk=desk).delete()
    else:
        _row, changed = FirstStepsPutAway.objects.get_or_create(desk=desk, defaults={"at": clock.now()})
    if changed:
        emit(FirstStepsShown(desk=desk.pk, is_shown=shown), actor=actor, desk_id=desk.pk)
