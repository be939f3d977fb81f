"""How often something may be asked. The limits themselves stand in the settings (ACCOUNT_RATE_LIMITS), counted in the
cache that all processes share."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from deskhand.kernel.errors import TooMany

WAIT_SECONDS = 300
"""What we tell people to wait, in seconds; the limits count over a minute to an hour."""


def consume(request: HttpRequest, action: str, *, key: str = "") -> None:
    """Count one request for ``action`` by this client, account and ``key`` (an address, a link), as its limit says.
    Raises TooMany. Reading costs nothing: GET is never counted."""
    if not ratelimit.consume(request, action=action, key=key or None):
        raise TooMany(_("This was asked too often. Wait a few minutes, then try again."), WAIT_SECONDS)
