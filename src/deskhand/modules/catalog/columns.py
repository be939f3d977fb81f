"""What lists of tickets show of orders: the item, where the order stands, who pays for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.kernel.prepared import Prepared
from deskhand.modules.catalog.models import LineState, OrderLine
from deskhand.modules.catalog.querysets import MODULE
from deskhand.tickets.columns import Column


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """One query: the item (“2 × Second screen”), where its order stands, and who pays where anybody does. A page with
    no order on it has none of these columns."""
    items: dict[int, str] = {}
    orders: dict[int, str] = {}
    centres: dict[int, str] = {}
    for ticket, title, quantity, state, centre in _rows.rows(desk=desk_id, tickets=list(ticket_ids)):
        items[ticket] = title if quantity == 1 else f"{quantity} × {title}"
        orders[ticket] = str(LineState(state).label)
        if centre:
            centres[ticket] = centre
    found = [Column(_("Item"), items), Column(_("Order"), orders)] if items else []
    return [*found, Column(_("Cost centre"), centres)] if centres else found


def _lines(desk: int, tickets: list[int]) -> Any:
    rows = OrderLine.objects.within(desk).filter(ticket_id__in=tickets, ticket__desk_id=F("desk_id"))
    return rows.order_by().values_list("ticket_id", "title", "quantity", "state", "cost_centre")


_rows = Prepared(_lines)

slots.fill("ticket_column", columns, module=MODULE, order=45)
