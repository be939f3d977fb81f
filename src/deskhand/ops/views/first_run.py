"""The first run: one link from the terminal, one page, and the workspace opens."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import record_sign_in
from deskhand.accounts.actors import actor_for
from deskhand.kernel.actor import Channel, system
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.mail import checking
from deskhand.ops import first_run as beginning
from deskhand.ops.actions import Begun, begin
from deskhand.ops.forms.first_run import AdministratorForm, FirstDeskForm, MailboxForm
from deskhand.ops.frame import tell
from deskhand.web.gates import gate
from deskhand.web.htmx import page_or_fragment
from deskhand.web.unlisted import unlisted


@gate("public")
@unlisted
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the terminal's link. It answers until there is an administrator."""
    if not beginning.is_right(token):
        return _over(request, token, status=404)
    posted = request.POST if request.method == "POST" else None
    forms = {
        "who": AdministratorForm(posted),
        "what": FirstDeskForm(posted),
        "mail": MailboxForm(posted, prefix="mail"),
    }
    if posted is None:
        return _page(request, forms)
    if posted.get("act") == "check":
        return _checked(request, forms)
    judged = [form.is_valid() for form in forms.values()]  # All of them: every part says what it needs.
    if not all(judged):
        return _page(request, forms, status=422)
    try:
        begun = _begin(forms)
    except Denied:
        return _over(request, token, status=409)
    except (Invalid, Conflict) as refusal:
        tell(_about(forms, refusal), refusal)
        return _page(request, forms, status=422)
    return _come_in(request, begun)


def _begin(forms: dict[str, Any]) -> Begun:
    wanted = {**forms["who"].cleaned_data, **forms["what"].cleaned_data}
    return begin(actor=system(Channel.WEB), mailbox=forms["mail"].mailbox, **wanted)


def _come_in(request: HttpRequest, begun: Begun) -> HttpResponse:
    person = begun.administrator
    get_adapter(request).login(request, person)
    record_sign_in(actor=actor_for(person, Channel.WEB), person=person)
    return redirect("tickets:list", begun.desk.key)


def _checked(request: HttpRequest, forms: dict[str, Any]) -> HttpResponse:
    """Try the mailbox without making anything, and say what works and what does not."""
    mail = forms["mail"]
    findings = []
    if mail.is_valid() and mail.is_left_out:
        mail.add_error("address", _("Write an address and its servers; then they can be tried."))
    if mail.is_valid():
        if mail.account:
            findings.append((_("Incoming"), checking.check_imap(mail.account)))
        if mail.server:
            sender = mail.cleaned_data["address"]
            findings.append((_("Outgoing"), checking.check_smtp(mail.server, sender=sender)))
    context = _context(forms, findings=findings, is_check=True)
    return page_or_fragment(request, "ops/first_run.html", "ops/_mail_check.html", context)


def _about(forms: dict[str, Any], refusal: Exception) -> Any:
    """The form that a refusal is about: by its fields, else the administrator's."""
    names = set(getattr(refusal, "fields", {}))
    return next((form for form in forms.values() if names & set(form.fields)), forms["who"])


def _page(request: HttpRequest, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "ops/first_run.html", _context(forms), status=status)


def _context(forms: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {"findings": [], "is_check": False, **forms, **given}


def _over(request: HttpRequest, token: str, status: int) -> HttpResponse:
    was_right = beginning.is_signed_token(token)
    context = {"was_right": was_right, "was_late": status == 409}
    return render(request, "ops/first_run_over.html", context, status=status)
