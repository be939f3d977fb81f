"""Whoever is behind a session: what every page asks first, by two small prepared queries."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from deskhand.accounts.models import Person
from deskhand.kernel.prepared import Prepared

_living = Prepared(lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at))
_person = Prepared(lambda person: Person.objects.filter(pk=person, is_active=True))


class SessionStore(db.SessionStore):
    """Django's sessions in the database (``settings.SESSION_ENGINE``), read by a prepared query."""

    def _get_session_from_db(self) -> Session | None:
        found = _living.first(key=self.session_key, at=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return cast("Session | None", found)


def person_of(request: HttpRequest) -> Any:
    """The person behind the session, or Django's AnonymousUser. The usual case, an active person whose session fits
    their password, is answered here; Django decides all others."""
    session = request.session
    number = str(session.get(auth.SESSION_KEY, ""))
    if number.isdecimal() and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS:
        person = _person.first(person=int(number))
        if person and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
            return person
    return auth.get_user(request)
