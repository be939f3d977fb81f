"""Changing the answers of an order: the one way of the requester's page and the agents'."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.modules.catalog import actions, asking
from deskhand.modules.catalog.actions.going_on import may_change
from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.tongues import form_for

Drawn = Callable[[asking.Drawing, int], HttpResponse]


def changed(request: HttpRequest, actor: Actor, line: OrderLine, draw: Drawn) -> HttpResponse | None:
    """The page to show; None once the order is changed. Raises Denied."""
    if not may_change(actor, line):
        raise Denied(_("It is too late to change this order. Write to the desk on its request."))
    form, context = form_for(line.item, line.version), asking.context_for(line.desk, line.for_person)
    if request.method != "POST":
        return draw(asking.drawn(form, line.answers, context), 200)
    typed = asking.posted(form, request.POST, request.FILES)
    given = {code: value for code, value in typed.items() if value or code not in line.secrets}
    turn = asking.turned(form, asking.judge(form, given, context), request.POST)
    if turn is not None:
        drawn = asking.drawn(form, given, context, step=turn.step, wrong=turn.wrong, add_row=turn.add_row)
        return draw(drawn, 422 if turn.wrong else 200)
    wanted = request.POST.get("quantity", str(line.quantity))
    quantity = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    try:
        actions.change_line(actor=actor, line=line, given=given, quantity=quantity)
    except Invalid as refusal:
        wrong = {name.removeprefix("q."): words for name, words in refusal.fields.items()}
        return draw(asking.drawn(form, given, context, wrong=wrong), 422)
    return None
