"""PGP (RFC 9580, RFC 4880), opened and checked by Sequoia."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pysequoia

from deskhand.mail.sealing.cms import Checked
from deskhand.mail.sealing.model import BROKEN, NO_KEY, NOT_READABLE, PGP, VALID, KeyRing

_EMAIL = re.compile(r"<([^<>\s]+@[^<>\s]+)>|^\s*([^<>\s]+@[^<>\s]+)\s*$")
WRONG = Exception
"""The library has no errors of its own kind: whatever goes wrong in it is one of these."""


def opened(message: bytes, ring: KeyRing) -> tuple[bytes, Checked] | None:
    """What an encrypted message holds and how its signature inside stands, or None when no key of ours opens it."""
    for own in ring.own:
        if own.kind != PGP:
            continue
        store = _Store(ring)
        try:
            key = pysequoia.Tsk.from_bytes(own.key.encode()).decryptor(own.password or None)
            # A signature that does not fit must not keep the words away, so they are had without it.
            content = pysequoia.decrypt(message, key).bytes or b""
            return content, _inside(partial(pysequoia.decrypt, message, key, store), store)
        except WRONG:
            continue
    return None


def check(content: bytes, signature: bytes, ring: KeyRing) -> Checked:
    """Whether a signature beside the content fits it."""
    try:
        sealed = pysequoia.Sig.from_bytes(signature)
    except WRONG:
        return Checked(NOT_READABLE)
    store = _Store(ring)
    return _inside(lambda: pysequoia.verify(bytes=content, store=store, signature=sealed), store)


def check_inside(message: bytes, ring: KeyRing) -> tuple[bytes, Checked]:
    """The words of a message that is signed in the clear, b"" unless their signature fits, and how it stands."""
    store, words = _Store(ring), list[bytes]()

    def verified() -> Any:
        found = pysequoia.verify(bytes=message, store=store)
        words.append(bytes(found.bytes or b""))
        return found

    checked = _inside(verified, store)
    return (words[0] if words else b""), checked


def _inside(verified: Callable[[], Any], store: _Store) -> Checked:
    """How the signature stands that the library finds. Its errors tell themselves apart by their words alone."""
    try:
        signers = {one.certificate.lower() for one in verified().valid_sigs}
    except WRONG as error:
        if not store.asked_for:  # Nothing is signed.
            return Checked("")
        if "structure" in str(error).partition("\n")[0]:  # Signed and packed: the library does not look into that.
            return Checked(NOT_READABLE)
        return Checked(BROKEN if store.has_asked else NO_KEY)
    for key in store.keys:
        if key.fingerprint.lower() in signers:
            emails = emails_of(key)
            return Checked(VALID, emails[0] if emails else next((str(one) for one in key.user_ids), ""), emails)
    return Checked(NO_KEY if store.asked_for else "")


def emails_of(key: Any) -> tuple[str, ...]:
    """The mail addresses that a key is for, in lower case."""
    found = (_EMAIL.search(str(one)) for one in key.user_ids)
    return tuple(dict.fromkeys((one[1] or one[2]).lower() for one in found if one))


class _Store:
    """Hands the desk's keys to the library, and remembers which ones it asked for."""

    def __init__(self, ring: KeyRing) -> None:
        self.keys = [key for one in ring.known if one.kind == PGP and (key := _key(one.certificate)) is not None]
        self.asked_for: set[str] = set()

    def __call__(self, ids: Sequence[str]) -> list[Any]:
        self.asked_for |= {one.lower() for one in ids}
        return self.keys

    @property
    def has_asked(self) -> bool:
        """Whether a key that was asked for is here: only then a signature that does not fit means damage."""
        ours = [fingerprint for key in self.keys for fingerprint in _fingerprints(key)]
        return any(fingerprint.endswith(one) for one in self.asked_for for fingerprint in ours)


def _key(armored: str) -> Any:
    try:
        key = pysequoia.Cert.from_bytes(armored.encode())
    except WRONG:
        return None
    return None if key.is_revoked else key


def _fingerprints(key: Any) -> list[str]:
    """Of a key and its subkeys."""
    found = (one.fingerprint for one in pysequoia.packet.PacketPile.from_bytes(bytes(key)))
    return [one.lower() for one in found if one]
