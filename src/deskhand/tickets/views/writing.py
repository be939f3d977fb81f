"""Writing on a ticket: answers, notes, logs; drafts of them; canned replies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.mail import actions as mail_actions
from deskhand.mail.models import OutboundMail
from deskhand.mail.plaintext import html_from_text
from deskhand.tickets import access, actions, arrivals, canned, context, forms, mentions
from deskhand.tickets.actions.canned import SHORTCUT_LIMIT
from deskhand.tickets.actions.drafts import OtherText
from deskhand.tickets.conversation import chip
from deskhand.tickets.forms import Written
from deskhand.tickets.models import Draft, Held, Message, MessageKind, Ticket
from deskhand.tickets.views import ticket as ticket_page
from deskhand.web import moments
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
        said = say(
            actor, ticket, forms.written(request, actor, ticket.desk), undo_seconds=context.undo_seconds(request)
        )
    except DeskhandError as refusal:
        if is_htmx(request):
            return JsonResponse({"detail": str(refusal)}, status=max(refusal.status, 422))
        messages.error(request, str(refusal))
        return redirect("tickets:ticket", number=number)
    if not is_htmx(request):
        return redirect(f"{reverse('tickets:ticket', args=[number])}{_place(said)}")
    return _conversation(request, number, _done(said))


def _place(said: Message | Held) -> str:
    """Where on the page what was written stands."""
    return f"#held-{said.pk}" if isinstance(said, Held) else ""


def _done(said: Message | Held) -> str:
    """What is told of it; nothing where the conversation itself tells it."""
    if isinstance(said, Held):
        return _("It will be sent: %(when)s") % {"when": moments.exact(said.leaves_at)} if said.is_planned else ""
    return {"reply": _("Sent"), "note": _("Note added"), "log": _("Logged")}[said.kind]


def _conversation(request: HttpRequest, number: int, words: str) -> HttpResponse:
    _ticket, shown = ticket_page.opened(request, number)
    answer = render(request, "tickets/_conversation.html", shown)
    return trigger(toast(answer, words) if words else answer, "live:now")


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
    """Keep what is being written: ``{"saved_at", "revision"}``, null when there was nothing to keep. 409 with
    ``{"detail", "html", "revision"}`` of the other text if the draft was saved elsewhere since ``revision``."""
    try:
        draft = _keep(request, access.served_ticket_for(context.actor_of(request), number))
    except OtherText as other:
        found = {"detail": str(other), "html": other.draft.html, "revision": other.draft.revision}
        return JsonResponse(found, status=other.status)
    return JsonResponse(_saved(draft))


def _saved(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return {"saved_at": None, "revision": None}
    return {"saved_at": draft.saved_at.isoformat(), "revision": draft.revision}


def _keep(request: HttpRequest, ticket: Ticket) -> Draft | None:
    """Keep what the composer holds as a draft."""
    actor = context.actor_of(request)
    kind = request.POST.get("kind", MessageKind.REPLY)
    is_html = request.POST.get("body_format", "html") == "html"
    revision, shared = request.POST.get("revision", ""), request.POST.get("shared", "")
    return actions.save_draft(
        actor=actor,
        ticket=ticket,
        kind=kind if kind in MessageKind.values else MessageKind.REPLY,
        html=request.POST.get("body", "") if is_html else html_from_text(request.POST.get("body", "")),
        cc=request.POST.getlist("cc"),
        attachments=forms.uploaded(actor, ticket.desk, request.POST.getlist("attachment")),
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else None,
        is_shared=shared == "yes" if shared else None,
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
    """Canned replies whose title, shortcut or text fits ``q``, or whose shortcut begins with ``shortcut``; variables
    filled for this ticket."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    typed, shortcut = request.GET.get("q", "")[:200], request.GET.get("shortcut")
    if shortcut is not None:
        shortcut = shortcut.replace("\0", "")[: SHORTCUT_LIMIT + 2]
    return JsonResponse({"items": canned.offered(actor, ticket, typed, shortcut)})


@require_POST
@gate("served_ticket", sample="ticket")
def use_canned_reply(request: HttpRequest, number: int, pk: int) -> JsonResponse:
    """A canned reply was put in: ``{"files": [...]}``, copies of its files as uploads of one's own."""
    actor = context.actor_of(request)
    files = actions.use_canned_reply(actor=actor, ticket=access.served_ticket_for(actor, number), reply=pk)
    return JsonResponse({"files": [chip(one) for one in files]})


@require_GET
@gate("served_ticket", sample="ticket")
def mentionable(request: HttpRequest, number: int) -> JsonResponse:
    """Whom a note on the ticket can mention: ``{"items": [{"id", "label", "detail"}]}``."""
    ticket = access.served_ticket_for(context.actor_of(request), number)
    return JsonResponse({"items": mentions.offered(ticket.desk_id, request.GET.get("q", "")[:80])})


def say(actor: Actor, ticket: Ticket, words: Written, *, undo_seconds: int = 0) -> Message | Held:
    """Call the verb that fits the kind of message. Only answers wait: notes and logs stay in the house."""
    more: dict[str, object] = {"body": words.body, "attachments": words.attachments, "then": words.then}
    if words.kind == MessageKind.NOTE:
        return actions.note(actor=actor, ticket=ticket, **more)  # type: ignore[arg-type]
    if words.kind == MessageKind.LOG:
        door = Channel.WALK_IN if words.log_channel == Channel.WALK_IN else Channel.PHONE
        return actions.log_call(actor=actor.through(door), ticket=ticket, **more)  # type: ignore[arg-type]
    more["cc"] = words.cc
    if words.send_at is not None:
        return actions.plan_reply(actor=actor, ticket=ticket, at=words.send_at, **more)  # type: ignore[arg-type]
    if undo_seconds:
        return actions.hold(actor=actor, ticket=ticket, seconds=undo_seconds, **more)  # type: ignore[arg-type]
    return actions.reply(actor=actor, ticket=ticket, **more)  # type: ignore[arg-type]
