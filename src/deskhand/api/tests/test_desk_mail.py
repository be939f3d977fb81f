"""A desk's letters and the tokens that reach it, by the API."""

from deskhand.accounts.actions import make_token
from deskhand.mail.letters import BODY_LIMIT
from deskhand.mail.message_ids import token_in_subject
from deskhand.mail.models import InboundMail, InboundState, OutboundMail, OutboundState
from deskhand.mail.receive import accept

HEAD = b"From: mara@kestrel.example\r\nTo: it@eberfeld.example\r\nMessage-ID: <a@kestrel.example>\r\n"
RAW = HEAD + b"Subject: VPN\r\n\r\nHi\r\n"


def test_a_letter_in_quarantine_is_set_aside_or_read_again(cast, call):
    received = accept(cast.mailbox, RAW, "pipe")
    InboundMail.objects.within(cast.it).update(state=InboundState.QUARANTINED)
    lena = call("lena")
    (row,) = lena.get("/desks/it/received-letters", state="quarantined").json()["items"]
    path = f"/desks/it/received-letters/{row['id']}"
    assert (row["id"], row["mailbox"]) == (received.inbound_id, "it")
    assert lena.post(f"{path}/ignore").json()["state"] == "ignored"
    assert lena.post(f"{path}/again").json()["state"] == "stored"
    cast.work()
    (read,) = lena.get("/desks/it/received-letters").json()["items"]
    assert (read["state"], read["subject"]) == ("done", "VPN") and read["ticket"]
    assert call("jana").get("/desks/it/received-letters").status_code == 403
    assert call("hanna").post(path.replace("/it/", "/hr/") + "/again").status_code == 404


def test_staff_send_an_answer_again_that_did_not_arrive(cast, call):
    ticket = cast.ticket()
    cast.reply(ticket)
    OutboundMail.objects.within(cast.it).update(state=OutboundState.FAILED)
    newest = call("jana").get(f"/tickets/{ticket.number}/messages").json()["items"][-1]["delivery"]
    assert newest["state"] == "failed"
    path = f"/desks/it/sent-letters/{newest['letter']}"
    again, sent = call("jana").post(f"{path}/again").json(), call("lena").get("/desks/it/sent-letters").json()["items"]
    assert again["state"] == "queued" and newest["letter"] in [one["id"] for one in sent]
    told = {one["subject"] for one in [again, *sent]}
    assert not [one for one in told if token_in_subject(one)] and f"Re: {ticket.subject}" in told
    assert call("arno").post(f"{path}/again").status_code == 403
    assert call("hanna").post(f"/desks/hr/sent-letters/{newest['letter']}/again").status_code == 404
    assert call("mara").get(f"/tickets/{ticket.number}/messages").json()["items"][-1]["delivery"]["letter"] is None


def test_a_desk_has_words_of_its_own_and_none_again(cast, call):
    lena, path = call("lena"), "/desks/it/letter-words/acknowledgement/en"

    def own():
        found = lena.get("/desks/it/letter-words").json()["items"]
        return [(one["kind"], one["language"]) for one in found if one["is_own"]]

    made = lena.put(path, {"subject": "Got it", "body": "Hello {first_name}, it is {number}."})
    assert (made.json()["subject"], made.json()["is_own"], own()) == ("Got it", True, [("acknowledgement", "en")])
    assert lena.put(path, {"subject": "Got it", "body": "Hello {nobody}"}).json()["errors"][0]["field"] == "body"
    assert lena.put(path, {"subject": "Got it", "body": "x" * BODY_LIMIT}).status_code == 200
    assert lena.put(path, {"subject": "Got it", "body": "x" * (BODY_LIMIT + 1)}).status_code == 422
    assert lena.put("/desks/it/letter-words/confirmation/en", {"subject": "x", "body": "x"}).status_code == 404
    assert lena.put("/desks/it/letter-words/acknowledgement/xx", {"subject": "x", "body": "x"}).status_code == 404
    assert lena.delete(path).status_code == 204 and own() == []
    assert call("jana").delete(path).status_code == 403


def test_administrators_cut_a_token_off(cast, call):
    row, token = make_token(actor=cast.actor("jana"), person=cast.jana, name="Nightly report", scope="read")
    lena = call("lena")
    shown = next(one for one in lena.get("/desks/it/tokens").json()["items"] if one["id"] == row.pk)
    assert (shown["name"], shown["owner"]["name"], shown["prefix"]) == ("Nightly report", "Jana Vogt", row.prefix)
    assert token not in str(lena.get("/desks/it/tokens").json())
    assert [lena.delete(f"/desks/it/tokens/{row.pk}").status_code for _twice in range(2)] == [204, 404]
    assert row.pk not in [one["id"] for one in lena.get("/desks/it/tokens").json()["items"]]
    assert call("jana").get("/desks/it/tokens").status_code == 403
    assert call("hanna").delete(f"/desks/hr/tokens/{row.pk}").status_code == 404
