"""Break-glass: asking, the second person's answer, ending, and what was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import ask_for_glass, end_glass, refuse_glass, second_glass
from deskhand.accounts.models import BreakGlass, Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.ops import glass_page
from deskhand.ops.forms.glass import GlassOfDeskForm, GlassOfTicketForm
from deskhand.ops.frame import after, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next
from deskhand.web.refusals import put_on

PAGE = 30
"""Requests on one page."""

ACTS: dict[str, Callable[..., BreakGlass]] = {"second": second_glass, "refuse": refuse_glass, "end": end_glass}


@gate("site:glass.ask", fresh="change")
@require_http_methods(["GET", "POST"])
def of_site(request: HttpRequest) -> HttpResponse:
    """Every request of the installation; posting asks for a desk."""
    form = GlassOfDeskForm(request.POST or None, besides=actor_of(request).glass)
    if request.method == "POST" and _asked(request, form):
        return after(request, _("Asked. Nothing is open until a second person agrees."), "ops:glass")
    return _page(request, None, form)


@gate("desk:glass.ask_case", sample="desk", fresh="change")
@require_http_methods(["GET", "POST"])
def of_desk(request: HttpRequest, desk: str) -> HttpResponse:
    """The requests of a desk for its administrators, one's own for others; posting asks for one ticket."""
    here = the_desk(desk)
    form = GlassOfTicketForm(request.POST or None)
    if request.method == "POST" and _asked(request, form, desk=here):
        return after(request, _("Asked. Nothing is open until a second person agrees."), "ops:desk_glass", desk)
    return _page(request, here, form)


@gate("signed_in", fresh="change")
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Agree to a request, refuse it, or end it. Whoever follows the address is led to the page."""
    actor = actor_of(request)
    glass = glass_page.told(actor).filter(pk=pk).first()
    if glass is None or act not in ACTS:
        raise NotFound
    back = safe_next(request, _page_of(actor, glass))
    if request.method == "POST":
        try:
            ACTS[act](actor=actor, glass=glass)
        except (Denied, Conflict) as refusal:
            messages.error(request, str(refusal))
    return redirect(back)


def _page_of(actor: Actor, glass: BreakGlass) -> str:
    if actor.is_site_admin:
        return reverse("ops:glass")
    if actor.may("glass.ask_case", glass.desk_id):
        return reverse("ops:desk_glass", args=[glass.desk.key])
    return reverse("accounts:me")


def _asked(request: HttpRequest, form: forms.Form, **more: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        ask_for_glass(actor=actor_of(request), **{**form.cleaned_data, **more})
    except (Invalid, Conflict, Denied) as refusal:
        put_on(form, refusal)
        return False
    return True


def _page(request: HttpRequest, desk: Desk | None, form: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    rows = glass_page.told(actor)
    rows = rows.filter(desk=desk) if desk is not None else rows
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    given = {"form": form, "page": shown, "lines": glass_page.lines(actor, list(shown.object_list)), "of_desk": desk}
    return page(request, "ops/glass.html", desk, status=422 if form.errors else 200, **given)
