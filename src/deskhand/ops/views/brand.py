"""How a desk looks to those who ask it: a page of the settings, and a step of the guide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import set_brand
from deskhand.accounts.models import Desk, DeskBrand
from deskhand.ops.forms.brand import BrandForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.views import guide
from deskhand.tickets.context import actor_of
from deskhand.web.colour import DAY, NIGHT, readable_on
from deskhand.web.gates import gate


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def brand(request: HttpRequest, desk: str) -> HttpResponse:
    """Among the settings."""
    here = the_desk(desk)
    form, is_saved = _form(request, here)
    if is_saved:
        return after(request, _("Saved."), "ops:brand", desk)
    return page(request, "ops/brand.html", here, status=422 if form.is_bound else 200, **_given(here, form))


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, desk: str) -> HttpResponse:
    """In the guide of a new desk."""
    here = the_desk(desk)
    form, is_saved = _form(request, here)
    if is_saved:
        return redirect("ops:begin_done", desk)
    return guide.answer(request, "look", here, status=422 if form.is_bound else 200, **_given(here, form))


def _form(request: HttpRequest, desk: Desk) -> tuple[BrandForm, bool]:
    if request.method != "POST":
        return BrandForm.of(_row(desk)), False
    form = BrandForm(request.POST, request.FILES)
    return form, done(form, lambda **wanted: set_brand(actor=actor_of(request), desk=desk, **wanted))


def _row(desk: Desk) -> DeskBrand | None:
    return DeskBrand.objects.filter(desk=desk).first()


def _given(desk: Desk, form: BrandForm) -> dict[str, Any]:
    row = _row(desk)
    shades = []
    if row is not None and row.accent:
        named = ((_("light theme"), DAY), (_("dark theme"), NIGHT))
        shades = [(name, readable_on(row.accent, background), row.accent) for name, background in named]
    return {"form": form, "brand": row, "shades": shades}
