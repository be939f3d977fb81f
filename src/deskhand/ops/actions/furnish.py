"""What a new desk begins with besides what every desk has: statuses as on another desk, and teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from deskhand.accounts.actions import save_team
from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, DeskRole, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.permissions import STAFF
from deskhand.tickets.actions import save_status
from deskhand.tickets.models import Status


@transaction.atomic
def furnish(*, actor: Actor, desk: Desk, statuses_from: Desk | None = None, teams: Sequence[str] = ()) -> None:
    """Copy the statuses of a desk that the actor administers, too (names, words for requesters; what is there under
    the same name stays), and make teams with these names. Whoever does it is a member if they serve the desk."""
    actor.need("desks.edit", desk.pk)
    if statuses_from is not None:
        if not actor.may("tickets.statuses", statuses_from.pk):
            raise NotFound
        _copy_statuses(actor, desk, statuses_from)
    me = person_of(actor)
    serves = me is not None and DeskRole.objects.filter(desk=desk, person=me, role__in=STAFF).exists()
    have = {name.casefold() for name in Team.objects.within(desk).values_list("name", flat=True)}
    for name in dict.fromkeys(" ".join(one.split()) for one in teams):
        if name and name.casefold() not in have:
            save_team(actor=actor, desk=desk, name=name, members=[me] if me is not None and serves else [])


def _copy_statuses(actor: Actor, desk: Desk, source: Desk) -> None:
    own = list(Status.objects.within(desk))
    defaults = {one.category: one for one in own if one.is_default}
    names = {(one.category, one.name) for one in own}
    copies: dict[str, Status] = {}
    sources = list(Status.objects.within(source).active().order_by("position", "pk"))
    for one in sources:
        told: dict[str, Any] = {"name": one.name, "category": one.category, "requester_name": one.requester_name}
        told |= {"pauses": one.pauses, "needs": one.needs}
        if one.is_default:
            copies[one.key] = save_status(actor=actor, desk=desk, status=defaults[one.category], **told)
        elif (one.category, one.name) not in names:
            copies[one.key] = save_status(actor=actor, desk=desk, **told)
    for one in sources:
        following = [copies[key].key for key in one.next_keys if key in copies]
        if one.key in copies and following:
            row = copies[one.key]
            given: dict[str, Any] = {"name": row.name, "category": row.category, "requester_name": row.requester_name}
            save_status(actor=actor, desk=desk, status=row, next_keys=following, **given)
