"""The whole way with real servers: a letter comes in over IMAP, the answer goes out over SMTP, the reply comes back."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import vault
from deskhand.mail.schedules import fetch_all
from deskhand.mail.tests.post import letter, tickets
from deskhand.tickets import actions

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(cast, dovecot, imap_account, smtp_receiver, settings):
    """The mailbox it, fetched from Dovecot; letters go out to the receiver."""
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=smtp_receiver.url)
    name, password = imap_account
    box = cast.mailbox
    box.fetch_host, box.fetch_port, box.fetch_security = dovecot.host, dovecot.port, "none"
    box.protocol = "imap"
    box.fetch_user, box.fetch_secret = name, vault.locked(password)
    box.save()

    def arrives(raw):
        dovecot.deliver(name, raw)
        fetch_all.put()
        run_until_idle()

    return arrives


def received(smtp_receiver, email):
    """The letters that reached somebody, oldest first."""
    mine = [one.raw for one in smtp_receiver.messages if one.recipients == (email,)]
    return [message_from_bytes(raw, policy=policy.default) for raw in mine]


def reply_to(found, text: str, sender: str) -> bytes:
    """What a mail program sends when somebody presses Reply."""
    quoted = "".join(f"> {line}\n" for line in found.get_body(("plain",)).get_content().splitlines())
    return letter(
        sender,
        f"Re: {found['Subject']}",
        f"{text}\n\nOn Mon, 2 Nov 2026 at 10:00, IT <it@eberfeld.example> wrote:\n{quoted}",
        to=str(found["Reply-To"] or found["From"]),
        In_Reply_To=found["Message-ID"],
        References=f"{found['References'] or ''} {found['Message-ID']}".strip(),
    )


def test_a_conversation_by_mail_alone(cast, office, smtp_receiver):
    office(letter("Mara Lindqvist <mara@kestrel.example>", "VPN drops", message_id="<first@kestrel.example>"))
    (ticket,) = tickets()
    (acknowledgement,) = received(smtp_receiver, "mara@kestrel.example")
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert acknowledgement["In-Reply-To"] == "<first@kestrel.example>"

    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    first = cast.reply(ticket, html="<p>Please restart the <b>client</b>.</p>")
    run_until_idle()
    answer = received(smtp_receiver, "mara@kestrel.example")[-1]
    assert answer["Message-ID"] == first.message_id
    assert answer["In-Reply-To"] == "<first@kestrel.example>"

    office(reply_to(answer, "Still drops.", "Mara <mara@kestrel.example>"))
    back = ticket.messages.last()
    assert (back.side, back.text, back.author) == ("requester", "Still drops.", cast.mara)
    assert "Please restart" in back.quoted_html

    told = received(smtp_receiver, "jana@eberfeld.example")[-1]
    assert "Still drops." in told.get_body(("plain",)).get_content()
    office(reply_to(told, "I will call you.", "Jana Vogt <jana@eberfeld.example>"))
    said = ticket.messages.last()
    assert (said.side, said.kind, said.author, said.text) == ("agent", "reply", cast.jana, "I will call you.")
    last = received(smtp_receiver, "mara@kestrel.example")[-1]
    assert "I will call you." in last.get_body(("plain",)).get_content()
    assert last["In-Reply-To"] == back.message_id
    assert len(tickets()) == 1


def test_a_picture_in_a_letter_stands_in_the_message(cast, office):
    png = b"\x89PNG\r\n\x1a\n" + b"1" * 40
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "mara@kestrel.example", "it@eberfeld.example", "Screen"
    mail.set_content("See picture")
    mail.add_alternative('<p>See <img src="cid:one@x" alt="error"></p>', subtype="html")
    html = mail.get_body(("html",))
    assert html is not None
    html.add_related(png, "image", "png", cid="<one@x>", filename="error message.png")
    office(mail.as_bytes())
    message = tickets()[0].messages.get()
    file = message.attachments.get()
    assert f'src="/files/{file.key}/' in message.html
    assert file.is_inline and file.filename == "error message.png"


def test_a_letter_without_text_or_subject_still_becomes_a_ticket(cast, office):
    office(letter(subject="", text="", files=(("photo.jpg", b"\xff\xd8\xff", "image/jpeg"),)))
    message = tickets()[0].messages.get()
    assert message.remarks == ["no_text"]
    assert [one.filename for one in message.attachments.all()] == ["photo.jpg"]


def test_a_german_letter_gets_german_words(cast, office, smtp_receiver):
    cast.mara.language = "de"
    cast.mara.save(update_fields=["language"])
    office(letter(subject="Drucker klemmt", text="Grüße aus Zürich"))
    (found,) = received(smtp_receiver, "mara@kestrel.example")
    assert "Guten Tag Mara" in found.get_body(("plain",)).get_content()
    assert found["Subject"].startswith("Drucker klemmt [#")
