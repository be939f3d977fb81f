"""Homes among the settings: the list, one home with its parts in their order, and how others see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.knowledge import contacts as ways
from deskhand.modules.knowledge import homes
from deskhand.modules.knowledge.actions import homes as actions
from deskhand.modules.knowledge.forms_homes import ContactsForm, HomeForm
from deskhand.modules.knowledge.home_page import (
    categories_of,
    eyes,
    first_contacts,
    parts_of,
    previews,
    reordered,
    seen_by,
)
from deskhand.modules.knowledge.models import Home
from deskhand.tickets.context import actor_of, desk_of
from deskhand.tickets.module_settings import settings_page
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

_SETS = gate("desk:knowledge.settings", sample="desk")


@_SETS
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk's homes, and those that were deleted."""
    here = desk_of(request, desk)
    rows = list(Home.objects.within(here).prefetch_related("organizations"))
    standing = [one for one in rows if one.deleted_at is None]
    away = [one for one in rows if one.deleted_at is not None]
    return settings_page(request, "knowledge/homes.html", here, rows=standing, away=away)


@_SETS
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new home."""
    here = desk_of(request, desk)
    form = HomeForm(request.POST or None, request.FILES or None, desk=here)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_home(
                actor=actor_of(request), desk=here, details=form.details, contacts=first_contacts(here)
            )
        except Invalid as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The home is made. Now choose what stands on it."))
            return redirect("knowledge:home", desk, made.pk)
    status = 422 if request.method == "POST" else 200
    return settings_page(request, "knowledge/home_form.html", here, status=status, form=form, home=None)


@_SETS
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What it says, for whom it is, how it looks."""
    here, home = _home(request, desk, pk)
    if request.method != "POST":
        return settings_page(request, "knowledge/home_form.html", here, form=HomeForm.of(home), home=home)
    form = HomeForm(request.POST, request.FILES, desk=here, home=home)
    if form.is_valid():
        try:
            actions.edit_home(actor=actor_of(request), home=home, details=form.details)
        except Invalid as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The home is saved."))
            return redirect("knowledge:home", desk, pk)
    return settings_page(request, "knowledge/home_form.html", here, status=422, form=form, home=home)


@_SETS
@require_safe
def show(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One home: for whom, what stands on it in which order, how people reach the desk."""
    here, home = _home(request, desk, pk)
    return _page(request, here, home, ContactsForm(contacts=ways.of(home.contacts)))


@_SETS
@require_POST
def arrange(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The order of its parts as somebody dragged it (``order`` repeated), or one part (``part``) moved: ``way`` is up,
    down, on or off."""
    _here, home = _home(request, desk, pk)
    actions.arrange_home(actor=actor_of(request), home=home, parts=_wanted(request, home.parts, "part"))
    return redirect(f"{reverse('knowledge:home', args=[desk, pk])}#parts")


@_SETS
@require_POST
def categories(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The same of the categories that it names (``shelf``)."""
    _here, home = _home(request, desk, pk)
    wanted = _wanted(request, [str(one) for one in home.shelves], "shelf")
    known = [int(one) for one in wanted if one.isdecimal() and len(one) < 16]
    actions.choose_shelves(actor=actor_of(request), home=home, shelves=known)
    return redirect(f"{reverse('knowledge:home', args=[desk, pk])}#categories")


@_SETS
@require_POST
def contacts(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Ways to reach the desk."""
    here, home = _home(request, desk, pk)
    form = ContactsForm(request.POST, contacts=ways.of(home.contacts))
    if form.is_valid():
        try:
            actions.set_contacts(actor=actor_of(request), home=home, contacts=form.contacts)
        except Invalid as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The ways to reach you are saved."))
            return redirect(f"{reverse('knowledge:home', args=[desk, pk])}#contacts")
    return _page(request, here, home, form, status=422)


@_SETS
@require_safe
def preview(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The home as others see it (``as``): a stranger, somebody who is signed in, somebody of an organization."""
    here, home = _home(request, desk, pk)
    code = request.GET.get("as", "")
    with seen_by(request, eyes(home, code)) as actor:
        given = homes.given(request, home, here, actor) | {"look": homes.look_of(home), "code": code}
    return settings_page(request, "knowledge/home_preview.html", here, home=home, previews=previews(home), **given)


@_SETS
@require_POST
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Nobody meets it any more."""
    _here, home = _home(request, desk, pk)
    actions.delete_home(actor=actor_of(request), home=home)
    undo = reverse("knowledge:restore_home", args=[desk, pk])
    messages.success(request, _("The home is deleted."), extra_tags=f"undo:{undo}")
    return redirect("knowledge:homes", desk)


@_SETS
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put it back."""
    _here, home = _home(request, desk, pk)
    try:
        actions.restore_home(actor=actor_of(request), home=home)
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The home is back."))
    return redirect("knowledge:homes", desk)


def _home(request: HttpRequest, desk: str, pk: int) -> tuple[Desk, Home]:
    here = desk_of(request, desk)
    return here, get_object_or_404(Home.objects.within(here).select_related("desk"), pk=pk)


def _wanted(request: HttpRequest, now: Sequence[str], name: str) -> list[str]:
    if "order" in request.POST:
        return request.POST.getlist("order")
    return reordered(now, request.POST.get(name, ""), request.POST.get("way", ""))


def _page(request: HttpRequest, desk: Desk, home: Home, form: ContactsForm, status: int = 200) -> HttpResponse:
    address = reverse("knowledge:help_brand", args=[desk.key, home.word]) if home.word else ""
    given: dict[str, Any] = {
        "home": home,
        "parts": parts_of(home),
        "categories": categories_of(home),
        "form": form,
        "address": address,
        "organizations": [one.name for one in home.organizations.order_by("name")],
    }
    return settings_page(request, "knowledge/home.html", desk, status=status, **given)
