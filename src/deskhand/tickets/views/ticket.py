"""A ticket's page and the parts of it that are fetched again when something happens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import (
    access,
    asking_desks,
    built_in_views,
    cascading,
    claims,
    context,
    conversation,
    history,
    listing,
    moving,
    planning,
    snoozing,
    taking_back,
)
from deskhand.tickets import person_records as records
from deskhand.tickets.conversation import Conversation
from deskhand.tickets.links_between import links_of
from deskhand.tickets.models import Category, LinkKind
from deskhand.tickets.names import INFORMED, Named, Names
from deskhand.tickets.opened import Opened, read_ticket
from deskhand.tickets.panels import TicketBeside
from deskhand.tickets.querysets import UNFINISHED
from deskhand.tickets.shown import May, Recipient, Said, StatusChoice, TicketShown
from deskhand.tickets.status import may_become
from deskhand.tickets.their_time import time_there
from deskhand.tickets.views import ticket_list
from deskhand.web import moments, places
from deskhand.web.gates import gate


@require_GET
@gate("served_ticket", sample="ticket")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page. ``pictures`` names a message whose remote pictures are shown, on this answer only."""
    ticket, shown = opened(request, number)
    frame = context.workspace(
        request,
        section="tickets",
        desk=_desk(request, ticket),
        with_views=False,
        ticket_version=f"{ticket.number}:{shown['talk'].version}",
    )
    response = render(request, "tickets/ticket.html", frame | shown | composing(ticket, shown))
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
    ticket = access.served_ticket_for(actor, number)
    question = ticket_list.question_of(actor, ticket.desk, request.GET)
    sort = request.GET.get("sort", listing.DEFAULT_SORT)
    before, after = listing.neighbours(actor, question, sort, ticket)
    wanted = before if side == "previous" else after
    query = request.GET.urlencode()
    if wanted is None:
        return redirect(f"{reverse('tickets:list', args=[ticket.desk.key])}?{query}")
    return redirect(f"{reverse('tickets:ticket', args=[wanted])}?{query}")


def opened(request: HttpRequest, number: int) -> tuple[TicketShown, dict[str, Any]]:
    """The ticket and the context of its parts."""
    actor = context.actor_of(request)
    found = read_ticket(actor, number)
    talk = conversation.conversation(
        actor,
        found,
        everything="all" in request.GET,
        remote_of=_message_of(request, "pictures"),
        simple_of=_message_of(request, "simple"),
    )
    return found.ticket, about(request, found, talk)


def _message_of(request: HttpRequest, name: str) -> int | None:
    """The message that the address names for this."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None


def about(request: HttpRequest, found: Opened, talk: Conversation) -> dict[str, Any]:
    """What every part of a ticket's page knows."""
    actor, ticket = context.actor_of(request), found.ticket
    statuses = tuple(one for one in talk.names.choices if may_choose(ticket, one))
    may = May(*(actor.may_on(f"tickets.{verb}", ticket) for verb in May._fields))
    if ticket.merged_into is not None:
        may = may._replace(status=False, move=False)
    linked = tuple(links_of(actor, ticket.id)) if found.is_linked else ()
    return {
        "ticket": ticket,
        "watermark": f"{actor.name} · {moments.exact(clock.now())}" if ticket.is_confidential else "",
        "talk": talk,
        "merged": talk.merged,
        "linked": linked,
        "parent": next((one for one in linked if one.kind == LinkKind.CHILD_OF), None) if ticket.is_task else None,
        "offer": cascading.offer(linked, talk.facts, talk.parts, ticket.category) if may.reply else None,
        "names": talk.names.beside,
        "actor": actor,
        "was_seen": found.seen_at is not None,
        "resolve_with": next((one.id for one in statuses if one.group == "resolved"), None),
        "statuses": statuses,
        **_of_requester(actor, found),
        **_between_desks(found),
        "may": may,
        "until": _until(request) if may.status else (),
        "may_wait": may.status and any(one.group == Category.ON_HOLD for one in statuses) and not ticket.deleted_at,
        "may_go_elsewhere": found.is_there_another or moving.serves_another(actor, ticket.desk_id),
        "may_see_people": actor.may_on("people.view", ticket),
        "list_query": _list_query(request),
        "view_label": _view_label(request, ticket.desk_id),
        "page_query": request.GET.urlencode(),
        "address": request.build_absolute_uri(reverse("tickets:ticket", args=[ticket.number])),
        "opened_words": _opened_words(ticket),
        "local_time": time_there(ticket.requester.time_zone),
        "today": moments.today(),
        "undoable": () if ticket.deleted_at else taking_back.offers(talk.facts, actor, ticket.desk_id, clock.now()),
        "panels": places.render("ticket_panel", TicketBeside(actor, ticket), request=request, desk_id=ticket.desk_id),
        "claim": claims.claim_of(actor, ticket.desk_id, ticket.id) if ticket.claims_number else None,
    }


def _of_requester(actor: Actor, found: Opened) -> dict[str, Any]:
    """Their other tickets, and what the desk has noted about them."""
    ticket = found.ticket
    others = conversation.other_tickets(actor, ticket)
    noted = records.newest(ticket.desk_id, ticket.requester_id, records.SHOWN_BESIDE) if found.is_noted else ()
    return {
        "others": tuple(others[:5]),
        "others_open": sum(one.category in UNFINISHED for one in others),
        "others_count": len(others),
        "others_here": sum(not one.desk_name for one in others),
        "records": tuple(noted),
    }


def _between_desks(found: Opened) -> dict[str, Any]:
    """What other desks were asked for the ticket, and the name of the desk that asked for it itself."""
    ticket = found.ticket
    asking = Desk.objects.filter(pk=found.asked_from).first() if found.asked_from is not None else None
    return {
        "asked": tuple(asking_desks.asked_of(ticket.id, ticket.desk_id)) if found.is_asking else (),
        "asked_from": asking_desks.name_of(asking) if asking is not None else "",
    }


def composing(ticket: TicketShown, shown: dict[str, Any]) -> dict[str, Any]:
    """What the composer needs besides."""
    talk: Conversation = shown["talk"]
    first = Recipient(ticket.requester.name, ticket.requester.email)
    return {
        "recipients": (first, *(Recipient(one.name, one.code) for one in _informed(ticket, talk.names))),
        "newest_message": max((part.id for part in talk.parts if isinstance(part, Said)), default=0),
        "draft": talk.unsent,
        "later": planning.presets(clock.now(), timezone.get_current_timezone()),
        "max_bytes": settings.DESKHAND.max_upload,
        "then_statuses": tuple(
            StatusChoice(one.id, one.label, one.group)
            for one in shown["statuses"]
            if one.group != "new" and shown["may"].status
        ),
    }


def _informed(ticket: TicketShown, names: Names) -> list[Named]:
    """Who besides the requester gets an answer by mail."""
    affected = [names.people[pk] for pk in (ticket.affected_id,) if pk is not None and pk in names.people]
    found = {one.id: one for one in [*affected, *names.followers] if one.group == INFORMED and one.code}
    found.pop(ticket.requester_id, None)
    return list(found.values())


def may_choose(ticket: TicketShown, status: Named) -> bool:
    """Whether the ticket has the status, or may get it by choice."""
    if status.id == ticket.status_id:
        return True
    return may_become(ticket.category, ticket.status_next, status.group, status.code)


def _until(request: HttpRequest) -> tuple[planning.Preset, ...]:
    """Until when it can be put on hold by one choice: the reader's own times, then those that everybody has."""
    now, zone = clock.now(), timezone.get_current_timezone()
    own = snoozing.own_presets(getattr(request.user, "snooze_times", ()), now, zone)
    return (*own, *snoozing.presets(now, zone))


def _desk(request: HttpRequest, ticket: TicketShown) -> Desk:
    """The ticket's desk: one of those that the frame shows, or one that is not in use any more."""
    try:
        return context.desk_of(request, ticket.desk_key)
    except NotFound:
        return Desk.objects.get(pk=ticket.desk_id)


def with_pictures(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let this one answer load pictures from elsewhere, if the reader asked for them."""
    if "pictures" in request.GET:
        response._csp_update = {"img-src": ["https:", "http:"]}  # type: ignore[attr-defined]
    return response


def _opened_words(ticket: TicketShown) -> str:
    door = history.DOORS.get(ticket.channel)
    if door is None:
        return _("%(kind)s, opened") % {"kind": ticket.kind_word}
    return _("%(kind)s, opened %(door)s") % {"kind": ticket.kind_word, "door": door}


def _list_query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("pictures", "simple", "all"):
        kept.pop(name, None)
    return kept.urlencode()


def _view_label(request: HttpRequest, desk_id: int) -> str:
    if "q" in request.GET:
        return _("Search")
    key = request.GET.get("view", built_in_views.DEFAULT)
    known = (*built_in_views.FIRST, *built_in_views.LAST, *built_in_views.of_modules(desk_id))
    found = next((one for one in known if one.key == key), None)
    return str(found.label) if found else _("Team")
