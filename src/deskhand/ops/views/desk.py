"""The way into the settings, and what a desk's administrators decide about the desk itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import edit_desk
from deskhand.kernel.errors import NotFound
from deskhand.ops.forms.desk import DeskForm
from deskhand.ops.frame import after, done, first_page, page, the_desk
from deskhand.tickets.context import actor_of, served_desks
from deskhand.web.gates import gate


@gate("signed_in")
def start(request: HttpRequest) -> HttpResponse:
    """To the first settings page that the person may see, of the first of their desks that has one."""
    actor = actor_of(request)
    for desk in [*served_desks(actor), None]:
        if address := first_page(actor, desk):
            return redirect(address)
    raise NotFound


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def general(request: HttpRequest, desk: str) -> HttpResponse:
    """Names, who may open a ticket, words and days."""
    here = the_desk(desk)
    if request.method != "POST":
        return page(request, "ops/desk.html", here, form=DeskForm.of(here))
    form = DeskForm(request.POST, desk=here)
    if done(form, lambda **wanted: edit_desk(actor=actor_of(request), desk=here, **wanted)):
        return after(request, _("Saved."), "ops:desk", desk)
    return page(request, "ops/desk.html", here, form=form, status=422)
