"""The page of one request: what was said, what one may do now, and what happens if one does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from deskhand.kernel import clock
from deskhand.portal import progress, queries, stamp, words
from deskhand.portal.door import Door
from deskhand.portal.forms import AnswerForm
from deskhand.portal.pages import page
from deskhand.tickets import access, merged, own_moves, silence, status
from deskhand.tickets.models import Category, Message, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.web import places

NOTHING_TO_DECIDE = {"may_solve": False, "may_withdraw": False, "may_reopen": False, "reopen_until": None}
"""What a contact of the organization may decide over somebody else's request: they read, and write."""


def conversation_page(
    request: HttpRequest, door: Door, form: AnswerForm | None = None, *, code: int = 200
) -> HttpResponse:
    """The whole page behind a door, with the answer that could not be taken if there is one."""
    ticket, decides = door.ticket, access.is_on_requesters_side(door.actor, door.ticket)
    before = request.GET.get("before", "")
    messages, has_earlier = queries.conversation(
        ticket, before=int(before) if before.isdecimal() and len(before) < 18 else None
    )
    context: dict[str, Any] = {
        "door": door,
        "ticket": ticket,
        "form": form or AnswerForm(),
        "stamp": stamp.fresh(),
        "had_files": bool(request.FILES),
        "messages_shown": [_message(door, one) for one in messages],
        "earlier_url": f"{door.url}?before={messages[0].pk}" if has_earlier else "",
        "latest_url": door.url if before else "",
        "also_informed": queries.also_informed(ticket),
        "contacts": [] if door.token else queries.contacts_of(ticket),
        "is_contact": not decides,
        "continues": _continued(door),
        "went_on_in": _went_on_in(door),
        "is_merged": ticket.survivor_id is not None,
        "status": _status(ticket),
        "steps": progress.line_of(ticket),
        "parts": places.render("request_part", ticket, request=request),
        **(_possible(ticket) if decides else NOTHING_TO_DECIDE | {"makes_new": _possible(ticket)["makes_new"]}),
    }
    current = "requests" if decides else "organization"
    return page(request, "portal/request.html", context, desk=ticket.desk, current=current, status=code)


def _message(door: Door, message: Message) -> dict[str, Any]:
    html = door.shown(message.html)
    files = [one for one in message.attachments.all() if not (one.is_inline and one.key in message.html)]
    return {
        "id": message.pk,
        "is_mine": message.author_id is not None and message.author_id == door.actor.person_id,
        "is_agent": message.side == "agent",
        "name": message.author_name,
        "author_id": message.author_id or message.author_name,
        "at": message.created_at,
        "html": Markup(html),  # noqa: S704 (cleaned before it was stored)
        "quoted": Markup(door.shown(message.quoted_html)),  # noqa: S704 (cleaned before it was stored)
        # Tables and code may scroll sideways: whoever has no mouse must be able to stand in them.
        "is_wide": any(tag in message.html + message.quoted_html for tag in ("<table", "<pre")),
        "files": [
            {"name": one.filename, "url": door.file_url(one), "size": one.size, "is_image": _is_image(one.content_type)}
            for one in files
        ],
    }


def _is_image(content_type: str) -> bool:
    return content_type in ("image/png", "image/jpeg", "image/gif", "image/webp")


def _status(ticket: Ticket) -> str:
    own_words, is_default = ticket.status.requester_name, ticket.status.is_default
    said_by = queries.last_said_by(ticket) if ticket.category == Category.ON_HOLD else ""
    waits = words.needs_answer(ticket.category, own_words=own_words, is_default=is_default, said_by=said_by)
    return words.status_words(ticket.category, own_words=own_words, needs_answer=waits)


def _possible(ticket: Ticket) -> dict[str, Any]:
    """What a requester may do now."""
    may = status.REQUESTER_MAY[ticket.category]
    days = ticket.desk.reopen_days
    in_time = status.may_reopen(ticket.resolved_at, now=clock.now(), reopen_days=days)
    may_reopen = Category.OPEN in may and in_time
    why_not = own_moves.refused(ticket)
    return {
        "may_solve": Category.RESOLVED in may and Category.RESOLVED not in why_not,
        "may_withdraw": Category.CANCELLED in may and Category.CANCELLED not in why_not,
        "why_no_withdrawal": why_not.get(Category.CANCELLED, "") if Category.CANCELLED in may else "",
        "may_reopen": may_reopen,
        "reopen_until": _reopen_until(ticket) if may_reopen else None,
        "makes_new": ticket.category in FINISHED and not may_reopen and not _is_heard(ticket),
    }


def _reopen_until(ticket: Ticket) -> datetime | None:
    if ticket.resolved_at is None:
        return None
    desk = ticket.desk
    return status.reopens_until(
        ticket.resolved_at,
        last_message_at=ticket.last_message_at,
        reopen_days=desk.reopen_days,
        close_days=desk.close_days,
        after=silence.days_for(ticket),
    )


def _continued(door: Door) -> Ticket | None:
    """The request that this one continues, if the actor may see it here."""
    if door.ticket.follows_up_id is None:
        return None
    found: Ticket | None = Ticket.objects.shown_to(door.actor).filter(pk=door.ticket.follows_up_id).first()
    return found


def _is_heard(ticket: Ticket) -> bool:
    """Whether an answer to a request that is merged into another wakes that one."""
    if ticket.survivor_id is None:
        return False
    heard = merged.survivor_of(ticket)
    return heard.pk != ticket.pk and not _possible(heard)["makes_new"]


def _went_on_in(door: Door) -> Ticket | None:
    """The request to which an agent added what was written here, or into which this one is merged, if the actor may see
    it here."""
    ticket, shown = door.ticket, Ticket.objects.shown_to(door.actor)
    found: Ticket | None = None
    if ticket.survivor_id is not None:
        found = shown.filter(pk=ticket.survivor_id).first()
    elif ticket.added_to_number is not None:
        found = shown.filter(number=ticket.added_to_number).first()
    return found
