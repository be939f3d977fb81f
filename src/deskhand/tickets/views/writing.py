"""Writing on a ticket: answers, notes, logs; drafts of them; canned replies."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.mail import actions as mail_actions
from deskhand.mail.models import OutboundMail
from deskhand.mail.plaintext import html_from_text
from deskhand.tickets import access, actions, arrivals, canned, context, forms
from deskhand.tickets.forms import Written
from deskhand.tickets.models import Draft, Message, MessageKind, Ticket
from deskhand.tickets.views import ticket as ticket_page
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, toast, trigger


@require_POST
@gate("served_ticket", sample="ticket")
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send what the composer holds, and show the conversation with it. A refusal keeps the text where it is."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    newer = arrivals.since(actor, ticket, request.POST.get("seen", ""))
    if newer is not None:
        return _tell_first(request, ticket, newer)
    try:
        message = say(actor, ticket, forms.written(request, actor, ticket.desk))
    except DeskhandError as refusal:
        if is_htmx(request):
            return JsonResponse({"detail": str(refusal)}, status=max(refusal.status, 422))
        messages.error(request, str(refusal))
        return redirect("tickets:ticket", number=number)
    if not is_htmx(request):
        return redirect("tickets:ticket", number=number)
    _ticket, shown = ticket_page.opened(request, number)
    words = {"reply": _("Sent"), "note": _("Note added"), "log": _("Logged")}[message.kind]
    return trigger(toast(render(request, "tickets/_conversation.html", shown), words), "live:now")


def _tell_first(request: HttpRequest, ticket: Ticket, newer: arrivals.Newer) -> HttpResponse:
    """Somebody wrote while the answer was written: say so, keep the text, and send it when it is sent again."""
    if is_htmx(request):
        return JsonResponse({"detail": newer.words, "newest": newer.newest}, status=422)
    _keep(request, ticket)
    messages.warning(request, newer.words)
    return redirect("tickets:ticket", number=ticket.number)


@require_POST
@gate("served_ticket", sample="ticket")
def save_draft(request: HttpRequest, number: int) -> JsonResponse:
    """Keep what is being written: ``{"saved_at"}``, null when there was nothing to keep."""
    draft = _keep(request, access.served_ticket_for(context.actor_of(request), number))
    return JsonResponse({"saved_at": draft.saved_at.isoformat() if draft else None})


def _keep(request: HttpRequest, ticket: Ticket) -> Draft | None:
    """Keep what the composer holds as a draft."""
    actor = context.actor_of(request)
    kind = request.POST.get("kind", MessageKind.REPLY)
    is_html = request.POST.get("body_format", "html") == "html"
    return actions.save_draft(
        actor=actor,
        ticket=ticket,
        kind=kind if kind in MessageKind.values else MessageKind.REPLY,
        html=request.POST.get("body", "") if is_html else html_from_text(request.POST.get("body", "")),
        cc=request.POST.getlist("cc"),
        attachments=forms.uploaded(actor, ticket.desk, request.POST.getlist("attachment")),
    )


@require_POST
@gate("served_ticket", sample="ticket")
def send_again(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """Try once more to deliver a letter that failed."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    row = OutboundMail.objects.within(ticket.desk_id).filter(pk=letter, ticket_number=ticket.number).first()
    if row is None:
        raise NotFound
    mail_actions.send_again(actor=actor, letter=row)
    messages.success(request, _("It is being sent again"))
    return redirect("tickets:ticket", number=number)


@require_GET
@gate("served_ticket", sample="ticket")
def canned_replies(request: HttpRequest, number: int) -> JsonResponse:
    """Canned replies whose title or text fits, variables filled for this ticket."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    return JsonResponse({"items": canned.offered(actor, ticket, request.GET.get("q", "")[:200])})


def say(actor: Actor, ticket: Ticket, words: Written) -> Message:
    """Call the verb that fits the kind of message."""
    more = {"body": words.body, "attachments": words.attachments, "then": words.then}
    if words.kind == MessageKind.NOTE:
        return actions.note(actor=actor, ticket=ticket, **more)  # type: ignore[arg-type]
    if words.kind == MessageKind.LOG:
        door = Channel.WALK_IN if words.log_channel == Channel.WALK_IN else Channel.PHONE
        return actions.log_call(actor=actor.through(door), ticket=ticket, **more)  # type: ignore[arg-type]
    return actions.reply(actor=actor, ticket=ticket, cc=words.cc, **more)  # type: ignore[arg-type]
