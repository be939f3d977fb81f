"""``journey:part``, ``journey:day-one`` and ``journey:late``: tickets that journeys opened. What other desks do in a
journey is asked of nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, Flag, FlagField
from deskhand.modules.journeys.models import OPEN, Activity
from deskhand.modules.journeys.querysets import MODULE


def _desks(env: Env) -> list[int]:
    on = set(switches.desks_with(MODULE))
    if env.actor is None:
        return []
    found = on if env.actor.is_system else on & set(env.actor.desks_with("tickets.read"))
    return sorted(one for one in found if env.desk_id in (None, one))


def _flag(code: str, label: Any, asked: Any) -> Flag:
    def rows(env: Env) -> Any:
        found = Activity.objects.beyond_walls("only those of tickets on desks of the asker")
        return found.filter(asked(env), desk_id__in=_desks(env), ticket__desk_id=F("desk_id")).order_by()

    def to_q(env: Env) -> Q:
        return Q(pk__in=rows(env).values("ticket_id"))

    def test(ticket: Any, env: Env) -> bool:
        return bool(rows(env).filter(ticket_id=ticket.pk).exists())

    return Flag(code, label, to_q, test)


JOURNEY = FlagField(
    name="journey",
    title=_("Journey"),
    flags=(
        _flag("part", _("Part of a journey"), lambda env: Q(ticket__isnull=False)),
        _flag("day-one", _("Needed on day one"), lambda env: Q(is_day_one=True)),
        _flag("late", _("Late for a journey"), lambda env: Q(state__in=OPEN, due_at__lte=env.now)),
    ),
)

slots.fill("query_field", JOURNEY, module=MODULE, order=72)
