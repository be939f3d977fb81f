"""Where answers to our letters go, and on which addresses a reply token stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.mail import actions, outbox
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient
from deskhand.mail.own import without_tag
from deskhand.mail.tests.post import answer, post, sent_to

OURS, THEIRS = "servicedesk@eberfeld.example", "office@kestrel.example"


def answered(cast):
    """Mara's ticket, and the letter of an agent's answer to her."""
    ticket = cast.ticket()
    cast.work()
    cast.reply(ticket)
    return ticket, sent_to("mara@kestrel.example", kind="reply")[-1]


@pytest.mark.parametrize(
    ("reply_to", "takes_plus", "is_token_there"),
    [(OURS, True, True), (OURS, False, False), (THEIRS, True, False), (THEIRS, False, False)],
)
def test_answers_go_to_the_reply_to_and_a_token_stands_only_on_an_address_of_ours(
    cast, reply_to, takes_plus, is_token_there
):
    details = {"name": "it", "address": "it@eberfeld.example", "aliases": [OURS], "reply_to": reply_to}
    given = actions.MailboxDetails(**details, plus_addressing=takes_plus)
    actions.save_mailbox(actor=cast.actor("lena"), desk=cast.it, details=given, mailbox=cast.mailbox)
    ticket, row = answered(cast)
    there = row.headers["Reply-To"]
    assert ("+t" in there) == is_token_there and without_tag(there) == reply_to
    assert f"[#{ticket.number} " in row.subject
    came = post(cast.mailbox, answer(row))
    assert (came.outcome, came.ticket_number) == ("reply", ticket.number)


def test_no_token_goes_to_a_mailbox_of_ours_whose_server_refuses_it(cast):
    given = actions.MailboxDetails(name="hr", address="hr@eberfeld.example", plus_addressing=False)
    actions.save_mailbox(actor=cast.actor("hanna"), desk=cast.hr, details=given)
    cast.mailbox.reply_to = given.address
    cast.mailbox.save()
    assert answered(cast)[1].headers["Reply-To"] == given.address


def test_a_letter_to_many_asks_once_whose_the_reply_to_is(cast):
    cast.mailbox.reply_to = THEIRS
    to = [Recipient(email=f"a{n}@x.example", person_id=cast.mara.pk) for n in range(5)]
    letter = Letter(kind=LetterKind.NOTIFICATION, subject="x", text="x", mailbox=cast.mailbox, ticket_number=1)
    with CaptureQueriesContext(connection) as asked:
        assert {row.headers["Reply-To"] for row in outbox.put_each(letter, to=to)} == {THEIRS}
    assert len([one for one in asked if "mailboxalias" in one["sql"]]) == 1
