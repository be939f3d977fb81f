"""Choosing a password: a first one, another one, and one after forgetting it."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import views as allauth_views
from allauth.account.forms import UserTokenForm
from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView

from deskhand.accounts import actions, known_browsers
from deskhand.accounts.actors import actor_for
from deskhand.accounts.forms import AddressForm
from deskhand.accounts.jobs import mail_password_reset
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Channel
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.portal_frame import portal_frame
from deskhand.web.unlisted import unlisted


class _Framed:
    """allauth's page in the portal's frame; 422 when it refuses."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | portal_frame(self.request)  # type: ignore[misc,no-any-return]


class _AloneHere(_Framed):
    """A new password ends every other session of its owner."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        key = self.request.session.session_key or ""
        person = cast(Person, self.request.user)
        actions.end_sessions(actor=actor_for(person, Channel.WEB), person=person, except_key=key)
        return response


class _Change(_AloneHere, allauth_views.PasswordChangeView):  # type: ignore[misc]
    pass


class _Set(_AloneHere, allauth_views.PasswordSetView):  # type: ignore[misc]
    pass


@method_decorator(rate_limit(action="reset_password_from_key"), name="dispatch")
class _FromKey(_Framed, allauth_views.PasswordResetFromKeyView):  # type: ignore[misc]
    """allauth's page without its detour: opening the link writes no session, the key stays in an address that is
    never stored nor told to others."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        self.request, self.key = request, key
        token = UserTokenForm(data={"uidb36": uidb36, "key": key})
        self.reset_user = token.reset_user if token.is_valid() else None
        if self.reset_user is None or not self.reset_user.is_active:
            return self.render_to_response(self.get_context_data(form=None, token_fail=True), status=404)  # type: ignore[no-any-return]
        return FormView.dispatch(self, request, uidb36, key, **kwargs)


change = gate("signed_in")(_Change.as_view())
choose_first = gate("signed_in", fresh=True)(_Set.as_view())
from_key = gate("token")(unlisted(_FromKey.as_view()))


@gate("public")
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link mailed that lets one choose a new password; the same answer for every address."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        limits.consume(request, "reset_password", key=known_browsers.counted_as(request, address))
        mail_password_reset.put(address=address, language=get_language() or "")
        return redirect("account_reset_password_done")
    status = 422 if request.method == "POST" else 200
    return render(request, "account/password_reset.html", {"form": form}, status=status)


@gate("public")
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "account/password_reset_done.html")


@gate("public")
def from_key_done(request: HttpRequest) -> HttpResponse:
    """The new password works."""
    return render(request, "account/password_reset_from_key_done.html")
