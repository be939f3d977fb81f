"""Editing a ticket in place: one property at a time, tags, followers, and what becomes of the ticket as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel.errors import Conflict, Invalid
from deskhand.tickets import access, actions, context, properties, status_gates
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Status, Ticket
from deskhand.tickets.views import status_needs
from deskhand.tickets.views import ticket as ticket_page
from deskhand.tickets.views.undoing import undo_address
from deskhand.web.gates import gate
from deskhand.web.htmx import go, is_htmx, toast, trigger


@require_POST
@gate("served_ticket", sample="ticket")
def change(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Change one property from what the form showed (``was_<name>``) to what was picked."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    saw = {name: properties.seen(name, request.POST[f"was_{name}"])} if f"was_{name}" in request.POST else {}
    note = request.POST.get("note", "")
    value: Any = None
    try:
        value = properties.chosen(actor, ticket, name, request.POST.get(name, ""))
        text = plain(note) if note else None
        now = actions.patch(actor=actor, ticket=ticket, changes={name: value}, saw=saw, note=text)
    except Conflict as clash:
        return _conflict(request, ticket, name, value, clash)
    except Invalid as wrong:
        if name == "team" and "note" in wrong.fields:
            return _ask_for_note(request, number, value, wrong)
        if name == "status" and value is not None and status_gates.missing(actor, ticket, value):
            return _ask_for_needs(request, ticket, value)
        return _refused(request, number, name, wrong)
    return _changed(request, number, name, is_new=now.version != ticket.version)


@require_POST
@gate("served_ticket", sample="ticket")
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """Put a tag on (``tag``) or take one off (``untag``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    try:
        actions.tag(actor=actor, ticket=ticket, add=request.POST.getlist("tag"), remove=request.POST.getlist("untag"))
    except Invalid as wrong:
        return _refused(request, number, "tags", wrong)
    return _changed(request, number, "tags")


@require_POST
@gate("served_ticket", sample="ticket")
def followers(request: HttpRequest, number: int) -> HttpResponse:
    """Add a follower (``follower``: id or address) or take one out (``unfollow``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    leaving, joining = request.POST.get("unfollow", ""), request.POST.get("follower", "")
    try:
        if leaving:
            row = ticket.followers.filter(person_id=int(leaving) if leaving.isdecimal() and len(leaving) < 16 else 0)
            for one in row.select_related("person"):
                actions.unfollow(actor=actor, ticket=ticket, person=one.person)
        elif person := properties.person_from(actor, ticket, joining):
            actions.follow(actor=actor, ticket=ticket, person=person)
    except Invalid as wrong:
        return _refused(request, number, "followers", wrong)
    return _changed(request, number, "followers")


@require_POST
@gate("served_ticket", sample="ticket")
def whole(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Mark as spam, delete, and their opposites, each with its undo."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    outcome = actions.change_many(actor=actor, numbers=[number], verb=verb)
    for why in outcome.refused.values():
        raise Invalid(why)
    words = {
        "spam": _("Ticket %(number)s is spam now"),
        "unspam": _("Ticket %(number)s is no spam"),
        "delete": _("Ticket %(number)s is in the bin"),
        "restore": _("Ticket %(number)s is restored"),
    }[verb]
    undo = f"undo:{reverse('tickets:undo', args=[outcome.undo_id])}" if outcome.undo_id else ""
    messages.success(request, words % {"number": number}, extra_tags=undo)
    goes_away = verb in ("spam", "delete")
    address = reverse("tickets:list", args=[ticket.desk.key]) if goes_away else reverse("tickets:ticket", args=[number])
    return go(address) if is_htmx(request) else redirect(address)


def _changed(request: HttpRequest, number: int, name: str, *, is_new: bool = False) -> HttpResponse:
    if not is_htmx(request):
        return redirect("tickets:ticket", number=number)
    _ticket, shown = ticket_page.opened(request, number)
    fragment = "tickets/_head.html" if name == "subject" else "tickets/_property.html"
    response = render(request, fragment, shown | {"name": name, "error": "", "asks_note": None})
    if is_new and (undo := undo_address(request, shown["talk"].facts, number, name)):
        response = toast(response, _("%(field)s changed") % {"field": properties.LABELS[name]}, undo)
    return trigger(response, "live:now")


def _refused(request: HttpRequest, number: int, name: str, wrong: Invalid) -> HttpResponse:
    """The property as it is, with what was wrong below it."""
    if not is_htmx(request) or name == "subject":
        raise wrong
    _ticket, shown = ticket_page.opened(request, number)
    more = {"name": name, "error": str(wrong), "asks_note": None}
    return render(request, "tickets/_property.html", shown | more, status=422)


def _ask_for_note(request: HttpRequest, number: int, team: Any, wrong: Invalid) -> HttpResponse:
    """A higher team wants to know what was tried: the property with a field for the hand-over note."""
    if not is_htmx(request):
        messages.error(request, f"{wrong} {wrong.fields['note']}")
        return redirect("tickets:ticket", number=number)
    _ticket, shown = ticket_page.opened(request, number)
    more = {"name": "team", "error": "", "asks_note": {"team": team, "words": wrong.fields["note"]}}
    return render(request, "tickets/_property.html", shown | more, status=422)


def _ask_for_needs(request: HttpRequest, ticket: Ticket, to: Status) -> HttpResponse:
    """The status with a small form for what it needs; without script the page that has it."""
    if is_htmx(request):
        return status_needs.asked(request, ticket, to, status=422)
    return redirect(f"{reverse('tickets:set_status', args=[ticket.number])}?status={to.pk}")


def _conflict(request: HttpRequest, ticket: Ticket, name: str, value: Any, clash: Conflict) -> HttpResponse:
    """The table of differences; "Keep mine" posts the same again without what was seen."""
    if not is_htmx(request):
        messages.error(request, str(clash))
        return redirect("tickets:ticket", number=ticket.number)
    _ticket, shown = ticket_page.opened(request, ticket.number)
    before, theirs, mine = clash.fields[name]
    names = shown["talk"].names
    row = {
        "label": properties.LABELS[name],
        "before": properties.words(name, before, ticket, names),
        "theirs": properties.words(name, theirs, ticket, names),
        "mine": getattr(value, "label", "")
        or getattr(value, "name", "")
        or properties.words(name, mine, ticket, names),
    }
    last = next(iter(shown["talk"].facts), None)
    who = names.person(last.actor_id) if last and last.actor_id else _("Somebody")
    more = {"row": row, "who": who, "at": last.at if last else ticket.updated_at, "name": name}
    more["value"] = request.POST.get(name, "")
    return render(request, "tickets/_conflict.html", shown | more, status=409)
