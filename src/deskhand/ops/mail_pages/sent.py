"""What went out, or could not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.mail import queries
from deskhand.mail.actions import send_again
from deskhand.mail.models import OutboundMail, OutboundState
from deskhand.mail.sending.servers import server_for
from deskhand.mail.sending.trying import KEPT_HERE
from deskhand.ops.frame import after, page, the_desk
from deskhand.ops.mail_pages.paging import before_of
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

SHOWN = {"": (), "waiting": (OutboundState.QUEUED,), "failed": (OutboundState.FAILED,)}
"""Which states the tabs show."""


@gate("desk:mail.settings", sample="desk")
@require_safe
def sent(request: HttpRequest, desk: str) -> HttpResponse:
    """The letters, newest first."""
    here = the_desk(desk)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    rows, onward = queries.sent(here, states=SHOWN[shown], before=before_of(request))
    context: dict[str, Any] = {
        "rows": rows,
        "onward": onward,
        "shown": shown,
        "failed": queries.undelivered(here),
        "kept": KEPT_HERE,
    }
    return page(request, "ops/mail/sent.html", here, has_server=_has_server(here), **context)


@gate("desk:mail.settings", sample="desk")
@require_safe
def letter(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One letter as its reader gets it, with the server's words."""
    here = the_desk(desk)
    return page(request, "ops/mail/sent_letter.html", here, row=_letter(here, pk))


@gate("desk:mail.settings", sample="desk")
@require_POST
def again(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Send it once more."""
    send_again(actor=actor_of(request), letter=_letter(the_desk(desk), pk))
    return after(request, _("The letter is on its way again."), "mail:sent_letter", desk, pk)


def _letter(desk: Desk, pk: int) -> OutboundMail:
    row: OutboundMail = get_object_or_404(OutboundMail.objects.within(desk.pk).select_related("mailbox"), pk=pk)
    return row


def _has_server(desk: Desk) -> bool:
    """True if letters of the desk's first mailbox go to a server."""
    from deskhand.mail.outbox import mailbox_of

    try:
        return server_for(mailbox_of(desk.pk)) is not None
    except ValueError:
        return True
