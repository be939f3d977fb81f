"""Signatures that are checked here, with a resolver of the test's own: nothing leaves the machine."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from deskhand.mail import actions, signatures
from deskhand.mail.filters import FilterContext, judge_all
from deskhand.mail.isolation import limits
from deskhand.mail.parse import parse
from deskhand.mail.tests.post import letter, post

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(serialization.Encoding.DER, SPKI))
RECORDS = {
    b"s1._domainkey.kestrel.example.": b"v=DKIM1; k=rsa; p=" + PUBLIC,
    b"s1._domainkey.evil.example.": b"v=DKIM1; k=rsa; p=" + PUBLIC,
    b"_dmarc.kestrel.example.": b"v=DMARC1; p=reject; rua=mailto:x@kestrel.example",
    b"_dmarc.evil.example.": b"v=DMARC1; p=none",
}


def ask(name, timeout):
    return RECORDS.get(name)


def signed(raw: bytes, domain: bytes = b"kestrel.example", **more) -> bytes:
    return dkim.sign(raw, b"s1", domain, SECRET, **more) + raw


def vouched(raw: bytes, ask=ask) -> bool:
    mail = parse(raw)
    told = signatures.checked(raw, mail, ask=ask)
    return any(one.is_authentic for one in judge_all(mail, FilterContext(checked=told)))


def test_a_signature_of_the_authors_domain_with_a_policy_vouches_for_the_author():
    assert vouched(signed(letter()))
    assert vouched(signed(letter("Mara <mara@mail.kestrel.example>")))


@pytest.mark.parametrize(
    "raw",
    [
        letter(),
        signed(letter(), b"evil.example"),
        signed(letter("Eve <eve@estrel.example>")),
        signed(letter("Eve <eve@example>")),
        signed(letter()).replace(b"ten minutes", b"two minutes"),
        signed(letter(), length=True),
        signed(letter()).replace(b"From: Mara", b"From: Eve <eve@evil.example>\nFrom: Mara"),
        b"DKIM-Signature: v=1; a=rsa-sha256; d=kestrel.example; s=s1; b=x; bh=x; h=from\n" + letter(),
        b"DKIM-Signature: d=;;;=\n" * 50 + letter(),
    ],
    ids=["none", "another's", "no parent", "top level", "changed", "with a length", "two authors", "false", "junk"],
)
def test_nothing_else_does(raw):
    assert not vouched(raw)


def test_without_a_policy_or_an_answer_nobody_is_vouched_for():
    raw = signed(letter())
    assert not vouched(raw, lambda name, timeout: None if name.startswith(b"_dmarc") else RECORDS.get(name))

    def away(name, timeout):
        raise TimeoutError

    assert not vouched(raw, away)


def test_a_letter_that_is_slow_to_check_is_not_vouched_for_and_holds_nobody_up(monkeypatch):
    """A run of spaces costs the library the square of its length: here it would be hours."""
    raw = signed(letter(), canonicalize=(b"relaxed", b"relaxed")) + b" " * 4_000_000 + b"x"
    with monkeypatch.context() as stingy:
        stingy.setattr(limits, "CPU_SECONDS", 0.3)
        assert not vouched(raw)
    assert vouched(signed(letter()))


def test_the_case_of_a_signatures_names_does_not_matter():
    raw = letter()
    assert vouched(dkim.sign(raw, b"S1", b"Kestrel.Example", SECRET) + raw)


def test_a_slow_resolver_is_asked_no_more(monkeypatch):
    monkeypatch.setattr(signatures, "PATIENCE", 0.0)
    assert not vouched(signed(letter()))


def test_it_is_asked_only_where_a_desk_wants_it_and_names_no_server(cast, monkeypatch):
    asked = []
    monkeypatch.setattr(signatures, "checked", lambda raw, mail: asked.append(raw))
    post(cast.mailbox, letter())
    actions.save_filter_rules(actor=cast.actor("lena"), desk=cast.it, rules=actions.FilterRules(checks_signatures=True))
    raw = letter()
    post(cast.mailbox, raw)
    assert asked == [raw]
    actions.name_receiving_server(actor=cast.actor("lena"), mailbox=cast.mailbox, name="mx.example.org")
    post(cast.mailbox, letter())
    assert asked == [raw]
