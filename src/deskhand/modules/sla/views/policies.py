"""The policies of a desk: the list by level in its order, switching, moving, putting away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import access, checks, history_of_policy, sentences, terms
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.models import CatchUp, Level, Policy, PolicyVersion
from deskhand.modules.sla.starts import STARTS
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx


@gate("desk:sla.policies", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """What is promised, by level; what was put away; how far catching up is."""
    here = the_desk(desk)
    rows = [_row(one) for one in history_of_policy.newest_of(here)]
    kept = [one for one in rows if one["policy"].put_away_at is None]
    levels = [(level, [one for one in kept if one["policy"].level == level.value]) for level in Level]
    given: dict[str, Any] = {"levels": levels, "away": [one for one in rows if one["policy"].put_away_at is not None]}
    return settings_page(
        request, "sla/policies.html", here, **given, is_empty=not kept, starts=STARTS, catching=_catching(here)
    )


@gate("desk:sla.policies", sample="desk")
@require_safe
def progress(request: HttpRequest, desk: str) -> HttpResponse:
    """How far catching up is: a part of the list's page, which asks for it while it goes on."""
    here = the_desk(desk)
    given = {"desk": {"key": here.key}, "catching": _catching(here)}
    return render(request, "sla/_catching_up.html", given)


@gate("desk:sla.policies", sample="desk")
@require_safe
def look(request: HttpRequest, desk: str) -> HttpResponse:
    """What can go wrong with the policies: a part of the list's page, which asks for it by itself, or a page."""
    here = the_desk(desk)
    found = checks.concerns(here.pk)
    given: dict[str, Any] = {"concerns": found, "limit": checks.LOOKS_AT, "days": checks.LOOKS_BACK.days}
    if is_htmx(request):
        return render(request, "sla/_checks.html", given | {"desk": {"key": here.key}})
    return settings_page(request, "sla/checks.html", here, **given)


@gate("desk:sla.policies", sample="desk")
@require_POST
def move(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One place up or down (``way``) among those of its level."""
    here, actor = the_desk(desk), actor_of(request)
    row = access.policy_for(actor, pk, desk_id=here.pk)
    rows = Policy.objects.within(here).filter(level=row.level, put_away_at=None).order_by("position", "pk")
    order = list(rows.values_list("pk", flat=True))
    _shift(order, pk, up=request.POST.get("way") == "up")
    policies.arrange(actor=actor, desk_id=here.pk, level=row.level, order=order)
    return redirect(f"{reverse('sla:policies', args=[desk])}#policy-{pk}")


@gate("desk:sla.policies", sample="desk")
@require_POST
def arrange(request: HttpRequest, desk: str) -> HttpResponse:
    """The whole order of a level (``level``, and ``order`` repeated), as somebody dragged it."""
    order = [int(one) for one in request.POST.getlist("order") if one.isdecimal() and len(one) < 16]
    level = request.POST.get("level", "")
    policies.arrange(actor=actor_of(request), desk_id=the_desk(desk).pk, level=level, order=order)
    return redirect("sla:policies", desk)


@gate("desk:sla.policies", sample="desk")
@require_POST
def switch(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let it count from now on (``on``), or no more."""
    actor, on = actor_of(request), request.POST.get("on") == "on"
    row = policies.switch_policy(actor=actor, policy=access.policy_for(actor, pk, desk_id=the_desk(desk).pk), on=on)
    words = _("“%(name)s” counts from now on.") if on else _("“%(name)s” does not count any more.")
    messages.success(request, words % {"name": row.name})
    return redirect(f"{reverse('sla:policies', args=[desk])}#policy-{pk}")


@gate("desk:sla.policies", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Out of the list; it can be put back."""
    actor = actor_of(request)
    row = policies.put_away(actor=actor, policy=access.policy_for(actor, pk, desk_id=the_desk(desk).pk))
    undo = reverse("sla:put_back_policy", args=[desk, pk])
    messages.success(request, _("“%(name)s” is put away.") % {"name": row.name}, extra_tags=f"undo:{undo}")
    return redirect("sla:policies", desk)


@gate("desk:sla.policies", sample="desk")
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Into the list again, switched off."""
    actor = actor_of(request)
    try:
        row = policies.put_back(actor=actor, policy=access.policy_for(actor, pk, desk_id=the_desk(desk).pk))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("“%(name)s” is back, and off. Switch it on when it shall count.")
        messages.success(request, words % {"name": row.name})
    return redirect("sla:policies", desk)


def _row(version: PolicyVersion) -> dict[str, Any]:
    found = terms.read(version.terms)
    return {
        "policy": version.policy,
        "version": version,
        "query": found.query,
        "promises": sentences.promises(found),
        "calendar": sentences.calendar_in_words(found),
    }


def _catching(desk: Desk) -> dict[str, Any] | None:
    """How far it is, while it goes on."""
    row = CatchUp.objects.within(desk).filter(ended_at=None).first()
    if row is None:
        return None
    percent = 100 if not row.total else min(100, row.done * 100 // row.total)
    return {"done": row.done, "total": row.total, "percent": percent}


def _shift(order: list[int], pk: int, *, up: bool) -> None:
    place = order.index(pk) if pk in order else 0
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
