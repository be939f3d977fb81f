"""How long a session lasts, and when it was last seen. Reading a page writes nothing: browsers tell in a small POST now
and then that somebody is there (``accounts:seen``), and each time the session's end moves on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from deskhand.accounts import policy
from deskhand.accounts.devices import device
from deskhand.kernel import clock

MARK_AGE = timedelta(minutes=1)
"""A session is marked as seen once in this time at most."""

SHOWN = 100
"""Most sessions that the security page lists."""

_BEGAN, _SEEN = "began_at", "seen_at"


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in: the clock of the session starts."""
    request.session[_BEGAN] = clock.now().timestamp()
    _stretch(request)


def seen(request: HttpRequest) -> None:
    """Somebody is there. Moves the session's end on, but never beyond the longest time that the rules allow."""
    last = request.session.get(_SEEN)
    if last is not None and clock.now() - datetime.fromtimestamp(last, UTC) < MARK_AGE:
        return
    request.session.setdefault(_BEGAN, clock.now().timestamp())
    _stretch(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=clock.now())


def end_own(request: HttpRequest) -> None:
    """Somebody signs out: the session is not listed any more."""
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def of_person(request: HttpRequest) -> list[dict[str, Any]]:
    """The living sessions of whoever is signed in, this one first, then the latest seen."""
    live = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    found = UserSession.objects.filter(user_id=request.user.pk or 0, session_key__in=live).order_by("-last_seen_at")
    rows = [
        {
            "id": row.pk,
            "device": device(row.user_agent),
            "address": row.ip,
            "began_at": row.created_at,
            "seen_at": row.last_seen_at,
            "is_here": row.session_key == request.session.session_key,
        }
        for row in found[:SHOWN]
    ]
    return sorted(rows, key=lambda row: not row["is_here"])


def count_of(person_id: int) -> int:
    """How many living sessions the person has."""
    live = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return int(UserSession.objects.filter(user_id=person_id, session_key__in=live).count())


def _stretch(request: HttpRequest) -> None:
    rules = policy.current()
    began = datetime.fromtimestamp(request.session[_BEGAN], UTC)
    request.session[_SEEN] = clock.now().timestamp()
    request.session.set_expiry(min(clock.now() + rules.idle, began + rules.longest))
