"""Answers that have not left, and drafts of colleagues: taking back, sending, moving, taking over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.tickets import access, actions, context, conversation, forms
from deskhand.tickets.models import Draft, Ticket
from deskhand.tickets.views import ticket as ticket_page
from deskhand.web import moments
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, toast, trigger

Deed = Callable[[Actor, Ticket], Draft | str]
"""Does what was asked for. Gives the draft that the composer shall hold then, or words."""


@require_POST
@gate("served_ticket", sample="ticket")
def take_back(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """An answer does not leave: its text is in its author's composer again, or, with ``throw_away``, gone."""
    keep = "throw_away" not in request.POST

    def deed(actor: Actor, ticket: Ticket) -> Draft | str:
        draft = actions.take_back(actor=actor, ticket=ticket, held=pk, keep=keep)
        own = draft is not None and draft.person_id == actor.person_id
        return draft if draft is not None and own else _("It will not be sent.")

    return _done(request, number, deed)


@require_POST
@gate("served_ticket", sample="ticket")
def send_now(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A planned answer leaves at once."""

    def deed(actor: Actor, ticket: Ticket) -> str:
        actions.send_now(actor=actor, ticket=ticket, held=pk)
        return _("Sent")

    return _done(request, number, deed)


@require_POST
@gate("served_ticket", sample="ticket")
def move_plan(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A planned answer leaves at another time."""

    def deed(actor: Actor, ticket: Ticket) -> str:
        at = forms.send_at(request.POST)
        if at is None:
            raise NotFound
        row = actions.move_plan(actor=actor, ticket=ticket, held=pk, at=at)
        return _("It will be sent: %(when)s") % {"when": moments.exact(row.leaves_at)}

    return _done(request, number, deed)


@require_POST
@gate("served_ticket", sample="ticket")
def take_draft(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """What a colleague shares is in one's own composer."""
    return _done(request, number, lambda actor, ticket: actions.take_draft(actor=actor, ticket=ticket, draft=pk))


def _done(request: HttpRequest, number: int, deed: Deed) -> HttpResponse:
    """The composer asks for JSON and puts the draft into its fields; htmx gets the conversation; a page without script
    the whole ticket, whose composer holds the draft."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    wants_json = "application/json" in request.headers.get("Accept", "") and not is_htmx(request)
    try:
        came = deed(actor, ticket)
    except DeskhandError as refusal:
        if wants_json or is_htmx(request):
            return JsonResponse({"detail": str(refusal)}, status=max(refusal.status, 409))
        messages.error(request, str(refusal))
        return redirect("tickets:ticket", number=number)
    if wants_json:
        return JsonResponse(_for_composer(came) if isinstance(came, Draft) else {"words": came})
    if is_htmx(request):
        _ticket, shown = ticket_page.opened(request, number)
        answer = render(request, "tickets/_conversation.html", shown)
        return trigger(toast(answer, came) if isinstance(came, str) else answer, "live:now")
    page = reverse("tickets:ticket", args=[number])
    if isinstance(came, str):
        messages.success(request, came)
        return redirect(page)
    return redirect(f"{page}#composer-body")


def _for_composer(draft: Draft) -> dict[str, Any]:
    files = [conversation.chip(one) for one in draft.attachments.order_by("pk")]
    shown: dict[str, Any] = {"kind": draft.kind, "html": draft.html, "cc": draft.cc, "files": files}
    return {**shown, "revision": draft.revision}
