"""Keys, certificates and sealed letters for tests, made on the spot."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import pysequoia
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HEAD = (
    b"From: Mara Lindqvist <mara@kestrel.example>\r\nTo: it@eberfeld.example\r\n"
    b"Subject: Payslip\r\nMessage-ID: <%s@kestrel.example>\r\n"
)
BODY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe secret number is 4711.\r\n"
MADE, ENDS = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2044, 1, 1, tzinfo=dt.UTC)


class Pair(NamedTuple):
    """A private key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, pkcs8, plain)

    def p12(self, password: bytes) -> bytes:
        locked = serialization.BestAvailableEncryption(password)
        return pkcs12.serialize_key_and_certificates(b"k", self.key, self.certificate, None, locked)


@cache
def authority() -> Pair:
    return _made("Eberfeld Authority", "", None)


@cache
def person(email: str, *, is_vouched_for: bool = True) -> Pair:
    return _made(email.partition("@")[0].title(), email, authority() if is_vouched_for else None)


def _made(name: str, email: str, by: Pair | None) -> Pair:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = by.certificate.subject if by else subject
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(MADE).not_valid_after(ENDS)
    made = made.add_extension(x509.BasicConstraints(ca=not email, path_length=None), critical=True)
    signing = by.key if by else key
    about = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    made = made.add_extension(about, critical=False)
    if email:
        made = made.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    else:
        uses = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        )
        usage = x509.KeyUsage(**uses, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False)
        made = made.add_extension(usage, critical=True)
    return Pair(key, made.sign(signing, hashes.SHA256()))


def signed(by: Pair, body: bytes = BODY, name: bytes = b"signed") -> bytes:
    """A letter with an S/MIME signature beside its words."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(body).add_signer(by.certificate, by.key, hashes.SHA256())
    entity = builder.sign(
        serialization.Encoding.SMIME, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    )
    return HEAD % name + entity.lstrip(b"\n")


def encrypted(to: Pair, body: bytes = BODY, name: bytes = b"encrypted") -> bytes:
    """A letter that only a certificate's owner can read."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(body).add_recipient(to.certificate)
    return HEAD % name + builder.encrypt(serialization.Encoding.SMIME, [pkcs7.PKCS7Options.Binary]).lstrip(b"\n")


@cache
def pgp_key(user: str) -> pysequoia.Tsk:
    return pysequoia.Tsk.generate(user)


def pgp_encrypted(to: pysequoia.Tsk, by: pysequoia.Tsk | None = None, body: bytes = BODY) -> bytes:
    """A letter as PGP/MIME sends it."""
    signer = by.signer() if by else None
    sealed = pysequoia.encrypt(body, [to.extract_certificate()], signer)
    return HEAD % b"pgp" + (
        b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n'
        b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        b"--b\r\nContent-Type: application/octet-stream\r\n\r\n" + sealed + b"\r\n--b--\r\n"
    )


def pgp_signed(by: pysequoia.Tsk, body: bytes = BODY) -> bytes:
    """A letter with a PGP signature beside its words."""
    signature = pysequoia.sign(by.signer(), body, mode=pysequoia.SignatureMode.DETACHED)
    return HEAD % b"pgp-signed" + (
        b'Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=b\r\n\r\n'
        b"--b\r\n" + body + b"\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n" + signature + b"\r\n--b--\r\n"
    )
