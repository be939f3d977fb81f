"""What came in: every letter with what became of it; the quarantine."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.files import blobs
from deskhand.mail import queries
from deskhand.mail.actions import ignore, try_again
from deskhand.mail.models import InboundMail, InboundState
from deskhand.mail.outcomes import WORDS
from deskhand.ops.frame import after, page, the_desk
from deskhand.ops.mail_pages.paging import before_of
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

SHOWN = {"": (), "quarantine": (InboundState.QUARANTINED,), "ignored": (InboundState.IGNORED,)}
"""Which states the tabs show."""


@gate("desk:mail.settings", sample="desk")
@require_safe
def received(request: HttpRequest, desk: str) -> HttpResponse:
    """The letters, newest first; ``show=quarantine`` those that wait for somebody."""
    here = the_desk(desk)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    rows, onward = queries.received(here, states=SHOWN[shown], before=before_of(request))
    context: dict[str, Any] = {
        "rows": rows,
        "onward": onward,
        "shown": shown,
        "outcomes": WORDS,
        "waiting": queries.quarantined(here),
    }
    return page(request, "ops/mail/received.html", here, **context)


@gate("desk:mail.settings", sample="desk")
@require_safe
def letter(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One letter: its way through the filters, what became of it, and what can be done."""
    here = the_desk(desk)
    row = _letter(here, pk)
    can_try = row.state in (InboundState.QUARANTINED, InboundState.IGNORED)
    context: dict[str, Any] = {"row": row, "outcome": WORDS.get(row.outcome, row.outcome), "can_try": can_try}
    return page(request, "ops/mail/letter.html", here, **context)


@gate("desk:mail.settings", sample="desk")
@require_safe
def raw(request: HttpRequest, desk: str, pk: int) -> FileResponse:
    """The letter as it came, to be saved."""
    row = _letter(the_desk(desk), pk)
    answer = FileResponse(
        blobs.opened(row.raw), as_attachment=True, filename=f"letter-{row.pk}.eml", content_type="message/rfc822"
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@gate("desk:mail.settings", sample="desk")
@require_POST
def again(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Read it once more."""
    try_again(actor=actor_of(request), letter=_letter(the_desk(desk), pk))
    return after(request, _("The letter is being read again."), "mail:letter", desk, pk)


@gate("desk:mail.settings", sample="desk")
@require_POST
def set_aside(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It needs nothing."""
    ignore(actor=actor_of(request), letter=_letter(the_desk(desk), pk))
    return after(request, _("The letter is set aside."), "mail:received", desk)


def _letter(desk: Desk, pk: int) -> InboundMail:
    row: InboundMail = get_object_or_404(InboundMail.objects.within(desk).select_related("mailbox", "raw"), pk=pk)
    return row
