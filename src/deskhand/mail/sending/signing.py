"""Signing letters (DKIM, RFC 6376), so that receiving servers can see that they come from their domain unchanged."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils.translation import gettext as _

from deskhand.kernel import vault
from deskhand.kernel.errors import Invalid
from deskhand.mail.models import SigningKey

log = structlog.get_logger(__name__)

KEY_BITS = 2048
"""Length of keys that are made here."""

SHORTEST_KEY_BITS, LONGEST_KEY_BITS = 1024, 4096
"""Lengths of keys that are taken: receivers trust no shorter ones, and the DNS carries no longer ones well."""

SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

SIGNED_HEADERS = (
    *("from", "to", "cc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding", "auto-submitted"),
    *("list-unsubscribe", "list-unsubscribe-post"),
)
"""What a signature covers, if the letter has it. The last two because receivers ask for it (RFC 8058)."""

ONCE_ONLY = (b"from", b"subject", b"to", b"date")
"""Headers that nobody may add to a signed letter: each is named once more than it stands there."""


@dataclass(frozen=True)
class Signer:
    """A key that is ready to sign."""

    domain: str
    selector: str
    pem: bytes

    def signed(self, raw: bytes) -> bytes:
        """The letter with its signature on top. What cannot be signed goes out as it is, and is logged."""
        import dkim  # Loaded by whoever signs, not by every start.

        present = {line.partition(b":")[0].strip().lower() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")}
        names = [name.encode() for name in SIGNED_HEADERS if name.encode() in present]
        try:
            head: bytes = dkim.sign(
                raw,
                self.selector.encode(),
                self.domain.encode(),
                self.pem,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=[*names, *ONCE_ONLY],
            )
        except dkim.DKIMException:
            log.exception("letter.not_signed", domain=self.domain)
            return raw
        return head + raw


def signer_for(sender: str, desk_id: int | None) -> Signer | None:
    """What signs letters of a sender's domain; None without a key that is switched on. A letter of the installation is
    signed by whichever desk has a key for its domain. Raises ValueError for a key that cannot be opened any more."""
    domain = sender.rpartition("@")[2].lower()
    keys = SigningKey.objects.beyond_walls("the installation writes from a domain of its desks")
    rows = SigningKey.objects.within(desk_id) if desk_id is not None else keys
    row = rows.filter(domain=domain, is_on=True).order_by("pk").first()
    return Signer(row.domain, row.selector, vault.opened(row.secret).encode()) if row is not None else None


def fresh_key() -> str:
    """A new private key in PEM form."""
    return _pem(rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS))


def taken_key(pem: str) -> str:
    """A private key that somebody pasted, in the form that is kept. Raises Invalid with words."""
    try:
        key = serialization.load_pem_private_key(pem.strip().encode(), password=None)
    except (ValueError, TypeError) as error:  # TypeError: it has a password.
        words = _("This is no private key in PEM form without a password (-----BEGIN PRIVATE KEY-----).")
        raise Invalid(words, {"pem": words}) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        words = _("Only RSA keys are taken: every mail server can check those.")
        raise Invalid(words, {"pem": words})
    if not SHORTEST_KEY_BITS <= key.key_size <= LONGEST_KEY_BITS:
        words = _("The key has %(bits)s bits. Between %(least)s and %(most)s are taken.")
        said = words % {"bits": key.key_size, "least": SHORTEST_KEY_BITS, "most": LONGEST_KEY_BITS}
        raise Invalid(said, {"pem": said})
    return _pem(key)


def record_of(pem: str) -> str:
    """What stands in the DNS beside the key: a TXT record with its public half."""
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def _pem(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
