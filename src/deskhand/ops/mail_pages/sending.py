"""How a desk's letters go out: how much at once, how the servers are, and what the letters are signed with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import NotFound
from deskhand.mail.actions import forget_signing_key, make_signing_key, set_sending, switch_signing
from deskhand.mail.actions.sending import key_of
from deskhand.mail.checking import Finding
from deskhand.mail.models import Mailbox
from deskhand.mail.sending.dns import check_record
from deskhand.mail.sending.state import key_shown, lane_of, ways_out
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.mail_pages.sending_forms import SendingForm, SigningForm
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_safe
def sending(request: HttpRequest, desk: str) -> HttpResponse:
    """All mailboxes and how their letters go out."""
    return _page(request, the_desk(desk))


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def of_mailbox(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """How much goes out of one mailbox."""
    here = the_desk(desk)
    row = _mailbox(here, pk)
    if request.method != "POST":
        return _page(request, here, row=row)
    form = SendingForm(request.POST)
    if done(form, lambda **wanted: set_sending(actor=actor_of(request), mailbox=row, **wanted)):
        return after(request, _("The mailbox is saved."), "mail:sending_of", desk, pk)
    return _page(request, here, row=row, form=form, status=422)


@gate("desk:mail.settings", sample="desk", fresh=True)
@require_POST
def signing(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Make or take a key, for the mailbox's domain."""
    here = the_desk(desk)
    row = _mailbox(here, pk)
    form = SigningForm(request.POST)
    if done(form, lambda **wanted: make_signing_key(actor=actor_of(request), mailbox=row, **wanted)):
        words = _("The key is there. Copy its record into the DNS, then switch signing on.")
        return after(request, words, "mail:sending_of", desk, pk)
    return _page(request, here, row=row, signing=form, status=422)


@gate("desk:mail.settings", sample="desk")
@require_POST
def signed(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Do something with the key: ``act`` is ``on``, ``off``, ``check`` or ``forget``."""
    here = the_desk(desk)
    row, actor, act = _mailbox(here, pk), actor_of(request), request.POST.get("act", "")
    if key_of(row) is None:
        raise NotFound
    if act == "check":
        return _page(request, here, row=row, finding=_checked(row))
    if act == "forget":
        forget_signing_key(actor=actor, mailbox=row)
        return after(request, _("The key is gone. Letters go out unsigned."), "mail:sending_of", desk, pk)
    switch_signing(actor=actor, mailbox=row, on=act == "on")
    words = _("Letters are signed from now on.") if act == "on" else _("Letters are signed no longer.")
    return after(request, words, "mail:sending_of", desk, pk)


def _checked(row: Mailbox) -> Finding:
    key = key_shown(row)
    if key is None or not key.record:
        return Finding(False, _("The key cannot be opened: the secret key has changed. Make a new one."))
    return check_record(key.name, key.record)


def _mailbox(desk: Desk, pk: int) -> Mailbox:
    row: Mailbox = get_object_or_404(Mailbox.objects.within(desk).select_related("desk"), pk=pk)
    return row


def _page(
    request: HttpRequest, desk: Desk, *, row: Mailbox | None = None, status: int = 200, **given: Any
) -> HttpResponse:
    context: dict[str, Any] = {"ways": ways_out(desk), "row": row, "finding": None}
    if row is not None:
        context |= {"form": SendingForm.of(lane_of(row)), "signing": SigningForm(), "key": key_shown(row)}
    return page(request, "ops/mail/sending.html", desk, status=status, **{**context, **given})
