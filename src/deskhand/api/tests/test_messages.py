"""Writing on tickets by the API, and what became of the letters."""

from deskhand.kernel import clock
from deskhand.mail.message_ids import ticket_of
from deskhand.mail.models import OutboundMail
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket


def letter(cast, ticket, **more):
    """A row of the outbox, as sending would leave it."""
    at = clock.now()
    row = {"kind": "reply", "to_email": "mara@kestrel.example", "person_id": cast.mara.pk, "subject": "Re", "text": "x"}
    return OutboundMail.objects.create(
        desk_id=cast.it.pk,
        ticket_number=ticket.number,
        message_id="<a@b>",
        made_at=at,
        changed_at=at,
        **{**row, **more},
    )


def test_the_request_itself_is_the_first_message_and_replies_follow(cast, call):
    ticket = cast.ticket(text="It drops")
    cast.reply(ticket)
    items = call("mara").get(f"/tickets/{ticket.number}/messages").json()["items"]
    assert [(one["kind"], one["side"], one["author_name"]) for one in items] == [
        ("reply", "requester", "Mara Lindqvist"),
        ("reply", "agent", "Jana Vogt"),
    ]
    assert items[0]["text"].strip() == "It drops, since this morning."


def test_a_reply_is_accepted_with_the_message_id_that_it_is_sent_with(cast, call):
    ticket = cast.ticket()
    answer = call("jana").post(f"/tickets/{ticket.number}/messages", {"body": "<p>Please restart.</p>"})
    written = answer.json()
    assert answer.status_code == 201
    assert (written["kind"], written["text"].strip(), written["ticket"]) == ("reply", "Please restart.", ticket.number)
    assert written["message_id"].startswith("<") and written["message_id"].endswith(">")
    assert ticket_of(written["message_id"]) == ticket.number
    assert call("jana").get(f"/tickets/{ticket.number}").json()["category"] == "open"


def test_notes_and_logs_stay_with_the_desk(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    for kind in ("note", "log"):
        answer = jana.post(f"/tickets/{ticket.number}/messages", {"body": "<p>Keep-alive bug</p>", "kind": kind})
        assert (answer.status_code, answer.json()["kind"]) == (201, kind)
    assert [one["kind"] for one in jana.get(f"/tickets/{ticket.number}/messages").json()["items"]] == [
        "reply",
        "note",
        "log",
    ]
    mara = call("mara")
    assert [one["kind"] for one in mara.get(f"/tickets/{ticket.number}/messages").json()["items"]] == ["reply"]
    for kind in ("note", "log"):
        refused = mara.post(f"/tickets/{ticket.number}/messages", {"body": "<p>x</p>", "kind": kind})
        assert refused.status_code == 403
    assert ticket.messages.count() == 3


def test_a_requester_writes_back_and_her_ticket_wakes(cast, call):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    answer = call("mara").post(f"/tickets/{ticket.number}/messages", {"body": "<p>Again.</p>"})
    assert (answer.status_code, answer.json()["side"]) == (201, "requester")
    assert call("mara").get(f"/tickets/{ticket.number}").json()["category"] == "open"


def test_a_reply_to_what_is_closed_tells_the_number_of_the_follow_up(cast, call):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("cancelled"))
    written = call("mara").post(f"/tickets/{ticket.number}/messages", {"body": "<p>Again.</p>"}).json()
    assert written["ticket"] != ticket.number
    assert call("mara").get(f"/tickets/{written['ticket']}").json()["follows_up"] == ticket.number


def test_an_agent_answers_copies_somebody_and_resolves_at_once(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    new = {"body": "<p>Done.</p>", "cc": ["huimin@kestrel.example"], "status": "resolved"}
    assert jana.post(f"/tickets/{ticket.number}/messages", new).status_code == 201
    assert jana.get(f"/tickets/{ticket.number}").json()["status"] == "resolved"
    assert call("huimin").get(f"/tickets/{ticket.number}").status_code == 200
    refused = jana.post(f"/tickets/{ticket.number}/messages", {"body": "x", "kind": "note", "cc": ["a@b.example"]})
    assert refused.status_code == 422


def test_an_illegal_status_with_a_reply_sends_nothing(cast, call):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("cancelled"))
    refused = call("jana").post(f"/tickets/{ticket.number}/messages", {"body": "<p>x</p>", "status": "on_hold"})
    assert (refused.status_code, refused.json()["allowed"]) == (409, ["open"])
    assert ticket.messages.count() == 1


def test_nothing_written_is_refused(cast, call):
    ticket = cast.ticket()
    refused = call("jana").post(f"/tickets/{ticket.number}/messages", {"body": "<p> </p>"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "body"


def test_an_auditor_reads_notes_and_writes_nothing(cast, call):
    ticket = cast.ticket()
    cast.note(ticket)
    arno = call("arno")
    assert len(arno.get(f"/tickets/{ticket.number}/messages").json()["items"]) == 2
    assert arno.post(f"/tickets/{ticket.number}/messages", {"body": "<p>x</p>"}).status_code == 403
    assert arno.patch(f"/tickets/{ticket.number}", {"priority": "low"}).status_code == 403


def test_a_message_is_as_well_delivered_as_the_worst_of_its_letters(cast, call):
    ticket = cast.ticket()
    message = cast.reply(ticket)
    OutboundMail.objects.within(cast.it).delete()

    def delivery(name="jana"):
        return call(name).get(f"/tickets/{ticket.number}/messages").json()["items"][-1]["delivery"]

    assert delivery() == {"state": "none", "server_says": "", "at": None, "letter": None}
    letter(cast, ticket, message_ref=message.pk, state="sent", sent_at=clock.now(), server_says="250 Ok")
    assert delivery()["state"] == "sent" and delivery()["at"]
    letter(cast, ticket, message_ref=message.pk, state="queued")
    assert delivery()["state"] == "queued"
    letter(cast, ticket, message_ref=message.pk, state="failed", server_says="550 5.1.1 User unknown")
    assert (delivery()["state"], delivery()["server_says"]) == ("failed", "550 5.1.1 User unknown")
    assert (delivery("mara")["state"], delivery("mara")["server_says"]) == ("failed", "")


def test_automatic_mails_are_listed_apart_and_a_requester_gets_her_own(cast, call):
    ticket = cast.ticket()
    OutboundMail.objects.within(cast.it).delete()
    letter(cast, ticket, kind="acknowledgement", subject="We have your request", state="sent", is_automatic=True)
    letter(cast, ticket, kind="notification", to_email="jana@eberfeld.example", person_id=cast.jana.pk)
    letter(cast, ticket, kind="reply")
    path = f"/tickets/{ticket.number}/deliveries"
    assert [one["kind"] for one in call("jana").get(path).json()["items"]] == ["acknowledgement", "notification"]
    assert [one["to"] for one in call("mara").get(path).json()["items"]] == ["mara@kestrel.example"]
    assert call("oliver").get(path).status_code == 404


def test_requesters_learn_names_of_agents_and_no_addresses(cast, call):
    ticket = cast.ticket(assignee=cast.jana, tags=["difficult-customer"])
    cast.reply(ticket)
    mara = call("mara")
    shown = mara.get(f"/tickets/{ticket.number}").json()
    assert (shown["assignee"], shown["assignee_name"]) == (None, "Jana Vogt")
    assert shown["tags"] == []
    author = mara.get(f"/tickets/{ticket.number}/messages").json()["items"][1]
    assert (author["author"], author["author_name"]) == (None, "Jana Vogt")


def test_a_long_conversation_is_read_page_by_page(cast, call):
    ticket = cast.ticket()
    for nth in range(5):
        cast.reply(ticket, html=f"<p>{nth}</p>")
    jana, texts = call("jana"), []
    cursor: str | None = ""
    while cursor is not None:
        page = jana.get(f"/tickets/{ticket.number}/messages", limit=2, cursor=cursor).json()
        texts += [one["text"].strip() for one in page["items"]]
        cursor = page["next"]
    assert texts[1:] == ["0", "1", "2", "3", "4"]
    assert Ticket.objects.within(cast.it).count() == 1
