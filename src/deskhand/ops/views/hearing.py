"""Who hears of new tickets that no team has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import set_hearing
from deskhand.accounts.models import DeskRole
from deskhand.kernel.permissions import STAFF
from deskhand.ops.forms.desk import HearingForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, desk: str) -> HttpResponse:
    """Everybody who serves the desk, each with a tick."""
    here = the_desk(desk)
    if request.method != "POST":
        roles = DeskRole.objects.filter(desk=here, role__in=STAFF, hears_of_new=True)
        form = HearingForm(desk=here, initial={"people": list(roles.values_list("person_id", flat=True))})
        return page(request, "ops/hearing.html", here, form=form)
    form = HearingForm(request.POST, desk=here)

    def save(*, people: list[object]) -> None:
        set_hearing(actor=actor_of(request), desk=here, people={getattr(one, "pk", 0) for one in people})

    if done(form, save):
        return after(request, _("Saved."), "ops:hearing", desk)
    return page(request, "ops/hearing.html", here, form=form, status=422)
