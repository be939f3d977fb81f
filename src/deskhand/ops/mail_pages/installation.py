"""How letters of the installation itself go out: a page for site administrators."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.mail.actions import InstallationMailDetails, save_installation_mail, send_installation_test
from deskhand.mail.checking import Finding, check_smtp
from deskhand.mail.outbox import sender_address
from deskhand.mail.sending.servers import installation_mail, is_overridden, mailbox_of_installation
from deskhand.ops.frame import after, done, page
from deskhand.ops.mail_pages.forms import TestLetterForm
from deskhand.ops.mail_pages.installation_form import InstallationMailForm
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("site:site.settings", fresh=True)
@require_http_methods(["GET", "POST"])
def installation(request: HttpRequest) -> HttpResponse:
    """From where sign-in links come. ``act=check`` asks the server and saves nothing."""
    if request.method != "POST":
        return _page(request, form=InstallationMailForm.of(installation_mail()))
    form = InstallationMailForm(request.POST)
    if request.POST.get("act") == "check":
        return _page(request, form=form, finding=_finding(form), is_check=True)
    if done(form, lambda **wanted: _save(request, wanted)):
        return after(request, _("Saved."), "mail:installation")
    return _page(request, form=form, status=422)


@gate("site:site.settings", fresh=True)
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Put a test letter into the outbox."""
    form = TestLetterForm(request.POST)
    if done(form, lambda to: send_installation_test(actor=actor_of(request), to=to)):
        return after(request, _("The test letter is on its way."), "mail:installation")
    return _page(request, form=InstallationMailForm.of(installation_mail()), test=form, status=422)


def _save(request: HttpRequest, wanted: dict[str, Any]) -> object:
    return save_installation_mail(actor=actor_of(request), details=InstallationMailDetails(**wanted))


def _finding(form: InstallationMailForm) -> Finding | None:
    if not form.is_valid() or not form.cleaned_data["smtp_host"]:
        return None
    try:
        return check_smtp(form.server(), sender=form.cleaned_data["address"] or sender_address(None))
    except ValueError as error:  # A stored password that cannot be opened any more.
        return Finding(False, str(error))


def _page(request: HttpRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {
        "finding": None,
        "is_check": False,
        "is_overridden": is_overridden(),
        "shared": mailbox_of_installation(),
        "test": TestLetterForm(initial={"to": actor_of(request).email}),
        **given,
    }
    return page(request, "ops/mail/installation.html", status=status, **context)
