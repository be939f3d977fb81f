"""What was answered on an order, for those that judge its ticket: policies, plans, approvers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.modules.catalog import asking
from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.money import in_words
from deskhand.modules.catalog.stages import line_of
from deskhand.modules.catalog.tongues import form_for
from deskhand.tickets.answered import Answered
from deskhand.tickets.models import Ticket


def answers(ticket: Ticket) -> list[Answered]:
    """Item, quantity, price and every answer; nothing for a ticket that was not ordered."""
    line = line_of(ticket)
    if line is None:
        return []
    own = [
        Answered(code="item", label=_("Item"), values=(line.item.code,), shown=line.title),
        Answered(code="quantity", label=_("Quantity"), values=(str(line.quantity),), shown=str(line.quantity)),
    ]
    if line.price is not None:
        cost = line.price * line.quantity
        told = in_words(cost, line.currency, line.price_every)
        own.append(Answered(code="cost", label=_("Cost"), values=(str(cost),), shown=told))
    if line.cost_centre:
        centre = line.cost_centre
        own.append(Answered(code="cost_centre", label=_("Cost centre"), values=(centre,), shown=centre))
    return [*own, *answers_of_line(line)]


def answers_of_line(line: OrderLine) -> list[Answered]:
    """The answers to the questions of its version; of hidden ones that they are there."""
    form = form_for(line.item, line.version)
    return asking.shown(form, {**line.answers, **line.secrets}, desk_id=line.desk_id)
