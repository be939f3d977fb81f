"""Browsers in which somebody has signed in before. Failed tries from elsewhere are counted apart from theirs: whoever
tries out somebody's password a thousand times locks only strangers out, never the owner in their own browser.

The mark is a signed cookie with the person's id and a random word. It opens nothing, and it is no shield for guessing:
each mark has a count of its own, with the same limit.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from deskhand.accounts import addresses
from deskhand.accounts.models import Person

LIFE = timedelta(days=180)
"""How long a browser stays known after the last time somebody signed in."""

_SALT = "deskhand known browser"


def counted_as(request: HttpRequest, address: str) -> str:
    """Under which word tries with an address are counted: the address, or in a browser that its owner knows the
    address and the browser's own word. Asks the database only where there is a mark."""
    address = address.strip().lower()
    person_id, word = _mark(request)
    if not person_id:
        return address
    owner = addresses.owner_of(address)
    return f"{address} {word}" if owner is not None and owner.pk == person_id else address


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Mark the browser in which the person has just signed in."""
    person_id, word = _mark(request)
    if person_id != person.pk:
        word = secrets.token_urlsafe(12)
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        signing.TimestampSigner(salt=_SALT).sign(f"{person.pk}.{word}"),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(request: HttpRequest) -> tuple[int, str]:
    """The person and the word of the browser's mark; 0 without one that is ours."""
    try:
        given = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
        person_id, _dot, word = signing.TimestampSigner(salt=_SALT).unsign(given, max_age=LIFE).partition(".")
    except signing.BadSignature:
        return 0, ""
    return int(person_id), word
