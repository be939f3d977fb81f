"""Asking another desk from a ticket, and the conversation with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import DeskhandError, Invalid, NotFound
from deskhand.tickets import access, actions, asking_desks, asking_shown, context, forms, moving
from deskhand.tickets.actions.ask_desk import Question
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import DeskRequest, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT
from deskhand.web.gates import gate

FIELDS = ("to", "subject", "body", "files", "wait")
"""Fields of the forms that may be wrong."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """The form; and the request to the other desk (POST)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        if not actor.may_on("tickets.reply", ticket):
            return redirect("tickets:ticket", number=number)
        return _form(request, ticket)
    try:
        row = actions.ask_desk(actor=actor, ticket=ticket, question=_question(request, ticket))
    except NotFound:
        raise
    except DeskhandError as refusal:
        return _form(request, ticket, refusal)
    messages.success(request, _("%(desk)s has your request.") % {"desk": asking_desks.name_of(row.asked.desk)})
    return redirect("tickets:ticket", number=number)


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def asked(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The conversation with the other desk (GET ``before``), and an answer (POST ``body``, ``files``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    row = asking_desks.row_of(ticket, pk)
    if request.method == "GET":
        return _conversation(request, ticket, row)
    try:
        actor.need_on("tickets.reply", ticket)
        files = forms.files_of(request, actor, row.asked.desk)
        body = plain(request.POST.get("body", ""))
        actions.tell_desk(actor=actor, ticket=ticket, row=row, body=body, attachments=files)
    except NotFound:
        raise
    except DeskhandError as refusal:
        return _conversation(request, ticket, row, refusal)
    messages.success(request, _("Sent."))
    return redirect("tickets:asked", number=number, pk=pk)


@require_POST
@gate("served_ticket", sample="ticket")
def remind(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Say that it is still waited for."""
    ticket, row = _row(request, number, pk)
    try:
        actions.remind_desk(actor=context.actor_of(request), ticket=ticket, row=row)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(desk)s is reminded.") % {"desk": asking_desks.name_of(row.asked.desk)})
    return redirect("tickets:asked", number=number, pk=pk)


@require_POST
@gate("served_ticket", sample="ticket")
def withdraw(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Withdraw what was asked."""
    ticket, row = _row(request, number, pk)
    try:
        actions.withdraw_from_desk(actor=context.actor_of(request), ticket=ticket, row=row)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("tickets:ticket", number=number)


def _row(request: HttpRequest, number: int, pk: int) -> tuple[Ticket, DeskRequest]:
    """The request of a ticket that the actor answers. Who only reads meets the refusal of the permission."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    row = asking_desks.row_of(ticket, pk)
    actor.need_on("tickets.reply", ticket)
    return ticket, row


def _question(request: HttpRequest, ticket: Ticket) -> Question:
    actor = context.actor_of(request)
    actor.need_on("tickets.reply", ticket)
    to = _target(asking_desks.desks_to_ask(actor, ticket.desk), request.POST.get("to", ""))
    if to is None:
        words = _("Choose the desk that you ask.")
        raise Invalid(words, {"to": words})
    return Question(
        desk=to.desk,
        subject=request.POST.get("subject", ""),
        body=plain(request.POST.get("body", "")),
        attachments=forms.files_of(request, actor, to.desk),
        files=[int(one) for one in request.POST.getlist("file") if one.isdecimal() and len(one) < 16],
        wait="wait" in request.POST,
    )


def _target(found: list[moving.Target], key: str) -> moving.Target | None:
    return next((one for one in found if one.desk.key == key), found[0] if len(found) == 1 else None)


def _form(request: HttpRequest, ticket: Ticket, error: DeskhandError | None = None) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    posted = request.POST if request.method == "POST" else request.GET
    found = asking_desks.desks_to_ask(actor, desk)
    given: dict[str, Any] = {
        "ticket": ticket,
        "targets": found,
        "target": _target(found, posted.get("to", "")),
        "files": asking_desks.files_of(ticket),
        "sent_along": posted.getlist("file"),
        "subject": posted.get("subject", "")[:SUBJECT_LIMIT],
        "body": posted.get("body", ""),
        "wait": "wait" in posted,
        "subject_limit": SUBJECT_LIMIT,
        "had_files": bool(request.FILES),
        "max_file": settings.DESKHAND.max_upload,
        "public_name": asking_desks.name_of(desk),
        "here": reverse("tickets:ask_desk", args=[ticket.number]),
    }
    return _page(request, "tickets/ask_desk.html", desk, ticket, given, error)


def _conversation(
    request: HttpRequest, ticket: Ticket, row: DeskRequest, error: DeskhandError | None = None
) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    before = request.GET.get("before", "")
    said, has_earlier = asking_desks.conversation(row, before=int(before) if _is_id(before) else None)
    here = reverse("tickets:asked", args=[ticket.number, row.pk])
    given: dict[str, Any] = {
        "ticket": ticket,
        "asked": asking_desks.shown(row),
        "said": [asking_shown.message(one, actor.person_id) for one in said],
        "earlier": f"{here}?before={said[0].pk}" if has_earlier else "",
        "latest": here if before else "",
        "body": request.POST.get("body", ""),
        "had_files": bool(request.FILES),
        "may_write": actor.may_on("tickets.reply", ticket),
        "here": here,
    }
    return _page(request, "tickets/asked_desk.html", desk, ticket, given, error)


def _is_id(given: str) -> bool:
    return given.isdecimal() and len(given) < 16


def _page(
    request: HttpRequest, template: str, desk: Desk, ticket: Ticket, given: dict[str, Any], error: DeskhandError | None
) -> HttpResponse:
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    told = {
        "error": str(error) if error else "",
        "wrong": dict.fromkeys(FIELDS, "") | getattr(error, "fields", {}),
        "back": reverse("tickets:ticket", args=[ticket.number]),
    }
    return render(request, template, frame | given | told, status=error.status if error else 200)
