"""Connecting a mailbox to its account at Microsoft 365, Google or another provider, through the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from oauthlib.oauth2 import OAuth2Error

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.mail.actions import connect_mailbox, disconnect_mailbox
from deskhand.mail.models import Grant, Mailbox, OAuthAccess, SignIn
from deskhand.mail.oauth import asking, consent
from deskhand.mail.oauth.faults import NotConnected
from deskhand.ops.frame import after, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

WORDS_LIMIT = 500
"""Characters shown of what a provider says."""

_FAULTS = (Invalid, NotConnected, OAuth2Error)


@gate("desk:mail.settings", sample="desk", fresh=True)
@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Go to the provider; an app that signs in by itself (POST) asks for its token at once."""
    here = the_desk(desk)
    box = _mailbox(here, pk)
    access = shown_access(box)
    try:
        if access is None or not access.client_id:
            raise Invalid(_("Save the mailbox with its app first."))
        if access.grant == Grant.PERSON:
            return redirect(_link(request, here, box, access))
        if request.method == "POST":
            return _connected(request, here, box, asking.by_app(access, box))
        return redirect("mail:mailbox", desk, pk)
    except _FAULTS as fault:
        return _refused(request, here, str(fault), box)


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def connected(request: HttpRequest, desk: str) -> HttpResponse:
    """Where the provider sends the browser back to. Only the button there (POST) connects: a GET writes nothing."""
    here, given = the_desk(desk), request.POST or request.GET
    try:
        box = _begun(request, here, given.get("state", ""))  # First: a stranger's link puts no words on our page.
        if given.get("error"):
            raise Invalid(" ".join(given.get("error_description", given["error"]).split())[:WORDS_LIMIT])
        if request.method != "POST":
            code = given.get("code", "")
            return page(request, "ops/mail/connect.html", here, row=box, code=code, state=given["state"], words="")
        access, verifier = box.oauth, consent.verifier(given["state"])
        tokens = asking.by_code(
            access, box, code=given.get("code", ""), redirect_uri=redirect_uri(here), verifier=verifier
        )
        return _connected(request, here, box, tokens)
    except _FAULTS as fault:
        return _refused(request, here, str(fault), None)


@gate("desk:mail.settings", sample="desk")
@require_POST
def disconnect(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Forget the tokens."""
    here = the_desk(desk)
    box = _mailbox(here, pk)
    try:
        disconnect_mailbox(actor=actor_of(request), mailbox=box)
    except Invalid as fault:
        return _refused(request, here, str(fault), box)
    return after(request, _("The mailbox is disconnected."), "mail:mailbox", desk, pk)


def redirect_uri(desk: Desk) -> str:
    """The address that is registered with the provider."""
    return f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('mail:connected', args=[desk.key])}"


def shown_access(mailbox: Mailbox | None) -> OAuthAccess | None:
    """How a mailbox that signs in by OAuth is connected; None for one that does not."""
    if mailbox is None or SignIn.OAUTH not in (mailbox.fetch_sign_in, mailbox.smtp_sign_in):
        return None
    found: OAuthAccess | None = OAuthAccess.objects.within(mailbox.desk_id).filter(mailbox=mailbox).first()
    return found


def _link(request: HttpRequest, desk: Desk, box: Mailbox, access: OAuthAccess) -> str:
    session = request.session.session_key or ""
    return consent.link(access, box, session=session, redirect_uri=redirect_uri(desk))


def _begun(request: HttpRequest, desk: Desk, state: str) -> Mailbox:
    pk = consent.mailbox_of(state, session=request.session.session_key or "")
    rows = Mailbox.objects.within(desk).filter(pk=pk).select_related("desk", "oauth")
    box: Mailbox | None = rows.exclude(oauth=None).first()
    if box is None:
        raise Invalid(_("This mailbox is not there any more."))
    return box


def _connected(request: HttpRequest, desk: Desk, box: Mailbox, given: asking.Tokens) -> HttpResponse:
    connect_mailbox(actor=actor_of(request), mailbox=box, given=given)
    return after(request, _("The mailbox is connected."), "mail:mailbox", desk.key, box.pk)


def _refused(request: HttpRequest, desk: Desk, words: str, box: Mailbox | None) -> HttpResponse:
    return page(request, "ops/mail/connect.html", desk, status=422, row=box, words=words)


def _mailbox(desk: Desk, pk: int) -> Mailbox:
    row: Mailbox = get_object_or_404(Mailbox.objects.within(desk).select_related("desk"), pk=pk)
    return row
