"""How often the API may be asked: so many requests in each minute of the clock, by token, or by address without one.

Every process counts for itself and tells the others only after each :data:`SHARE` of the limit, so that a request costs
no write: a token that asks less than that is never written down at all. The price is a tolerance: between two reports
a process does not know what the others have let through, so that with N processes up to N times that share more than
the limit may pass in a minute (with two: a tenth). The pages of Deskhand count nothing here.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deskhand.api.actions.report_usage import report_usage
from deskhand.kernel import clock
from deskhand.kernel.errors import TooMany

WINDOW_SECONDS = 60
"""Length of the window in seconds; it begins with each minute of the clock."""

SHARE = 20
"""A process reports after every twentieth of the limit."""

SUBJECT_LIMIT = 50_000
"""Most subjects that a process counts in one minute; after that it begins anew rather than grow."""

IPV6_NETWORK = 64
"""Addresses of one such network count as one: a household has that many."""

log = structlog.get_logger()


@dataclass
class Count:
    """What a process knows of one subject: what all had reported when it last did so, and its own since then."""

    reported: int = 0
    unreported: int = 0

    @property
    def known(self) -> int:
        return self.reported + self.unreported


@dataclass(frozen=True)
class Standing:
    """Where a subject stands after a request. ``policy`` is ``token`` or ``address``."""

    policy: str
    limit: int
    remaining: int
    seconds: int

    def write_on(self, response: HttpResponse) -> None:
        """The standard fields (draft-ietf-httpapi-ratelimit-headers)."""
        response.headers["RateLimit-Policy"] = f'"{self.policy}";q={self.limit};w={WINDOW_SECONDS}'
        response.headers["RateLimit"] = f'"{self.policy}";r={self.remaining};t={self.seconds}'


class Counter:
    """The counts of one process, for one minute at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, Count] = {}

    def take(self, subject: str, policy: str, limit: int) -> tuple[Standing, bool]:
        """Count a request. Returns the standing, and whether it is within the limit; one that is not counts nothing."""
        minute, second = divmod(int(clock.now().timestamp()), WINDOW_SECONDS)
        with self._lock:
            count = self._count(subject, minute)
            is_within = count.known < limit
            if is_within:
                count.unreported += 1
            due = count.unreported if count.unreported >= max(1, limit // SHARE) else 0
            if due:
                count.unreported = 0
                count.reported += due
        if due:
            self._report(subject, minute, count, due)
        return Standing(policy, limit, max(0, limit - count.known), WINDOW_SECONDS - second), is_within

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts = {}

    def _count(self, subject: str, minute: int) -> Count:
        if minute != self._minute or len(self._counts) >= SUBJECT_LIMIT:
            self._minute, self._counts = minute, {}
        return self._counts.setdefault(subject, Count())

    def _report(self, subject: str, minute: int, count: Count, due: int) -> None:
        try:
            total = report_usage(subject=subject, minute=minute, count=due)
        except OperationalError:  # A busy database must not refuse anybody; the next report carries this one, too.
            log.warning("api.usage_not_reported", subject=subject)
            with self._lock:
                count.reported -= due
                count.unreported += due
            return
        with self._lock:
            count.reported = max(total, count.reported)


counter = Counter()
"""Of this process."""


def stand(request: HttpRequest, token_id: int | None) -> Standing:
    """Count the request and say where its sender stands. Raises TooMany, with the standing on the request."""
    policy = "address" if token_id is None else "token"
    subject = f"address:{_address(request)}" if token_id is None else f"token:{token_id}"
    standing, is_within = counter.take(subject, policy, settings.DESKHAND.api_rate)
    request.api_standing = standing  # type: ignore[attr-defined]
    if not is_within:
        words = _("At most %(limit)s requests a minute. Wait %(seconds)s seconds, then go on.")
        raise TooMany(words % {"limit": standing.limit, "seconds": standing.seconds}, standing.seconds)
    return standing


def _address(request: HttpRequest) -> str:
    """The network of who asks, not readable as such."""
    given = str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return "unknown"
    if found.version == 6:
        given = str(ipaddress.ip_network(f"{found}/{IPV6_NETWORK}", strict=False))
    return hashlib.sha256(given.encode()).hexdigest()[:32]
