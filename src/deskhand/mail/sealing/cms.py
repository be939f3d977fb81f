"""S/MIME: Cryptographic Message Syntax (RFC 5652) opened and checked.

asn1crypto reads the structures, also those in BER that programs write while they stream; all cryptography is the
library's of that name. Every way to fail ends in a word, never in an exception.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from asn1crypto import cms, core
from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from deskhand.mail.sealing.model import BROKEN, EXPIRED, NOT_READABLE, NOT_TRUSTED, SMIME, VALID, KeyRing, OwnKey

WRONG = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, NotImplementedError, RecursionError,
    InvalidSignature, InvalidTag, UnsupportedAlgorithm,
)  # fmt: skip
"""What wrong bytes surface as."""

# SHA-1 and MD5 are left out: a signature over them proves nothing any more.
_HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512, "sha224": hashes.SHA224}
_SIGNS_MAIL = {ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
_MAX_SIGNERS = 5
_MAX_CERTIFICATES = 30


class _GcmParameters(core.Sequence):  # type: ignore[misc]
    """RFC 5084, section 3.2."""

    _fields: ClassVar[list[Any]] = [("nonce", core.OctetString), ("icv_length", core.Integer, {"default": 12})]


@dataclass(frozen=True, slots=True)
class Checked:
    """How a signature stands, whom its certificate names, and the addresses in it."""

    signature: str
    signer: str = ""
    emails: tuple[str, ...] = ()


def envelope_of(content: bytes) -> Any | None:
    """The content of a CMS block with its kind in ``content_type``, or None for what is none."""
    try:
        info = cms.ContentInfo.load(content)
        _ = info["content_type"].native, info["content"].native is None
    except WRONG:
        return None
    return info


def opened(info: Any, own: Sequence[OwnKey]) -> bytes | None:
    """What an encrypted block holds, or None when no key of ours opens it."""
    for key in own:
        if key.kind != SMIME:
            continue
        try:
            return _opened_with(info, key)
        except WRONG:
            continue
    return None


def _opened_with(info: Any, own: OwnKey) -> bytes:
    certificate = x509.load_pem_x509_certificate(own.certificate.encode())
    private = serialization.load_pem_private_key(own.key.encode(), None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise ValueError("only RSA keys are encrypted to")
    block = info["content"]
    key = next(
        _content_key(one.chosen, private)
        for one in block["recipient_infos"]
        if one.name == "ktri" and _is_meant(one.chosen, certificate)
    )
    if info["content_type"].native == "authenticated_enveloped_data":
        return _opened_gcm(block, key)
    inner = block["encrypted_content_info"]
    algorithm = inner["content_encryption_algorithm"]
    cipher, block_size = {"aes": (algorithms.AES, 128), "tripledes": (TripleDES, 64)}[algorithm.encryption_cipher]
    if algorithm.encryption_mode != "cbc":
        raise ValueError("an unknown mode")
    decryptor = Cipher(cipher(key), modes.CBC(algorithm.encryption_iv)).decryptor()
    unpadder = PKCS7(block_size).unpadder()
    padded = decryptor.update(inner["encrypted_content"].native) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _opened_gcm(block: Any, key: bytes) -> bytes:
    inner = block["auth_encrypted_content_info"]
    parameters = inner["content_encryption_algorithm"]["parameters"]
    nonce = parameters.parse(_GcmParameters)["nonce"].native
    attributes = block["auth_attrs"]
    extra = attributes.untag().dump() if attributes.native else b""
    return AESGCM(key).decrypt(nonce, inner["encrypted_content"].native + block["mac"].native, extra)


def _is_meant(recipient: Any, certificate: x509.Certificate) -> bool:
    rid = recipient["rid"]
    if rid.name == "issuer_and_serial_number":
        return bool(rid.chosen["serial_number"].native == certificate.serial_number)
    digest = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
    return hmac.compare_digest(rid.chosen.native, digest)


def _content_key(recipient: Any, private: rsa.RSAPrivateKey) -> bytes:
    algorithm = recipient["key_encryption_algorithm"]
    content = recipient["encrypted_key"].native
    if algorithm["algorithm"].native == "rsaes_oaep":
        hash_name = algorithm["parameters"]["hash_algorithm"]["algorithm"].native
        kind: Callable[[], hashes.HashAlgorithm] = hashes.SHA1 if hash_name == "sha1" else _HASHES[hash_name]
        return private.decrypt(content, padding.OAEP(padding.MGF1(kind()), kind(), None))
    return private.decrypt(content, padding.PKCS1v15())


def signed_content(info: Any) -> bytes | None:
    """What a signed block carries inside it; None when the words stand beside it."""
    try:
        content = info["content"]["encap_content_info"]["content"].native
    except WRONG:
        return None
    return content if isinstance(content, bytes) else None


def check(info: Any, content: bytes, ring: KeyRing) -> Checked:
    """Whether a signature in the block fits the content, and how far its certificate is trusted."""
    try:
        block = info["content"]
        certificates = _certificates(block)
        signers = list(block["signer_infos"])[:_MAX_SIGNERS]
    except WRONG:
        return Checked(NOT_READABLE)
    found = [_check_one(signer, content, certificates, ring) for signer in signers]
    order = (VALID, EXPIRED, NOT_TRUSTED, BROKEN, NOT_READABLE)
    return min(found, key=lambda one: order.index(one.signature), default=Checked(NOT_READABLE))


def _certificates(block: Any) -> list[x509.Certificate]:
    found = []
    for one in list(block["certificates"])[:_MAX_CERTIFICATES]:
        if one.name == "certificate":
            found.append(x509.load_der_x509_certificate(one.chosen.dump()))
    return found


def _check_one(signer: Any, content: bytes, certificates: list[x509.Certificate], ring: KeyRing) -> Checked:
    known = [x509.load_pem_x509_certificate(one.certificate.encode()) for one in ring.known if one.kind == SMIME]
    try:
        certificate = next(one for one in (*certificates, *known) if _is_signer(signer, one))
    except StopIteration:
        return Checked(NOT_READABLE)
    except WRONG:
        return Checked(NOT_READABLE)
    try:
        kind = _HASHES[signer["digest_algorithm"]["algorithm"].native]
        signed = _signed_bytes(signer, content, kind)
    except KeyError:
        return Checked(NOT_READABLE)
    except WRONG:
        return Checked(BROKEN)
    try:
        _verify(certificate.public_key(), signer, signed, kind)
    except InvalidSignature:
        return Checked(BROKEN)
    except WRONG:
        return Checked(NOT_READABLE)
    return Checked(_trust(certificate, certificates, known, ring.at), _name_of(certificate), emails_of(certificate))


def _is_signer(signer: Any, certificate: x509.Certificate) -> bool:
    sid = signer["sid"]
    if sid.name == "issuer_and_serial_number":
        issuer = sid.chosen["issuer"].dump()
        return bool(
            sid.chosen["serial_number"].native == certificate.serial_number
            and issuer == certificate.issuer.public_bytes()
        )
    digest = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
    return bool(sid.chosen.native == digest)


def _signed_bytes(signer: Any, content: bytes, kind: Any) -> bytes:
    """The bytes that the signature covers: the attributes, whose digest must be the content's, or the content."""
    attributes = signer["signed_attrs"]
    if not attributes.native:
        return content
    digest = hashes.Hash(kind())
    digest.update(content)
    told = {one["type"].native: one["values"] for one in attributes}
    if not hmac.compare_digest(told["message_digest"][0].native, digest.finalize()):
        raise ValueError("another digest")
    return bytes(attributes.untag().dump())


def _verify(key: Any, signer: Any, signed: bytes, kind: Any) -> None:
    signature, algorithm = signer["signature"].native, signer["signature_algorithm"]
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(kind()))
    elif isinstance(key, rsa.RSAPublicKey) and algorithm.signature_algo == "rsassa_pss":
        length = algorithm["parameters"]["salt_length"].native
        key.verify(signature, signed, padding.PSS(padding.MGF1(kind()), length), kind())
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), kind())
    else:
        raise ValueError("an unknown kind of key")


def _trust(
    certificate: x509.Certificate, beside: list[x509.Certificate], known: list[x509.Certificate], at: datetime
) -> str:
    """Trusted is a certificate that the desk has, or one that an authority of the desk has signed."""
    is_known = certificate in known
    if not _may_sign_mail(certificate) or not (is_known or _is_vouched_for(certificate, beside, known, at)):
        return NOT_TRUSTED
    return VALID if certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc else EXPIRED


def _is_vouched_for(
    certificate: x509.Certificate, beside: list[x509.Certificate], known: list[x509.Certificate], at: datetime
) -> bool:
    authorities = [one for one in known if is_authority(one)]
    if not authorities:
        return False
    # An expired certificate is told apart below, so its chain is looked at for a moment at which it was valid.
    moment = min(max(at, certificate.not_valid_before_utc), certificate.not_valid_after_utc)
    policy = (
        PolicyBuilder()
        .store(Store(authorities))
        .time(moment.replace(tzinfo=None))
        .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all())
    )
    try:
        policy.build_client_verifier().verify(certificate, [one for one in beside if one != certificate])
    except (VerificationError, *WRONG):
        return False
    return True


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether a certificate may sign others."""
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _may_sign_mail(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return any(one in _SIGNS_MAIL for one in usage)


def emails_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """The mail addresses that a certificate is for, in lower case."""
    found = [str(one.value) for one in certificate.subject.get_attributes_for_oid(x509.NameOID.EMAIL_ADDRESS)]
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found += names.get_values_for_type(x509.RFC822Name)
    except (x509.ExtensionNotFound, ValueError):
        pass
    return tuple(dict.fromkeys(one.lower() for one in found))


def _name_of(certificate: x509.Certificate) -> str:
    """Whom a certificate names: address first, for that is what an authority has checked."""
    emails = emails_of(certificate)
    return emails[0] if emails else common_name(certificate)


def common_name(certificate: x509.Certificate) -> str:
    """The name in a certificate, or its whole subject."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
