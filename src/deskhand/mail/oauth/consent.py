"""Sending somebody's browser to the provider, and knowing it again when it comes back.

Nothing is stored meanwhile. ``state`` is signed, names the mailbox and the session, and ends after a while; the secret
of the proof key (PKCE, RFC 7636) is made of it by our own key.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from oauthlib.oauth2 import WebApplicationClient

from deskhand.kernel.errors import Invalid
from deskhand.mail.models import Mailbox, OAuthAccess
from deskhand.mail.oauth.providers import endpoints_of

LIFE = timedelta(minutes=30)
"""How long somebody may take at the provider."""

_SALT = "mail.oauth.consent"


def link(access: OAuthAccess, mailbox: Mailbox, *, session: str, redirect_uri: str) -> str:
    """The provider's address that the browser goes to."""
    state = signing.dumps({"box": mailbox.pk, "by": _mark(session), "once": secrets.token_urlsafe(9)}, salt=_SALT)
    there = endpoints_of(access, mailbox)
    challenge = hashlib.sha256(verifier(state).encode()).digest()
    uri: str = WebApplicationClient(access.client_id).prepare_request_uri(
        there.authorize_url,
        redirect_uri=redirect_uri,
        scope=list(there.scope),
        state=state,
        code_challenge=base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        code_challenge_method="S256",
        login_hint=mailbox.fetch_user or mailbox.smtp_user or mailbox.address,
        **there.besides,
    )
    return uri


def mailbox_of(state: str, *, session: str) -> int:
    """The mailbox that this very session set out to connect. Raises Invalid for a state that is old, forged or
    somebody else's."""
    try:
        told = signing.loads(state, salt=_SALT, max_age=LIFE)
    except signing.SignatureExpired as error:
        raise Invalid(_("That took too long: press Connect again.")) from error
    except signing.BadSignature as error:
        raise Invalid(_("The provider sent back what Deskhand did not send: press Connect again.")) from error
    if not constant_time_compare(told["by"], _mark(session)):
        raise Invalid(_("Connecting was begun in another browser or sign-in: press Connect again."))
    return int(told["box"])


def verifier(state: str) -> str:
    """The secret of the proof key for a state: 43 characters."""
    digest = salted_hmac("mail.oauth.verifier", state, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _mark(session: str) -> str:
    return salted_hmac("mail.oauth.session", session, algorithm="sha256").hexdigest()[:32]
