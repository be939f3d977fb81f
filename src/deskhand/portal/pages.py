"""What every page of the portal knows, and the actor behind it."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from deskhand.accounts.models import Desk, DeskBrand
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor, Channel
from deskhand.portal import queries
from deskhand.web import links, places
from deskhand.web.portal_frame import portal_frame


def actor_of(request: HttpRequest) -> Actor:
    """The person behind the session, at the portal's door."""
    return cast(Actor, request.actor).through(Channel.PORTAL)  # type: ignore[attr-defined]


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    desk: Desk | None = None,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the portal, under the flag of its desk: the one that it is about, else the only one that whoever looks
    can write to."""
    if desk is None:
        open_here = queries.open_desks(actor_of(request))
        desk = open_here[0] if len(open_here) == 1 else None
    frame = portal_frame(
        request, name=desk.shown_name if desk else "Deskhand", letter=desk.flag if desk else "D", current=current
    )
    frame["portal"]["nav"] += _further(request, desk, current)
    frame["portal"] |= _look(request, desk)
    whole = {**frame, "banners": banners(request), "max_file": settings.DESKHAND.max_upload, **(context or {})}
    return render(request, template, whole, status=status)


def _look(request: HttpRequest, desk: Desk | None) -> dict[str, str]:
    """The desk's own logo, colours and words, if it has any; what modules say of them for whoever looks comes first."""
    brand = DeskBrand.objects.filter(desk=desk).first() if desk is not None else None
    found: dict[str, str] = {}
    if brand is not None:
        found = {
            "logo": reverse("portal:logo", args=[brand.mark]) if brand.logo_id else "",
            "colours": reverse("portal:colours", args=[brand.mark]) if brand.accent else "",
            "words": brand.words,
        }
    for one in slots.items("portal_look", desk_id=desk.pk if desk is not None else None):
        found |= one(request, desk)
    return found


def behind(request: HttpRequest, desk: Desk, address: str) -> str:
    """An address of ours whose page goes on looking as those about the desk do in this request."""
    _look(request, desk)
    return links.carried(request, address)


def _further(request: HttpRequest, desk: Desk | None, current: str) -> list[dict[str, Any]]:
    """Entries of the menu that modules add."""
    asked = slots.items("portal_nav", desk_id=desk.pk if desk else None)
    found = [entry for one in asked if (entry := one(request, desk))]
    return [{**one, "is_current": one["key"] == current} for one in found]


def banners(request: HttpRequest) -> Markup:
    """What modules have to say on every page: outages, maintenance. One that fails is logged and left out."""
    return places.render("portal_banner", request=request)
