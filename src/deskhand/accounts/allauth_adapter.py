"""How allauth behaves here: nobody signs up by themselves, and its mails go through our outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from deskhand.accounts.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by staff, by writing in, or on the first run."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        return f"noreply@{settings.DESKHAND.host}"

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        is_staff = isinstance(user, Person) and (user.desk_roles.exclude(role="guest").exists() or user.is_site_admin)
        return "/agent/" if is_staff else "/"
