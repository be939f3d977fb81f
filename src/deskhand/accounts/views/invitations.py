"""Accepting an invitation. Opening its link only shows it; the button accepts."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from deskhand.accounts import actions, addresses
from deskhand.accounts.actions.invitations import is_addressed_to, live_invitation
from deskhand.accounts.allauth_adapter import start_page
from deskhand.accounts.models import Invitation, Person
from deskhand.accounts.models.invitation import INVITED_AS
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.web import limits, numbers
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on
from deskhand.web.unlisted import unlisted


def _password_help() -> str:
    least = numbers.limit("password_letters")
    words = ngettext(
        "At least %(num)s character. Empty: you sign in by links that we mail you.",
        "At least %(num)s characters. Empty: you sign in by links that we mail you.",
        least,
    )
    return words % {"num": least}


class NewAccountForm(forms.Form):
    """What somebody new says about themselves. Without a password they come in by mailed links."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(_password_help, str)(),
    )


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what, and the way to accept that fits whoever opened it."""
    found = live_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_void.html", status=404)
    if request.method != "POST":
        return _page(request, found, NewAccountForm(initial={"name": found.name}))
    limits.consume(request, "invitation")
    return _accepted(request, found, token)


def _accepted(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    form = NewAccountForm(request.POST)
    details: dict[str, Any] = {}
    if actor.person_id is None and addresses.owner_of(found.email) is None:
        if not form.is_valid():
            return _page(request, found, form, status=422)
        details = form.cleaned_data
    try:
        person = actions.accept_invitation(actor=actor, token=token, **details)
    except NotFound:
        return render(request, "accounts/invitation_void.html", status=404)
    except Denied:
        return _page(request, found, form, status=403)
    except Invalid as refusal:
        put_on(form, refusal)
        return _page(request, found, form, status=422)
    words = {"desk": found.desk.shown_name}
    messages.success(request, _("Welcome to %(desk)s.") % words)
    return _go_on(request, person, is_new=actor.person_id is None)


def _go_on(request: HttpRequest, person: Person, *, is_new: bool) -> HttpResponse:
    """Somebody new is signed in: the link has shown that the address is theirs."""
    if not is_new:
        return redirect(start_page(person))
    record_authentication(request, person, method="link")
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=start_page(person)))
    return response


def _page(request: HttpRequest, found: Invitation, form: NewAccountForm, status: int = 200) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    if user is not None:
        way = "accept" if is_addressed_to(found, user) else "other"
    else:
        way = "new" if addresses.owner_of(found.email) is None else "sign_in"
    more = {
        "invitation": found,
        "role": dict(INVITED_AS)[found.role],
        "is_requester": found.is_to_ask,
        "way": way,
        "user_name": getattr(user, "name", ""),
        "form": form,
    }
    return render(request, "accounts/invitation.html", more, status=status)
