"""Who hears of new tickets that no team has."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from deskhand.accounts.events import HearingChanged
from deskhand.accounts.models import Desk, DeskRole
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.kernel.permissions import STAFF


@transaction.atomic
def set_hearing(*, actor: Actor, desk: Desk, people: Collection[int]) -> None:
    """Exactly these people (ids; those who do not serve the desk are passed over) hear of new tickets without a team,
    by the channels that they chose themselves."""
    actor.need("desks.edit", desk.pk)
    changed: dict[int, bool] = {}
    for role in DeskRole.objects.select_for_update(of=("self",)).filter(desk=desk, role__in=STAFF):
        hears = role.person_id in people
        if role.hears_of_new != hears:
            role.hears_of_new = hears
            role.save(update_fields=["hears_of_new"])
            changed[role.person_id] = hears
    for person, hears in changed.items():
        emit(HearingChanged(desk=desk.pk, person=person, hears=hears), actor=actor, desk_id=desk.pk)
