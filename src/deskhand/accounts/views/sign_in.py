"""Coming in: by password, or by a link that is mailed and works once."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts import actions, known_browsers, sessions
from deskhand.accounts.actions.links import live_link
from deskhand.accounts.actors import actor_for
from deskhand.accounts.allauth_adapter import start_page
from deskhand.accounts.forms import AddressForm
from deskhand.accounts.jobs import mail_sign_in_link
from deskhand.kernel.actor import Channel
from deskhand.kernel.errors import NotFound
from deskhand.web import limits, proof
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next
from deskhand.web.unlisted import unlisted


class _SignIn(allauth_views.LoginView):  # type: ignore[misc]
    """allauth's page. Who gives no password is mailed a link instead; 422 when it refuses."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("way") == "link" or not request.POST.get("password"):
            return mail_link(request)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:  # allauth's form has just set an end of its own.
            sessions.begin(self.request)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**more)
        return found | {"onward": safe_next(self.request, "")}


sign_in = gate("public")(_SignIn.as_view())


@gate("public")
@require_POST
def mail_link(request: HttpRequest) -> HttpResponse:
    """Have a sign-in link mailed. The answer and the work are the same whether we know the address or not."""
    form = AddressForm({"email": request.POST.get("login", "")})
    if not form.is_valid():
        return render(request, "account/login.html", {"form": form, "onward": safe_next(request, "")}, status=422)
    address = form.cleaned_data["email"]
    limits.consume(request, "sign_in_link", key=known_browsers.counted_as(request, address))
    mail_sign_in_link.put(address=address, onward=safe_next(request, ""), language=get_language() or "")
    return redirect("accounts:link_sent")


@gate("public")
def link_sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "accounts/link_sent.html")


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A mailed link. Opening it (as scanners do) only shows whose it is; its button signs in and uses it up."""
    found = live_link(token)
    if found is None:
        return _does_not_work(request)
    if request.method != "POST":
        context = {"person": found.person, "onward": safe_next(request, "")}
        return render(request, "accounts/link.html", context)
    try:
        person = actions.use_sign_in_link(actor=actor_for(found.person, Channel.WEB), token=token)
    except NotFound:
        return _does_not_work(request)
    record_authentication(request, person, method="link", **({proof.LENT: True} if found.made_by_id else {}))
    login = Login(user=person, redirect_url=safe_next(request, start_page(person)))
    response: HttpResponse = perform_login(request, login)
    return response


def _does_not_work(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_void.html", {"onward": safe_next(request, "")}, status=404)
