"""One letter that came in, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.files import blobs
from deskhand.kernel.errors import Invalid
from deskhand.mail import sender_lists
from deskhand.mail.actions import block_sender, ignore, open_anyway, try_again
from deskhand.mail.actions.letters import SET_ASIDE
from deskhand.mail.actions.senders import WHY_LIMIT
from deskhand.mail.models import InboundMail
from deskhand.ops.frame import after, page, the_desk
from deskhand.ops.mail_pages import way
from deskhand.tickets import curtain
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_safe
def letter(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One letter: its way through the filters, what became of it, and what can be done."""
    here = the_desk(desk)
    row = _letter(request, here, pk)
    context: dict[str, Any] = {
        "row": row,
        "way": way.way_of(row, here),
        "head": way.head_of(row),
        "can_try": row.state in SET_ASIDE,
        "can_block": "@" in row.from_email and not sender_lists.is_blocked(row.from_email, here),
    }
    return page(request, "ops/mail/letter.html", here, **context)


@gate("desk:mail.settings", sample="desk")
@require_safe
def raw(request: HttpRequest, desk: str, pk: int) -> FileResponse:
    """The letter as it came, to be saved."""
    row = _letter(request, the_desk(desk), pk)
    answer = FileResponse(
        blobs.opened(row.raw), as_attachment=True, filename=f"letter-{row.pk}.eml", content_type="message/rfc822"
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@gate("desk:mail.settings", sample="desk")
@require_POST
def again(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Read it once more."""
    try_again(actor=actor_of(request), letter=_letter(request, the_desk(desk), pk))
    return after(request, _("The letter is being read again."), "mail:letter", desk, pk)


@gate("desk:mail.settings", sample="desk")
@require_POST
def set_aside(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It needs nothing."""
    ignore(actor=actor_of(request), letter=_letter(request, the_desk(desk), pk))
    return after(request, _("The letter is set aside."), "mail:received", desk)


@gate("desk:mail.settings", sample="desk")
@require_POST
def open_ticket(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Make a ticket of it, whatever the filters found."""
    try:
        outcome = open_anyway(actor=actor_of(request), letter=_letter(request, the_desk(desk), pk))
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("mail:letter", desk, pk)
    undo = reverse("tickets:whole", args=[outcome.ticket_number, "delete"])
    messages.success(request, _("The letter is a ticket now."), extra_tags=f"undo:{undo}")
    return redirect("tickets:ticket", outcome.ticket_number)


@gate("desk:mail.settings", sample="desk")
@require_POST
def block(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Nothing more from its sender."""
    here = the_desk(desk)
    row = _letter(request, here, pk)
    why = _("From the page of a letter: %(subject)s") % {"subject": row.subject}
    try:
        block_sender(actor=actor_of(request), desk=here, address_or_domain=row.from_email, why=why[:WHY_LIMIT])
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("mail:letter", desk, pk)
    words = _("%(address)s is blocked. It stands among the senders, where it can be taken back.")
    return after(request, words % {"address": row.from_email}, "mail:letter", desk, pk)


def _letter(request: HttpRequest, desk: Desk, pk: int) -> InboundMail:
    rows = InboundMail.objects.within(desk).select_related("mailbox", "raw", "first__mailbox")
    hidden = curtain.hidden_numbers(actor_of(request), desk.pk)
    row: InboundMail = get_object_or_404(rows.exclude(ticket_number__in=hidden), pk=pk)
    return row
