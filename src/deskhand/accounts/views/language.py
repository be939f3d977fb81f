"""The language of a stranger's pages; people with an account choose theirs in their settings."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from deskhand.web.gates import gate
from deskhand.web.onward import safe_next

COOKIE_AGE = 365 * 24 * 3600
"""How long the browser remembers the choice, in seconds."""


@gate("public")
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language in a cookie and go back. It is a link, so it works everywhere; the server keeps nothing."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = redirect(safe_next(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
