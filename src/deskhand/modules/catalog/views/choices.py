"""Whom and what a reference offers, while somebody types: the same people and places as the judge takes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog import access, asking
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.models import Item, ItemVersion, OrderLine
from deskhand.modules.catalog.querysets import MODULE
from deskhand.modules.catalog.views.board import the_item
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import the_desk
from deskhand.tickets.people import findable
from deskhand.web.gates import gate


@gate("signed_in")
@require_safe
def of_version(request: HttpRequest, pk: int) -> HttpResponse:
    """For a question of a published form, as it is asked for oneself or for whom it is ordered (``for``)."""
    actor = actor_of(request)
    rows = ItemVersion.objects.within(switches.desks_with(MODULE)).select_related("item__desk", "item")
    version = rows.filter(pk=pk).first()
    person = _asked_for(actor, version, request.GET.get("for", "")) if version is not None else None
    if version is None or person is None:
        raise NotFound
    return _found(request, asking.read_form(version.form), asking.context_for(version.item.desk, person))


@gate("desk:catalog.design", sample="desk")
@require_safe
def of_draft(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """For a question of the form that is being written, as it is asked for a person (``for``)."""
    here, actor = the_desk(desk), actor_of(request)
    form = asking.read_form(designing.draft_of(the_item(here, pk)))
    person = _number_of(findable(actor), request.GET.get("for", "")) or person_of(actor)
    return _found(request, form, asking.context_for(here, person))


def _asked_for(actor: Actor, version: ItemVersion, wanted: str) -> Person | None:
    """For whom the form is asked; None if it is not asked of the actor. An agent who changes an order sees it as whom
    it is for does."""
    item, me = version.item, person_of(actor)
    lines = OrderLine.objects.within(item.desk_id).filter(version=version)
    if actor.may("catalog.orders", item.desk_id):
        named = _number_of(Person.objects.filter(pk__in=lines.values("for_person_id")), wanted)
        if named is not None:
            return named
    may_order = Item.objects.orderable_by(actor, clock.now().date()).filter(pk=item.pk).exists()
    if not may_order and not OrderLine.objects.placed_by(actor).filter(version=version).exists():
        return None
    return _number_of(access.people_for(actor, item.desk_id), wanted) or me


def _number_of(people: Any, wanted: str) -> Person | None:
    is_id = wanted.isascii() and wanted.isdecimal() and len(wanted) < 16
    rows = Person.objects.select_related("organization", "manager")
    return rows.filter(pk__in=people.values("pk")).filter(pk=int(wanted)).first() if is_id else None


def _found(request: HttpRequest, form: asking.Form, context: asking.Context) -> HttpResponse:
    """The first that begin as typed (``q``), for a question (``question``, a column behind its table and a point); of
    one that is not in the form there are none."""
    typed = request.GET.get("q", "").strip()[:200]
    question = asking.reference_at(form, request.GET.get("question", ""))
    rows = asking.found(question, typed, context) if question is not None and typed else []
    return JsonResponse({"items": [{"id": pk, "label": name} for pk, name in rows]})
