"""Beginning: while nobody is administrator, one link leads to the page that makes the first."""

from __future__ import annotations

from django.urls import reverse

from deskhand.accounts.models import Person
from deskhand.kernel.signing import is_signed, signature

TOKEN_BYTES = 20
"""160 bits: the link is a secret."""


def is_needed() -> bool:
    """True until there is a site administrator."""
    return not Person.objects.filter(is_site_admin=True).exists()


def link(base_url: str) -> str:
    """The link for the terminal. It follows from the secret key, so every start prints the same until it is used."""
    token = signature("first-run", "administrator", length=TOKEN_BYTES)
    return f"{base_url.rstrip('/')}{reverse('ops:first_run', args=[token])}"


def is_right(token: str) -> bool:
    """True if the token opens the first run now."""
    return is_signed_token(token) and is_needed()


def is_signed_token(token: str) -> bool:
    """True if the token is this installation's, whether or not it still opens anything."""
    return is_signed("first-run", "administrator", token, length=TOKEN_BYTES)
