"""A form as somebody would see it: the draft, for a person, on a computer or a phone. Nothing is ordered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk, Person
from deskhand.modules.catalog import asking
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.views.board import the_item
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.tickets.people import findable
from deskhand.web.gates import gate


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The draft for ``person`` (else for oneself), and what would be kept of the answers."""
    here = the_desk(desk)
    item = the_item(here, pk)
    person = _person(request, here)
    form, context = asking.read_form(designing.draft_of(item)), asking.context_for(here, person)
    found, drawn = None, None
    if request.method == "POST":
        given = asking.posted(form, request.POST, request.FILES)
        found = asking.judge(form, given, context)
        turn = asking.turned(form, found, request.POST)
        if turn is not None:
            drawn = asking.drawn(form, given, context, step=turn.step, wrong=turn.wrong, add_row=turn.add_row)
        else:
            drawn = asking.drawn(form, given, context, wrong=found.wrong, step=None if found.wrong else 0)
        found = None if turn is not None or found.wrong else found
    return settings_page(
        request,
        "catalog/designer_preview.html",
        here,
        item=item,
        asking=drawn or asking.drawn(form, None, context),
        person=person,
        is_phone=request.GET.get("phone") == "1",
        answers=asking.shown(form, found.values, desk_id=here.pk) if found is not None else None,
        choices_url=_choices(desk, pk, person),
        people_url=reverse("tickets:people_search", args=[desk]),
        status=422 if drawn is not None and drawn.errors else 200,
    )


def _choices(desk: str, pk: int, person: Person | None) -> str:
    return reverse("catalog:design_choices", args=[desk, pk]) + (f"?for={person.pk}" if person is not None else "")


def _person(request: HttpRequest, desk: Desk) -> Person | None:
    actor, wanted = actor_of(request), request.GET.get("person_id", "")
    rows = Person.objects.select_related("organization", "manager")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 16:
        known = findable(actor).filter(pk=int(wanted)).values("pk")
        found = rows.filter(pk__in=known).first()
        if found is not None:
            return found
    return rows.filter(pk=actor.person_id or 0).first()
