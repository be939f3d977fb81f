"""Housekeeping: sessions that are over, and what was kept to undo imports and merges."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from deskhand.accounts.actions.importing.forgetting import forget_what_cannot_be_undone
from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock


@job()
def sweep_sessions() -> None:
    """Remove sessions that are over, and what was listed of them."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


every(3600, sweep_sessions)
every(3600, forget_what_cannot_be_undone)
