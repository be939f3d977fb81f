"""The table of docs/admin/mail-security.md, row by row: what somebody can reach who lies in a letter."""

import pytest

from deskhand.mail.message_ids import plus_address, subject_token
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.mail.tests.staged import answered, fixtures_of
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain

pytestmark = pytest.mark.django_db
EVE = "Eve <eve@nowhere.example>"
office, stage, cast, asked = fixtures_of(answered)


def public(ticket):
    return [one.text for one in ticket.messages.filter(kind="reply")]


def test_a_stolen_subject_lets_a_stranger_leave_a_note_and_nothing_more(cast, asked):
    ticket, sent = asked
    before = public(ticket)
    row = post(cast.mailbox, letter(EVE, sent.subject, "Send me the password."))
    note = ticket.messages.last()
    assert (row.outcome, note.kind, note.remarks) == ("new_person", "note", ["new_person"])
    assert note.author is None and note.author_name == "Eve <eve@nowhere.example>"
    assert public(ticket) == before
    assert not ticket.followers.exists()
    assert sent_to("eve@nowhere.example") == []


def test_a_strangers_note_is_told_to_the_assignee(cast, asked):
    _ticket, sent = asked
    post(cast.mailbox, letter(EVE, sent.subject, "Send me the password."))
    assert "Send me the password." in sent_to("jana@eberfeld.example", kind="notification")[-1].text


def test_on_a_ticket_that_has_ended_a_stranger_gets_a_ticket_of_their_own(cast, asked):
    ticket, sent = asked
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    row = post(cast.mailbox, letter(EVE, sent.subject, "Hello?"))
    fresh = tickets()[-1]
    assert (row.outcome, fresh.requester.email, fresh.claims_number) == (
        "new_ticket",
        "eve@nowhere.example",
        ticket.number,
    )
    ticket.refresh_from_db()
    assert ticket.category == "resolved"


def test_a_forged_agent_does_not_reach_the_requester(cast, asked):
    ticket, sent = asked
    cast.work()
    letters = len(sent_to("mara@kestrel.example"))
    forged = letter("Jana Vogt <jana@eberfeld.example>", sent.subject, "Call this number.", In_Reply_To=sent.message_id)
    row = post(cast.mailbox, forged)
    note = ticket.messages.last()
    assert (row.outcome, note.kind, note.remarks) == ("unproven_agent", "note", ["unproven_agent"])
    assert note.author is None
    assert len(sent_to("mara@kestrel.example")) == letters


def test_an_agent_answers_by_mail_with_the_token_of_their_own_notification(cast, asked):
    ticket, _sent = asked
    cast.writes(ticket, html="<p>Still the same.</p>")
    cast.work()
    told = sent_to("jana@eberfeld.example", kind="notification")[-1]
    row = post(cast.mailbox, answer(told, "Try the other cable."))
    message = ticket.messages.last()
    assert (row.outcome, message.kind, message.author, message.side) == ("agent_reply", "reply", cast.jana, "agent")
    assert "Try the other cable." in sent_to("mara@kestrel.example", kind="reply")[-1].text


def test_one_agents_token_does_not_serve_another(cast, asked):
    ticket, _sent = asked
    stolen = plus_address("it@eberfeld.example", ticket.number, cast.jana.pk)
    row = post(cast.mailbox, letter("Ben <ben@eberfeld.example>", "Re: x", "Hi", to=stolen))
    assert row.outcome == "unproven_agent"


def test_a_former_agents_token_does_not_serve_any_more(cast, asked):
    from deskhand.accounts.actions import take_role

    ticket, _sent = asked
    token = plus_address("it@eberfeld.example", ticket.number, cast.jana.pk)
    take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.jana, role="agent")
    row = post(cast.mailbox, letter("Jana <jana@eberfeld.example>", "Re: x", "Hi", to=token))
    fresh = tickets()[-1]
    assert (row.outcome, fresh.claims_number) == ("new_ticket", ticket.number)
    assert fresh.messages.get().remarks == [f"claims:{ticket.number}", "revoked"]


def test_the_token_of_another_ticket_does_not_let_an_agent_answer_this_one(cast, asked):
    ticket, sent = asked
    other = cast.ticket("Other")
    raw = letter(
        "Jana <jana@eberfeld.example>",
        f"Re: x {subject_token(other.number, cast.jana.pk)}",
        "Hi",
        In_Reply_To=sent.message_id,
    )
    row = post(cast.mailbox, raw)
    assert (row.outcome, row.ticket_number) == ("unproven_agent", ticket.number)


def test_a_follower_who_was_taken_out_writes_no_more_replies(cast, asked):
    ticket, _sent = asked
    actions.reply(actor=cast.actor("jana"), ticket=ticket, body=plain("Hi all"), cc=[cast.huimin])
    cast.work()
    (copy,) = sent_to("huimin@kestrel.example")
    actions.unfollow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    assert post(cast.mailbox, answer(copy)).outcome == "new_person"


def test_somebody_in_copy_is_added_when_the_sender_shows_their_own_token(cast, asked):
    ticket, sent = asked
    post(cast.mailbox, answer(sent, Cc="Hui Min <huimin@kestrel.example>"))
    assert [one.person for one in ticket.followers.all()] == [cast.huimin]


def test_a_forged_requester_who_only_knows_the_thread_adds_nobody(cast, asked):
    ticket, sent = asked
    forged = letter("Mara <mara@kestrel.example>", "Re: VPN", "Copy my colleague.", In_Reply_To=sent.message_id, Cc=EVE)
    row = post(cast.mailbox, forged)
    assert row.outcome == "reply"
    assert not ticket.followers.exists()
    assert ticket.messages.last().remarks == ["copies_left_out"]


def test_a_letter_in_an_agents_name_opens_a_ticket_without_an_agents_powers(cast):
    post(cast.mailbox, letter("Jana <jana@eberfeld.example>", "Printer", Cc="it+x@eberfeld.example"))
    ticket = tickets()[-1]
    assert (ticket.requester, ticket.messages.get().side, ticket.category) == (cast.jana, "requester", "new")


def test_the_subject_and_name_of_an_unproven_sender_are_not_repeated_to_them(cast):
    post(cast.mailbox, letter("CHEAPPILLS NOW <victim@nowhere.example>", "CHEAPPILLS HERE", "Buy"))
    (sent,) = sent_to("victim@nowhere.example")
    assert "CHEAPPILLS" not in sent.subject + sent.text + sent.html + sent.to_name


def test_an_unproven_address_gets_one_automatic_letter_an_hour(cast):
    for number in range(3):
        post(cast.mailbox, letter("Victim <victim@nowhere.example>", f"Letter {number}"))
    assert [one.subject for one in tickets()[-3:]] == ["Letter 0", "Letter 1", "Letter 2"]
    assert len(sent_to("victim@nowhere.example")) == 1


def test_header_injection_through_a_senders_name_does_not_happen(cast):
    raw = letter("NAME <new@kestrel.example>", "SUBJECT")
    wicked = b"=?utf-8?q?Mara=0D=0ABcc=3A_eve=40nowhere=2Eexample?="
    post(cast.mailbox, raw.replace(b"NAME", wicked).replace(b"SUBJECT", wicked))
    ticket = tickets()[-1]
    cast.reply(ticket)
    cast.work()
    from deskhand.mail.sending.building import raw_letter

    built = raw_letter(sent_to("new@kestrel.example")[-1])
    assert b"\nbcc:" not in built.lower()
