"""Second factors as allauth keeps them: how it behaves here, and what we ask of it."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Person
from deskhand.kernel import vault

TOTP, PASSKEY, CODES = "totp", "webauthn", "recovery_codes"
"""Kinds of factors: an app on the phone, a passkey, and the codes for the day when neither is at hand."""

SECOND = (TOTP, PASSKEY)
"""What counts as a second factor; recovery codes only stand in for one."""

KINDS: dict[str, str | Promise] = {
    TOTP: _("Authenticator app"),
    PASSKEY: _("Passkey"),
    CODES: _("Recovery codes"),
}
"""Their names for people."""

NAME_LIMIT = 60
"""Longest name of a passkey in characters."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted at rest, and the app on the phone shows whose codes they are."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This does not fit. Codes of an app count for half a minute, and every code works once."),
    }

    def encrypt(self, text: str) -> str:
        return vault.locked(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"Deskhand {settings.DESKHAND.host}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Deskhand"}


def of(person: Person) -> list[Authenticator]:
    """The person's factors, oldest first."""
    return list(Authenticator.objects.filter(user=person).order_by("pk"))


def kinds_of(person: Person) -> list[str]:
    """The kinds of factors that the person has."""
    return sorted({row.type for row in of(person)})


def has_second(person_id: int | None) -> bool:
    """True if signing in asks the person for a second factor."""
    return bool(Authenticator.objects.filter(user_id=person_id, type__in=SECOND).exists())


def codes_left(person: Person) -> int | None:
    """How many recovery codes are unused; None if there are none at all."""
    row = Authenticator.objects.filter(user=person, type=CODES).first()
    return len(cast(Any, row.wrap()).get_unused_codes()) if row else None
