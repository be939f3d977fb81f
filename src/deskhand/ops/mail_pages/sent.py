"""One letter that went out, or could not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.mail.actions import send_again
from deskhand.mail.message_ids import without_tokens
from deskhand.mail.models import OutboundMail
from deskhand.ops.frame import after, page, the_desk
from deskhand.tickets import curtain
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_safe
def letter(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One letter as its reader gets it but for the reply token, with the server's words."""
    here = the_desk(desk)
    row = _letter(request, here, pk)
    return page(request, "ops/mail/sent_letter.html", here, row=row, subject=without_tokens(row.subject))


@gate("desk:mail.settings", sample="desk")
@require_POST
def again(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Send it once more."""
    send_again(actor=actor_of(request), letter=_letter(request, the_desk(desk), pk))
    return after(request, _("The letter is on its way again."), "mail:sent_letter", desk, pk)


def _letter(request: HttpRequest, desk: Desk, pk: int) -> OutboundMail:
    rows = OutboundMail.objects.within(desk.pk).select_related("mailbox")
    hidden = curtain.hidden_numbers(actor_of(request), desk.pk)
    row: OutboundMail = get_object_or_404(rows.exclude(ticket_number__in=hidden), pk=pk)
    return row
