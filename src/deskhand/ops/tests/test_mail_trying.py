"""Trying a message, and making a ticket of one that did not become one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.kernel import clock
from deskhand.mail import health, outbox
from deskhand.mail.models import InboundMail, LetterKind, Mailbox
from deskhand.mail.outbox import Letter, Recipient
from deskhand.mail.receive import accept
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets

TRY = "/agent/settings/it/mail/try/"
RECEIVED = "/agent/settings/it/mail/received/"


def text(response):
    return response.content.decode()


def everything_there_is():
    """How many rows each table has, and which files lie there."""
    rows = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    root = Path(default_storage.path(""))
    return rows, sorted(str(one) for one in root.rglob("*") if one.is_file())


def tried(cast, raw, **more):
    client = cast.client("lena")
    client.get(TRY)
    before = everything_there_is()
    response = client.post(TRY, {"mailbox": cast.mailbox.pk, "message": raw.decode(), **more})
    assert everything_there_is() == before
    return response


@pytest.mark.postgres
@pytest.mark.parametrize("act", ["paste", "file"])
def test_what_would_become_of_a_message_is_told_and_nothing_stays(cast, act):
    raw = letter(
        "Nora New <nora@nowhere.example>", "Screen 🖥️ flickers", "It flickers.", files=(("a.txt", b"abc", "text/plain"),)
    )
    if act == "paste":
        shown = text(tried(cast, raw))
    else:
        file = SimpleUploadedFile("a.eml", raw, "message/rfc822")
        shown = text(cast.client("lena").post(TRY, {"mailbox": cast.mailbox.pk, "file": file}))
        assert not InboundMail.objects.within(cast.it).exists() and not tickets()
    assert "It would open a ticket of Nora New &lt;nora@nowhere.example&gt;." in shown
    assert "Acknowledgement: nora@nowhere.example" in shown
    assert "It flickers." in shown and "a.txt" in shown


def test_an_answer_is_tried_with_the_proof_that_leads_to_its_ticket(cast):
    ticket = cast.ticket("Printer jams")
    cast.work()
    shown = text(tried(cast, answer(sent_to("mara@kestrel.example")[-1])))
    assert f"It would be added to #{ticket.number} as an answer of" in shown
    assert f"#{ticket.number}" in shown and "Which ticket" in shown
    assert ticket.messages.count() == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"From: nobody\n\nhello", "It would lie in quarantine: No address can be read off it"),
        (letter("Out <out@nowhere.example>", "Away", Auto_Submitted="auto-replied"), "It would not become a ticket:"),
    ],
)
def test_a_message_that_would_not_become_a_ticket_says_why(cast, raw, words):
    assert words in text(tried(cast, raw))


def test_a_message_that_came_already_says_so(cast):
    raw = letter("Mara <mara@kestrel.example>", "Once")
    post(cast.mailbox, raw)
    assert "The same letter was here already" in text(tried(cast, raw))


def test_nothing_to_try_and_too_much_to_try_are_said_at_the_form(cast, monkeypatch):
    client = cast.client("lena")
    nothing = client.post(TRY, {"mailbox": cast.mailbox.pk, "message": " \n"})
    assert nothing.status_code == 422 and "There is no message." in text(nothing)
    monkeypatch.setattr("deskhand.mail.rehearsal.LARGEST", 10)
    large = client.post(TRY, {"mailbox": cast.mailbox.pk, "message": "From: a@b.example\n\n" + "x" * 99})
    assert large.status_code == 422 and "too large to be tried" in text(large) and "x" * 99 in text(large)


@pytest.mark.parametrize(("who", "status"), [("jana", 403), ("hanna", 404), ("mara", 404)])
def test_only_administrators_of_the_desk_try_messages(cast, who, status):
    assert cast.client(who).get(TRY).status_code == status
    assert cast.client(who).post(TRY, {"message": "x"}).status_code == status


def test_a_letter_that_was_not_made_into_a_ticket_becomes_one_by_hand(cast):
    row = post(cast.mailbox, letter("Out <out@nowhere.example>", "Away until Monday", Auto_Submitted="auto-replied"))
    assert not tickets()
    client = cast.client("lena")
    response = client.post(f"{RECEIVED}{row.pk}/open/")
    (made,) = tickets()
    assert response.headers["Location"] == f"/agent/tickets/{made.number}/"
    assert (made.subject, made.requester.email) == ("Away until Monday", "out@nowhere.example")
    cast.work()
    assert not sent_to("out@nowhere.example")
    shown = text(client.get(f"{RECEIVED}{row.pk}/"))
    assert "Made into a ticket by hand" in shown and "made a ticket of it" in shown
    assert client.post(f"{RECEIVED}{row.pk}/open/").status_code == 404
    assert len(tickets()) == 1


def test_a_letter_without_a_sender_becomes_a_ticket_of_whoever_made_it(cast):
    row = post(cast.mailbox, b"From: nobody\r\nSubject: Help\r\n\r\nhello")
    cast.client("lena").post(f"{RECEIVED}{row.pk}/open/")
    assert tickets()[0].requester == cast.people["lena"]


def test_a_letter_that_cannot_be_read_becomes_a_ticket_with_the_letter_attached(cast, monkeypatch):
    from deskhand.mail import isolated, reading
    from deskhand.mail.actions import anyway

    real = isolated.parsed

    def never(raw):
        raise isolated.TooMuch("Reading it takes too much.")

    monkeypatch.setattr(reading, "parsed", never)
    row = post(cast.mailbox, letter("Mara <mara@kestrel.example>", "A bomb"))
    assert row.state == "quarantined"
    monkeypatch.setattr(anyway, "parsed", lambda raw: never(raw) if b"drops" in raw else real(raw))
    cast.client("lena").post(f"{RECEIVED}{row.pk}/open/")
    (made,) = tickets()
    assert made.subject == "A bomb" and made.attachments.get().filename == "letter.eml"


def test_the_sender_of_a_letter_is_blocked_from_its_page(cast):
    row = post(cast.mailbox, letter("Spam <spam@nowhere.example>", "Buy"))
    client = cast.client("lena")
    assert "Block sender" in text(client.get(f"{RECEIVED}{row.pk}/"))
    client.post(f"{RECEIVED}{row.pk}/block/")
    assert "Block sender" not in text(client.get(f"{RECEIVED}{row.pk}/"))
    assert post(cast.mailbox, letter("Spam <spam@nowhere.example>", "Buy more")).outcome == "blocked_sender"


def test_monitors_are_told_whether_mail_goes_without_names_or_figures(cast, client, monkeypatch):
    monkeypatch.setattr(health, "_brief", None)
    assert client.get("/healthz/mail").json() == {"status": "ok", "fetching": "ok", "reading": "ok", "sending": "ok"}
    cast.mailbox.last_error = "The server refuses the password."
    cast.mailbox.save()
    monkeypatch.setattr(health, "_brief", None)
    answer = client.get("/healthz/mail")
    assert answer.status_code == 503 and answer.json()["fetching"] == "late"
    assert b"it" not in answer.content.replace(b"it_", b"") and b"password" not in answer.content


def waits_to_be_sent(cast):
    letter_out = Letter(kind=LetterKind.OTHER, subject="x", text="x", mailbox=cast.mailbox)
    outbox.put(letter_out, to=Recipient(email="nora@nowhere.example"))


@pytest.mark.parametrize(
    ("late", "waits_too_long"), [("reading", timedelta(minutes=6)), ("sending", timedelta(minutes=31))]
)
def test_monitors_are_told_when_letters_lie_unread_or_unsent(cast, client, monkeypatch, late, waits_too_long):
    if late == "reading":
        accept(cast.mailbox, letter(), "pipe")
    else:
        waits_to_be_sent(cast)
    monkeypatch.setattr(health, "_brief", None)
    assert client.get("/healthz/mail").status_code == 200
    monkeypatch.setattr(health, "_brief", None)
    with clock.frozen(clock.now() + waits_too_long):
        answer = client.get("/healthz/mail")
    well = {"status": "late", "fetching": "ok", "reading": "ok", "sending": "ok"}
    assert (answer.status_code, answer.json()) == (503, {**well, late: "late"})


def test_scripts_read_since_when_what_waits_on_every_desk(cast, client):
    now = clock.now().replace(microsecond=0)
    Mailbox.objects.within(cast.it).update(
        protocol="imap", fetch_host="mail.example", last_fetch_at=now - timedelta(minutes=20)
    )
    with clock.frozen(now - timedelta(minutes=2)):
        post(cast.mailbox, b"From: nobody\r\nSubject: Help\r\n\r\nhello")
        accept(cast.mailbox, letter(), "pipe")
    with clock.frozen(now - timedelta(minutes=1)):
        accept(cast.mailbox, letter(), "pipe")
        waits_to_be_sent(cast)
    with clock.frozen(now):
        found = client.get("/api/v1/mail-health", headers=cast.bearer("lena", "read")).json()
    box = next(one for one in found["mailboxes"] if one["mailbox"] == "it")
    assert (box["desk"], box["state"], box["lag_seconds"]) == ("it", "late", 1200)
    assert datetime.fromisoformat(box["last_fetch_at"]) == now - timedelta(minutes=20)
    assert found["quarantine"] == 1
    assert datetime.fromisoformat(found["unread_since"]) == now - timedelta(minutes=2)
    assert datetime.fromisoformat(found["unsent_since"]) == now - timedelta(minutes=1)
    assert client.get("/api/v1/mail-health", headers=cast.bearer("hanna", "read")).status_code == 403


def test_scripts_read_the_health_try_messages_and_make_tickets(cast):
    import json

    from deskhand.accounts.actions import make_token
    from deskhand.kernel.actor import SYSTEM

    row = post(cast.mailbox, letter("Out <out@nowhere.example>", "Away", Auto_Submitted="auto-replied"))
    _token, word = make_token(actor=SYSTEM, person=cast.people["lena"], scope="write")
    client, bearer = cast.client("lena"), {"HTTP_AUTHORIZATION": f"Bearer {word}"}
    found = client.get("/api/v1/desks/it/mail-health", **bearer).json()
    assert [one["mailbox"] for one in found["mailboxes"]] == ["it"] and found["quarantine"] == 0
    body = json.dumps({"message": "From: nora@nowhere.example\nSubject: Try\n\nHello"})
    told = client.post("/api/v1/desks/it/tried-letters", body, content_type="application/json", **bearer).json()
    assert (told["outcome"], told["newest"], told["ticket"]) == ("new_ticket", "Hello", None)
    made = client.post(f"/api/v1/desks/it/received-letters/{row.pk}/open", **bearer).json()
    assert made["outcome"] == "opened_by_hand" and made["ticket"] == tickets()[0].number
