"""Second factors as allauth keeps them: how it behaves here, and what we ask of it."""

from __future__ import annotations

from typing import Any, cast

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Person
from deskhand.kernel import vault

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""

NAME_LIMIT = 60
"""Longest name of a passkey in characters."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted at rest, and the app on the phone shows whose codes they are."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit. Codes of an app count for half a minute, and each works once."),
    }

    def encrypt(self, text: str) -> str:
        return vault.locked(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"Deskhand {settings.DESKHAND.host}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Deskhand"}


class _Once:
    """A code of an app works once for as long as it counts; allauth alone forgets it after half a minute."""

    user: Person
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = cast(str, super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            life = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)
            if not cache.add(f"totp-used:{self.user.pk}:{normalize_user_code(code)}", 1, timeout=life):
                raise Adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """A code of the app or a recovery code, on the way in."""


class ProofForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The same, to prove again that it is you."""


def kinds_of(person: Person) -> list[str]:
    """The kinds of factors that the person has: ``totp``, ``webauthn``, ``recovery_codes``."""
    return sorted(set(Authenticator.objects.filter(user=person).values_list("type", flat=True)))


def has_second(person: Person) -> bool:
    """True if signing in asks the person for a second factor."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND).exists())


def codes_left(person: Person) -> int | None:
    """How many recovery codes are unused; None if there are none at all."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(cast(Any, row.wrap()).get_unused_codes()) if row else None
