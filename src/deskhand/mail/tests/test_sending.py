"""Letters on their way out, against a real SMTP server."""

import re
import ssl
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from deskhand.jobs.models import Job
from deskhand.kernel import clock
from deskhand.kernel.errors import Denied
from deskhand.mail import actions, outbox
from deskhand.mail.models import Lane, LetterKind, OutboundMail
from deskhand.mail.outbox import Letter, Recipient
from deskhand.mail.sending.building import address_header, raw_letter
from deskhand.mail.sending.servers import Server, from_url
from deskhand.mail.sending.session import deliver
from deskhand.mail.sending.smtp import NotSent
from deskhand.mail.sending.trying import wait_seconds
from deskhand.mail.tests.post import sent_to
from deskhand.tickets import actions as ticket_actions
from deskhand.tickets.bodies import composed


@pytest.fixture
def served(settings, smtp_receiver):
    """The environment names the receiver as the outgoing server."""
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=smtp_receiver.url)
    return smtp_receiver


def parsed(raw):
    return message_from_bytes(raw, policy=policy.default)


def one(cast):
    """Mara's ticket with an answer that waits to be sent."""
    ticket = cast.ticket()
    cast.work()
    message = cast.reply(ticket, html="<p>Bitte <b>neu</b> starten, Grüße.</p>")
    return ticket, message, sent_to("mara@kestrel.example", kind="reply")[-1]


def arrived(served, kind="reply", email="mara@kestrel.example"):
    """What the receiver got of the newest letter of a kind to an address."""
    row = sent_to(email, kind=kind)[-1]
    return [one for one in served.messages if row.message_id.encode() in one.raw and one.recipients == (email,)]


def hurry():
    """Let what waits for another try be tried now."""
    OutboundMail.objects.beyond_walls("all of the test").filter(state="queued").update(due_at=clock.now())
    Lane.objects.beyond_walls("all of the test").update(rests_until=None)
    Job.objects.filter(state="ready").update(due_ms=0)


def test_an_answer_arrives_with_both_halves_and_its_headers(cast, served):
    _ticket, message, row = one(cast)
    assert row.state == "queued"
    cast.work()
    (received,) = arrived(served)
    letter = parsed(received.raw)
    row.refresh_from_db()
    assert (received.sender, received.recipients) == ("it@eberfeld.example", ("mara@kestrel.example",))
    assert letter["Message-ID"] == message.message_id
    assert letter["From"].addresses[0].display_name == "Jana Vogt · IT"
    assert "+t" in letter["Reply-To"] and letter["Auto-Submitted"] is None
    assert letter["In-Reply-To"] in letter["References"]
    assert "Bitte neu starten, Grüße." in letter.get_body(("plain",)).get_content()
    assert "<b>neu</b>" in letter.get_body(("html",)).get_content()
    assert (row.state, row.server_says) == ("sent", "250 OK")


def test_the_html_half_follows_light_and_dark_and_fits_a_phone(cast, served):
    one(cast)
    cast.work()
    html = parsed(arrived(served)[0].raw).get_body(("html",)).get_content()
    assert '<meta name="color-scheme" content="light dark">' in html and "width=device-width" in html
    assert not re.search(r"[^-]color:\s*(#|rgb|black|white)|background(-color)?:\s*(#|rgb|black|white)", html)
    assert "max-width: 100%" in html and "overflow-wrap: anywhere" in html


def test_no_letter_names_hidden_recipients(cast, served):
    ticket = cast.ticket()
    ticket_actions.reply(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Hi</p>"), cc=[cast.huimin])
    cast.work()
    assert served.messages
    assert not [name for taken in served.messages for name in parsed(taken.raw) if name.lower() == "bcc"]


def test_nothing_that_lists_send_stands_on_an_answer(cast, served):
    one(cast)
    cast.work()
    letter = parsed(arrived(served)[0].raw)
    assert not [name for name in letter if name.lower().startswith("list-") or name == "Precedence"]


def test_a_server_that_says_later_is_tried_again_with_the_same_message_id(cast, served):
    _ticket, _message, row = one(cast)
    served.fail_with(451, "4.7.1 Greylisted, come back later", times=2, at="rcpt")
    cast.work()
    row.refresh_from_db()
    assert (row.state, row.tries) == ("queued", 1)
    assert "Greylisted" in row.server_says
    for _round in range(4):
        hurry()
        cast.work()
    row.refresh_from_db()
    assert row.state == "sent" and len(arrived(served)) == 1


def test_a_server_that_says_never_ends_it_with_its_words(cast, served):
    served.fail_with(550, "5.1.1 No such user", at="rcpt")
    _ticket, _message, row = one(cast)
    cast.work()
    row.refresh_from_db()
    assert (row.state, row.tries) == ("failed", 0)
    assert row.server_says == "550 5.1.1 No such user"
    assert not Job.objects.filter(state__in=["ready", "dead"], name__contains=".turns.").exists()


def test_one_refused_recipient_does_not_keep_the_others_from_getting_it(cast, served):
    served.fail_with(550, "No", at="rcpt", applies_to=lambda address: address == "huimin@kestrel.example")
    ticket = cast.ticket()
    ticket_actions.reply(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Hi</p>"), cc=[cast.huimin])
    cast.work()
    assert sent_to("huimin@kestrel.example", kind="reply")[0].state == "failed"
    assert sent_to("mara@kestrel.example", kind="reply")[0].state == "sent"


def test_after_five_days_it_is_given_up(cast, served):
    served.fail_with(421, "Busy")
    _ticket, _message, row = one(cast)
    cast.work()
    with clock.frozen(clock.now() + timedelta(days=5, minutes=1)):
        hurry()
        cast.work()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "Given up after 5 days" in row.server_says and "421 Busy" in row.server_says


def test_send_again_sends_it_again(cast, served):
    ticket = cast.ticket()
    cast.work()
    message = cast.reply(ticket)
    row = sent_to("mara@kestrel.example", kind="reply")[-1]
    served.fail_with(550, "No such user", at="rcpt")
    cast.work()
    served.accept()
    actions.send_again(actor=cast.actor("ben"), letter=OutboundMail.objects.within(cast.it).get(pk=row.pk))
    cast.work()
    row.refresh_from_db()
    assert row.state == "sent" and row.message_id == message.message_id
    with pytest.raises(Denied):
        actions.send_again(actor=cast.actor("hanna"), letter=row)


def test_send_again_does_not_wait_for_the_next_try(cast, served):
    _ticket, _message, row = one(cast)
    served.fail_with(451, "Later", times=1, at="rcpt", applies_to=lambda to: to == "mara@kestrel.example")
    cast.work()
    row.refresh_from_db()
    assert row.state == "queued"
    actions.send_again(actor=cast.actor("jana"), letter=row)
    cast.work()
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"port": 1}, "Nobody listens"),
        ({"host": "no-such-server.invalid"}, "no server no-such-server.invalid"),
        ({"security": "starttls"}, "offers no STARTTLS"),
        ({"security": "tls"}, "does not speak TLS"),
        ({"user": "x", "password": "y"}, "does not"),
    ],
)
def test_what_is_wrong_with_a_server_is_said_in_words(smtp_receiver, change, words):
    server = replace(Server(smtp_receiver.host, smtp_receiver.port, "none"), **change)
    with pytest.raises(NotSent, match=words) as refusal:
        deliver(server, sender="it@eberfeld.example", recipient="mara@kestrel.example", raw=b"Subject: x\r\n\r\nx\r\n")
    assert not refusal.value.is_permanent


def test_the_environment_names_servers_by_url():
    assert from_url("smtp://u:p%40ss@mail.example:2525?tls=starttls") == Server(
        "mail.example", 2525, "starttls", "u", "p@ss"
    )
    assert from_url("smtps://mail.example") == Server("mail.example", 465, "tls")
    assert from_url("smtp://mail.example") == Server("mail.example", 25, "none")


def test_the_mailboxes_own_server_is_used_without_the_environment(cast, smtp_receiver):
    cast.mailbox.smtp_host, cast.mailbox.smtp_port = smtp_receiver.host, smtp_receiver.port
    cast.mailbox.smtp_security = "none"
    cast.mailbox.save()
    cast.ticket()
    cast.work()
    assert smtp_receiver.wait_for(1)[0].recipients == ("mara@kestrel.example",)


def test_pictures_in_the_text_travel_with_it_and_files_are_attached(cast, served):
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    actor, ticket = cast.actor("jana"), cast.ticket()
    picture = ticket_actions.upload(
        actor=actor, desk_id=cast.it.pk, filename="screen.png", content=png, content_type="image/png"
    )
    file = ticket_actions.upload(
        actor=actor,
        desk_id=cast.it.pk,
        filename="Anleitung für Zürich.pdf",
        content=b"%PDF",
        content_type="application/pdf",
    )
    html = f'<p>See <img src="/files/{picture.key}/screen.png" alt="screen"></p>'
    ticket_actions.reply(actor=actor, ticket=ticket, body=composed(html), attachments=[picture, file])
    cast.work()
    letter = parsed(arrived(served)[0].raw)
    shown = next(part for part in letter.walk() if part.get_content_type() == "image/png")
    assert f"cid:{shown['Content-ID'].strip('<>')}" in letter.get_body(("html",)).get_content()
    assert [part.get_filename() for part in letter.iter_attachments()] == ["Anleitung für Zürich.pdf"]


def test_files_too_large_for_mail_are_named_with_the_way_to_them(cast, served):
    actor, ticket = cast.actor("jana"), cast.ticket()
    actions.set_sending(actor=cast.actor("lena"), mailbox=cast.mailbox, connections=1, rate=0, files_mb=0)
    file = ticket_actions.upload(actor=actor, desk_id=cast.it.pk, filename="big.iso", content=b"0" * 100)
    ticket_actions.reply(actor=actor, ticket=ticket, body=composed("<p>Here</p>"), attachments=[file])
    cast.work()
    letter = parsed(arrived(served)[0].raw)
    assert list(letter.iter_attachments()) == []
    assert "big.iso" in letter.get_body(("plain",)).get_content()
    assert "/sent-files/" in letter.get_body(("plain",)).get_content().replace("=\n", "")


def test_long_ids_of_other_programs_stay_whole_in_references(cast):
    long_id = f"<{'A1b2' * 40}@eurprd04.prod.mail.example>"
    row = outbox.put(
        Letter(kind=LetterKind.REPLY, subject="x", text="x", mailbox=cast.mailbox, references=[long_id, "<a@b>"]),
        to=Recipient(email="mara@kestrel.example"),
    )
    assert parsed(raw_letter(row))["References"].split() == [long_id, "<a@b>"]
    assert b"=?" not in raw_letter(row)


@pytest.mark.parametrize("wicked", ["x\r\nBcc: eve@nowhere.example", "x\nBcc: eve@nowhere.example", "x\x00y\u2028z"])
def test_no_line_break_reaches_a_header(cast, wicked):
    letter = Letter(
        kind=LetterKind.REPLY,
        subject=wicked,
        text="x",
        mailbox=cast.mailbox,
        sender_name=wicked,
        in_reply_to=f"<{wicked}@x>",
        shown_to=[f'"{wicked}" <mara@kestrel.example>'],
        more_headers={"X-Note": wicked},
    )
    head = raw_letter(outbox.put(letter, to=Recipient(email="mara@kestrel.example", name=wicked))).split(b"\r\n\r\n")[0]
    assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")]


def test_an_imported_letter_can_be_sent_again_from_the_mailbox_s_address(cast):
    row = OutboundMail(mailbox=cast.mailbox, shown_to=["mara@kestrel.example"], subject="x", text="x")
    row.message_id, row.made_at = "<imported@eberfeld.example>", clock.now()
    assert parsed(raw_letter(row))["From"] == cast.mailbox.address


def test_names_are_written_as_mail_programs_read_them():
    assert address_header('"Vogt, Jana" <jana@x.example>') == '"Vogt, Jana" <jana@x.example>'
    assert (
        parsed(f"From: {address_header('Jörg Müller <j@x.example>')}\r\n\r\n".encode())["From"]
        .addresses[0]
        .display_name
        == "Jörg Müller"
    )


def test_two_workers_at_once_send_a_letter_once(cast, served):
    from deskhand.mail.sending.turns import look_out, take_turn

    one(cast)
    take_turn.put(number=cast.mailbox.pk, place=1)
    look_out.put(number=cast.mailbox.pk)
    cast.work()
    assert len(arrived(served)) == 1


def test_a_server_with_a_certificate_that_nobody_signed_is_not_trusted(tmp_path):
    from tests.services.smtp import SmtpReceiver

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(tmp_path))
    with SmtpReceiver(tls=context) as receiver:
        with pytest.raises(NotSent, match="cannot be trusted"):
            deliver(
                Server(receiver.host, receiver.port, "starttls"),
                sender="a@x.example",
                recipient="b@x.example",
                raw=b"x",
            )
        assert receiver.messages == []


def test_waits_double_up_to_two_hours():
    assert [wait_seconds(tries) for tries in (1, 2, 3, 20)] == [60, 120, 240, 7200]


def _certificate(folder):
    import subprocess

    key, cert = folder / "key.pem", folder / "cert.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    subprocess.run([*command.split(), "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    return cert, key
