"""Links to decide that are quoted or sent on: nobody reads them, and nobody decides by them."""

from deskhand.mail.models import InboundMail
from deskhand.mail.receive import accept
from deskhand.modules.approvals.tests.conftest import ask_of, waiting
from deskhand.modules.approvals.tests.test_everywhere import LINK, letters
from deskhand.tickets.models import Message, Ticket


def sent(cast, text, *, headers="", subject="Re: this", by="huimin@kestrel.example", number=1):
    raw = (
        f"From: <{by}>\r\nTo: it@eberfeld.example\r\nSubject: {subject}\r\nMessage-ID: <q{number}@k>\r\n"
        f"{headers}Date: Mon, 2 Mar 2026 09:30:00 +0000\r\n\r\n{text}\r\n"
    )
    received = accept(cast.mailbox, raw.encode(), "pipe")
    cast.work()
    return InboundMail.objects.within(cast.it).get(pk=received.inbound_id)


def test_a_link_in_a_letter_that_was_sent_on_is_read_by_nobody_and_decides_nothing(on, asked):
    approval = asked()
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    url = LINK.search(letter.text)[1]
    sent(on, f"What is this?\r\n\r\nhttps://help.eberfeld.example{url}\r\n", subject="What is this")
    ticket = Ticket.objects.within(on.it).get(subject="What is this")
    token = url.split("/")[-2]
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert token not in page and "by-mail/…" in page
    for one in Message.objects.within(on.it).filter(ticket=ticket):
        assert token not in f"{one.text}{one.html}{one.quoted_html}"
    answer = on.client().get(url)
    assert answer.status_code == 404 and "others may have read the link" in answer.content.decode()
    digest = ask_of(approval, on.huimin).content.digest
    assert on.client().post(url, {"verb": "approve", "digest": digest}).status_code == 404
    assert waiting(approval) == {"Hui"}


def test_an_answer_that_quotes_the_letter_tells_its_link_to_nobody(on, asked):
    approval = asked()
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    headers = f"In-Reply-To: {letter.message_id}\r\n"
    text = f"No. See {LINK.search(letter.text)[0]} and decide, Oliver."
    sent(on, text, headers=headers, subject=f"Re: {letter.subject}")
    approval.refresh_from_db()
    token = LINK.search(letter.text)[1].split("/")[-2]
    assert approval.state == "declined"
    assert token not in ask_of(approval, on.huimin).remark
    page = on.client("jana").get(f"/agent/tickets/{approval.ticket.number}/approvals/{approval.pk}/").content.decode()
    assert "and decide, Oliver" in page and token not in page


def test_an_answer_that_decided_nothing_ends_its_link_and_is_answered_with_another(on, asked):
    asked()
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    sent(on, "Let me think.", headers=f"In-Reply-To: {letter.message_id}\r\n")
    old = LINK.search(letter.text)[1]
    assert on.client().get(old).status_code == 404
    refusal = letters("huimin@kestrel.example")[-1]
    new = LINK.search(refusal.text)[1]
    assert on.client().get(new).status_code == 200 and old != new


def test_who_is_not_the_one_who_was_asked_gets_no_link(on, asked):
    asked()
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    sent(on, "Yes.", headers=f"In-Reply-To: {letter.message_id}\r\n", by="oliver@nordwind.example")
    refusal = letters("oliver@nordwind.example")[-1]
    assert LINK.search(refusal.text) is None and "/approvals/asks/" in refusal.text
