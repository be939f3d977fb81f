import ssl

import pytest
from imap_tools import MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted

LETTER = b"From: anna@example.org\r\nTo: it@desk.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello.\r\n"


def test_a_delivered_letter_is_fetched_byte_for_byte(dovecot, imap_account):
    name, password = imap_account
    dovecot.deliver(name, LETTER)
    with MailBoxUnencrypted(dovecot.host, dovecot.port).login(name, password) as box:
        [letter] = list(box.fetch())
        assert letter.obj.as_bytes().replace(b"\n", b"\r\n") == LETTER
        assert letter.subject == "Grüße"


def test_letters_come_in_order_of_delivery_and_moving_takes_them_out_of_the_inbox(dovecot, imap_account):
    name, password = imap_account
    for number in range(3):
        dovecot.deliver(name, LETTER.replace(b"Hello.", b"Number %d." % number))
    with MailBoxUnencrypted(dovecot.host, dovecot.port).login(name, password) as box:
        assert [letter.text.strip() for letter in box.fetch()] == ["Number 0.", "Number 1.", "Number 2."]
        box.folder.create("Done")
        box.move(box.uids(), "Done")
    assert dovecot.letters(name) == []


def test_a_wrong_password_is_refused_and_a_changed_one_works_at_once(dovecot, imap_account):
    name, _ = imap_account
    with pytest.raises(MailboxLoginError):
        MailBoxUnencrypted(dovecot.host, dovecot.port).login(name, "wrong")
    dovecot.add_user(name, "changed")
    with MailBoxUnencrypted(dovecot.host, dovecot.port).login(name, "changed") as box:
        assert box.uids() == []


def test_a_server_that_was_away_comes_back_with_its_letters(dovecot, imap_account):
    name, password = imap_account
    dovecot.deliver(name, LETTER)
    dovecot.shut_down()
    with pytest.raises(ConnectionRefusedError):
        MailBoxUnencrypted(dovecot.host, dovecot.port, timeout=2)
    dovecot.boot()
    with MailBoxUnencrypted(dovecot.host, dovecot.port).login(name, password) as box:
        assert len(box.uids()) == 1


def test_tls_works_both_ways_for_whoever_trusts_the_certificate(dovecot, imap_account):
    trusting = dovecot.certificate.client()
    with MailBox(dovecot.host, dovecot.tls_port, ssl_context=trusting).login(*imap_account) as box:
        assert box.uids() == []
    with MailBoxStartTls(dovecot.host, dovecot.port, ssl_context=trusting).login(*imap_account) as box:
        assert box.uids() == []
    with pytest.raises(ssl.SSLCertVerificationError):
        MailBox(dovecot.host, dovecot.tls_port, ssl_context=ssl.create_default_context())
