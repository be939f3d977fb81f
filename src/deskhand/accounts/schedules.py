"""Housekeeping of sessions."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock


@job()
def sweep_sessions() -> None:
    """Remove sessions that are over, and what was listed of them."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


every(3600, sweep_sessions)
