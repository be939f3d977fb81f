"""Excusing promises: the list of a desk, asking on a ticket, deciding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.modules.sla import contract_access, naming
from deskhand.modules.sla.actions import waivers as verbs
from deskhand.modules.sla.contract_forms import AnswerForm, WaiverForm
from deskhand.modules.sla.explained_tickets import promised_ticket_for
from deskhand.modules.sla.models import STANDING, Clock, Waiver, WaiverState
from deskhand.modules.sla.views.contract_frame import page
from deskhand.tickets.context import actor_of, desk_of
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

SHOWN = 100
"""Decided waivers on the page, the newest first; all that wait are there."""


@gate("desk:sla.read", sample="desk")
@require_GET
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that wait for a second person, then those that were decided."""
    here, actor = desk_of(request, desk), actor_of(request)
    found = Waiver.objects.served_by(actor).filter(desk=here).select_related("ticket", "asked_by", "decided_by")
    decided = list(found.exclude(state=WaiverState.ASKED).order_by("-decided_at", "-pk")[: SHOWN + 1])
    waiting = list(found.filter(state=WaiverState.ASKED).order_by("asked_at", "pk")[:SHOWN])
    clocks = _clocks(here.pk, [*waiting, *decided])
    given: dict[str, Any] = {
        "waiting": [_line(request, one, clocks) for one in waiting],
        "decided": [_line(request, one, clocks) for one in decided[:SHOWN]],
        "has_more": len(decided) > SHOWN,
        "shown": SHOWN,
    }
    return page(request, "sla/waivers.html", here, place="waivers", **given)


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def on_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The broken promises of a ticket: asking that one be excused, and what became of earlier requests."""
    actor = actor_of(request)
    ticket = promised_ticket_for(actor, number)
    if request.method == "GET":
        return _ticket_page(request, ticket)
    posted = request.POST.get("clock", "")
    row = contract_access.clock_for(actor, ticket, int(posted) if posted.isdecimal() and len(posted) < 19 else 0)
    form = WaiverForm(request.POST)
    if not form.is_valid() or not _asked(request, row, form):
        return _ticket_page(request, ticket, form, row, status=422)
    messages.success(request, _("Asked. Somebody else decides about it."))
    return redirect("sla:ticket_waivers", number)


@gate("desk:sla.confirm", sample="desk")
@require_POST
def confirm(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Excuse it."""
    return _decided(request, desk, pk, verbs.confirm_waiver, _("Waived: it counts apart from now on."))


@gate("desk:sla.confirm", sample="desk")
@require_POST
def refuse(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Leave it missed."""
    return _decided(request, desk, pk, verbs.refuse_waiver, _("Refused: it stays missed."))


@gate("desk:sla.waive", sample="desk")
@require_POST
def withdraw(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Ask no more."""
    return _turned(request, desk, pk, verbs.withdraw_waiver, _("Withdrawn."))


@gate("desk:sla.waive", sample="desk")
@require_POST
def reopen(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take the decision back."""
    return _turned(request, desk, pk, verbs.reopen_waiver, _("It waits for a second person again."))


def _decided(request: HttpRequest, desk: str, pk: int, verb: Callable[..., Waiver], words: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["answer"][0]))
        return redirect("sla:waivers", desk)
    return _turned(request, desk, pk, verb, words, answer=form.cleaned_data["answer"])


def _turned(
    request: HttpRequest, desk: str, pk: int, verb: Callable[..., Waiver], words: str, **more: Any
) -> HttpResponse:
    """Do it, and say so with an undo; or say why not."""
    here = desk_of(request, desk)
    waiver = contract_access.waiver_for(actor_of(request), pk, desk_id=here.pk)
    try:
        row = verb(actor=actor_of(request), waiver=waiver, **more)
    except (Conflict, Denied, Invalid) as refusal:
        messages.error(request, str(refusal))
        return redirect("sla:waivers", desk)
    undo = "" if row.state == WaiverState.ASKED else reverse("sla:reopen_waiver", args=[desk, pk])
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect("sla:waivers", desk)


def _asked(request: HttpRequest, row: Clock, form: WaiverForm) -> bool:
    try:
        verbs.ask_waiver(actor=actor_of(request), row=row, reason=form.cleaned_data["reason"])
    except (Invalid, Conflict) as refusal:
        put_on(form, refusal)
        return False
    return True


def _ticket_page(
    request: HttpRequest, ticket: Ticket, form: WaiverForm | None = None, row: Clock | None = None, status: int = 200
) -> HttpResponse:
    here, actor = desk_of(request, ticket.desk.key), actor_of(request)
    clocks = Clock.objects.served_by(actor).filter(ticket=ticket).select_related("version")
    broken = clocks.filter(Q(outcome="missed") | Q(ended_at=None, due_at__lte=clock.now()))
    waivers = list(
        Waiver.objects.served_by(actor).filter(ticket=ticket).select_related("ticket", "asked_by", "decided_by")
    )
    taken = {(one.level, one.key, one.cycle) for one in waivers if one.state in STANDING}
    rows = [one for one in broken.order_by("due_at", "pk") if (one.level, one.key, one.cycle) not in taken]
    known = _clocks(here.pk, waivers)
    given: dict[str, Any] = {
        "ticket": ticket,
        "broken": [(one, naming.name_of(one), form if row and row.pk == one.pk else WaiverForm()) for one in rows],
        "lines": [_line(request, one, known) for one in waivers],
        "may_ask": actor.may_on("sla.waive", ticket),
    }
    return page(request, "sla/ticket_waivers.html", here, place="waivers", status=status, **given)


def _clocks(desk_id: int, waivers: list[Waiver]) -> dict[tuple[int, str, str, int], Clock]:
    """The clocks of these waivers, by what names them. One query."""
    found = Clock.objects.within(desk_id).filter(ticket_id__in={one.ticket_id for one in waivers})
    return {(one.ticket_id, one.level, one.key, one.cycle): one for one in found.select_related("version")}


def _line(request: HttpRequest, waiver: Waiver, clocks: dict[tuple[int, str, str, int], Clock]) -> dict[str, Any]:
    """A waiver as a list shows it: its promise, and what the reader may do with it."""
    actor = actor_of(request)
    row = clocks.get((waiver.ticket_id, waiver.level, waiver.key, waiver.cycle))
    is_own = waiver.asked_by_id == actor.person_id
    is_open = waiver.state == WaiverState.ASKED
    is_second = actor.may("sla.confirm", waiver.desk_id) and not is_own
    withdrawn = waiver.state == WaiverState.WITHDRAWN
    return {
        "waiver": waiver,
        "promise": naming.name_of(row) if row is not None else waiver.key,
        "clock": row,
        "may_decide": is_open and is_second,
        "may_withdraw": is_open and is_own and actor.may("sla.waive", waiver.desk_id),
        "may_reopen": not is_open and (is_own if withdrawn else is_second),
    }
