"""Plans on a ticket: starting one, looking at its course, and steering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Team
from deskhand.kernel import switches
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.modules.fulfilment import access, actions, shown, step_form, timeline
from deskhand.modules.fulfilment.definition import Kind, Step
from deskhand.modules.fulfilment.drawing import draw
from deskhand.modules.fulfilment.querysets import MODULE
from deskhand.tickets.access import served_ticket_for
from deskhand.tickets.context import actor_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next


@gate("served_ticket", sample="ticket")
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Start the plan ``plan`` on the ticket."""
    actor, ticket = actor_of(request), _ticket(request, number)
    asked = request.POST.get("plan", "")
    pk = int(asked) if asked.isdecimal() and len(asked) < 16 else 0
    try:
        actor.need_on("fulfilment.run", ticket)
        actions.start_plan(actor=actor, ticket=ticket, plan=access.plan_for(actor, pk, desk_id=ticket.desk_id))
    except NotFound:
        messages.error(request, _("Choose a plan that is in use."))
    else:
        messages.success(request, _("The plan is started."))
    return redirect(f"{reverse('tickets:ticket', args=[number])}#plans")


@gate("served_ticket", sample="ticket")
@require_safe
def show(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The course of one plan: the drawing with where each step stands, and the same as a list."""
    actor, ticket = actor_of(request), _ticket(request, number)
    run = access.run_for(actor, pk, number=number)
    found = shown.shown([run])[0]
    states = {one.step.code: one.state for one in found.steps}
    given: dict[str, Any] = {
        "ticket": ticket,
        "found": found,
        "drawing": draw(found.plan, states),
        "told": timeline.of_run(run),
        "may_run": actor.may_on("fulfilment.run", ticket),
        "may_steer": actor.may_on("fulfilment.steer", ticket),
        "teams": list(Team.objects.within(ticket.desk_id).active().values_list("pk", "name")),
    }
    return render(request, "fulfilment/run.html", workspace(request, section="tickets", desk=ticket.desk) | given)


@gate("served_ticket", sample="ticket")
@require_POST
def give_up(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Begin no further step."""
    reason = request.POST.get("reason", "").strip()[:300]
    return _done(request, number, pk, actions.cancel_run, _("The plan is given up."), reason=reason)


@gate("served_ticket", sample="ticket")
@require_POST
def skip(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Go on without the step ``step``, because of ``reason``."""
    given = {"code": request.POST.get("step", ""), "reason": request.POST.get("reason", "")}
    return _done(request, number, pk, actions.skip_step, _("The step is skipped."), **given)


@gate("served_ticket", sample="ticket")
@require_POST
def restart(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Begin the step ``step`` again."""
    code = request.POST.get("step", "")
    return _done(request, number, pk, actions.restart_step, _("The step begins again."), code=code)


@gate("served_ticket", sample="ticket")
@require_POST
def add(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A task for this ticket alone: ``name``, ``team``, ``note``, behind the step ``after``."""
    name = " ".join(request.POST.get("name", "").split())
    step = Step(code="", kind=Kind.TASK, name=name, says=step_form.read(Kind.TASK, request.POST))
    after = request.POST.get("after", "")
    return _done(request, number, pk, actions.add_step, _("The step is added."), step=step, after=after)


def _ticket(request: HttpRequest, number: int) -> Ticket:
    """The ticket, on a desk that has plans."""
    ticket = served_ticket_for(actor_of(request), number)
    if not switches.is_on(MODULE, ticket.desk_id):
        raise NotFound
    return ticket


def _done(request: HttpRequest, number: int, pk: int, act: Any, words: str, **given: Any) -> HttpResponse:
    _ticket(request, number)
    actor = actor_of(request)
    run = access.run_for(actor, pk, number=number)
    try:
        act(actor=actor, run=run, **given)
    except DeskhandError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(safe_next(request, reverse("fulfilment:run", args=[number, pk])))
