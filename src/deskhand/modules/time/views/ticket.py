"""The time of a ticket: the list, booking, the timer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.time import access, actions
from deskhand.modules.time.durations import WORDS, in_words
from deskhand.modules.time.entries import entries_of
from deskhand.modules.time.forms import EntryForm
from deskhand.modules.time.models import Timer
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def entries(request: HttpRequest, number: int) -> HttpResponse:
    """Every entry of the ticket, and the form for another one."""
    actor, ticket = actor_of(request), access.timed_ticket_for(actor_of(request), number)
    if request.method == "GET":
        return _page(request, ticket, EntryForm.fresh(actor, ticket.desk))
    actor.need_on("time.book", ticket)
    form = EntryForm(request.POST, actor=actor, desk=ticket.desk)
    if not form.is_valid() or not _booked(request, ticket, form, None):
        return _page(request, ticket, form, status=422)
    return redirect("time:ticket", number)


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """What the timer has measured, to be looked through and booked."""
    actor = actor_of(request)
    ticket = access.timed_ticket_for(actor, number)
    timer = access.timer_on(actor, ticket)
    if timer is None:
        return redirect("time:ticket", number)
    if request.method == "GET":
        return _page(request, ticket, EntryForm.fresh(actor, ticket.desk, timer.elapsed(clock.now())), stopping=timer)
    form = EntryForm(request.POST, actor=actor, desk=ticket.desk)
    if not form.is_valid() or not _booked(request, ticket, form, timer):
        return _page(request, ticket, form, stopping=timer, status=422)
    return redirect("tickets:ticket", number)


@gate("served_ticket", sample="ticket")
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Let the timer run."""
    try:
        actions.start(actor=actor_of(request), ticket=access.timed_ticket_for(actor_of(request), number))
    except (Invalid, Conflict) as refusal:
        messages.error(request, str(refusal))
    return redirect("tickets:ticket", number)


@gate("served_ticket", sample="ticket")
@require_POST
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Let it stand still. ``then=stop`` goes on to book what it measured."""
    actions.pause(actor=actor_of(request), timer=access.timer_for(actor_of(request), number))
    return redirect("time:stop" if request.POST.get("then") == "stop" else "tickets:ticket", number)


@gate("served_ticket", sample="ticket")
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Book nothing of what it measured."""
    measured = actions.discard(actor=actor_of(request), timer=access.timer_for(actor_of(request), number))
    messages.success(request, _("The timer is discarded. It stood at %(time)s.") % {"time": in_words(measured)})
    return redirect("tickets:ticket", number)


def _booked(request: HttpRequest, ticket: Ticket, form: EntryForm, timer: Timer | None) -> bool:
    """Book it. False if the action refuses; the form then says why."""
    actor, work = actor_of(request), form.work
    try:
        if timer is None:
            row = actions.book(actor=actor, ticket=ticket, work=work, person=form.worker)
        else:
            row = actions.stop(actor=actor, timer=timer, work=work)
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    messages.success(request, _("Booked: %(time)s.") % {"time": in_words(row.duration)})
    return True


def _page(
    request: HttpRequest, ticket: Ticket, form: EntryForm, *, stopping: Timer | None = None, status: int = 200
) -> HttpResponse:
    actor, desk = actor_of(request), desk_of(request, ticket.desk.key)
    if stopping is not None and "person" in form.fields:
        del form.fields["person"]
    given: dict[str, Any] = {
        "ticket": ticket,
        "form": form,
        "timer": stopping,
        "may_book": actor.may_on("time.book", ticket),
        **entries_of(actor, ticket),
        **WORDS,
    }
    frame = workspace(request, section="time", desk=desk, with_views=False)
    return render(request, "time/ticket.html", {**frame, **given}, status=status)
