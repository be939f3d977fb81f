"""What the module says of itself before it is switched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.catalog.models import Item, OrderLine
from deskhand.modules.catalog.models.order import ENDED_STATES, LineState
from deskhand.modules.catalog.querysets import MODULE
from deskhand.tickets.models import Kind, Ticket


def kept(desk_id: int) -> str:
    """Items."""
    n = Item.objects.within(desk_id).count()
    return ngettext("%(n)s item", "%(n)s items", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Orders under way."""
    lines = OrderLine.objects.within(desk_id).exclude(state__in=[LineState.CART, *ENDED_STATES])
    n = lines.values("order_id").distinct().count()
    words = ngettext(
        "%(n)s order is under way; its tickets stay and can be worked on.",
        "%(n)s orders are under way; their tickets stay and can be worked on.",
        n,
    )
    return [words % {"n": n}] if n else []


def simulation(desk_id: int, since: datetime) -> list[str]:
    """What people could have ordered."""
    rows = Ticket.objects.within(desk_id).listed().filter(created_at__gte=since)
    n = rows.filter(kind=Kind.SERVICE_REQUEST).count()
    words = ngettext(
        "%(n)s ticket was a service request: it could have been an order with the questions asked beforehand.",
        "%(n)s tickets were service requests: they could have been orders with the questions asked beforehand.",
        n,
    )
    return [words % {"n": n}]


slots.fill(
    "module_tells",
    Tells(
        requesters=(
            _("What they can order stands on the portal, empty until you publish an item."),
            _("An order has one line that says where it stands."),
        ),
        agents=(_("A ticket says what was ordered, for whom and with which answers."),),
        leads=(_("They write items with forms, prices and who may order them."),),
        reacts=(
            _("An order opens a ticket for each item."),
            _("Approved, delivered or declined: the order follows its ticket."),
        ),
        picture=_("The catalog on the portal: things to order, by category."),
        kept=kept,
        hidden=hidden,
        simulation=simulation,
    ),
    module=MODULE,
)
