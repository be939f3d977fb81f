"""Keys, and what was found out about a sealed mail."""

from dataclasses import dataclass, field
from datetime import datetime

from deskhand.mail.parsing.model import Seal

__all__ = [
    "BROKEN", "EXPIRED", "NOT_READABLE", "NOT_TRUSTED", "NO_KEY", "OTHER_ADDRESS", "PGP", "SMIME", "VALID", "KeyRing",
    "KnownKey", "OwnKey", "Seal", "Unsealed",
]  # fmt: skip

SMIME, PGP = "smime", "pgp"

# How a signature stands. Only "valid" says anything about a person.
VALID = "valid"
"""It fits the words, the key is one that the desk trusts, and the key names the address in From."""
OTHER_ADDRESS = "other_address"
"""It fits and the key is trusted, but the key names other addresses."""
NOT_TRUSTED = "not_trusted"
"""It fits, but nobody whom the desk trusts says whose key it is."""
EXPIRED = "expired"
"""It fits, but the certificate was not valid when the mail was read."""
BROKEN = "broken"
"""It does not fit: something was changed on the way, or damaged."""
NO_KEY = "no_key"
"""It could not be checked: the desk has no key for it."""
NOT_READABLE = "not_readable"
"""It could not be checked: it is made in a way that is not known here, or no longer safe."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A private key: PEM with its certificate (S/MIME), or a secret key in its armour with its password (PGP)."""

    kind: str
    key: str = field(repr=False)
    certificate: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A certificate in PEM (of a person or of an authority), or a public key in its armour, that the desk trusts."""

    kind: str
    certificate: str


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of a desk, and the moment for which certificates must be valid."""

    at: datetime
    own: tuple[OwnKey, ...] = ()
    known: tuple[KnownKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsealed:
    """The mail as it was before it was sealed, or as it came where that cannot be had; without a seal where there was
    none."""

    raw: bytes = field(repr=False)
    seal: Seal | None
