"""Where each provider is asked, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskhand.mail.models import Grant, Mailbox, OAuthAccess, Protocol, Provider, Security, SignIn

MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/{part}"
ANY_ORGANIZATION = "organizations"
"""The tenant of Microsoft 365 that stands for whichever somebody signs in to."""

_OUTLOOK = "https://outlook.office.com/"
_FETCHING = {Protocol.IMAP: f"{_OUTLOOK}IMAP.AccessAsUser.All", Protocol.POP3: f"{_OUTLOOK}POP.AccessAsUser.All"}


@dataclass(frozen=True)
class Endpoints:
    """The two addresses of a provider, the scopes to ask for, and what it wants to be told besides."""

    authorize_url: str
    token_url: str
    scope: tuple[str, ...]
    besides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Servers:
    """A provider's mail servers: host, port and encryption of each."""

    fetching: Mapping[str, tuple[str, int, str]]
    sending: tuple[str, int, str]


SERVERS: Mapping[str, Servers] = {
    Provider.MICROSOFT: Servers(
        {
            Protocol.IMAP: ("outlook.office365.com", 993, Security.TLS),
            Protocol.POP3: ("outlook.office365.com", 995, Security.TLS),
        },
        ("smtp.office365.com", 587, Security.STARTTLS),
    ),
    Provider.GOOGLE: Servers(
        {Protocol.IMAP: ("imap.gmail.com", 993, Security.TLS), Protocol.POP3: ("pop.gmail.com", 995, Security.TLS)},
        ("smtp.gmail.com", 587, Security.STARTTLS),
    ),
}
"""Filled in where a mailbox names none."""


def endpoints_of(access: OAuthAccess, mailbox: Mailbox) -> Endpoints:
    """Whom to ask for the mailbox's tokens."""
    if access.provider == Provider.MICROSOFT:
        tenant = access.tenant or ANY_ORGANIZATION
        return Endpoints(
            MICROSOFT.format(tenant=tenant, part="authorize"),
            MICROSOFT.format(tenant=tenant, part="token"),
            _microsoft_scope(access, mailbox),
        )
    if access.provider == Provider.GOOGLE:
        return Endpoints(
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            ("https://mail.google.com/", "openid", "email"),
            {"access_type": "offline", "prompt": "consent"},
        )
    return Endpoints(access.authorize_url, access.token_url, tuple(access.scope.split()))


def _microsoft_scope(access: OAuthAccess, mailbox: Mailbox) -> tuple[str, ...]:
    if access.grant == Grant.APP:
        return ("https://outlook.office365.com/.default",)
    scope = ["offline_access", "openid", "email"]
    if mailbox.fetch_sign_in == SignIn.OAUTH and mailbox.protocol in _FETCHING:
        scope.append(_FETCHING[Protocol(mailbox.protocol)])
    if mailbox.smtp_sign_in == SignIn.OAUTH:
        scope.append(f"{_OUTLOOK}SMTP.Send")
    return tuple(scope)
