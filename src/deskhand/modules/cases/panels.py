"""The case file beside a ticket."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.cases import deadlines
from deskhand.modules.cases.models import CaseFile
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket


class CasePanel:
    """Class, person, outcome, and until when it is kept."""

    title = _("Case")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """One query; nothing for who may only read, on a ticket that is no case."""
        found = CaseFile.objects.within(ticket.desk_id).filter(ticket=ticket).still_here()
        row = found.select_related("case_class", "about", "ticket__desk").first()
        may_keep = actor_of(request).may_on("cases.keep", ticket)
        if row is None and not may_keep:
            return None
        due = deadlines.next_of([row]).get(ticket.pk) if row is not None else None
        given = {"due": due, "row": row, "number": ticket.number, "may_keep": may_keep}
        return render_to_string("cases/_panel.html", given, request)


slots.fill("ticket_panel", CasePanel(), module=MODULE, order=12)
