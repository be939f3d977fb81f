"""How many articles were used on each ticket of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.kernel.prepared import Prepared
from deskhand.modules.knowledge.models import Audience, Use
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.columns import Column

NARROW = (Audience.TEAMS, Audience.NAMED)
"""Articles for some of the desk's people are not counted: a column is the same for all who see it."""


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """One query, however many tickets."""
    counted = _counted.rows(desk=desk_id, tickets=list(ticket_ids))
    return [Column(_("Articles"), {ticket: str(count) for ticket, count in counted})]


def _counts(desk: int, tickets: list[int]) -> Any:
    rows = Use.objects.within(desk).filter(ticket_id__in=tickets).exclude(article__audience__in=NARROW)
    return rows.order_by().values_list("ticket_id").annotate(Count("pk"))


_counted = Prepared(_counts)

slots.fill("ticket_column", columns, module=MODULE, order=40)
