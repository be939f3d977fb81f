"""Looking at a desk as it would be: begin, look as somebody else, end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts import previewing
from deskhand.accounts.models import Desk
from deskhand.kernel import switches
from deskhand.kernel.errors import Denied
from deskhand.kernel.permissions import LEAD
from deskhand.ops import growth
from deskhand.ops.frame import the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:modules.switch", sample="desk")
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, desk: str) -> HttpResponse:
    """Begin to look with the wanted modules, on the screen of a role (POST)."""
    here, role = the_desk(desk), request.POST.get("role", "")
    if request.method != "POST" or role not in previewing.ROLES:
        return redirect("ops:grow", desk)
    if not previewing.may_look(actor_of(request), here.pk):
        raise Denied(_("Only those who serve this desk look at a preview: it shows its tickets."))
    on = growth.shown_ahead(switches.truly_on(here.pk), set(request.POST.getlist("wanted")))
    response = redirect(_screen(here, role))
    previewing.begin(response, actor_of(request), here, on, role, is_secure=request.is_secure())
    return response


@gate("desk:modules.switch", sample="desk")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, desk: str) -> HttpResponse:
    """Back to the page Grow (POST)."""
    response = redirect("ops:grow", desk)
    if request.method == "POST":
        previewing.end(response)
    return response


def _screen(desk: Desk, role: str) -> str:
    if role == previewing.SEEKER:
        return reverse("portal:home")
    return reverse("tickets:overview" if role == LEAD else "tickets:list", args=[desk.key])
