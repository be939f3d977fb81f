"""Where to go next: only to pages of our own."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

NEXT_LIMIT = 2000
"""Longest address in characters that is followed."""


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """The address in ``next`` (posted, or of the query) if it is one of this site, else ``otherwise``."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    return given if is_own(request, given) else otherwise


def is_own(request: HttpRequest, address: str) -> bool:
    """True for an address of this host. Other hosts that Django would answer to (127.0.0.1) are not ours here."""
    if not address or len(address) > NEXT_LIMIT:
        return False
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
