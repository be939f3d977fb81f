"""Who joins a ticket by letter, through the API."""

from deskhand.mail.message_ids import fresh_message_id
from deskhand.mail.tests.post import letter, post, tickets

EVE = "Eve Marsh <eve@nowhere.example>"


def test_a_program_lets_a_sender_in_or_not(cast, call):
    ticket = cast.ticket()
    for text in ("The first.", "The second."):
        post(cast.mailbox, letter(EVE, "Re: VPN", text, In_Reply_To=fresh_message_id(ticket.number)))
    jana, path = call("jana"), f"/tickets/{ticket.number}/messages"
    _own, first, second = jana.get(path).json()["items"]
    assert (first["newcomer"], first["kind"], first["author"]) == ("waiting", "note", None)
    assert jana.post(f"{path}/{second['id']}/refuse").json()["newcomer"] == "refused"
    answer = jana.post(f"{path}/{first['id']}/admit").json()
    message = answer["message"]
    assert (message["kind"], message["author"], message["newcomer"]) == ("reply", "eve@nowhere.example", None)
    assert jana.post(f"{path}/{first['id']}/admit").status_code == 404
    assert call("mara").post(f"{path}/{second['id']}/admit").status_code == 403
    assert call("oliver").post(f"{path}/{second['id']}/admit").status_code == 404
    assert jana.post(f"/undo/{answer['undo']}").json()["changed"] == 1
    assert jana.get(path).json()["items"][1]["newcomer"] == "waiting"


def test_a_program_adds_a_claim_and_ends_reply_addresses(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    post(cast.mailbox, letter(subject=f"[#{ticket.number}] VPN", text="Worse."))
    fresh = tickets()[-1]
    assert jana.get(f"/tickets/{fresh.number}").json()["claims"] == ticket.number
    done = jana.post(f"/tickets/{fresh.number}/add-to-claimed").json()
    assert (done["ticket"], done["is_follow_up"]) == (ticket.number, False)
    assert jana.get(f"/tickets/{fresh.number}").json()["added_to"] == ticket.number
    assert jana.post(f"/tickets/{fresh.number}/add-to-claimed").status_code == 422
    sent = fresh_message_id(ticket.number)
    assert jana.post(f"/tickets/{ticket.number}/revoke-reply-addresses").status_code == 204
    assert post(cast.mailbox, letter(In_Reply_To=sent)).outcome == "new_ticket"


def test_a_program_of_an_administrator_sets_the_rules_of_answers(cast, call):
    lena = call("lena", "full")
    path = "/desks/it/answer-rules"
    assert lena.get(path).json()["newcomers"] == "ask"
    changed = lena.patch(path, {"newcomers": "admit", "commands": True}).json()
    assert (changed["newcomers"], changed["commands"], changed["agents_by_mail"]) == ("admit", True, "token")
    assert lena.patch(path, {"newcomers": "sometimes"}).status_code == 422
    assert call("jana").patch(path, {"commands": True}).status_code == 403
