"""A mail as its sender laid it out, in a document of its own that a frame on the ticket's page shows.

Its policy lets nothing run and nothing load but our own pictures and the frame's style sheet. The frame keeps our
origin (``allow-same-origin``) without being allowed scripts: its pictures are then asked for with the reader's session,
behind the same walls as the message, and the page around it can read how tall it is (docs/decisions/0028).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from deskhand.kernel.errors import NotFound
from deskhand.tickets import access, context
from deskhand.tickets.models import MessageLayout
from deskhand.tickets.shown import with_remote_pictures
from deskhand.web.gates import gate

SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""What the frame may: links open in a tab of their own. Neither scripts nor forms nor leading the page elsewhere."""


@xframe_options_sameorigin
@require_GET
@gate("served_ticket", sample="ticket")
def layout(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The document. ``pictures=1`` loads its pictures from elsewhere, on this answer only."""
    ticket = access.served_ticket_for(context.actor_of(request), number)
    found = (
        MessageLayout.objects.within(ticket.desk_id)
        .with_confidential("of a message that was opened")
        .filter(message_id=pk, message__ticket_id=ticket.pk)
        .first()
    )
    if found is None:
        raise NotFound
    has_pictures = request.GET.get("pictures") == "1"
    body = with_remote_pictures(found.html, has_pictures)
    response = render(request, "tickets/layout.html", {"body": body})
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response._csp_replace = _policy(has_pictures)  # type: ignore[attr-defined]
    return response


def _policy(has_pictures: bool) -> dict[str, list[str] | None]:
    elsewhere = ["https:", "http:"] if has_pictures else []
    return {
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", *elsewhere],
        "font-src": ["'none'"],
        "connect-src": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": SANDBOX.split(),
    }
