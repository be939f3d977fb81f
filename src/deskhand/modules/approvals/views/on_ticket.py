"""Approvals of a ticket, as agents have them; and the requester's answer to a question."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel import switches
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.modules.approvals import access, actions, shown
from deskhand.modules.approvals.forms import people_of
from deskhand.modules.approvals.models import Approval, Policy
from deskhand.modules.approvals.querysets import MODULE
from deskhand.portal.pages import actor_of as requester_of
from deskhand.tickets import access as tickets
from deskhand.tickets.context import actor_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Ask by a policy, or people by name."""
    actor, ticket, error = actor_of(request), _ticket(request, number), ""
    if request.method == "POST":
        try:
            _ask(request, ticket)
        except Invalid as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Approval is asked for."))
            return _back(number)
    if not actor.may_on("approvals.ask", ticket):  # Who only reads is led to what there is to read.
        return _back(number)
    given = {
        "ticket": ticket,
        "policies": Policy.objects.within(ticket.desk_id).in_use().order_by("name"),
        "error": error,
        "typed": {name: request.POST.get(name, "") for name in ("policy", "people", "why")},
    }
    frame = workspace(request, section="tickets", desk=ticket.desk, with_views=False)
    return render(request, "approvals/new.html", {**frame, **given}, status=422 if error else 200)


def _ask(request: HttpRequest, ticket: Ticket) -> None:
    actor, posted = actor_of(request), request.POST
    actor.need_on("approvals.ask", ticket)
    code, people, why = posted.get("policy", ""), posted.get("people", ""), posted.get("why", "")
    if people.strip():
        actions.ask_people(actor=actor, ticket=ticket, people=people_of(people), why=why)
        return
    row = Policy.objects.within(ticket.desk_id).in_use().filter(code=code).first()
    if row is None:
        raise Invalid(_("Choose a policy, or name people."))
    actions.ask(actor=actor, ticket=ticket, policy=row, why=why)


@gate("served_ticket", sample="ticket")
@require_safe
def show(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Who could decide and why, what each saw, and what came of it: round by round."""
    row = _approval(request, number, pk)
    contents = {one.round: one for one in row.contents.order_by("round")}
    rounds = [
        (n, contents[n], shown.facts_of(contents[n].body), shown.stages_shown(row, round_=n))
        for n in sorted(contents, reverse=True)
    ]
    frame = workspace(request, section="tickets", desk=row.ticket.desk, with_views=False)
    return render(request, "approvals/why.html", {**frame, "row": row, "ticket": row.ticket, "rounds": rounds})


@gate("served_ticket", sample="ticket")
@require_POST
def withdraw(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Ask no more."""
    return _done(request, number, pk, actions.withdraw, _("The approval is withdrawn."))


@gate("served_ticket", sample="ticket")
@require_POST
def remind(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Remind those who have not decided."""
    return _done(request, number, pk, actions.remind, _("They get a letter now."))


@gate("served_ticket", sample="ticket")
@require_POST
def answer(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Answer an approver's question."""
    row = _approval(request, number, pk)
    question = access.question_of(row, _id(request))
    try:
        actions.answer_question(actor=actor_of(request), question=question, said=request.POST.get("answer", ""))
    except (Conflict, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The answer is on its way."))
    return _back(number)


@gate("own_ticket", sample="ticket")
@require_POST
def answer_own(request: HttpRequest, number: int) -> HttpResponse:
    """The requester answers it."""
    actor = requester_of(request)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path())
    ticket = tickets.own_ticket_for(actor, number)
    found = Approval.objects.within(ticket.desk_id).filter(
        ticket=ticket, asks__questions__pk=_id(request), desk_id__in=switches.desks_with(MODULE)
    )
    row = found.first()
    if row is None:
        raise NotFound
    try:
        said = request.POST.get("answer", "")
        actions.answer_question(actor=actor, question=access.question_of(row, _id(request)), said=said)
    except (Conflict, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The answer is on its way."))
    return redirect("portal:request", number)


def _ticket(request: HttpRequest, number: int) -> Ticket:
    found = tickets.served_ticket_for(actor_of(request), number)
    if not switches.is_on(MODULE, found.desk_id):
        raise NotFound
    return found


def _approval(request: HttpRequest, number: int, pk: int) -> Approval:
    _ticket(request, number)
    return access.approval_for(actor_of(request), pk, number=number)


def _done(request: HttpRequest, number: int, pk: int, verb: object, said: str) -> HttpResponse:
    row = _approval(request, number, pk)
    try:
        verb(actor=actor_of(request), approval=row)  # type: ignore[operator]  # one of the two above
    except (Conflict, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return _back(number)


def _id(request: HttpRequest) -> int:
    text = request.POST.get("question", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _back(number: int) -> HttpResponse:
    return redirect(f"{reverse('tickets:ticket', args=[number])}#approvals")
