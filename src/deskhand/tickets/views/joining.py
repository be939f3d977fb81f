"""Who joins a ticket by letter: letting senders in, adding what claims to belong elsewhere, ending reply addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets import access, actions, context
from deskhand.tickets.models import Message, Ticket
from deskhand.web.gates import gate


@require_POST
@gate("served_ticket", sample="ticket")
def admit(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Let the sender of a letter in."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    try:
        message, undo = actions.admit(actor=actor, ticket=ticket, message=_message(ticket, pk))
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return _to(number, pk)
    words = _("%(name)s is on this ticket now.") % {"name": message.author_name}
    messages.success(request, words, extra_tags=_undo(undo))
    return _to(number, pk)


@require_POST
@gate("served_ticket", sample="ticket")
def refuse(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Do not let the sender of a letter in."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    actions.refuse(actor=actor, ticket=ticket, message=_message(ticket, pk))
    messages.success(request, _("The letter stays a note. Its sender hears nothing."))
    return _to(number, pk)


@require_POST
@gate("served_ticket", sample="ticket")
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add what this ticket says to the one that it claims to belong to, and go there."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    try:
        there, undo = actions.add_to_claimed(actor=actor, ticket=ticket)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("tickets:ticket", number=number)
    ticket.refresh_from_db(fields=["added_to_number"])
    is_added = ticket.added_to_number is not None
    words = _("%(number)s is added here and closed.") if is_added else _("%(number)s is a follow-up of this now.")
    messages.success(request, words % {"number": number}, extra_tags=_undo(undo))
    return redirect("tickets:ticket", number=there.number)


@require_POST
@gate("served_ticket", sample="ticket")
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """No reply address that was handed out for the ticket counts any more."""
    actor = context.actor_of(request)
    actions.revoke_reply_addresses(actor=actor, ticket=access.served_ticket_for(actor, number))
    messages.success(request, _("The reply addresses handed out so far count no more."))
    return redirect("tickets:ticket", number=number)


def _message(ticket: Ticket, pk: int) -> Message:
    found: Message | None = ticket.messages.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _to(number: int, pk: int) -> HttpResponse:
    return redirect(f"{reverse('tickets:ticket', args=[number])}#m-{pk}")


def _undo(undo_id: int | None) -> str:
    return f"undo:{reverse('tickets:undo', args=[undo_id])}" if undo_id else ""
