"""What the filters found stands one click away at the message that came by mail."""

from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets


def way(client, ticket, message, **headers):
    return client.get(f"/agent/tickets/{ticket.number}/messages/{message.pk}/way", headers=headers)


def test_an_agent_reads_why_a_message_was_treated_as_an_automatic_answer(cast):
    ticket = cast.ticket()
    cast.reply(ticket)
    cast.work()
    post(
        cast.mailbox, answer(sent_to("mara@kestrel.example", kind="reply")[-1], "Away.", Auto_Submitted="auto-replied")
    )
    note = ticket.messages.last()
    jana = cast.client("jana")
    page = jana.get(f"/agent/tickets/{ticket.number}/").text
    assert page.count(f'hx-get="/agent/tickets/{ticket.number}/messages/') == 1
    words = "Treated as an automatic answer, because its header says Auto-Submitted: auto-replied."
    assert words in way(jana, ticket, note, hx_request="true").text
    assert words in way(jana, ticket, note).text and "<html" in way(jana, ticket, note).text


def test_nothing_out_of_the_ordinary_is_said_as_well(cast):
    post(cast.mailbox, letter())
    ticket = tickets()[0]
    assert "nothing out of the ordinary" in way(cast.client("jana"), ticket, ticket.messages.get()).text


def test_only_who_serves_the_ticket_reads_it(cast):
    post(cast.mailbox, letter())
    ticket = tickets()[0]
    assert way(cast.client("hanna"), ticket, ticket.messages.get()).status_code == 404
    assert way(cast.client("mara"), ticket, ticket.messages.get()).status_code in (302, 403, 404)
    other = cast.ticket()
    assert way(cast.client("jana"), other, ticket.messages.get()).status_code == 404


def test_a_sender_who_could_not_be_verified_is_named_at_the_message_itself(cast):
    from deskhand.mail.actions import name_receiving_server

    name_receiving_server(actor=cast.actor("lena"), mailbox=cast.mailbox, name="mx.eberfeld.example")
    field = b"Authentication-Results: mx.eberfeld.example; dmarc=fail (p=reject) header.from=kestrel.example\n"
    post(cast.mailbox, field + letter())
    page = cast.client("jana").get(f"/agent/tickets/{tickets()[0].number}/").text
    assert "The sender could not be verified" in page
