"""One's own mail addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts import actions
from deskhand.accounts.actions.own_addresses import proven_by
from deskhand.accounts.forms import AddressForm
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.portal_frame import portal_frame
from deskhand.web.unlisted import unlisted


@gate("signed_in", fresh="change")
@require_http_methods(["GET", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """All of them; posting has a link mailed to a further one."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    limits.consume(request, "address")
    try:
        actions.ask_for_address(actor=_actor(request), person=_person(request), email=form.cleaned_data["email"])
    except Invalid as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form, status=422)
    words = _("A letter is on its way to %(address)s. Open its link, signed in as now.")
    messages.success(request, words % {"address": form.cleaned_data["email"]})
    return redirect("accounts:addresses")


@gate("signed_in")
@unlisted
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """The link of that letter. Opening it shows the address; the button proves it."""
    person = _person(request)
    address = proven_by(token, person)
    if address is None:
        return render(request, "accounts/address_void.html", portal_frame(request), status=404)
    if request.method != "POST":
        return render(request, "accounts/address_prove.html", {"address": address, **portal_frame(request)})
    try:
        actions.prove_address(actor=_actor(request), person=person, token=token)
    except (Conflict, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(address)s is yours now.") % {"address": address})
    return redirect("accounts:addresses")


@gate("signed_in", fresh=True)
@require_POST
def make_main(request: HttpRequest, address: int) -> HttpResponse:
    """Another one is the main address."""
    return _done(request, actions.make_main_address, address, _("Letters go to this address from now on."))


@gate("signed_in", fresh=True)
@require_POST
def remove(request: HttpRequest, address: int) -> HttpResponse:
    """One of them goes."""
    return _done(request, actions.remove_address, address, _("The address is removed."))


def _done(request: HttpRequest, act: Callable[..., None], address: int, words: str) -> HttpResponse:
    try:
        act(actor=_actor(request), person=_person(request), address_id=address)
    except Denied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("accounts:addresses")


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _page(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    rows = EmailAddress.objects.filter(user_id=_person(request).pk).order_by("-primary", "-verified", "email")
    context = {"form": form, "rows": list(rows), **portal_frame(request)}
    return render(request, "accounts/addresses.html", context, status=status)
