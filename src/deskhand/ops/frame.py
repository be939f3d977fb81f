"""What settings pages share: their frame, their desk, and how a form meets an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.ops.settings_list import DeskPage
from deskhand.tickets.context import actor_of, settings_frame, workspace
from deskhand.web.refusals import put_on


def the_desk(key: str) -> Desk:
    """The desk of a settings page, whose gate has judged the actor already."""
    found = Desk.objects.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def page(
    request: HttpRequest, template: str, desk: Desk | None = None, *, status: int = 200, **given: Any
) -> HttpResponse:
    """Answer with a settings page of a desk, or of the installation."""
    return render(request, template, {**_frame(request, desk), **given}, status=status)


def done(form: forms.Form, act: Callable[..., object]) -> bool:
    """Call the action with what the form holds. False if the form or the action refuses; the form then says why."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except (Invalid, Conflict) as refusal:
        put_on(form, refusal)
        return False
    return True


def after(request: HttpRequest, words: str, name: str, *args: object) -> HttpResponse:
    """Say what was done and go on to the page of that name."""
    messages.success(request, words)
    return redirect(name, *args)


def _frame(request: HttpRequest, desk: Desk | None) -> dict[str, Any]:
    actor = actor_of(request)
    if desk is None or actor.may("tickets.read", desk.pk):
        frame = workspace(request, section="settings", desk=desk)
    else:  # A site administrator on a desk that they do not serve: its settings, but none of its tickets.
        frame = workspace(request, section="settings")
        frame |= settings_frame(request, desk) | {
            "desk": {"key": desk.key, "name": desk.name, "letter": desk.flag, "url": ""},
        }
    return {**frame, "settings_desks": _desks(actor, desk), "settings_find": reverse("ops:find")}


def _desks(actor: Actor, here: Desk | None) -> list[dict[str, Any]]:
    """The desks whose settings the actor may see, for the switch above the list; none if there is only one."""
    all_desks = Desk.objects.filter(is_active=True) if actor.is_site_admin else Desk.objects.filter(pk__in=actor.roles)
    shown = [(desk, url) for desk in all_desks.order_by("name") if (url := first_page(actor, desk))]
    if len(shown) < 2:
        return []
    return [{"name": desk.name, "letter": desk.flag, "url": url, "is_current": desk == here} for desk, url in shown]


def first_page(actor: Actor, desk: Desk | None) -> str:
    """The address of the first settings page that the actor may see, or nothing."""
    entries: Sequence[Any] = slots.items("settings_page", desk_id=desk.pk if desk else None)
    pages = [one for one in entries if desk is None or isinstance(one, DeskPage)]
    return next((str(one.url(desk)) for one in pages if one.shown_to(actor, desk)), "")
