"""A ticket's page and the parts of it that are fetched again when something happens."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.mail.clean import text_from_html
from deskhand.tickets import built_in_views, context, conversation, history, listing, moving
from deskhand.tickets.conversation import Conversation, Said
from deskhand.tickets.models import Kind, Priority, Ticket
from deskhand.tickets.names import kind_word
from deskhand.tickets.status import may_follow
from deskhand.tickets.views import ticket_list
from deskhand.web import moments
from deskhand.web.gates import gate


@require_GET
@gate("served_ticket", sample="ticket")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page. ``pictures`` names a message whose remote pictures are shown, on this answer only."""
    ticket, shown = opened(request, number)
    frame = context.workspace(
        request,
        section="tickets",
        desk=ticket.desk,
        with_views=False,
        ticket_version=f"{ticket.number}:{shown['talk'].version}",
    )
    response = render(request, "tickets/ticket.html", frame | shown | composing(request, ticket, shown["talk"]))
    return with_pictures(request, response)


@require_GET
@gate("served_ticket", sample="ticket")
def thread(request: HttpRequest, number: int) -> HttpResponse:
    """The conversation alone."""
    _ticket, shown = opened(request, number)
    return with_pictures(request, render(request, "tickets/_conversation.html", shown))


@require_GET
@gate("served_ticket", sample="ticket")
def beside(request: HttpRequest, number: int) -> HttpResponse:
    """The column of properties alone."""
    _ticket, shown = opened(request, number)
    return render(request, "tickets/_beside.html", shown)


@require_GET
@gate("served_ticket", sample="ticket")
def head(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket's head alone: subject, marks, what is special about it."""
    _ticket, shown = opened(request, number)
    return render(request, "tickets/_head.html", shown)


@require_GET
@gate("served_ticket", sample="ticket")
def neighbour(request: HttpRequest, number: int, side: str) -> HttpResponse:
    """On to the ticket before or after this one in the list that it was opened from; at the end, back to the list."""
    actor = context.actor_of(request)
    ticket = conversation.read_ticket(actor, number)
    question = ticket_list.question_of(actor, ticket.desk, request.GET)
    sort = request.GET.get("sort", listing.DEFAULT_SORT)
    before, after = listing.neighbours(actor, question, sort, ticket)
    wanted = before if side == "previous" else after
    query = request.GET.urlencode()
    if wanted is None:
        return redirect(f"{reverse('tickets:list', args=[ticket.desk.key])}?{query}")
    return redirect(f"{reverse('tickets:ticket', args=[wanted])}?{query}")


def opened(request: HttpRequest, number: int) -> tuple[Ticket, dict[str, Any]]:
    """The ticket and the context of its parts."""
    actor = context.actor_of(request)
    ticket = conversation.read_ticket(actor, number)
    asked = request.GET.get("pictures", "")
    talk = conversation.conversation(
        actor,
        ticket,
        everything="all" in request.GET,
        remote_of=int(asked) if asked.isdecimal() and len(asked) < 16 else None,
    )
    return ticket, about(request, ticket, talk)


def about(request: HttpRequest, ticket: Ticket, talk: Conversation) -> dict[str, Any]:
    """What every part of a ticket's page knows."""
    actor = context.actor_of(request)
    others = conversation.other_tickets(ticket)
    return {
        "ticket": ticket,
        "talk": talk,
        "names": talk.names,
        "actor": actor,
        "resolve_with": next((one.id for one in talk.names.choices() if one.group == "resolved"), None),
        "statuses": [one for one in talk.names.choices() if may_follow(ticket.category, one.group)],
        "priorities": list(reversed(Priority)),
        "kinds": list(Kind),
        "others": others[:5],
        "others_open": sum(one["category"] in ("new", "open", "on_hold") for one in others),
        "others_count": len(others),
        "may": {verb: actor.may(f"tickets.{verb}", ticket.desk_id) for verb in _VERBS},
        "may_go_elsewhere": moving.is_there_another(actor, ticket.desk),
        "may_see_people": actor.may("people.view", ticket.desk_id),
        "list_query": _list_query(request),
        "view_label": _view_label(request, ticket),
        "page_query": request.GET.urlencode(),
        "opened_words": _opened_words(ticket),
        "local_time": _local_time(ticket),
    }


_VERBS = ("reply", "note", "assign", "change", "status", "follow", "spam", "delete", "create", "move")


def composing(request: HttpRequest, ticket: Ticket, talk: Conversation) -> dict[str, Any]:
    """What the composer needs besides."""
    actor = context.actor_of(request)
    outside = [one for one in talk.names.followers if one.code]
    people = [{"name": ticket.requester.name, "address": ticket.requester.email or ""}]
    people += [{"name": one.name, "address": one.code} for one in outside if one.id != ticket.requester_id]
    return {
        "kinds_of_message": ["reply", "note", "log"] if actor.may("tickets.reply", ticket.desk_id) else [],
        "recipients": people,
        "newest_message": max((part.id for part in talk.parts if isinstance(part, Said)), default=0),
        "draft": talk.draft,
        "draft_text": text_from_html(talk.draft.html) if talk.draft else "",
        "draft_cc": [{"address": one, "name": one} for one in (talk.draft.cc if talk.draft else [])],
        "draft_files": [conversation.chip(one) for one in talk.draft_files],
        "max_bytes": settings.DESKHAND.max_upload,
        "log_channels": [("phone", _("a call")), ("walk_in", _("a visit"))],
        "then_statuses": [
            {"value": one.id, "label": one.label, "category": one.group}
            for one in talk.names.choices()
            if may_follow(ticket.category, one.group) and one.group != "new"
        ],
    }


def with_pictures(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let this one answer load pictures from elsewhere, if the reader asked for them."""
    if "pictures" in request.GET:
        response._csp_update = {"img-src": ["https:", "http:"]}  # type: ignore[attr-defined]
    return response


def _opened_words(ticket: Ticket) -> str:
    door = history.DOORS.get(ticket.channel)
    if door is None:
        return _("%(kind)s, opened") % {"kind": kind_word(ticket.kind)}
    return _("%(kind)s, opened %(door)s") % {"kind": kind_word(ticket.kind), "door": door}


def _local_time(ticket: Ticket) -> str:
    """The requester's time of day, where it differs from the reader's."""
    try:
        zone = zoneinfo.ZoneInfo(ticket.requester.time_zone) if ticket.requester.time_zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ""
    here, there = timezone.localtime(), timezone.localtime(timezone=zone) if zone else None
    if there is None or there.utcoffset() == here.utcoffset():
        return ""
    return moments.clock(there, in_its_zone=True)


def _list_query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("pictures", "all"):
        kept.pop(name, None)
    return kept.urlencode()


def _view_label(request: HttpRequest, ticket: Ticket) -> str:
    if "q" in request.GET:
        return _("Search")
    key = request.GET.get("view", built_in_views.DEFAULT)
    found = next((one for one in (*built_in_views.FIRST, *built_in_views.LAST) if one.key == key), None)
    return str(found.label) if found else _("Team")
