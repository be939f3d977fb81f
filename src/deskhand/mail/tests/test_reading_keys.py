"""Files that people give as keys: whatever they are, they are read or refused with a reason."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.mail.sealing.reading_keys import NoKey, read_key
from deskhand.mail.tests.keys import MADE, authority, person, pgp_key

PATIENT = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
DER = serialization.Encoding.DER


def _files() -> list[bytes]:
    pair, mara = person("it@eberfeld.example"), pgp_key("Mara <mara@kestrel.example>")
    key = pair.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return [
        *(pair.pem, pair.key_pem + pair.pem, authority().pem, pair.certificate.public_bytes(DER), key),
        *(str(mara).encode(), str(mara.extract_certificate()).encode(), pair.p12(b"x")),
    ]


@st.composite
def wounded(draw: st.DrawFn) -> bytes:
    """A real file with some bytes changed, cut or doubled."""
    content = bytearray(draw(st.sampled_from(FILES)))
    for _wound in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        content[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(content)


FILES = _files()
LABELLED = st.tuples(
    st.sampled_from([b"-----BEGIN CERTIFICATE-----\n", b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n", b"\x98", b"\x95"]),
    st.binary(max_size=300),
).map(b"".join)


@PATIENT
@given(st.one_of(wounded(), LABELLED, st.binary(max_size=300)), st.sampled_from(["", "x"]))
def test_any_file_is_a_key_or_is_refused_with_a_reason(content: bytes, password: str):
    assert outcome(content, password) in {"read", "unknown", "password", "no_certificate", "not_rsa", "revoked"}


def outcome(content: bytes, password: str) -> str:
    try:
        read_key(content, password)
    except NoKey as refused:
        return refused.reason
    return "read"


def test_a_private_key_on_an_elliptic_curve_is_refused_in_words():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Curve")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(MADE).not_valid_after(MADE + dt.timedelta(days=9000))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    assert outcome(key.private_bytes(serialization.Encoding.PEM, *plain) + pem, "") == "not_rsa"
    assert outcome(pem, "") == "read", "their signatures can be checked"
