"""One request, opened by the link of a letter instead of signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel import signing
from deskhand.portal import door
from deskhand.portal.answering import make_move, take_answer
from deskhand.portal.conversation import conversation_page
from deskhand.portal.jobs import mail_new_link
from deskhand.portal.pages import page
from deskhand.tickets import access
from deskhand.tickets.views.files import sent
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.unlisted import unlisted

TOKEN_LIMIT = 120
"""Longest token in characters that is looked at."""


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The conversation, and an answer to it. Looking at it writes nothing."""
    here = door.by_link(token)
    if here is None:
        return _void(request, token)
    return take_answer(request, here) if request.method == "POST" else conversation_page(request, here)


@gate("token")
@unlisted
@require_POST
def move(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Solved, open again, withdrawn."""
    here = door.by_link(token)
    return make_move(request, here, verb) if here else _void(request, token)


@gate("token")
@unlisted
@require_safe
def file(request: HttpRequest, token: str, key: str, filename: str) -> HttpResponseBase:
    """A file of the request."""
    here = door.by_link(token)
    if here is None:
        raise Http404
    return sent(access.attachment_for(here.actor, key))


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Have a new link mailed to whom the old one belonged; whoever asks reads the same."""
    if request.method != "POST":
        return _void(request, token)
    limits.consume(request, "portal_new_link", key=signing.digest(token))
    if len(token) <= TOKEN_LIMIT:
        mail_new_link.put(token=token, language=get_language() or "")
    return page(request, "portal/link_renewed.html")


def _void(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for a link that is too old, was revoked, or never was one."""
    return page(request, "portal/link_void.html", {"token": token}, status=404)
