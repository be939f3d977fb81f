"""Letters are signed so that any server can check them, and only when a desk says so."""

from dataclasses import replace

import dkim
import dns.resolver
import pytest

from deskhand.kernel import vault
from deskhand.kernel.errors import Denied, Invalid
from deskhand.mail import actions, outbox
from deskhand.mail.models import LetterKind, SigningKey
from deskhand.mail.outbox import Letter, Recipient
from deskhand.mail.sending import dns as records
from deskhand.mail.sending.signing import fresh_key, record_of
from deskhand.mail.sending.state import key_shown

PEM = fresh_key()
"""Made once: making one takes a while."""


@pytest.fixture
def stub(settings, stub_smtp):
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=stub_smtp.url)
    return stub_smtp


def put(mailbox, **more):
    letter = Letter(
        kind=LetterKind.REPLY,
        subject="Grüße · VPN",
        text="Bitte neu starten. ",
        html="<p>Bitte.</p>",
        mailbox=mailbox,
        **more,
    )
    return outbox.put(letter, to=Recipient(email="mara@kestrel.example", name="Mara Lindqvist"))


def key(cast, *, on=True, mailbox=None, who="lena"):
    box = mailbox or cast.mailbox
    made = actions.make_signing_key(actor=cast.actor(who), mailbox=box, selector="desk1", pem=PEM)
    return actions.switch_signing(actor=cast.actor(who), mailbox=box, on=True) if on else made


def dns_with(name, text):
    """A DNS that knows one record."""
    return lambda asked, timeout=5: text.encode() if asked.decode().rstrip(".") == name else None


def test_a_signed_letter_is_one_that_any_server_can_check(cast, stub):
    row = key(cast)
    put(cast.mailbox)
    cast.work()
    (taken,) = stub.taken
    look_up = dns_with("desk1._domainkey.eberfeld.example", record_of(vault.opened(row.secret)))
    assert dkim.verify(taken.raw, dnsfunc=look_up)
    signature = taken.letter["DKIM-Signature"]
    assert "d=eberfeld.example" in signature and "s=desk1" in signature
    assert not dkim.verify(taken.raw.replace(b"Subject:", b"Subject: URGENT"), dnsfunc=look_up)
    assert not dkim.verify(b"From: Eve <eve@nowhere.example>\r\n" + taken.raw, dnsfunc=look_up)


def test_the_signature_covers_the_ways_to_unsubscribe(cast, stub):
    row = key(cast)
    put(cast.mailbox, more_headers={"List-Unsubscribe": "<https://x.example/1>", "List-Unsubscribe-Post": "x"})
    cast.work()
    covered = "".join(stub.taken[0].letter["DKIM-Signature"].split())
    assert "list-unsubscribe:list-unsubscribe-post" in covered.lower()
    look_up = dns_with("desk1._domainkey.eberfeld.example", record_of(vault.opened(row.secret)))
    assert dkim.verify(stub.taken[0].raw, dnsfunc=look_up)


def test_a_key_signs_nothing_before_it_is_switched_on_nor_for_other_domains_and_desks(cast, stub):
    key(cast, on=False)
    SigningKey.objects.create(
        desk=cast.hr,
        domain="eberfeld.example",
        selector="x",
        secret=vault.locked(PEM),
        is_on=True,
        made_at="2026-11-01T00:00Z",
    )
    put(cast.mailbox)
    cast.work()
    assert "DKIM-Signature" not in stub.taken[0].letter


def test_only_administrators_of_the_desk_have_a_say(cast):
    for who in ("jana", "hanna", "mara"):
        with pytest.raises(Denied):
            key(cast, who=who)


@pytest.mark.parametrize(
    ("pem", "words"),
    [
        ("-----BEGIN NONSENSE-----", "no private key in PEM form"),
        (PEM.replace("A", "B"), "no private key in PEM form"),
    ],
    ids=["nonsense", "spoilt"],
)
def test_a_pasted_key_that_cannot_sign_is_refused_with_words(cast, pem, words):
    with pytest.raises(Invalid, match=words):
        actions.make_signing_key(actor=cast.actor("lena"), mailbox=cast.mailbox, selector="desk1", pem=pem)
    assert not SigningKey.objects.within(cast.it).exists()


def test_the_record_is_shown_to_copy_and_the_key_never(cast):
    client = cast.client("lena")
    at = f"/agent/settings/it/mail/sending/mailboxes/{cast.mailbox.pk}/"
    assert client.post(f"{at}key/", {"selector": "Desk1", "pem": PEM}).status_code == 302
    page = client.get(at).content.decode()
    row = SigningKey.objects.within(cast.it).get()
    assert "desk1._domainkey.eberfeld.example" in page and record_of(PEM)[:60] in page
    assert row.secret not in page and "BEGIN RSA" not in page and not row.is_on
    assert "BEGIN" not in row.secret
    client.post(f"{at}signed/", {"act": "on"})
    row.refresh_from_db()
    assert row.is_on
    client.post(f"{at}signed/", {"act": "forget"})
    assert not SigningKey.objects.within(cast.it).exists()


def test_a_selector_that_no_dns_can_hold_is_refused_and_the_page_keeps_it(cast):
    at = f"/agent/settings/it/mail/sending/mailboxes/{cast.mailbox.pk}/key/"
    answer = cast.client("lena").post(at, {"selector": "my key!", "pem": ""})
    assert answer.status_code == 422
    assert "small letters, digits and dashes" in answer.content.decode() and "my key!" in answer.content.decode()


def test_the_dns_is_asked_whether_the_record_stands_there(cast, monkeypatch):
    key(cast)
    shown = key_shown(cast.mailbox)
    answers = {shown.name: [shown.record.replace("p=", "p= ")]}
    monkeypatch.setattr(records, "looked_up", lambda name: answers[name])
    assert records.check_record(shown.name, shown.record).ok
    answers[shown.name] = [record_of(fresh_key())]
    assert "another key" in records.check_record(shown.name, shown.record).words

    def nothing(name):
        raise dns.resolver.NXDOMAIN

    monkeypatch.setattr(records, "looked_up", nothing)
    page = cast.client("lena").post(
        f"/agent/settings/it/mail/sending/mailboxes/{cast.mailbox.pk}/signed/", {"act": "check"}
    )
    assert "There is no TXT record" in page.content.decode()
