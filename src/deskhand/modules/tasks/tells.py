"""What the module says of itself before it is switched."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.tasks.models import RecurringTicket, Task
from deskhand.modules.tasks.querysets import MODULE
from deskhand.tickets.models import Ticket

OFTEN = 3
"""Tickets with one subject in the time looked at that may be one that comes again."""


def kept(desk_id: int) -> str:
    """Tasks on tickets."""
    n = Task.objects.within(desk_id).count()
    return ngettext("%(n)s task", "%(n)s tasks", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Open tasks, and tickets that would come."""
    tasks = Task.objects.within(desk_id).filter(done_at=None, dropped_at=None).count()
    coming = RecurringTicket.objects.within(desk_id).exclude(next_at=None).count()
    said = [
        (tasks, ngettext("%(n)s task is open.", "%(n)s tasks are open.", tasks)),
        (
            coming,
            ngettext("%(n)s recurring ticket rests meanwhile.", "%(n)s recurring tickets rest meanwhile.", coming),
        ),
    ]
    return [words % {"n": n} for n, words in said if n]


def simulation(desk_id: int, since: datetime) -> list[str]:
    """What came again and again."""
    rows = Ticket.objects.within(desk_id).listed().filter(created_at__gte=since)
    often = rows.values("subject").annotate(n=Count("pk")).filter(n__gte=OFTEN).order_by().count()
    if not often:
        return [gettext("No subject came three times or more.")]
    words = ngettext(
        "%(n)s subject came three times or more: it could be a ticket that comes by the calendar, with its checklist.",
        "%(n)s subjects came three times or more: they could be tickets that come by the calendar, with checklists.",
        often,
    )
    return [words % {"n": often}]


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("Nothing changes for them."),),
        agents=(
            _("Each ticket can have tasks with assignee and due date, and checklists."),
            _("“My tasks” shows what is due next."),
        ),
        leads=(_("Tickets that come again are opened by the calendar."),),
        reacts=(
            _("Recurring tickets are opened on their day."),
            _("A ticket with open tasks that are needed cannot be resolved."),
        ),
        picture=_("Tasks of tickets, by the day on which they are due."),
        kept=kept,
        hidden=hidden,
        simulation=simulation,
    ),
    module=MODULE,
)
