"""Every account of the installation: switched off when somebody leaves the house, and on again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.accounts import sessions
from deskhand.accounts.actions import deactivate_person, reactivate_person
from deskhand.accounts.models import ApiToken, Person
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.ops.frame import page
from deskhand.tickets import leaving, listing
from deskhand.tickets.actions.hand_over import held_by
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

PAGE = 100
"""Accounts on one page."""


@gate("site:people.deactivate")
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts by name, found by name or address."""
    typed, is_off = request.GET.get("q", "").strip()[:200], request.GET.get("state") == "off"
    found = Person.objects.filter(is_active=not is_off).order_by("name", "pk")
    for word in typed.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word.lower()))
    rows = Paginator(found.values("pk", "name", "email", "is_site_admin"), PAGE).get_page(request.GET.get("page"))
    return page(request, "ops/accounts.html", typed=typed, is_off=is_off, page=rows)


@gate("site:people.deactivate")
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, and what switching it off would do."""
    return _page(request, _person(pk))


@gate("site:people.deactivate", fresh="change")
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch it off or on."""
    who, actor = _person(pk), actor_of(request)
    try:
        if "on" in request.POST:
            reactivate_person(actor=actor, person=who)
            messages.success(request, _("The account of %(name)s works again.") % {"name": who.name})
        else:
            deactivate_person(actor=actor, person=who, reason=request.POST.get("reason", "").strip()[:500])
            messages.success(request, _("The account of %(name)s is switched off.") % {"name": who.name})
    except (Denied, Invalid) as refusal:
        return _page(request, who, wrong=str(refusal), status=refusal.status)
    return redirect("ops:account", pk=pk)


def _person(pk: int) -> Person:
    who = Person.objects.filter(pk=pk).first()
    if who is None:
        raise NotFound
    return who


def _page(request: HttpRequest, who: Person, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """Open work is counted on the desks whose tickets the actor may see; of the others only the name is told."""
    actor = actor_of(request)
    desks: list[dict[str, Any]] = []
    for desk, roles in leaving.desks_of(who):
        sees = actor.may("tickets.read", desk.pk)
        held = held_by(desk, who)[: listing.COUNT_LIMIT].count() if sees else None
        may_hand_over = sees and actor.may("desks.roles", desk.pk)
        desks.append({"desk": desk, "roles": roles, "held": held, "may_hand_over": may_hand_over})
    more: dict[str, Any] = {
        "who": who,
        "wrong": wrong,
        "works_on": desks,
        "session_count": sessions.count_of(who.pk),
        "token_count": ApiToken.objects.filter(person=who, revoked_at=None).count(),
        "is_self": actor.person_id == who.pk,
    }
    return page(request, "ops/account.html", status=status, **more)
