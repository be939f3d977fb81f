"""Setting up and removing second factors: an app, passkeys, recovery codes."""

from __future__ import annotations

import base64
import re
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts import actions, factors
from deskhand.accounts.factor_forms import AppForm, NameForm
from deskhand.accounts.views.security import actor_of, page, person_of
from deskhand.kernel.errors import Denied
from deskhand.web.gates import gate

_CODE = re.compile(r"^[0-9A-Za-z-]{4,40}$")
CODES_LIMIT = 50
"""Most recovery codes that a file is made of."""


@gate("signed_in", fresh=True)
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an app that shows codes: the picture and the secret, then the first code."""
    person = person_of(request)
    if factors.TOTP in factors.kinds_of(person):
        messages.info(request, _("You have an authenticator app already. Remove it first."))
        return redirect("accounts:security")
    form = AppForm(request.POST or None, person=person)
    if not form.is_valid():
        return _app_page(request, form, 422 if form.is_bound else 200)
    codes = actions.add_app(actor=actor_of(request), person=person, secret=form.secret)
    return _done(request, _("From now on signing in asks for a code of your app."), codes)


@gate("signed_in", fresh=True)
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    return JsonResponse(auth.begin_registration(person_of(request), True))


@gate("signed_in", fresh=True)
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Take the passkey that the browser made."""
    person = person_of(request)
    form = AddWebAuthnForm(data=request.POST, user=person)
    if not form.is_valid():
        return page(request, passkey_error=_("The passkey was not added. Try again."), status=422)
    wanted = form.cleaned_data
    try:
        codes = actions.add_passkey(
            actor=actor_of(request), person=person, name=wanted["name"], credential=wanted["credential"]
        )
    except Denied as refusal:
        return page(request, passkey_error=str(refusal), status=403)
    return _done(request, _("The passkey is added. It signs you in by itself."), codes)


@gate("signed_in", fresh=True)
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a passkey another name."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return page(request, passkey_error=" ".join(map(str, form.errors["name"])), status=422)
    actions.rename_passkey(actor=actor_of(request), person=person_of(request), factor=pk, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("accounts:security")


@gate("signed_in", fresh=True)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a factor."""
    actions.remove_factor(actor=actor_of(request), person=person_of(request), factor=pk)
    messages.success(request, _("It is removed."))
    return redirect("accounts:security")


@gate("signed_in", fresh=True)
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the answer is the only page that ever shows them."""
    codes = actions.renew_codes(actor=actor_of(request), person=person_of(request))
    return page(request, "accounts/codes.html", codes=codes)


@gate("signed_in")
@require_POST
def codes_file(request: HttpRequest) -> HttpResponse:
    """The codes of the page as a file. They come with the request: they are not kept where they could be read."""
    codes = [code for code in request.POST.getlist("code")[:CODES_LIMIT] if _CODE.match(code)]
    lines = [_("Recovery codes for Deskhand. Each works once."), request.get_host(), "", *codes, ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="deskhand-recovery-codes.txt"'
    return response


def _done(request: HttpRequest, words: str, codes: list[str]) -> HttpResponse:
    messages.success(request, words)
    return page(request, "accounts/codes.html", codes=codes) if codes else redirect("accounts:security")


def _app_page(request: HttpRequest, form: AppForm, status: int) -> HttpResponse:
    adapter = factors.Adapter()
    drawn = ""
    if form.secret:
        svg = adapter.build_totp_svg(adapter.build_totp_url(person_of(request), form.secret))
        drawn = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    groups = re.findall("....", form.secret)
    given: dict[str, Any] = {"form": form, "picture": drawn, "secret": " ".join(groups)}
    return page(request, "accounts/app.html", status=status, **given)
