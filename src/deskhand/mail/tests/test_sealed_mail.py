"""Letters that are encrypted or signed: what an administrator gives, and what agents then see."""

import pytest
from cryptography.hazmat.primitives import hashes
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.accounts.models import Person
from deskhand.mail.models import MailKey
from deskhand.mail.tests import keys
from deskhand.mail.tests.keys import authority, encrypted, person, pgp_encrypted, pgp_key, pgp_signed, signed
from deskhand.mail.tests.post import post, tickets

PAGE = "/agent/settings/it/mail/keys/"
MARA = "mara@kestrel.example"
CHECKED = f"Signed by {MARA}; the signature was checked."


def upload(cast, content, *, who="lena", password="", name="key.pem"):
    return cast.client(who).post(PAGE, {"file": SimpleUploadedFile(name, content), "password": password})


def shown(cast, raw):
    """The page of the ticket that a letter opens."""
    row = post(cast.mailbox, raw)
    return cast.client("jana").get(f"/agent/tickets/{row.ticket_number}/").text


def test_an_encrypted_letter_stays_a_file_with_a_hint_until_there_is_a_key(cast):
    page = shown(cast, encrypted(person("it@eberfeld.example")))
    assert "open it in a mail program that has the key" in page and "smime.p7m" in page
    assert "secret number" not in page


def test_with_the_desks_key_the_letter_inside_is_read_and_its_signature_checked(cast):
    desk, mara = person("it@eberfeld.example"), person(MARA)
    assert upload(cast, desk.p12(b"open sesame"), password="open sesame", name="desk.p12").status_code == 302
    assert upload(cast, authority().pem).status_code == 302
    inner = signed(mara)[len(keys.HEAD % b"signed") :]
    page = shown(cast, encrypted(desk, inner))
    assert "The secret number is 4711." in page and "smime.p7m" not in page
    assert "It came encrypted and was opened with a key of this desk." in page and CHECKED in page
    assert "4711" in tickets()[0].messages.get().text
    assert "open sesame" not in MailKey.objects.within(cast.it).get(use="own").secret


@pytest.mark.parametrize(
    ("given", "raw", "words"),
    [
        ([], lambda: signed(person(MARA)), f"Signed in the name of {MARA}. The signature fits, but nobody"),
        ([lambda: person(MARA).pem], lambda: signed(person(MARA)), CHECKED),
        ([lambda: authority().pem], lambda: signed(person(MARA)), CHECKED),
        ([lambda: authority().pem], lambda: signed(person("eve@x.example")), "Signed by eve@x.example, which is not"),
        (
            [lambda: authority().pem],
            lambda: signed(person(MARA, is_vouched_for=False)),
            f"Signed in the name of {MARA}. The signature fits, but nobody",
        ),
        (
            [lambda: authority().pem],
            lambda: signed(person(MARA)).replace(b"4711", b"4712"),
            "It is signed, but the signature does not fit",
        ),
        ([], lambda: pgp_signed(pgp_key(f"Mara <{MARA}>")), "It is signed. Nobody checked that"),
        (
            [lambda: bytes(str(pgp_key(f"Mara <{MARA}>").extract_certificate()), "ascii")],
            lambda: pgp_signed(pgp_key(f"Mara <{MARA}>")),
            CHECKED,
        ),
        (
            [lambda: bytes(str(pgp_key(f"Mara <{MARA}>").extract_certificate()), "ascii")],
            lambda: pgp_signed(pgp_key(f"Mara <{MARA}>")).replace(b"4711", b"4712"),
            "It is signed, but the signature does not fit",
        ),
    ],
    ids=[
        "unknown",
        "pinned",
        "authority",
        "other address",
        "own authority",
        "changed",
        "pgp no key",
        "pgp",
        "pgp changed",
    ],
)
def test_what_is_said_of_a_signature_is_what_was_checked(cast, given, raw, words):
    for one in given:
        assert upload(cast, one()).status_code == 302
    page = shown(cast, raw())
    assert words in page
    assert (CHECKED in page) == (words == CHECKED)


def test_pgp_mail_is_opened_with_the_desks_key(cast):
    desk, mara = pgp_key("IT <it@eberfeld.example>"), pgp_key(f"Mara <{MARA}>")
    assert upload(cast, str(desk).encode(), name="desk.asc").status_code == 302
    assert upload(cast, str(mara.extract_certificate()).encode(), name="mara.asc").status_code == 302
    page = shown(cast, pgp_encrypted(desk, mara))
    assert "The secret number is 4711." in page and CHECKED in page


def test_a_signature_over_one_part_speaks_for_no_other(cast):
    upload(cast, authority().pem)
    inner = signed(person(MARA)).split(b"\r\n", 4)[4]
    raw = keys.HEAD % b"mixed" + (
        b"Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\r\nPay to another account.\r\n--outer\r\n"
        + inner
        + b"\r\n--outer--\r\n"
    )
    page = shown(cast, raw)
    assert "A part of it is signed. That was not checked." in page and CHECKED not in page


@pytest.mark.parametrize(
    ("content", "password", "words"),
    [
        (b"hello", "", "This is no key that can be used"),
        (b"", "", "This is no key that can be used"),
        (lambda: person(MARA).p12(b"x"), "wrong", "The password does not open the key"),
        (lambda: person(MARA).key_pem, "", "The private key comes without its certificate"),
        (b"x" * 300_000, "", "too large for a key"),
    ],
)
def test_a_file_that_is_no_key_is_refused_in_words(cast, content, password, words):
    answer = upload(cast, content() if callable(content) else content, password=password)
    assert answer.status_code == 422 and words in answer.text
    assert not MailKey.objects.within(cast.it).exists()


def test_the_same_key_twice_is_refused_and_a_removed_one_opens_nothing(cast):
    desk = person("it@eberfeld.example")
    upload(cast, desk.key_pem + desk.pem)
    again = upload(cast, desk.pem)
    assert again.status_code == 422 and "This key is here already" in again.text
    row = MailKey.objects.within(cast.it).get()
    assert cast.client("lena").post(f"{PAGE}{row.pk}/remove/").status_code == 302
    assert "secret number" not in shown(cast, encrypted(desk))


def test_keys_are_listed_for_administrators_alone_and_never_shown(cast):
    desk = person("it@eberfeld.example")
    upload(cast, desk.key_pem + desk.pem)
    page = cast.client("lena").get(PAGE).text
    assert "it@eberfeld.example" in page and desk.certificate.fingerprint(hashes.SHA256()).hex() in page
    assert "PRIVATE" not in page
    assert cast.client("jana").get(PAGE).status_code in (403, 404)


def test_an_invitation_is_a_card_in_the_readers_zone(cast):
    Person.objects.filter(pk=cast.jana.pk).update(time_zone="Europe/Berlin")
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:New VPN\r\n"
        "DTSTART:20261110T080000Z\r\nDTEND:20261110T090000Z\r\nLOCATION:Room 3\\, east\r\n"
        "ORGANIZER;CN=Mara Lindqvist:mailto:mara@kestrel.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    raw = keys.HEAD % b"invitation" + (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nPlease come.\r\n"
        b"--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + calendar.encode() + b"--b--\r\n"
    )
    page = shown(cast, raw)
    assert 'aria-label="Invitation"' in page and "New VPN" in page and "Room 3, east" in page
    assert "Tuesday 10 November 2026, 09:00 – 10:00 CET" in page and "Invited by Mara Lindqvist" in page
    assert "invite.ics" in page
