"""Your settings: details, look, password, API tokens."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts import actions, token_reach
from deskhand.accounts.forms import DetailsForm, TokenForm
from deskhand.accounts.models import ApiToken, Person
from deskhand.accounts.models.person import Theme
from deskhand.accounts.views.signatures import own_signatures
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next
from deskhand.web.portal_frame import is_staff, portal_frame
from deskhand.web.refusals import put_on


@gate("signed_in")
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Details that the person may change themselves."""
    person = cast(Person, request.user)
    if request.method != "POST":
        return _page(request)
    form = DetailsForm(request.POST).for_staff(is_staff(_actor(request)))
    if form.is_valid():
        try:
            actions.set_own_preferences(actor=_actor(request), person=person, **form.cleaned_data)
        except Invalid as error:
            put_on(form, error)
    if form.errors:
        return _page(request, details=form, status=422)
    with override(form.cleaned_data["language"] or None):
        messages.success(request, _("Saved."))
    return redirect("accounts:me")


@gate("signed_in")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system."""
    person = cast(Person, request.user)
    actions.set_own_preferences(actor=_actor(request), person=person, theme=request.POST.get("theme", ""))
    return redirect(safe_next(request, reverse("accounts:me")))


@gate("signed_in", fresh=True)
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """A new API token; the answer is the only page that ever shows it."""
    person = cast(Person, request.user)
    form = TokenForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, token_form=form, status=422)
    wanted = form.cleaned_data
    try:
        row, token = actions.make_token(
            actor=_actor(request),
            person=person,
            scope=wanted["scope"],
            days=wanted["days"] or None,
            name=wanted["token_name"],
            desks=list(wanted.get("desks", ())) or None,
        )
    except Invalid as refusal:
        put_on(form, refusal)
        return _page(request, token_form=form, status=422)
    return _page(request, made={"name": row.name, "token": token})


@gate("signed_in")
@require_GET
def token(request: HttpRequest, token: int) -> HttpResponse:
    """One's own token: what it may, where it reaches, and when and from where it was last used."""
    row = ApiToken.objects.filter(person=cast(Person, request.user), pk=token).first()
    if row is None:
        raise NotFound
    named = [one.desk.name for one in row.desks.filter(is_cut=False).select_related("desk").order_by("desk__name")]
    cut = [one.desk.name for one in row.desks.filter(is_cut=True).select_related("desk").order_by("desk__name")]
    is_over = row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= clock.now())
    given = {"row": row, "named": named, "cut": cut, "is_over": is_over}
    return render(request, "accounts/token.html", {**given, **portal_frame(request)})


@gate("signed_in")
@require_POST
def revoke_token(request: HttpRequest, token: int) -> HttpResponse:
    """End a token at once."""
    actions.revoke_token(actor=_actor(request), token_id=token)
    messages.success(request, _("The token does not work any more."))
    return redirect(f"{reverse('accounts:me')}#tokens")


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _page(request: HttpRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    person = cast(Person, request.user)
    context = {
        "details": given.get("details") or DetailsForm.of(person).for_staff(is_staff(_actor(request))),
        "token_form": given.get("token_form") or TokenForm(person=person),
        "made": given.get("made"),
        "tokens": ApiToken.objects.filter(token_reach.alive(), person=person).order_by("-pk"),
        "themes": Theme.choices,
        "chosen_theme": person.theme,
        "signatures": own_signatures(_actor(request)),
        "has_password": person.has_usable_password(),
        "notifications_url": _address("notify:preferences") if is_staff(_actor(request)) else "",
        "snooze_times_url": _address("tickets:snooze_times") if is_staff(_actor(request)) else "",
        "is_staff": is_staff(_actor(request)),
        **portal_frame(request),
    }
    return render(request, "accounts/me.html", context, status=status)


def _address(name: str) -> str:
    """The address of a page that another app may have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
