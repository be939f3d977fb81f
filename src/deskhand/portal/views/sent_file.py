"""One file that a letter could not carry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from deskhand.portal.pages import page
from deskhand.tickets.file_links import read_file_token
from deskhand.tickets.views.files import sent
from deskhand.web.gates import gate
from deskhand.web.unlisted import unlisted


@gate("token")
@unlisted
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What the file is, and a button that fetches it; nothing else of the request."""
    file = read_file_token(token)
    if file is None or file.ticket is None:
        return _void(request)
    return page(request, "portal/sent_file.html", {"file": file, "token": token}, desk=file.ticket.desk)


@gate("token")
@unlisted
@require_safe
def fetch(request: HttpRequest, token: str, filename: str) -> HttpResponseBase:
    """The file itself."""
    file = read_file_token(token)
    return sent(file) if file is not None else _void(request)


def _void(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/sent_file_void.html", status=404)
