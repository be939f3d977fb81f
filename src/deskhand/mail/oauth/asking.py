"""Asking a provider's token address. What comes back is bounded, and a refusal is told in the provider's own words."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error, WebApplicationClient

from deskhand.kernel import clock, vault
from deskhand.mail.models import Mailbox, OAuthAccess
from deskhand.mail.oauth.faults import NotConnected
from deskhand.mail.oauth.providers import endpoints_of

TIMEOUT_SECONDS = 20
"""Longest wait for a provider's answer."""

ANSWER_LIMIT = 200_000
"""Bytes read of a provider's answer; tokens are a few thousand."""

LIFETIME = timedelta(minutes=30)
"""How long a token is used if the provider does not say how long it is good."""

WORDS_LIMIT = 500
"""Characters kept of what a provider says."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Tokens:
    """What a provider gave. ``refresh_token`` is empty if the one that we have stays good; ``account`` names who
    signed in, if the provider says so."""

    access_token: str
    expires_at: datetime
    refresh_token: str = ""
    account: str = ""

    def __repr__(self) -> str:
        return f"Tokens(until {self.expires_at})"


def by_code(access: OAuthAccess, mailbox: Mailbox, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
    """The tokens for the code that a browser brought back. Raises NotConnected."""
    client = WebApplicationClient(access.client_id)
    body = client.prepare_request_body(
        code=code, redirect_uri=redirect_uri, code_verifier=verifier, include_client_id=True, **_secret(access)
    )
    return _asked(access, mailbox, client, body)


def by_refresh_token(access: OAuthAccess, mailbox: Mailbox) -> Tokens:
    """Fresh tokens for the refresh token. Raises NotConnected."""
    client = WebApplicationClient(access.client_id)
    body = client.prepare_refresh_body(
        refresh_token=vault.opened(access.refresh_token), client_id=access.client_id, **_secret(access)
    )
    return _asked(access, mailbox, client, body)


def by_app(access: OAuthAccess, mailbox: Mailbox) -> Tokens:
    """A token for the app itself. Raises NotConnected."""
    client = BackendApplicationClient(access.client_id)
    scope: list[object] = [*endpoints_of(access, mailbox).scope]
    body = client.prepare_request_body(scope=scope, include_client_id=True, **_secret(access))
    return _asked(access, mailbox, client, body)


def is_safe(url: str) -> bool:
    """True for an address that secrets may be sent to: encrypted, or on this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def _secret(access: OAuthAccess) -> dict[str, str]:
    secret = vault.opened(access.client_secret)
    return {"client_secret": secret} if secret else {}


def _asked(access: OAuthAccess, mailbox: Mailbox, client: Any, body: str) -> Tokens:
    who = access.get_provider_display()
    url = endpoints_of(access, mailbox).token_url
    if not is_safe(url):
        raise NotConnected(_("The token address must begin with https://."), is_final=True)
    status, answer = _posted(url, body, who)
    try:
        found = client.parse_request_body_response(answer)
    except OAuth2Error as error:
        words = " ".join(str(error.description or error.error).split())[:WORDS_LIMIT]
        if status >= 500 or error.error in ("temporarily_unavailable", "server_error"):
            raise NotConnected(_("%(who)s gives no token now: %(words)s") % {"who": who, "words": words}) from error
        said = _("%(who)s refuses: %(words)s") % {"who": who, "words": words}
        raise NotConnected(said, is_final=True) from error
    except ValueError as error:
        said = _("%(who)s answered with what is no token (status %(status)s): check the address.")
        raise NotConnected(said % {"who": who, "status": status}) from error
    return _tokens(found)


class _NoDetours(urllib.request.HTTPRedirectHandler):
    """A secret goes to the address that was named, to no other."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoDetours)


def _posted(url: str, body: str, who: str) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    request = urllib.request.Request(url, body.encode(), headers, method="POST")  # noqa: S310 (is_safe was asked)
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.status, answer.read(ANSWER_LIMIT).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(ANSWER_LIMIT).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        said = _("%(who)s cannot be reached for a token: %(words)s") % {"who": who, "words": reason}
        raise NotConnected(said) from error


def _tokens(found: Any) -> Tokens:
    try:
        seconds = timedelta(seconds=int(found.get("expires_in") or LIFETIME.total_seconds()))
    except (TypeError, ValueError, OverflowError):
        seconds = LIFETIME
    return Tokens(
        access_token=str(found["access_token"]),
        expires_at=clock.now() + min(seconds, timedelta(days=1)),
        refresh_token=str(found.get("refresh_token") or ""),
        account=_account(str(found.get("id_token") or "")),
    )


def _account(id_token: str) -> str:
    """Whom the identity token names. It came from the provider itself over an encrypted connection, and is only shown:
    its signature need not be asked (OpenID Connect Core 3.1.3.7)."""
    try:
        payload = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(claims.get("preferred_username") or claims.get("email") or "")[:254]
    except (IndexError, ValueError, AttributeError):
        return ""
