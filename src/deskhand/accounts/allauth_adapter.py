"""How allauth behaves here: nobody signs up by themselves, its changes go through our actions, and the next page is
always one of ours."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts import actions, known_browsers, sessions
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.accounts.models.person import EMAIL_LIMIT
from deskhand.kernel.actor import Channel
from deskhand.web import letters, onward
from deskhand.web.portal_frame import is_staff


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by staff, by writing in, or on the first run."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not belong together."),
        "too_many_login_attempts": _(
            "Too many failed tries. Try again in a few minutes, or have a sign-in link mailed instead."
        ),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person of an address and a password. An account that is switched off reads like a wrong password."""
        found = super().authenticate(request, **credentials)
        if found is None or found.is_active:
            return found
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down by the worker: the work here is the same whether we know the address or not."""
        from deskhand.accounts.jobs import note_failed_sign_in  # The jobs call actions, which come from here.

        note_failed_sign_in.put(address=str(credentials.get("email", ""))[:EMAIL_LIMIT].lower())

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        return letters.sender()

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names."""

    def is_safe_url(self, url: str | None) -> bool:
        return onward.is_own(context.request, url or "")

    def set_password(self, user: Any, password: str) -> None:
        actions.set_password(actor=actor_for(user, Channel.WEB), person=user, password=password)

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        by, second = _ways(get_authentication_records(request, user))
        actions.record_sign_in(actor=actor_for(user, Channel.WEB), person=user, by=by, second=second)
        response: HttpResponse = super().post_login(request, user, **hooks)
        sessions.begin(request)
        known_browsers.remember(request, response, user)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return known_browsers.counted_as(request, str(credentials.get("email", "")))

    def logout(self, request: HttpRequest) -> None:
        sessions.end_own(request)
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return start_page(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:security")


def _ways(records: list[dict[str, Any]]) -> tuple[str, str]:
    """By what somebody came in, and with which second factor, of allauth's records of this session."""
    if any(record.get("passwordless") for record in records):
        return "passkey", ""
    by = next((record["method"] for record in records if record["method"] in ("password", "link")), "password")
    return by, next((record["type"] for record in reversed(records) if record["method"] == "mfa"), "")


def start_page(user: Any) -> str:
    """Where somebody begins who has just signed in: staff in the workspace, everybody else in the portal."""
    return "/agent/" if isinstance(user, Person) and is_staff(actor_for(user, Channel.WEB)) else "/"
