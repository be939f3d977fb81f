"""What lists of tickets show of journeys: whose day it is for, and by when it is due."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots
from deskhand.modules.journeys.models import Activity
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.columns import Column
from deskhand.web import moments

VIEW = TicketView(
    "journeys",
    gettext_lazy("Journeys"),
    "is:open journey:part",
    nothing=gettext_lazy("No journey waits for this desk"),
    hint=gettext_lazy("What journeys ask of this desk comes here on its day."),
)
"""What journeys have given to the desk."""


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """One query: the name of the journey and its key date."""
    rows = Activity.objects.done_by(desk_id).filter(ticket_id__in=ticket_ids).order_by()
    found = rows.values_list("ticket_id", "journey__blueprint__name", "journey__key_on")
    return [Column(_("Journey"), {pk: f"{name}, {moments.date_words(day)}" for pk, name, day in found})]


slots.fill("ticket_column", columns, module=MODULE, order=42)
slots.fill("ticket_view", VIEW, module=MODULE)
