"""A word of the query language: tickets with a mark."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from deskhand.kernel import slots
from deskhand.kernel.query import FlagField
from deskhand.kernel.query.fields import Env
from deskhand.kernel.query.kinds.flag import Flag
from tests.dummy.models import Mark


def _marked(env: Env) -> Any:
    return Mark.objects.within([env.desk_id] if env.desk_id else []).exclude(ticket_number=None)


MARKED = Flag(
    "marked",
    "With a dummy mark",
    lambda env: Q(number__in=_marked(env).values("ticket_number")),
    lambda ticket, env: _marked(env).filter(ticket_number=ticket.number).exists(),
)

slots.fill("query_field", FlagField(name="dummy", title="Dummy", flags=(MARKED,)), module="dummy")
