"""Sessions: ended one by one, or all at once."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from deskhand.accounts.models import Person
from deskhand.accounts.recovery import need_recovery
from deskhand.accounts.security_letters import tell_person
from deskhand.accounts.sign_in_events import SessionsEnded
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.events import emit


@transaction.atomic
def end_session(*, actor: Actor, session: int) -> None:
    """End one of one's own sessions at once. NotFound for somebody else's."""
    row = UserSession.objects.filter(pk=session, user_id=actor.person_id or 0).first()
    if row is None or actor.person_id is None:
        raise NotFound
    _delete([row.session_key])
    emit(SessionsEnded(person=actor.person_id, count=1), actor=actor, desk_id=None)


@transaction.atomic
def end_sessions(*, actor: Actor, person: Person, except_key: str = "") -> int:
    """End all sessions of a person but the one with ``except_key``: their own verb, and that of who may help them.
    Returns how many there were."""
    if actor.person_id != person.pk:
        need_recovery(actor, person)
    count = forget_sessions(person.pk, except_key=except_key)
    if count:
        emit(SessionsEnded(person=person.pk, count=count), actor=actor, desk_id=None)
        if actor.person_id != person.pk:
            tell_person.put(person_id=person.pk, news="sessions_ended")
    return count


def forget_sessions(person_id: int, *, except_key: str = "") -> int:
    """Delete a person's sessions: at their next request those browsers are signed out. For actions, which say in their
    own event why. Returns how many there were."""
    keys = UserSession.objects.filter(user_id=person_id).exclude(session_key=except_key)
    return _delete(list(keys.values_list("session_key", flat=True)))


def _delete(keys: list[str]) -> int:
    live, _rows = Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return live
