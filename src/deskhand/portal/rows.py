"""A request as a row of a list: its status in the requester's words, and the one line that matters next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.calendars.queries import Where
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.sharing import shared
from deskhand.portal.words import needs_answer, status_words
from deskhand.tickets import silence, status
from deskhand.tickets.models import Category


def as_rows(actor: Actor, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for the template, from the dictionaries of :mod:`deskhand.portal.queries`."""
    with shared():  # The calendar of a desk is asked for once, however many of its requests are listed.
        return [_row(actor, one) for one in found]


def _row(actor: Actor, one: dict[str, Any]) -> dict[str, Any]:
    waits = needs_answer(
        one["category"],
        own_words=one["status__requester_name"],
        is_default=one["status__is_default"],
        said_by=one["said_by"] or "",
    )
    return {
        "number": one["number"],
        "subject": one["subject"],
        "url": reverse("portal:request", args=[one["number"]]),
        "category": one["category"],
        "status": status_words(one["category"], own_words=one["status__requester_name"], needs_answer=waits),
        "needs_answer": waits,
        "who": _who(actor, one),
        "words": one["public_snippet"],
        "reopen_until": _reopen_until(one),
        "at": one["public_at"],
        "desk": one["desk__public_name"] or one["desk__name"],
        "of": "" if one["requester_id"] == actor.person_id else one["requester__name"],
    }


def _who(actor: Actor, one: dict[str, Any]) -> str:
    """Who wrote last."""
    if one["said_by_id"] == actor.person_id:
        return _("You")
    return one["said_by_name"] or ""


def _place(one: dict[str, Any]) -> Where:
    return Where(one["desk_id"], one["team_id"], one["organization_id"], one["location_id"])


def _reopen_until(one: dict[str, Any]) -> Any:
    """Until when a solved request can be opened again."""
    at, days = one["resolved_at"], one["desk__reopen_days"]
    if one["category"] != Category.RESOLVED or not status.may_reopen(at, now=clock.now(), reopen_days=days):
        return None
    if at is None:
        return None
    return status.reopens_until(
        at,
        last_message_at=one["last_message_at"],
        reopen_days=days,
        close_days=one["desk__close_days"],
        after=silence.days_in(_place(one)),
    )
