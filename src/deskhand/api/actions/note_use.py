"""When a token was last used."""

from __future__ import annotations

import ipaddress
from datetime import timedelta

import structlog
from django.db import OperationalError
from django.http import HttpRequest

from deskhand.accounts.models import ApiToken
from deskhand.kernel import clock

PRECISION = timedelta(minutes=1)
"""A token's last use is written down this often and no oftener: a reader does not become a writer."""

log = structlog.get_logger()


def note_use(token: ApiToken, request: HttpRequest) -> None:
    """Write down that the token is used now and from where, unless that was written within :data:`PRECISION`. Runs
    after the request is answered and outside its transaction; a database that is busy just then costs nobody
    anything."""
    at = clock.now()
    if token.last_used_at is not None and at - token.last_used_at < PRECISION:
        return
    try:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at, last_used_from=_address(request))
    except OperationalError:
        log.warning("api.last_use_not_noted", token=token.pk)


def _address(request: HttpRequest) -> str | None:
    given = str(request.META.get("REMOTE_ADDR", ""))
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        return None
