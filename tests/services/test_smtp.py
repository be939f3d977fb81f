import smtplib

import pytest

from tests.services.certificates import Certificate
from tests.services.smtp import SmtpReceiver


def send(server, raw=b"Subject: Hello\r\n\r\nText\r\n", recipients=("anna@example.org",), sign_in=None):
    with smtplib.SMTP(server.host, server.port, timeout=60) as client:
        if sign_in:
            client.login(*sign_in)
        client.sendmail("desk@example.org", list(recipients), raw)


def test_an_accepted_letter_is_kept_with_its_envelope(smtp_receiver):
    send(smtp_receiver, recipients=["anna@example.org", "ben@example.org"])
    [received] = smtp_receiver.wait_for(1)
    assert received.sender == "desk@example.org"
    assert received.recipients == ("anna@example.org", "ben@example.org")
    assert received.letter["Subject"] == "Hello"


def test_a_line_longer_than_the_standard_allows_arrives_whole(smtp_receiver):
    send(smtp_receiver, b"Subject: Long\r\n\r\n" + b"x" * 20_000 + b"\r\n")
    [received] = smtp_receiver.wait_for(1)
    assert b"x" * 20_000 in received.raw


def test_a_refusal_says_the_servers_words_as_often_as_asked(smtp_receiver):
    smtp_receiver.fail_with(451, "4.7.1 Greylisted, try later", times=1)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(smtp_receiver)
    assert (refused.value.smtp_code, refused.value.smtp_error) == (451, b"4.7.1 Greylisted, try later")
    send(smtp_receiver)
    assert len(smtp_receiver.messages) == 1
    assert smtp_receiver.attempts == 2


def test_one_recipient_can_be_refused_while_the_others_are_served(smtp_receiver):
    smtp_receiver.fail_with(550, "5.1.1 No such person", at="rcpt", applies_to=lambda address: "nobody" in address)
    send(smtp_receiver, recipients=["anna@example.org", "nobody@example.org"])
    assert smtp_receiver.wait_for(1)[0].recipients == ("anna@example.org",)


def test_a_server_with_credentials_takes_letters_only_from_whoever_signs_in():
    with SmtpReceiver(credentials=("desk", "secret")) as server:
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(server)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            send(server, sign_in=("desk", "wrong"))
        send(server, sign_in=("desk", "secret"))
        assert server.wait_for(1)[0].signed_in_as == "desk"


def test_a_stopped_server_refuses_connections_and_listens_again_on_its_port(smtp_receiver):
    smtp_receiver.stop()
    with pytest.raises(ConnectionRefusedError):
        send(smtp_receiver)
    smtp_receiver.start()
    send(smtp_receiver)
    assert len(smtp_receiver.wait_for(1)) == 1


def test_a_server_with_starttls_takes_the_password_only_over_tls(tmp_path):
    certificate = Certificate(tmp_path)
    with SmtpReceiver(credentials=("desk", "secret"), tls=certificate.server()) as server:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            send(server, sign_in=("desk", "secret"))
        with smtplib.SMTP(server.host, server.port, timeout=60) as client:
            client.starttls(context=certificate.client())
            client.login("desk", "secret")
            client.sendmail("desk@example.org", ["anna@example.org"], b"Subject: Hello\r\n\r\nText\r\n")
        assert server.wait_for(1)[0].is_encrypted
        assert server.url.endswith("?tls=starttls")


def test_a_server_may_speak_tls_from_the_first_byte(tmp_path):
    certificate = Certificate(tmp_path)
    with SmtpReceiver(tls=certificate.server(), is_implicit=True) as server:
        with smtplib.SMTP_SSL(server.host, server.port, timeout=60, context=certificate.client()) as client:
            client.sendmail("desk@example.org", ["anna@example.org"], b"Subject: Hello\r\n\r\nText\r\n")
        assert server.wait_for(1)[0].recipients == ("anna@example.org",)
        assert server.url.startswith("smtps://")
