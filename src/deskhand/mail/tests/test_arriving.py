"""A letter comes in, by whatever way: what stands on the desk afterwards."""

from deskhand.mail import headline
from deskhand.mail.models import InboundMail
from deskhand.mail.receive import accept
from deskhand.mail.tests.golden import LETTERS
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets

SUBJECTS = (
    b"",
    b"  wide   words ",
    b"=?utf-8?q?a?=",
    b'Re: [#1042] a < b & "c"',
    b"x" * 400,
    b"folded\n words",
    b"tab\there",
)


def test_a_letter_opens_a_ticket_on_the_mailboxs_desk(cast):
    row = post(cast.mailbox, letter(subject="Printer jams", text="On floor two.\n"))
    ticket = tickets()[0]
    assert (row.state, row.outcome, row.ticket_number) == ("done", "new_ticket", ticket.number)
    assert (ticket.subject, ticket.requester, ticket.team, ticket.channel) == (
        "Printer jams",
        cast.mara,
        cast.service_desk,
        "mail",
    )
    assert ticket.messages.get().text == "On floor two."


def test_the_requester_hears_that_the_letter_arrived(cast):
    post(cast.mailbox, letter(subject="Printer jams", message_id="<first@kestrel.example>"))
    (sent,) = sent_to("mara@kestrel.example")
    assert sent.kind == "acknowledgement"
    assert sent.subject.startswith("Printer jams [#")
    assert sent.headers["Auto-Submitted"] == "auto-replied"
    assert sent.headers["In-Reply-To"] == "<first@kestrel.example>"
    assert (sent.state, sent.server_says) == ("sent", "kept here: no mail server is set")


def test_an_answer_to_our_letter_joins_its_ticket(cast):
    post(cast.mailbox, letter())
    ticket = tickets()[0]
    cast.reply(ticket)
    cast.work()
    row = post(cast.mailbox, answer(sent_to("mara@kestrel.example", kind="reply")[0], "Still broken."))
    assert (row.outcome, row.ticket_number) == ("reply", ticket.number)
    assert [one.side for one in ticket.messages.all()] == ["requester", "agent", "requester"]
    assert len(tickets()) == 1


def test_the_same_letter_twice_is_one_ticket(cast):
    raw = letter()
    first, second = accept(cast.mailbox, raw, "imap"), accept(cast.mailbox, raw, "pipe")
    cast.work()
    assert second.is_duplicate and second.inbound_id == first.inbound_id
    assert len(tickets()) == 1


def test_a_copy_that_took_another_way_is_the_same_letter(cast):
    raw = letter()
    first = post(cast.mailbox, raw)
    copy = post(cast.mailbox, b"Received: from other.example by mx.example\nX-Spam-Score: 0.1\n" + raw)
    assert (copy.outcome, copy.first, copy.ticket_number) == ("duplicate", first, first.ticket_number)
    assert len(tickets()) == 1


def test_another_letter_under_a_used_message_id_is_kept(cast):
    post(cast.mailbox, letter(text="First", message_id="<same@printer.example>"))
    post(cast.mailbox, letter(text="Second", message_id="<same@printer.example>"))
    assert [one.messages.get().text for one in tickets()] == ["First", "Second"]


def test_letters_without_message_id_are_told_apart_by_what_they_say(cast):
    raw = letter(message_id="")
    assert not accept(cast.mailbox, raw, "pipe").is_duplicate
    assert accept(cast.mailbox, raw, "pipe").is_duplicate
    assert not accept(cast.mailbox, letter(text="Other", message_id=""), "pipe").is_duplicate


def test_the_first_look_at_a_plain_letter_sees_what_the_thorough_one_sees():
    letters = [path.read_bytes() for path in LETTERS.glob("*.eml")]
    letters += [b"From: Ann <ann@x.example>\nSubject: %s\nMessage-ID: <1@x>\n\nHi" % one for one in SUBJECTS]
    plain = {raw: found for raw in letters if (found := headline._plain(raw)) is not None}
    assert len(plain) > 100
    assert [raw for raw, found in plain.items() if found != headline._read(raw)] == []


def test_nothing_is_read_before_the_letter_is_safe(cast):
    accepted = accept(cast.mailbox, letter(), "pipe")
    row = InboundMail.objects.within(cast.it).get(pk=accepted.inbound_id)
    assert row.state == "stored"
    assert tickets() == []
