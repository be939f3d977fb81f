"""What lists of tickets show of plans: how far a request is, when a task is due; and the view of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import clock, slots
from deskhand.modules.fulfilment.models import RunStep, State
from deskhand.modules.fulfilment.querysets import MODULE
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.columns import Column
from deskhand.web import moments

OVER = ("done", "declined", "skipped")

TASKS = TicketView(
    "plan-tasks",
    gettext_lazy("Tasks of plans"),
    "is:open kind:task",
    nothing=gettext_lazy("No task is open"),
    hint=gettext_lazy("What a plan gives to a team comes here."),
)
"""What plans have given to teams."""


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """One query: how many steps are under way on requests, and when tasks are due."""
    live = RunStep.objects.within(desk_id).live()
    rows = live.filter(Q(run__ticket_id__in=ticket_ids) | Q(ticket_id__in=ticket_ids))
    found = rows.values_list("run__ticket_id", "ticket_id", "state", "due_at")
    words: dict[int, str] = {}
    over: dict[int, int] = {}
    failed: set[int] = set()
    for request, task, state, due_at in found:
        over[request] = over.get(request, 0) + (state in OVER)
        if state == State.FAILED:
            failed.add(request)
        if task is not None and due_at is not None and state == State.ACTIVE:
            words[task] = _due(due_at)
    for request, count in over.items():
        words[request] = _("stuck") if request in failed else _("%(count)s done") % {"count": count}
    shown = {pk: said for pk, said in words.items() if pk in set(ticket_ids)}
    return [Column(_("Plan"), shown)]


def _due(at: datetime) -> str:
    words = _("was due %(when)s") if at < clock.now() else _("due %(when)s")
    return words % {"when": moments.exact(at)}


slots.fill("ticket_column", columns, module=MODULE, order=40)
slots.fill("ticket_view", TASKS, module=MODULE)
