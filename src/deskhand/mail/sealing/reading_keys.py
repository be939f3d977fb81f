"""Files of keys, as people have them: PEM, DER, PKCS #12 and PGP, with or without a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pysequoia
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from deskhand.mail.sealing import cms, pgp
from deskhand.mail.sealing.model import PGP, SMIME

MAX_KEY_FILE = 200_000
"""Bytes of a file of keys."""

_PUBLIC_PACKETS, _SECRET_PACKETS = (b"\x98", b"\x99", b"\xc6"), (b"\x94", b"\x95", b"\xc5")
"""First bytes of PGP keys without armour."""

_WRONG = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for what is no key, or one with parts that make no sense; at times when they are read."""

_PEM_CERTIFICATE = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----.*?-----END [A-Z0-9 ]*-----", re.DOTALL)
_PEM_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.*?-----END (?:[A-Z]+ )*PRIVATE KEY-----", re.DOTALL)


class NoKey(Exception):
    """The file cannot be used. ``reason``: ``unknown``, ``password``, ``no_certificate``, ``not_rsa``, ``revoked``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadKey:
    """A key out of a file. ``private`` is "" for a public one; ``password`` is what PGP needs to use it."""

    kind: str
    certificate: str
    fingerprint: str
    name: str
    emails: tuple[str, ...]
    expires_at: datetime | None
    is_authority: bool = False
    private: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def read_key(content: bytes, password: str) -> ReadKey:
    """The key in a file. Raises NoKey, and nothing else."""
    try:
        return _read(content, password)
    except _WRONG as error:
        raise NoKey("unknown") from error


def _read(content: bytes, password: str) -> ReadKey:
    if b"PGP P" in content[:2000] or content[:1] in _PUBLIC_PACKETS + _SECRET_PACKETS:
        return _pgp(content, password)
    if b"-----BEGIN" in content:
        return _pem(content, password)
    try:
        return _public(x509.load_der_x509_certificate(content))
    except _WRONG:
        return _pkcs12(content, password)


def _pgp(content: bytes, password: str) -> ReadKey:
    # A public key is read as a private one without complaint, so its packets are asked.
    is_private = b"-----BEGIN PGP PRIVATE KEY" in content or content[:1] in _SECRET_PACKETS
    try:
        key = pysequoia.Cert.from_bytes(content)
        secret = pysequoia.Tsk.from_bytes(content) if is_private else None
    except pgp.WRONG as error:
        raise NoKey("unknown") from error
    if key.is_revoked:
        raise NoKey("revoked")
    if secret is not None:
        try:
            secret.decryptor(password or None)
        except pgp.WRONG as error:
            raise NoKey("password") from error
    expires = key.expiration
    names = [str(one) for one in key.user_ids]
    return ReadKey(
        kind=PGP,
        certificate=str(secret.extract_certificate() if secret else key),
        fingerprint=key.fingerprint.lower(),
        name=names[0] if names else key.fingerprint,
        emails=pgp.emails_of(key),
        expires_at=expires.astimezone(UTC) if expires else None,
        private=str(secret) if secret else "",
        password=password if secret else "",
    )


def _pem(content: bytes, password: str) -> ReadKey:
    try:
        found = [x509.load_pem_x509_certificate(one) for one in _PEM_CERTIFICATE.findall(content)]
    except _WRONG as error:
        raise NoKey("unknown") from error
    private = _PEM_KEY.search(content)
    if not found:
        raise NoKey("no_certificate" if private else "unknown")
    if private is None:
        return _public(found[0])
    return _own(_unlocked(private[0], password), found)


def _unlocked(pem: bytes, password: str) -> Any:
    try:
        return serialization.load_pem_private_key(pem, password.encode() if password else None)
    except TypeError:  # A password for a key that has none.
        if password:
            return _unlocked(pem, "")
        raise NoKey("password") from None
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NoKey("password" if password or b"ENCRYPTED" in pem else "unknown") from error


def _pkcs12(content: bytes, password: str) -> ReadKey:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except _WRONG as error:
        # Its DER begins with a sequence that holds version 3: then only the password can be wrong.
        raise NoKey("password" if content[:1] == b"\x30" and b"\x02\x01\x03" in content[:12] else "unknown") from error
    found = [one for one in (certificate, *others) if one is not None]
    if not found:
        raise NoKey("no_certificate")
    return _own(key, found) if key is not None else _public(found[0])


def _own(private: Any, certificates: list[x509.Certificate]) -> ReadKey:
    if not isinstance(private, rsa.RSAPrivateKey):
        raise NoKey("not_rsa")
    ours = private.public_key().public_numbers()
    for one in certificates:
        public = one.public_key()
        if isinstance(public, rsa.RSAPublicKey) and public.public_numbers() == ours:
            pem = private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            return _public(one, pem.decode())
    raise NoKey("no_certificate")


def _public(certificate: x509.Certificate, private: str = "") -> ReadKey:
    return ReadKey(
        kind=SMIME,
        certificate=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        name=cms.common_name(certificate),
        emails=cms.emails_of(certificate),
        expires_at=certificate.not_valid_after_utc,
        is_authority=cms.is_authority(certificate) and not private,
        private=private,
    )
