"""``is:asking``: tickets for which another desk was asked for something that is not done yet. Nobody is told of tickets
of desks that they do not serve."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from deskhand.kernel.query import Env, Flag
from deskhand.tickets.models import DeskRequest
from deskhand.tickets.models.choices import UNFINISHED
from deskhand.tickets.querysets import staff_desks


def _waiting() -> Any:
    rows = DeskRequest.objects.beyond_walls("joined to tickets of desks that the asker serves").in_force()
    return rows.filter(asked__category__in=UNFINISHED, asked__deleted_at=None, asked__is_spam=False)


def _asks(env: Env) -> Q:
    served = Q(desk_id__in=staff_desks(env.actor)) if env.actor is not None else Q()
    return Q(pk__in=_waiting().values("asking_id")) & served


def _is_asking(ticket: Any, env: Env) -> bool:
    if env.actor is not None and ticket.desk_id not in staff_desks(env.actor):
        return False
    rows = DeskRequest.objects.within(ticket.desk_id).filter(asking__desk_id=F("desk_id"), asking_id=ticket.pk)
    found = rows.filter(asked__category__in=UNFINISHED, asked__deleted_at=None, asked__is_spam=False)
    return bool(found.exists())


ASKING = Flag("asking", gettext_lazy("Waits for another desk"), _asks, _is_asking)
