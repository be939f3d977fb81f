"""How often something may be asked. The limits themselves stand in the settings (ACCOUNT_RATE_LIMITS), counted in the
cache that all processes share."""

from __future__ import annotations

import math
import time

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counting
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from deskhand.kernel.errors import TooMany

APP = "allauth.account"


def consume(request: HttpRequest, action: str, *, key: str = "") -> None:
    """Count one request for ``action`` by this client, account and ``key`` (an address, a link), as its limit says.
    Raises TooMany, which says when to try again. Reading costs nothing: GET is never counted."""
    if not ratelimit.consume(request, action=action, key=key or None):
        seconds = wait_seconds(request, action, key=key)
        minutes = math.ceil(seconds / 60)
        words = ngettext(
            "This was asked too often. Try again in a minute.",
            "This was asked too often. Try again in %(minutes)s minutes.",
            minutes,
        )
        raise TooMany(words % {"minutes": minutes}, seconds)


def wait_seconds(request: HttpRequest, action: str, *, key: str = "") -> int:
    """How long until one more request for ``action`` is let through, in seconds; at least one."""
    waits = [1.0]
    for rate in counting.get_rates(app=APP, action=action):
        cache_key = counting.get_cache_key(request, app=APP, action=action, rate=rate, key=key or None)
        newest_first = cache.get(cache_key, [])
        if len(newest_first) >= rate.amount:
            waits.append(newest_first[rate.amount - 1] + rate.duration - time.time())
    return math.ceil(max(waits))
