"""Which letters join a ticket, and which open one of their own."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.mail.message_ids import fresh_message_id, plus_address, subject_token
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.mail.tests.staged import answered, fixtures_of
from deskhand.tickets import actions
from deskhand.tickets.models import Message

pytestmark = pytest.mark.django_db
office, stage, cast, asked = fixtures_of(answered)


def test_our_message_id_is_enough_when_the_sender_is_on_the_ticket(cast, asked):
    ticket, sent = asked
    row = post(cast.mailbox, answer(sent, to="it@eberfeld.example", subject="whatever"))
    assert (row.outcome, row.ticket_number) == ("reply", ticket.number)


def test_the_reply_address_is_enough_when_the_program_drops_references(cast, asked):
    ticket, sent = asked
    raw = letter(subject="Re: your mail", to=sent.headers["Reply-To"])
    assert post(cast.mailbox, raw).ticket_number == ticket.number


def test_the_subject_is_enough_when_everything_else_is_lost(cast, asked):
    ticket, sent = asked
    row = post(cast.mailbox, letter(subject=f"AW: {sent.subject}"))
    assert row.ticket_number == ticket.number


def test_a_bare_number_opens_a_new_ticket_that_claims_to_belong_to_the_old_one(cast):
    ticket = cast.ticket()
    post(cast.mailbox, letter("Eve <eve@nowhere.example>", f"Re: [#{ticket.number}] please reset my password"))
    fresh = tickets()[-1]
    assert fresh.number != ticket.number
    assert fresh.claims_number == ticket.number
    assert fresh.subject == "please reset my password"


def test_a_signed_id_of_somebody_elses_making_is_nothing(cast, asked):
    ticket, _sent = asked
    forged = f"<t{ticket.number}.0123456789abcdef.aaaaaaaaaaaaaaaa@127.0.0.1>"
    post(cast.mailbox, letter(In_Reply_To=forged))
    assert len(tickets()) == 2


def test_a_guessed_token_is_nothing(cast, asked):
    ticket, _sent = asked
    guess = f"it+t{ticket.number}-{cast.mara.pk}-aaaaaaaaaaaaaaaa@eberfeld.example"
    post(cast.mailbox, letter(to=guess))
    assert len(tickets()) == 2


def test_a_reply_reopens_a_resolved_ticket_within_the_days_of_the_desk(cast, asked):
    ticket, sent = asked
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    post(cast.mailbox, answer(sent))
    ticket.refresh_from_db()
    assert ticket.category == "open"


def test_a_late_reply_opens_a_linked_follow_up(cast, asked):
    ticket, sent = asked
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    with clock.frozen(clock.now() + timedelta(days=15)):
        row = post(cast.mailbox, answer(sent))
    fresh = tickets()[-1]
    assert row.outcome == "follow_up"
    assert (fresh.follows_up, fresh.subject) == (ticket, ticket.subject)


def test_a_followers_reply_is_shown_as_theirs(cast):
    ticket = cast.ticket()
    actions.reply(actor=cast.actor("jana"), ticket=ticket, body=_words("Please restart."), cc=[cast.huimin])
    cast.work()
    (copy,) = sent_to("huimin@kestrel.example")
    post(cast.mailbox, answer(copy, "I restarted it for her."))
    assert ticket.messages.last().author == cast.huimin


def test_a_followers_late_reply_is_theirs_too_on_the_follow_up(cast):
    ticket = cast.ticket()
    actions.reply(actor=cast.actor("jana"), ticket=ticket, body=_words("Done."), cc=[cast.huimin])
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    cast.work()
    (copy,) = sent_to("huimin@kestrel.example")
    with clock.frozen(clock.now() + timedelta(days=30)):
        post(cast.mailbox, answer(copy, "It is back."))
    fresh = tickets()[-1]
    assert (fresh.requester, fresh.messages.get().author) == (cast.mara, cast.huimin)


def test_a_ticket_of_another_desk_is_not_joined_from_this_mailbox(cast):
    other = cast.ticket(desk="hr", subject="Payslip")
    token = plus_address("it@eberfeld.example", other.number, cast.mara.pk)
    post(cast.mailbox, letter(to=token, In_Reply_To=fresh_message_id(other.number)))
    assert other.messages.count() == 1
    assert tickets()[-1].desk == cast.it


def test_a_deleted_ticket_is_not_joined_but_the_letter_says_what_it_answers(cast, asked):
    ticket, sent = asked
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    post(cast.mailbox, answer(sent))
    fresh = tickets()[-1]
    assert fresh.claims_number == ticket.number
    assert fresh.messages.get().remarks == ["answers_deleted"]


def test_people_in_copy_of_a_new_letter_follow_the_ticket_and_get_the_answer(cast):
    post(
        cast.mailbox,
        letter(Cc="Hui Min <huimin@kestrel.example>, New Person <new@kestrel.example>, it@eberfeld.example"),
    )
    ticket = tickets()[-1]
    assert {one.person.email for one in ticket.followers.all()} == {"huimin@kestrel.example", "new@kestrel.example"}
    message = cast.reply(ticket)
    cast.work()
    copies = [sent_to(email, kind="reply")[-1] for email in ("mara@kestrel.example", "new@kestrel.example")]
    assert {one.message_id for one in copies} == {message.message_id}
    assert copies[0].shown_cc == copies[1].shown_cc
    assert len({one.headers["Reply-To"] for one in copies}) == 2


def test_quoted_words_are_folded_and_tokens_leave_the_subject(cast, asked):
    text = "Now it works.\n\nOn Mon, 2 Nov 2026 at 10:00, IT <it@eberfeld.example> wrote:\n> Please restart.\n> Jana\n"
    ticket, sent = asked
    post(cast.mailbox, answer(sent, text))
    message: Message = ticket.messages.last()
    assert message.text == "Now it works."
    assert "Please restart." in message.quoted_html
    post(cast.mailbox, letter("Eve <eve@nowhere.example>", f"Re: AW: Hello {subject_token(99999999, 1)}"))
    assert tickets()[-1].subject == "Hello"


def _words(text):
    from deskhand.tickets.bodies import plain

    return plain(text)
