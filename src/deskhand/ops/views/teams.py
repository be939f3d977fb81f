"""Teams of a desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import save_team
from deskhand.accounts.models import Desk, Team
from deskhand.ops.forms.desk import TeamForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:teams.edit", sample="desk")
def teams(request: HttpRequest, desk: str) -> HttpResponse:
    """All teams."""
    return _page(request, the_desk(desk))


@gate("desk:teams.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One team, or a new one."""
    here = the_desk(desk)
    row: Team | None = get_object_or_404(Team.objects.within(here), pk=pk) if pk else None
    if request.method != "POST":
        return _page(request, here, team=row, form=TeamForm.of(row) if row else TeamForm(desk=here))
    form = TeamForm(request.POST, desk=here)
    if done(form, lambda **wanted: save_team(actor=actor_of(request), desk=here, team=row, **wanted)):
        return after(request, _("The team is saved."), "ops:teams", desk)
    return _page(request, here, team=row, form=form, status=422)


def _page(
    request: HttpRequest, desk: Desk, *, team: Team | None = None, form: TeamForm | None = None, status: int = 200
) -> HttpResponse:
    rows: Any = Team.objects.within(desk).annotate(size=Count("memberships")).order_by("-is_active", "name")
    return page(request, "ops/teams.html", desk, rows=rows, team=team, form=form, status=status)
