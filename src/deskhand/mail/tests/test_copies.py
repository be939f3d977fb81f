"""The same mail more than once: by its bytes, by what it says, in several mailboxes, to two workers at once."""

import tomllib
from pathlib import Path

import pytest
from django.db import transaction

from deskhand.accounts.actions import create_desk
from deskhand.jobs import together
from deskhand.jobs.models import Job
from deskhand.jobs.running import TryLater
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail import actions, reading
from deskhand.mail.models import InboundMail, Mailbox
from deskhand.mail.receive import accept
from deskhand.mail.tests.post import letter, post, tickets
from deskhand.tickets import remarks

CASES = tomllib.loads((Path(__file__).parent / "message_ids.toml").read_text())["case"]


def raw_of(header, words):
    lines = [header.replace("{long}", "x" * 900)] if header else []
    top = ["From: Mara <mara@kestrel.example>", "To: it@eberfeld.example", "Subject: VPN", *lines]
    return "\n".join([*top, "Date: Mon, 2 Nov 2026 10:00:00 +0000", "", words, ""]).encode()


@pytest.fixture
def billing(cast):
    return Mailbox.objects.create(
        desk=cast.it, name="billing", address="billing@eberfeld.example", created_at=clock.now()
    )


def test_there_are_enough_cases_of_message_ids():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_message_id_loses_no_letter_and_doubles_none(cast, case):
    first = post(cast.mailbox, raw_of(case["first"], "It drops."))
    second_words = "It drops." if case["same"] else "Something else."
    second = post(cast.mailbox, b"Received: by mx2.example\n" + raw_of(case["second"], second_words))
    assert len(tickets()) == case["tickets"]
    assert first.outcome == "new_ticket"
    assert second.outcome == ("duplicate" if case["tickets"] == 1 else "new_ticket")
    assert "said" not in case or first.message_id == case["said"]


def test_a_copy_leads_to_the_first_and_stays_one_when_it_is_tried_again(cast):
    raw = letter(subject="Printer")
    first = post(cast.mailbox, raw)
    copy = post(cast.mailbox, b"Received: by mx2.example\n" + raw)
    actions.try_again(actor=cast.actor("lena"), letter=copy)
    cast.work()
    copy.refresh_from_db()
    assert (copy.state, copy.outcome, copy.first) == ("ignored", "duplicate", first)
    assert len(tickets()) == 1


def test_the_same_mail_in_two_mailboxes_of_a_desk_is_one_ticket_that_says_so(cast, billing):
    raw = letter(subject="Invoice 7", to="it@eberfeld.example, billing@eberfeld.example")
    first = post(cast.mailbox, raw)
    second = post(billing, b"Delivered-To: billing@eberfeld.example\n" + raw)
    third = post(billing, b"Delivered-To: invoices@eberfeld.example\n" + raw)
    (ticket,) = tickets()
    assert (second.outcome, second.first, second.ticket_number) == ("other_mailbox", first, ticket.number)
    assert third.outcome == "other_mailbox"
    message = ticket.messages.get()
    assert remarks.in_words(message.remarks) == ["It also came to billing@eberfeld.example."]
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "It also came to billing@eberfeld.example." in page


def test_the_same_mail_on_two_desks_is_a_ticket_on_each(cast):
    other = create_desk(actor=SYSTEM, key="money", name="Money", administrator=cast.lena)
    theirs = Mailbox.objects.create(desk=other, name="money", address="money@eberfeld.example", created_at=clock.now())
    raw = letter(subject="For both")
    assert [post(box, raw).outcome for box in (cast.mailbox, theirs)] == ["new_ticket", "new_ticket"]
    assert [one.desk for one in tickets()] == [cast.it, other]


def test_two_workers_with_two_copies_make_one_ticket(cast, monkeypatch):
    """The second one has looked for an earlier copy before the first one commits."""
    raw = letter(subject="Only once")
    one, two = accept(cast.mailbox, raw, "imap"), accept(cast.mailbox, b"X-Way: other\n" + raw, "lmtp")
    finish, late = reading.read_letter.run(one.inbound_id), reading.read_letter.run(two.inbound_id)
    assert finish is not None and late is not None
    with transaction.atomic():
        finish()
    with monkeypatch.context() as looked_before:
        looked_before.setattr(reading, "_first_of", lambda _letter: None)
        with pytest.raises(TryLater), transaction.atomic():
            late()
    assert [ticket.subject for ticket in tickets()] == ["Only once"]
    cast.work()
    rows = InboundMail.objects.within(cast.it).order_by("pk")
    assert [row.outcome for row in rows] == ["new_ticket", "duplicate"]


def test_a_crash_before_the_end_loses_neither_the_letter_nor_its_place(cast):
    accepted = accept(cast.mailbox, letter(subject="Kept"), "pipe")
    finish = reading.read_letter.run(accepted.inbound_id)
    assert finish is not None

    def end_in_the_middle():
        finish()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        end_in_the_middle()
    assert tickets() == []
    cast.work()
    assert [one.subject for one in tickets()] == ["Kept"]


def test_a_backlog_is_read_in_batches_in_order_and_a_bad_letter_hurts_only_itself(cast, monkeypatch):
    whole, batches = together.run, []

    def counted(many):
        batches.append(len(many))
        whole(many)

    monkeypatch.setattr(together, "run", counted)
    for number in range(8):
        accept(cast.mailbox, letter(subject=f"Letter {number}"), "pipe")
    from deskhand.kernel import slots

    take_in = slots.items("mail_intake")[0]

    def failing(row, mail, judgement):
        if mail.subject == "Letter 3":
            return lambda: 1 / 0
        return take_in(row, mail, judgement)

    monkeypatch.setattr(slots, "items", lambda name, **_: [failing] if name == "mail_intake" else [])
    cast.work()
    assert batches == [8]
    assert [one.subject for one in tickets()] == [f"Letter {number}" for number in (0, 1, 2, 4, 5, 6, 7)]
    states = InboundMail.objects.within(cast.it).order_by("pk").values_list("outcome", flat=True)
    assert list(states) == ["new_ticket"] * 3 + ["broken"] + ["new_ticket"] * 4
    assert not Job.objects.filter(state__in=["ready", "running"], name__endswith="read_letter").exists()
