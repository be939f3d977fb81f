"""Mailboxes of a desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.mail import checking
from deskhand.mail.actions import save_mailbox, send_test
from deskhand.mail.checking import Finding
from deskhand.mail.models import Mailbox, Protocol
from deskhand.mail.sending.servers import is_overridden
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.mail_pages.connecting import redirect_uri, shown_access
from deskhand.ops.mail_pages.forms import TestLetterForm
from deskhand.ops.mail_pages.mailbox_form import MailboxForm
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_safe
def mailboxes(request: HttpRequest, desk: str) -> HttpResponse:
    """All mailboxes and how they are."""
    return _page(request, the_desk(desk))


@gate("desk:mail.settings", sample="desk", fresh=True)
@require_http_methods(["GET", "POST"])
def mailbox(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One mailbox, or a new one. ``act=check`` asks the servers and saves nothing."""
    here = the_desk(desk)
    row = _mailbox(here, pk) if pk else None
    if request.method != "POST":
        return _page(request, here, row=row, form=MailboxForm.of(row) if row else MailboxForm(desk=here))
    form = MailboxForm(request.POST, desk=here, mailbox=row)
    if request.POST.get("act") == "check":
        findings = _findings(form) if form.is_valid() else []
        return _page(request, here, row=row, form=form, findings=findings, is_check=True)
    if done(form, lambda **_wanted: form.keep(_save(request, here, row, form))):
        return _saved(request, here, form.mailbox)
    return _page(request, here, row=row, form=form, status=422)


@gate("desk:mail.settings", sample="desk")
@require_POST
def test(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put a test letter into the outbox."""
    here = the_desk(desk)
    row = _mailbox(here, pk)
    form = TestLetterForm(request.POST)
    if done(form, lambda to: send_test(actor=actor_of(request), mailbox=row, to=to)):
        words = _("The test letter is on its way. What became of it stands here in a moment.")
        return after(request, words, "mail:sent", desk)
    return _page(request, here, row=row, form=MailboxForm.of(row), test=form, status=422)


def _findings(form: MailboxForm) -> list[tuple[str, Finding]]:
    """What the servers say to a valid form; a side without a server is not asked."""
    wanted = form.cleaned_data
    try:
        account = form.account() if wanted["protocol"] != Protocol.NONE and wanted["fetch_host"] else None
        server = form.server() if wanted["smtp_host"] else None
    except ValueError as error:  # A stored password that cannot be opened any more.
        return [(_("Password"), Finding(False, str(error)))]
    return checking.check_both(account, server, sender=wanted["address"], mailbox=form.mailbox)


def _mailbox(desk: Desk, pk: int) -> Mailbox:
    row: Mailbox = get_object_or_404(Mailbox.objects.within(desk).select_related("desk", "team"), pk=pk)
    return row


def _save(request: HttpRequest, desk: Desk, row: Mailbox | None, form: MailboxForm) -> Mailbox:
    return save_mailbox(actor=actor_of(request), desk=desk, mailbox=row, details=form.details)


def _saved(request: HttpRequest, desk: Desk, row: Mailbox | None) -> HttpResponse:
    """Back to the list, or to the mailbox itself if somebody has to connect it now."""
    access = shown_access(row)
    if row is None or access is None or access.is_connected:
        return after(request, _("The mailbox is saved."), "mail:mailboxes", desk.key)
    return after(request, _("The mailbox is saved. Connect it now."), "mail:mailbox", desk.key, row.pk)


def _page(request: HttpRequest, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {
        "rows": Mailbox.objects.within(desk).select_related("team"),
        "row": None,
        "form": None,
        "findings": [],
        "is_check": False,
        "test": TestLetterForm(initial={"to": actor_of(request).email}),
        "is_overridden": is_overridden(),
        "redirect_uri": redirect_uri(desk),
        "access": shown_access(given.get("row")),
        **given,
    }
    return page(request, "ops/mail/mailboxes.html", desk, status=status, **context)
