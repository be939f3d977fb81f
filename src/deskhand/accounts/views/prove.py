"""Proving again that it is you: by password, by a code, or by a code from a letter for whoever has neither."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts import factors
from deskhand.accounts.allauth_adapter import start_page
from deskhand.accounts.factor_forms import PasskeyProofForm, ProofForm
from deskhand.accounts.jobs import CODE_LIFE, mail_proof_code
from deskhand.accounts.models import Person
from deskhand.kernel import clock, signing, vault
from deskhand.web import limits, proof
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next
from deskhand.web.portal_frame import portal_frame

CODE_DIGITS = 8
"""Digits of a mailed code; tries are limited (``prove`` in ACCOUNT_RATE_LIMITS)."""

_MAILED = "mailed_proof"


@gate("signed_in")
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for a proof, take it, and go on to where the person was."""
    if request.method != "POST":
        return _on(request) if proof.is_fresh(request) else _page(request)
    way = request.POST.get("way", "")
    if way == "mail":
        return _mail_code(request)
    limits.consume(request, "prove")
    take = _TAKEN.get(way)
    wrong = take(request) if take else _("Choose how to prove it.")
    if wrong:
        return _page(request, wrong={way if take else "way": wrong}, status=422)
    return _on(request)


@gate("signed_in")
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """The riddle for a passkey."""
    return JsonResponse(begin_authentication(_person(request)))


def _by_password(request: HttpRequest) -> str:
    person = _person(request)
    if not person.check_password(request.POST.get("password", "")):
        return _("This is not your password.")
    record_authentication(request, person, method="password", reauthenticated=True)
    return ""


def _by_code(request: HttpRequest) -> str:
    form = ProofForm(data=request.POST, user=_person(request))
    if not form.is_valid():
        return " ".join(form.errors.get("code", [_("Write the code.")]))
    form.note()
    return ""


def _by_letter(request: HttpRequest) -> str:
    person, mailed = _person(request), request.session.get(_MAILED) or {}
    given = "".join(request.POST.get("mailed", "").split())
    is_live = bool(mailed) and clock.now() < datetime.fromtimestamp(mailed["until"], UTC)
    if not _may_by_letter(person) or not is_live or not signing.is_signed(*_signed(person, given), mailed["signature"]):
        minutes = CODE_LIFE // timedelta(minutes=1)
        words = ngettext(
            "This code does not fit, or is older than %(num)s minute. Have another one mailed.",
            "This code does not fit, or is older than %(num)s minutes. Have another one mailed.",
            minutes,
        )
        return words % {"num": minutes}
    del request.session[_MAILED]
    record_authentication(request, person, method="code", reauthenticated=True)
    return ""


def _by_passkey(request: HttpRequest) -> str:
    form = PasskeyProofForm(data=request.POST, user=_person(request))
    if not form.is_valid():
        return _("This passkey is not one of yours.")
    form.note()
    return ""


_TAKEN = {"password": _by_password, "code": _by_code, "letter": _by_letter, "passkey": _by_passkey}


def _mail_code(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    if _may_by_letter(person):
        limits.consume(request, "prove_by_mail")
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        until = (clock.now() + CODE_LIFE).timestamp()
        request.session[_MAILED] = {"signature": signing.signature(*_signed(person, code)), "until": until}
        mail_proof_code.put(person_id=person.pk, code=vault.locked(code), language=get_language() or "")
        messages.success(request, _("The code is on its way to %(address)s.") % {"address": person.email})
    return _page(request, is_mailed=True)


def _signed(person: Person, code: str) -> tuple[str, str]:
    """Purpose and value of a mailed code's signature: only that is kept."""
    return "proof", f"{person.pk}:{code}"


def _may_by_letter(person: Person) -> bool:
    return bool(person.email) and not person.has_usable_password() and not factors.has_second(person.pk)


def _on(request: HttpRequest) -> HttpResponse:
    """Go on: back to the page, or to the form that was on its way when we asked."""
    onward = safe_next(request, start_page(request.user))
    fields = proof.kept(request, onward)
    if fields:
        return _page(request, template="accounts/prove_go_on.html", onward=onward, fields=fields)
    return redirect(onward)


def _page(
    request: HttpRequest, *, template: str = "accounts/prove.html", status: int = 200, **given: Any
) -> HttpResponse:
    person = _person(request)
    kinds = factors.kinds_of(person)
    context = {
        "wrong": {},
        "onward": safe_next(request, ""),
        "has_password": person.has_usable_password(),
        "has_codes": any(kind in kinds for kind in ("totp", "recovery_codes")),
        "has_passkey": "webauthn" in kinds,
        "by_letter": _may_by_letter(person),
        "is_mailed": _MAILED in request.session,
        **given,
        **portal_frame(request),
    }
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
