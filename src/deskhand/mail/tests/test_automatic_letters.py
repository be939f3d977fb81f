"""Machines write too: they are recognised, and never answered."""

from datetime import timedelta
from email import message_from_bytes

import pytest

from deskhand.kernel import clock
from deskhand.mail.models import OutboundMail
from deskhand.mail.sending.building import raw_letter
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.tickets import actions
from deskhand.tickets.tests.facts import facts


def asked(cast):
    ticket = cast.ticket()
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    cast.reply(ticket)
    cast.work()
    return ticket, sent_to("mara@kestrel.example", kind="reply")[-1]


def bounce(sent: OutboundMail, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        "From: Mailer-Daemon <mailer-daemon@mx.example>\r\nTo: it@eberfeld.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        f"Message-ID: <{status}-{action}@mx.example>\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {sent.to_email}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 No such user here\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {sent.message_id}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    ).encode()


def test_an_absence_note_is_kept_on_the_ticket_and_changes_nothing_there(cast):
    ticket, sent = asked(cast)
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    ticket.refresh_from_db()
    before = ticket.last_message_at
    row = post(cast.mailbox, answer(sent, "I am away.", Auto_Submitted="auto-replied"))
    ticket.refresh_from_db()
    note = ticket.messages.last()
    assert (row.outcome, note.kind, note.remarks) == ("auto_reply_noted", "note", ["automatic_reply"])
    assert (ticket.category, ticket.last_message_at) == ("resolved", before)
    assert "ticket.requester_replied" not in facts(ticket)


def test_an_absence_note_that_belongs_nowhere_makes_no_ticket(cast):
    row = post(cast.mailbox, letter(subject="Out of office", Auto_Submitted="auto-replied"))
    assert (row.state, row.outcome) == ("ignored", "auto_reply")
    assert tickets() == []


def test_a_monitoring_alarm_makes_a_ticket_and_gets_no_answer(cast):
    post(cast.mailbox, letter("Nagios <nagios@kestrel.example>", "Disk full", Auto_Submitted="auto-generated"))
    assert len(tickets()) == 1
    assert sent_to("nagios@kestrel.example") == []


def test_a_list_makes_a_ticket_and_gets_no_answer(cast):
    raw = letter("News <news@lists.example>", "Weekly", List_Id="<news.lists.example>", Precedence="bulk")
    post(cast.mailbox, raw)
    assert len(tickets()) == 1
    assert sent_to("news@lists.example") == []


def test_our_own_letter_that_comes_back_is_ignored_where_people_see_it(cast):
    _ticket, sent = asked(cast)
    row = post(cast.mailbox, raw_letter(sent))
    assert (row.state, row.outcome) == ("ignored", "own_mail")
    assert len(tickets()) == 1


def test_a_letter_in_the_name_of_our_own_mailbox_is_ignored(cast):
    row = post(cast.mailbox, letter("IT <it@eberfeld.example>"))
    assert (row.state, row.outcome) == ("ignored", "own_mail")


def test_a_bounce_marks_the_delivery_and_says_so_on_the_ticket(cast):
    ticket, sent = asked(cast)
    row = post(cast.mailbox, bounce(sent))
    sent.refresh_from_db()
    note = ticket.messages.last()
    assert (row.outcome, row.ticket_number) == ("bounce_noted", ticket.number)
    assert sent.state == "failed" and "No such user here" in sent.server_says
    assert note.kind == "note" and "mara@kestrel.example" in note.text
    assert len(tickets()) == 1


def test_the_agent_whose_answer_bounced_hears_of_it(cast):
    _ticket, sent = asked(cast)
    post(cast.mailbox, bounce(sent))
    told = sent_to("jana@eberfeld.example", kind="notification")[-1]
    assert told.subject.startswith("Not delivered") and "No such user here" in told.text


def test_a_warning_that_a_letter_is_late_changes_nothing(cast):
    ticket, sent = asked(cast)
    row = post(cast.mailbox, bounce(sent, "4.4.1", "delayed"))
    sent.refresh_from_db()
    assert (row.state, sent.state) == ("ignored", "sent")
    assert ticket.messages.count() == 2


def test_a_bounce_of_a_letter_that_we_never_sent_is_only_listed(cast):
    _ticket, sent = asked(cast)
    sent.message_id = "<other@elsewhere.example>"
    row = post(cast.mailbox, bounce(sent))
    assert (row.state, row.outcome) == ("ignored", "bounce")


def test_two_machines_facing_each_other_get_at_most_one_answer(cast):
    for number in range(5):
        post(cast.mailbox, letter("Robot <robot@kestrel.example>", f"Re: your letter {number}", "Thank you!"))
    assert len(sent_to("robot@kestrel.example")) == 1


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=61)])
def test_a_machine_that_answers_the_acknowledgement_by_its_token_gets_no_second_letter(cast, later):
    robot = "robot@kestrel.example"
    post(cast.mailbox, letter(f"Robot <{robot}>", "Hello", "Is anybody there?"))
    (acknowledged,) = sent_to(robot, kind="acknowledgement")
    assert "+t" in acknowledged.headers["Reply-To"]
    with clock.frozen(clock.now() + later):
        row = post(cast.mailbox, answer(acknowledged, "I am away.", Auto_Submitted="auto-replied"))
    assert (row.outcome, row.ticket_number) == ("auto_reply_noted", tickets()[0].number)
    assert sent_to(robot) == [acknowledged] and len(tickets()) == 1


@pytest.mark.parametrize(("answers_ours", "outcome"), [(True, "auto_reply_noted"), (False, "auto_reply")])
def test_the_acknowledgement_of_another_installation_is_not_answered(cast, answers_ours, outcome):
    """Two help desks write to each other: theirs sends what ours would, with marks that are not ours."""
    _ticket, sent = asked(cast)
    post(cast.mailbox, letter("Nora <nora@nowhere.example>", "Once"))
    (ours,) = sent_to("nora@nowhere.example", kind="acknowledgement")
    before = OutboundMail.objects.beyond_walls("a test looks").count()
    row = post(
        cast.mailbox, as_another_installation(ours, answers=sent.message_id if answers_ours else "<x@y.example>")
    )
    assert (row.outcome, len(tickets())) == (outcome, 2)
    assert OutboundMail.objects.beyond_walls("a test looks").count() == before


def as_another_installation(ours: OutboundMail, *, answers: str) -> bytes:
    """A letter of ours as another help desk would have written it to us."""
    made = message_from_bytes(raw_letter(ours))
    theirs = {
        "From": "Help desk <desk@kestrel.example>",
        "Reply-To": "desk+t7-9-abcdefghijklmnop@kestrel.example",
        "To": "it@eberfeld.example",
        "Subject": "We have your request [#7 9-abcdefghijklmnop]",
        "Message-ID": "<t7.0011223344556677.abcdefghijklmnop@desk.kestrel.example>",
        "In-Reply-To": answers,
        "X-Deskhand-Instance": "a-mark-of-theirs",
    }
    for name, value in theirs.items():
        made.replace_header(name, value)
    assert made["Auto-Submitted"] == "auto-replied"
    return made.as_bytes()
