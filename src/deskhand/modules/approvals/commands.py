"""What the palette offers of approvals."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.modules.approvals.models import Policy
from deskhand.tickets.commands import GO, ON_TICKET, Command, Where

OFFERED = 20
"""Policies that the palette offers; the page has them all."""


def commands(where: Where) -> Iterator[Command]:
    """Asking for approval of the ticket at hand, and what waits for me."""
    yield Command("approvals:mine", GO, _("My approvals"), "circle-check", url=reverse("approvals:list"))
    away = _("substitute, holiday, vacation, delegate")
    yield Command("approvals:away", GO, _("While I am away"), "user-round", url=reverse("approvals:away"), also=away)
    if where.ticket is None or not where.may("approvals.ask"):
        return
    url = reverse("approvals:new", args=[where.ticket.number])
    yield Command("ticket:approval", ON_TICKET, _("Ask for approval"), "circle-check", url=url, also=_("approve"))
    for code, title in Policy.objects.within(where.ticket.desk_id).in_use().values_list("code", "name")[:OFFERED]:
        words = _("Ask for approval: %(name)s") % {"name": title}
        key = f"ticket:approval:{code}"
        yield Command(key, ON_TICKET, words, "circle-check", post=url, fields={"policy": code}, leaves=True)
