"""Tokens: signed ones that carry a meaning, and random ones of which only a digest is stored.

Signatures are HMAC-SHA256 over a purpose and the value, under the current secret key; former keys are still
accepted (``DESKHAND_SECRET_KEY_FALLBACKS``), so keys can be rotated without breaking mail threads.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

SHORT = 10
"""Bytes of a short signature (80 bits), for places with little room such as mail addresses."""


def signature(purpose: str, value: str, *, key: str = "", length: int = SHORT) -> str:
    """A lower-case base32 signature, safe in mail addresses and URLs, which must survive case folding."""
    secret = key or settings.SECRET_KEY
    digest = hmac.digest(secret.encode(), f"{purpose}\0{value}".encode(), "sha256")
    return base64.b32encode(digest[:length]).decode().rstrip("=").lower()


def is_signed(purpose: str, value: str, given: str, *, length: int = SHORT) -> bool:
    """True if ``given`` is the signature of ``value`` under the current or a former key."""
    if not given.isascii():
        return False
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(signature(purpose, value, key=key, length=length), given.lower()) for key in keys)


def fresh_token() -> str:
    """256 random bits for a link or an API token."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()
