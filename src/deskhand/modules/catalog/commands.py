"""What the palette offers of the catalog."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.modules.catalog.actions.going_on import may_change
from deskhand.modules.catalog.models import LineState
from deskhand.modules.catalog.shown import orderable
from deskhand.modules.catalog.stages import line_of
from deskhand.modules.catalog.wording import said
from deskhand.tickets.commands import DO, ON_TICKET, Command, Where
from deskhand.tickets.models import Ticket

OFFERED = 60
"""Items that the palette offers to order; the catalog has them all."""


def commands(where: Where) -> Iterator[Command]:
    """What can be done with the order at hand; each item of the desk that the actor may order; and the desk's items,
    for those who keep them."""
    if where.ticket is not None and where.may("catalog.orders"):
        yield from _of_order(where, where.ticket)
    if where.desk is None:
        return
    found = orderable(where.actor).filter(desk=where.desk)[:OFFERED]
    if found:
        yield Command("do:order", DO, _("New order"), "shopping-cart", url=reverse("catalog:home"), also=_("catalog"))
    for one in found:
        words = _("Order: %(item)s") % {"item": said(one, "title")}
        url = reverse("catalog:item", args=[where.desk.key, one.code])
        yield Command(f"do:order:{one.pk}", DO, words, "shopping-cart", url=url, also=_("catalog, new order"))
    if where.may("catalog.costs"):
        url = reverse("catalog:costs", args=[where.desk.key])
        yield Command("do:costs", DO, _("Costs of orders"), "chart-column", url=url, also=_("cost centre, report"))
    if where.may("catalog.design"):
        yield from _of_keepers(where.desk.key)


def _of_order(where: Where, ticket: Ticket) -> Iterator[Command]:
    line = line_of(ticket)
    if line is None:
        return
    if may_change(where.actor, line):
        url = reverse("catalog:agent_change", args=[ticket.number])
        yield Command("ticket:order", ON_TICKET, _("Change the order"), "shopping-cart", url=url)
    if line.state == LineState.STUCK:
        post = reverse("catalog:go_on", args=[ticket.number])
        yield Command(
            "ticket:order-on", ON_TICKET, _("Go on without approval"), "shopping-cart", post=post, leaves=True
        )


def _of_keepers(key: str) -> Iterator[Command]:
    new, rows = reverse("catalog:settings_new_item", args=[key]), reverse("catalog:settings_items", args=[key])
    yield Command("do:new-item", DO, _("New item of the catalog"), "plus", url=new)
    yield Command("do:items", DO, _("Items of the catalog"), "shopping-cart", url=rows, also=_("settings"))
