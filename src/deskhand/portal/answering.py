"""What both doors do with what is posted: take an answer, move the request, say what happened."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.portal import actions, stamp
from deskhand.portal.conversation import conversation_page
from deskhand.portal.door import Door
from deskhand.portal.forms import AnswerForm
from deskhand.portal.refusals import told
from deskhand.tickets.actions import own_transition
from deskhand.tickets.models import Category
from deskhand.web import limits

VERBS = {"solved": Category.RESOLVED, "reopen": Category.OPEN, "withdraw": Category.CANCELLED}
"""What a requester's buttons do, by the word in their address."""


def take_answer(request: HttpRequest, door: Door) -> HttpResponse:
    """Write the answer and show it; or the page again with the words that could not be taken."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return conversation_page(request, door, form, code=422)
    is_solved = form.cleaned_data["then"] == "solved"
    try:
        limits.consume(request, "portal_answer", key=f"{door.actor.person_id}")
        stamp.check(form.cleaned_data["stamp"], is_stranger=False)
        where = actions.answer(
            actor=door.actor,
            ticket=door.ticket,
            text=form.cleaned_data["body"],
            files=request.FILES.getlist("files"),
            is_solved=is_solved,
            stamp=form.cleaned_data["stamp"],
        )
    except DeskhandError as error:
        return conversation_page(request, door, told(form, error), code=error.status)
    if where.pk != door.ticket.pk:
        messages.success(request, _("The old request had ended, so this is a new one that continues it."))
        return redirect(door.to(where))
    messages.success(request, _("Good that it is solved.") if is_solved else _("Sent."))
    return redirect(f"{door.url}#end")


def make_move(request: HttpRequest, door: Door, verb: str) -> HttpResponse:
    """Solve, open again or withdraw, and go back to the request."""
    if verb not in VERBS:
        raise Http404
    said = {
        "solved": _("Good that it is solved."),
        "reopen": _("The request is open again."),
        "withdraw": _("The request is withdrawn."),
    }
    try:
        own_transition(actor=door.actor, ticket=door.ticket, category=VERBS[verb])
    except NotFound:
        raise
    except DeskhandError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said[verb])
    return redirect(door.url)
