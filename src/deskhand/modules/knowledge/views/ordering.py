"""The order of the articles of a category, and of those that stand in none: by drag and by buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import catalogue
from deskhand.modules.knowledge.actions import arrange
from deskhand.modules.knowledge.models import Article, Shelf
from deskhand.modules.knowledge.views.arranging import number, tried
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

ORDERED = 100
"""Articles on one page of their order."""

_ARRANGES = gate("desk:knowledge.arrange", sample="desk")


@_ARRANGES
@require_safe
def loose(request: HttpRequest, desk: str) -> HttpResponse:
    """The articles that stand in no category, in their order."""
    here = the_desk(desk)
    return settings_page(request, "knowledge/loose.html", here, **shown(request, here, None))


@_ARRANGES
@require_POST
def order_loose(request: HttpRequest, desk: str) -> HttpResponse:
    """The order of the articles that stand in no category."""
    return _ordered(request, the_desk(desk), None)


@_ARRANGES
@require_POST
def order(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The order of a category's articles."""
    here = the_desk(desk)
    return _ordered(request, here, get_object_or_404(Shelf.objects.within(here), pk=pk))


def shown(request: HttpRequest, desk: Desk, shelf: Shelf | None) -> dict[str, Any]:
    """One page of articles in their order, and where a change of it goes."""
    actor = actor_of(request)
    leaf = Paginator(articles(actor, desk, shelf), ORDERED).get_page(request.GET.get("page"))
    rows = catalogue.rows_of(actor, desk, list(leaf.object_list))
    return {"rows": rows, "page": leaf, "order_url": _address(desk, shelf, "order_")}


def articles(actor: Actor, desk: Desk, shelf: Shelf | None) -> Any:
    """The articles of a category, or those in none, that the actor reads as one of the desk's people."""
    found = Article.objects.served_by(actor).filter(desk=desk, shelf=shelf)
    return catalogue.titled(found, desk).order_by("position", "pk")


def _ordered(request: HttpRequest, desk: Desk, shelf: Shelf | None) -> HttpResponse:
    """As they were dragged (``order``, repeated), or one of them by a step (``step``: its id, a colon and up or down).
    A script that asks is told when its page shows what is so now."""
    actor, asked = actor_of(request), request.POST if {"order", "step"} & set(request.POST) else request.GET
    typed, _colon, way = asked.get("step", "").partition(":")
    wanted = [number(one) for one in asked.getlist("order")[:ORDERED]]
    now = list(articles(actor, desk, shelf).values_list("pk", flat=True))
    if typed:
        wanted = _stepped(now, number(typed), way)
    was = [pk for pk in now if pk in set(wanted)]
    done = tried(request, lambda: arrange.arrange_articles(actor=actor, desk=desk, shelf=shelf, order=wanted))
    page = max(number(asked.get("page")), 1)
    if done and was != wanted:
        undo = urlencode([*(("order", pk) for pk in was), ("page", page)])
        address = f"{_address(desk, shelf, 'order_')}?{undo}"
        messages.success(request, _("The new order is kept."), extra_tags=f"undo:{address}")
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    return redirect(f"{_address(desk, shelf)}?page={page}#article-{number(typed)}")


def _address(desk: Desk, shelf: Shelf | None, verb: str = "") -> str:
    if shelf is None:
        return reverse(f"knowledge:{verb}loose", args=[desk.key])
    return reverse(f"knowledge:{verb}articles" if verb else "knowledge:shelf", args=[desk.key, shelf.pk])


def _stepped(now: Sequence[int], pk: int, way: str) -> list[int]:
    place = now.index(pk) if pk in now else -1
    other = place - 1 if way == "up" else place + 1
    if place < 0 or not 0 <= other < len(now):
        return []
    return [pk, now[other]] if way == "up" else [now[other], pk]
