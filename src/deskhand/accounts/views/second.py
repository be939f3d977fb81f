"""On the way in: the second factor after a password or a link, and a passkey instead of both."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from deskhand.accounts import actions, factors
from deskhand.accounts.actors import actor_for
from deskhand.accounts.allauth_adapter import start_page
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Channel
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next


@method_decorator(login_stage_required(AuthenticateStage.key, "account_login"), name="dispatch")
class _Second(AuthenticateView):  # type: ignore[misc]
    """allauth's page, except that looking at it writes nothing: the browser asks for a passkey's riddle when its button
    is pressed. 422 when a code does not fit."""

    template_name = "mfa/authenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        person = cast(Person, self.stage.login.user)
        actions.record_failed_sign_in(actor=actor_for(person, Channel.WEB), person=person, by="second")
        return self.render_to_response(self.get_context_data(), status=422)  # type: ignore[no-any-return]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        kinds = factors.kinds_of(self.stage.login.user)
        given = {
            "form": self.auth_form,
            "passkey_errors": self.webauthn_form.errors.get("credential", []) if self.webauthn_form.is_bound else [],
            "has_passkey": factors.PASSKEY in kinds,
            "has_app": factors.TOTP in kinds,
        }
        return {**TemplateView.get_context_data(self, **more), **given}


second = gate("public")(_Second.as_view())


@gate("public")
@require_POST
def second_options(request: HttpRequest) -> HttpResponse:
    """The riddle for a passkey as second factor, for whoever stands between the two."""
    stage = None if request.user.is_authenticated else LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        detail = _("Begin again: too much time went by since the first step.")
        return JsonResponse({"title": _("Sign in"), "detail": detail}, status=403)
    return JsonResponse(auth.begin_authentication(stage.login.user))


@gate("public")
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """The riddle for signing in with a passkey; the same for everybody."""
    limits.consume(request, "passkey")
    return JsonResponse(auth.begin_authentication(None))


@gate("public")
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey and nothing else."""
    if request.user.is_authenticated:
        return redirect(safe_next(request, start_page(request.user)))
    limits.consume(request, "passkey")
    form = LoginWebAuthnForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, _("This passkey does not open an account here. Sign in another way."))
        return redirect("account_login")
    found = form.cleaned_data["credential"]
    login = Login(user=found.user, redirect_url=safe_next(request, start_page(found.user)))
    response: HttpResponse = flows.perform_passwordless_login(request, found, login)
    return response
