"""From a sealed mail to the mail inside it.

Only what is sealed as a whole is opened: a signature over one part of many says nothing of the others, and an encrypted
part beside open ones is how others have been made to give its words away. Such parts stay attachments.
"""

from __future__ import annotations

import re
from dataclasses import replace

from deskhand.mail.parsing import transfer
from deskhand.mail.parsing.addresses import read_addresses
from deskhand.mail.parsing.fields import Headers
from deskhand.mail.parsing.tree import Node, grow_tree
from deskhand.mail.sealing import cms, pgp
from deskhand.mail.sealing.cms import Checked
from deskhand.mail.sealing.model import (
    EXPIRED,
    NOT_READABLE,
    NOT_TRUSTED,
    OTHER_ADDRESS,
    PGP,
    SMIME,
    VALID,
    KeyRing,
    Seal,
    Unsealed,
)  # fmt: skip

Layer = tuple[bytes, Seal, Checked]
"""The mail inside one seal, the seal, and its signature."""

MAX_LAYERS = 4
"""Seals inside each other that are opened: usually two, a signature and an envelope."""

_CMS_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_CMS_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_CONTENT = re.compile(r"(?:content-.*|mime-version)$", re.IGNORECASE)
_NO_SUBJECT = re.compile(r"\s*(?:\.\.\.|\[\.\.\.\]|…|encrypted message|encrypted e?-?mail|)\s*$", re.IGNORECASE)
_ARMOUR = re.compile(
    rb"\s*(-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----\r?\n.*-----END PGP (?:MESSAGE|SIGNATURE)-----)\s*", re.DOTALL
)
_LINE_END = re.compile(rb"\r?\n")


def unsealed(raw: bytes, ring: KeyRing) -> Unsealed:
    """The mail inside, and what of its seals was checked. Never raises for what the bytes are."""
    seal: Seal | None = None
    for _layer in range(MAX_LAYERS):
        found = _one_layer(raw, ring)
        if found is None or found.seal is None:
            break
        seal = found.seal if seal is None else _joined(seal, found.seal)
        if found.raw is raw:
            break
        raw = found.raw
    return Unsealed(raw, seal)


def _joined(outer: Seal, inner: Seal) -> Seal:
    """An envelope around a signature is both; the innermost signature is the one over the words."""
    return Seal(
        how=outer.how,
        is_encrypted=outer.is_encrypted or inner.is_encrypted,
        is_open=outer.is_open and inner.is_open,
        signature=inner.signature or outer.signature,
        signer=inner.signer or outer.signer,
    )


def _one_layer(raw: bytes, ring: KeyRing) -> Unsealed | None:
    root = grow_tree(raw, 0, [])
    senders = {one.email.lower() for value in root.headers.encoded("from")[:1] for one in read_addresses(value)}
    match root.content_type:
        case "multipart/signed" if len(root.children) == 2:
            found = _signed(raw, root, ring)
        case "multipart/encrypted" if len(root.children) == 2:
            found = _pgp_message(raw, root, _content(raw, root.children[1]), ring)
        case kind if kind in _CMS_TYPES:
            found = _cms_block(raw, root, ring)
        case "text/plain" if not root.children:
            found = _in_armour(raw, root, ring)
        case _:
            return None
    return found and Unsealed(found[0], _with_address(found[1], found[2], senders))


def _with_address(seal: Seal, checked: Checked, senders: set[str]) -> Seal:
    """A valid signature speaks for its own addresses alone."""
    signature = checked.signature
    if signature == VALID and not senders & set(checked.emails):
        signature = OTHER_ADDRESS
    return replace(seal, signature=signature, signer=checked.signer)


def _signed(raw: bytes, root: Node, ring: KeyRing) -> Layer | None:
    words, signature = root.children
    canonical = _LINE_END.sub(b"\r\n", raw[words.start : words.end])
    if signature.content_type == "application/pgp-signature":
        how, checked = PGP, pgp.check(canonical, _content(raw, signature), ring)
    elif signature.content_type in _CMS_SIGNATURES:
        info = cms.envelope_of(_content(raw, signature))
        how, checked = SMIME, cms.check(info, canonical, ring) if info is not None else Checked(NOT_READABLE)
    else:
        return None
    # A signature that says nothing stays beside the words, as the file that it is.
    fits = checked.signature in (VALID, NOT_TRUSTED, EXPIRED)
    return _wrapped(root.headers, words, raw[words.start : words.end]) if fits else raw, Seal(how), checked


def _cms_block(raw: bytes, root: Node, ring: KeyRing) -> Layer | None:
    info = cms.envelope_of(_content(raw, root))
    if info is None:
        return None
    kind = info["content_type"].native
    if kind == "signed_data":
        content = cms.signed_content(info)
        if content is None:
            return None
        return _entity(root.headers, content), Seal(SMIME), cms.check(info, content, ring)
    if kind not in ("enveloped_data", "authenticated_enveloped_data"):
        return None
    content = cms.opened(info, ring.own)
    if content is None:
        return raw, Seal(SMIME, is_encrypted=True, is_open=False), Checked("")
    return _entity(root.headers, content), Seal(SMIME, is_encrypted=True), Checked("")


def _pgp_message(raw: bytes, root: Node, message: bytes, ring: KeyRing) -> Layer:
    found = pgp.opened(message, ring)
    if found is None:
        return raw, Seal(PGP, is_encrypted=True, is_open=False), Checked("")
    return _entity(root.headers, found[0]), Seal(PGP, is_encrypted=True), found[1]


def _in_armour(raw: bytes, root: Node, ring: KeyRing) -> Layer | None:
    """A text that is nothing but one armoured block."""
    armour = _ARMOUR.fullmatch(_content(raw, root))
    if armour is None or armour[1].count(b"-----BEGIN PGP ") > 2:
        return None
    if armour[2] == b"MESSAGE":
        found, seal = pgp.opened(armour[1], ring), Seal(PGP, is_encrypted=True)
        if found is None:
            return raw, replace(seal, is_open=False), Checked("")
    else:
        found, seal = pgp.check_inside(armour[1], ring), Seal(PGP)
        if not found[0]:
            return raw, seal, found[1]
    charset = root.parameters.get("charset", "utf-8").encode("ascii", "replace")
    text = b"Content-Type: text/plain; charset=%s\r\n\r\n%s" % (charset, found[0])
    return _entity(root.headers, text), seal, found[1]


def _content(raw: bytes, node: Node) -> bytes:
    return transfer.decode(raw[node.body : node.end], node.encoding)[0]


def _entity(outer: Headers, content: bytes) -> bytes:
    inner = grow_tree(content, 0, [])
    return _wrapped(outer, inner, content)


def _wrapped(outer: Headers, inner: Node, content: bytes) -> bytes:
    """The outer header with the inner content. Of the inner header its subject counts, where the outer one hides it."""
    hides = _NO_SUBJECT.match(outer.get("subject")) is not None and bool(inner.headers.get("subject"))
    kept = [
        (name, value)
        for name, value in outer.fields
        if not _CONTENT.match(name) and not (hides and name.lower() == "subject")
    ]
    if hides:
        kept.append(("Subject", inner.headers.raw("subject")))
    kept += [(name, value) for name, value in inner.headers.fields if _CONTENT.match(name)]
    head = b"".join(b"%s: %s\n" % (name.encode("ascii"), value.rstrip(b"\r\n")) for name, value in kept)
    return head + b"\n" + content[inner.body - inner.start :]
