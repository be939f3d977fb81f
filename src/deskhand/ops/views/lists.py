"""Services and locations of a desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actions import edit_desk, save_location
from deskhand.accounts.models import Desk, Location
from deskhand.ops.forms.lists import LocationForm, ServiceForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.actions import save_service
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Service
from deskhand.web.gates import gate


@gate("desk:tickets.services", sample="desk")
def services(request: HttpRequest, desk: str) -> HttpResponse:
    """All services."""
    return _services(request, the_desk(desk))


@gate("desk:tickets.services", sample="desk")
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One service, or a new one."""
    here = the_desk(desk)
    row: Service | None = get_object_or_404(Service.objects.within(here), pk=pk) if pk else None
    if request.method != "POST":
        return _services(request, here, row=row, form=ServiceForm.of(row) if row else ServiceForm(desk=here))
    form = ServiceForm(request.POST, desk=here, service=row)
    if done(form, lambda **wanted: save_service(actor=actor_of(request), desk=here, service=row, **wanted)):
        return after(request, _("The service is saved."), "ops:services", desk)
    return _services(request, here, row=row, form=form, status=422)


@gate("desk:locations.edit", sample="desk")
def locations(request: HttpRequest, desk: str) -> HttpResponse:
    """All locations."""
    return _locations(request, the_desk(desk))


@gate("desk:locations.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def location(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One location, or a new one."""
    here = the_desk(desk)
    row: Location | None = get_object_or_404(Location.objects.within(here), pk=pk) if pk else None
    if request.method != "POST":
        return _locations(request, here, row=row, form=LocationForm.of(row) if row else LocationForm())
    form = LocationForm(request.POST)
    if done(form, lambda **wanted: save_location(actor=actor_of(request), desk=here, location=row, **wanted)):
        return after(request, _("The location is saved."), "ops:locations", desk)
    return _locations(request, here, row=row, form=form, status=422)


@gate("desk:desks.edit", sample="desk")
@require_POST
def offer_services(request: HttpRequest, desk: str) -> HttpResponse:
    """Decide whether requesters choose a service."""
    edit_desk(actor=actor_of(request), desk=the_desk(desk), asks_service="is_offered" in request.POST)
    return after(request, _("Saved."), "ops:services", desk)


@gate("desk:desks.edit", sample="desk")
@require_POST
def offer_locations(request: HttpRequest, desk: str) -> HttpResponse:
    """Decide whether requesters choose a location."""
    edit_desk(actor=actor_of(request), desk=the_desk(desk), asks_location="is_offered" in request.POST)
    return after(request, _("Saved."), "ops:locations", desk)


def _services(request: HttpRequest, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    rows = Service.objects.within(desk).select_related("owner").order_by("-is_active", "name", "pk")
    return _page(request, "ops/services.html", desk, status=status, rows=rows, is_offered=desk.asks_service, **given)


def _locations(request: HttpRequest, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    rows = Location.objects.within(desk).order_by("-is_active", "name", "pk")
    return _page(request, "ops/locations.html", desk, status=status, rows=rows, is_offered=desk.asks_location, **given)


def _page(request: HttpRequest, template: str, desk: Desk, *, status: int, **given: Any) -> HttpResponse:
    may_offer = actor_of(request).may("desks.edit", desk.pk)
    return page(request, template, desk, status=status, may_offer=may_offer, **{"row": None, "form": None, **given})
