"""What a requester reads beside a request: by when the desk answers, or why the time stands still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import clock
from deskhand.modules.sla.metrics import Metric
from deskhand.modules.sla.promises import SAME_WEEK, Promise, promised_to_requester
from deskhand.portal import words
from deskhand.tickets.models import Ticket
from deskhand.web import moments

_ANSWER = gettext_lazy("We answer by %(when)s.")

BY: Mapping[Metric, Lazy] = {
    Metric.FIRST_RESPONSE: _ANSWER,
    Metric.NEXT_RESPONSE: _ANSWER,
    Metric.PERIODIC_UPDATE: gettext_lazy("You hear from us again by %(when)s."),
    Metric.TIME_TO_OWN: gettext_lazy("Somebody takes this up by %(when)s."),
    Metric.TIME_TO_RESOLVE: gettext_lazy("We resolve this by %(when)s."),
}

LATE: Mapping[Metric, Lazy] = {
    Metric.FIRST_RESPONSE: gettext_lazy("We wanted to answer by %(when)s, and are late."),
    Metric.NEXT_RESPONSE: gettext_lazy("We wanted to answer by %(when)s, and are late."),
    Metric.PERIODIC_UPDATE: gettext_lazy("You should have heard from us by %(when)s. We are late."),
    Metric.TIME_TO_OWN: gettext_lazy("Somebody should have taken this up by %(when)s. We are late."),
    Metric.TIME_TO_RESOLVE: gettext_lazy("We wanted to resolve this by %(when)s, and are late."),
}


class Line(NamedTuple):
    """One sentence; ``due_at`` is None while the time stands still."""

    words: str
    due_at: datetime | None = None
    is_late: bool = False


def beside_request(request: HttpRequest, ticket: Ticket) -> str:
    """The promises that the desk shows, in the reader's zone and language; nothing if there are none."""
    lines = lines_of(ticket, clock.now())
    return render_to_string("sla/_promise.html", {"lines": lines}, request=request) if lines else ""


def lines_of(ticket: Ticket, now: datetime) -> list[Line]:
    """Each open promise in a sentence; all that stand still are told in one. One query."""
    found = promised_to_requester(ticket.desk_id, ticket.pk, now)
    lines = [_line(one, now) for one in found if one.due_at is not None]
    if any(one.due_at is None for one in found):
        lines.append(Line(_resting(ticket)))
    return list(dict.fromkeys(lines))


def until(at: datetime, now: datetime) -> str:
    """An instant for a sentence: ``today 14:20``, ``tomorrow 10:00``, ``Tuesday 10:00``, ``24 Nov 10:00``."""
    day, today = timezone.localtime(at).date(), timezone.localtime(now).date()
    said = {"time": moments.clock(at), "day": moments.day_words(at, today)}
    if day == today:
        return _("today %(time)s") % said
    if day == today + timedelta(days=1):
        return _("tomorrow %(time)s") % said
    if today < day <= today + SAME_WEEK:
        return f"{WEEKDAYS[day.weekday()]} {said['time']}"
    return f"{said['day']} {said['time']}"


def _line(one: Promise, now: datetime) -> Line:
    due, is_late = one.due_at or now, one.tone.is_late
    said = {"when": until(due, now), "what": one.name}
    sentences = LATE if is_late else BY
    if one.metric is not None and one.metric in sentences and not one.has_own_name:
        return Line(str(sentences[one.metric]) % said, due, is_late)
    pattern = _("%(what)s: it was due by %(when)s. We are late.") if is_late else _("%(what)s: by %(when)s.")
    return Line(pattern % said, due, is_late)


def _resting(ticket: Ticket) -> str:
    """That it waits for the requester where the page of the request says the same."""
    status = ticket.status
    own, usual = status.requester_name, status.is_default
    if words.needs_answer(ticket.category, own_words=own, is_default=usual, said_by=ticket.last_side):
        return _("We wait for your answer. Our time goes on when it is there.")
    return _("This is on hold for the moment. Our time goes on with the work.")
