"""Secrets at rest: encrypted under keys derived from the secret key ring, so they rotate with it."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _ring() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"vault\0{key}".encode()).digest())) for key in keys]
    )


def locked(secret: str) -> str:
    """The secret, encrypted; the empty string stays empty."""
    return _ring().encrypt(secret.encode()).decode() if secret else ""


def opened(stored: str) -> str:
    """The secret again. Raises ValueError if no key of the ring fits."""
    if not stored:
        return ""
    try:
        return _ring().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise ValueError("A stored secret cannot be opened: the secret key has changed. Enter it again.") from error
