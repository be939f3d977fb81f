"""What somebody has to do, over all tickets of a desk."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.accounts.models import Desk, TeamMember
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.modules.tasks.models import Task
from deskhand.modules.tasks.querysets import MODULE
from deskhand.modules.tasks.shown import grouped
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate

SHOWN = 200
"""Most tasks on the page: those that are due first."""

WHOSE = ("mine", "teams", "all")
"""What the page can be narrowed to."""


@gate("desk:tasks.read", sample="desk")
@require_GET
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Open tasks by when they are due: one's own, those of one's teams too, or everybody's (``whose``)."""
    here, actor = desk_of(request, desk), actor_of(request)
    asked = request.GET.get("whose", "")
    whose = asked if asked in WHOSE else "mine"
    rows = list(_found(actor, here, whose)[: SHOWN + 1])
    given: dict[str, Any] = {
        "groups": grouped(rows[:SHOWN]),
        "whose": whose,
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "may_edit": actor.may("tasks.edit", here.pk),
        "may_write_lists": actor.may("tasks.checklists", here.pk),
        "now": clock.now(),
        "here": request.get_full_path(),
        "titles": {
            "overdue": _("Overdue"),
            "today": _("Today"),
            "later": _("Later"),
            "someday": _("Without a date"),
        },
    }
    frame = workspace(request, section=MODULE, desk=here)
    return render(request, "tasks/mine.html", frame | given)


def _found(actor: Actor, desk: Desk, whose: str) -> Any:
    rows = Task.objects.served_by(actor).filter(ticket__desk=desk).open()
    if whose != "all":
        teams = TeamMember.objects.filter(person_id=actor.person_id or 0).values_list("team_id", flat=True)
        rows = rows.for_person(actor.person_id or 0, list(teams) if whose == "teams" else None)
    return rows.select_related("ticket", "assignee", "team").order_by(
        F("due_at").asc(nulls_last=True), "ticket_id", "place", "pk"
    )
