"""People who write to a ticket without being on it: the desk's rule, and the agent who decides."""

import pytest

from deskhand.kernel.errors import NotFound
from deskhand.mail.message_ids import fresh_message_id
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.mail.tests.staged import answered, fixtures_of
from deskhand.tickets import actions
from deskhand.tickets.models import Message

pytestmark = pytest.mark.django_db
EVE = "Eve Marsh <eve@nowhere.example>"
FILE = ("cable.txt", b"broken", "text/plain")
office, stage, cast, asked = fixtures_of(answered)


def rules(cast, **wanted):
    actions.set_answer_rules(actor=cast.actor("lena"), desk=cast.it, **wanted)


def knocks(cast, sent, text="It is the cable.", **more):
    """Eve answers a letter that went to Mara. The message that it became."""
    row = post(cast.mailbox, answer(sent, text, sender=EVE, **more))
    return row, Message.objects.beyond_walls("a test looks at everything").order_by("pk").last()


def test_an_agent_lets_a_sender_in_and_their_letter_stands_where_it_came(cast, asked):
    ticket, sent = asked
    _row, note = knocks(cast, sent, files=(FILE,))
    came = note.created_at
    later = cast.writes(ticket)
    page = cast.client("ben").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "From a new person" in page and "Let them in" in page
    done = cast.client("ben").post(f"/agent/tickets/{ticket.number}/messages/{note.pk}/admit")
    cast.work()
    note.refresh_from_db()
    ticket.refresh_from_db()
    assert done.headers["Location"].endswith(f"#m-{note.pk}")
    assert (note.kind, note.author.email, note.author_name) == ("reply", "eve@nowhere.example", "Eve Marsh")
    assert note.created_at == came < later.created_at and note.attachments.get().filename == "cable.txt"
    assert ticket.public_snippet == "Still the same."
    assert [one.person.email for one in ticket.followers.all()] == ["eve@nowhere.example"]
    assert "Eve Marsh" in sent_to("jana@eberfeld.example", kind="notification")[-1].text
    cast.reply(ticket)
    cast.work()
    (copy,) = sent_to("eve@nowhere.example", kind="reply")
    assert post(cast.mailbox, answer(copy, "Thank you.", sender=EVE)).outcome == "reply"


def test_letting_in_wakes_the_ticket_and_can_be_undone(cast, asked):
    ticket, sent = asked
    _row, note = knocks(cast, sent)
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    actor = cast.actor("jana")
    _message, undo = actions.admit(actor=actor, ticket=ticket, message=note)
    assert undo is not None
    ticket.refresh_from_db()
    assert (ticket.category, ticket.snippet) == ("open", "It is the cable.")
    outcome = actions.undo(actor=actor, undo_id=undo)
    for row in (ticket, note):
        row.refresh_from_db()
    assert outcome.changed == [ticket.number]
    assert (note.kind, note.author, note.author_name) == ("note", None, "Eve Marsh <eve@nowhere.example>")
    assert (ticket.category, ticket.public_snippet) == ("on_hold", "Please restart.")
    assert note.remarks == ["new_person"] and not ticket.followers.exists()
    actions.admit(actor=actor, ticket=ticket, message=note)


def test_who_is_not_let_in_stays_a_note_and_hears_nothing(cast, asked):
    ticket, sent = asked
    _row, note = knocks(cast, sent)
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/messages/{note.pk}/refuse")
    cast.work()
    note.refresh_from_db()
    assert (note.kind, note.remarks) == ("note", ["new_person_refused"])
    assert sent_to("eve@nowhere.example") == [] and not ticket.followers.exists()
    with pytest.raises(NotFound):
        actions.refuse(actor=cast.actor("jana"), ticket=ticket, message=note)
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Let them in after all" in page and "Leave it a note" not in page
    actions.admit(actor=cast.actor("jana"), ticket=ticket, message=note)


def test_a_desk_that_lets_everybody_in_does_so_at_once_but_for_whom_it_took_out(cast, asked):
    ticket, sent = asked
    rules(cast, newcomers="admit")
    row, message = knocks(cast, sent)
    assert (row.outcome, message.kind, message.author.name) == ("reply", "reply", "Eve Marsh")
    eve = ticket.followers.get().person
    actions.unfollow(actor=cast.actor("jana"), ticket=ticket, person=eve)
    row, message = knocks(cast, sent)
    assert (row.outcome, message.kind) == ("new_person", "note")


def test_a_desk_that_lets_nobody_in_makes_a_ticket_that_claims(cast, asked):
    ticket, sent = asked
    rules(cast, newcomers="refuse")
    row, _message = knocks(cast, sent)
    fresh = tickets()[-1]
    assert (row.outcome, fresh.claims_number, fresh.requester.email) == (
        "new_ticket",
        ticket.number,
        "eve@nowhere.example",
    )
    page = cast.client("jana").get(f"/agent/tickets/{fresh.number}/").content.decode()
    assert f"Claims to belong to {ticket.number}" in page and "Add it there" not in page


def test_a_number_in_the_subject_is_offered_to_agents_when_its_sender_is_on_that_ticket(cast, asked):
    ticket, _sent = asked
    raw = letter(subject=f"Re: [#{ticket.number}] VPN", text="It is worse today.", files=(FILE,))
    assert post(cast.mailbox, raw).outcome == "new_ticket"
    fresh = tickets()[-1]
    page = cast.client("jana").get(f"/agent/tickets/{fresh.number}/").content.decode()
    assert "Add it there" in page and "Mara Lindqvist is on that ticket" in page
    done = cast.client("jana").post(f"/agent/tickets/{fresh.number}/add", follow=True)
    cast.work()
    for row in (ticket, fresh):
        row.refresh_from_db()
    message = ticket.messages.last()
    assert (message.text, message.author, message.kind) == ("It is worse today.", cast.mara, "reply")
    assert message.attachments.get().filename == "cable.txt"
    assert message.created_at == fresh.messages.get().created_at
    assert (fresh.category, fresh.added_to_number, ticket.snippet) == ("closed", ticket.number, "It is worse today.")
    hers = cast.client("mara").get(f"/requests/{fresh.number}/").content.decode()
    assert "Goes on in" in hers and f"/requests/{ticket.number}/" in hers
    assert "is added here and closed" in done.content.decode()
    assert "Add it there" not in cast.client("jana").get(f"/agent/tickets/{fresh.number}/").content.decode()


def test_answers_to_what_was_added_go_on_there_and_adding_can_be_undone(cast, asked):
    ticket, _sent = asked
    post(cast.mailbox, letter(subject=f"[#{ticket.number}] VPN", text="It is worse today."))
    fresh = tickets()[-1]
    received = fresh_message_id(fresh.number)
    actor = cast.actor("jana")
    _there, undo = actions.add_to_claimed(actor=actor, ticket=fresh)
    assert undo is not None
    assert post(cast.mailbox, letter(text="And now?", In_Reply_To=received)).ticket_number == ticket.number
    assert actions.undo(actor=actor, undo_id=undo).refused
    assert ticket.messages.filter(text="It is worse today.").exists()


def test_undoing_puts_both_tickets_back(cast, asked):
    ticket, _sent = asked
    post(cast.mailbox, letter(subject=f"[#{ticket.number}] VPN", text="It is worse today."))
    fresh = tickets()[-1]
    actor = cast.actor("jana")
    _there, undo = actions.add_to_claimed(actor=actor, ticket=fresh)
    assert undo is not None
    assert actions.undo(actor=actor, undo_id=undo).changed == [fresh.number]
    for row in (ticket, fresh):
        row.refresh_from_db()
    assert (fresh.category, fresh.added_to_number, ticket.snippet) == ("new", None, "Please restart.")
    assert not ticket.messages.filter(text="It is worse today.").exists()
    assert actions.add_to_claimed(actor=actor, ticket=fresh)[0] == ticket


def test_what_claims_to_belong_to_an_ended_ticket_becomes_its_follow_up(cast, asked):
    ticket, _sent = asked
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("cancelled"))
    post(cast.mailbox, letter(subject=f"[#{ticket.number}] VPN", text="It is worse today."))
    fresh = tickets()[-1]
    assert "Make it a follow-up" in cast.client("jana").get(f"/agent/tickets/{fresh.number}/").content.decode()
    _there, undo = actions.add_to_claimed(actor=cast.actor("jana"), ticket=fresh)
    assert undo is not None
    fresh.refresh_from_db()
    assert (fresh.follows_up, fresh.category) == (ticket, "new")
    actions.undo(actor=cast.actor("jana"), undo_id=undo)
    fresh.refresh_from_db()
    assert (fresh.follows_up, fresh.claims_number) == (None, ticket.number)


def test_a_claimed_ticket_of_another_desk_is_named_and_not_shown(cast):
    other = cast.ticket("Payslip", desk="hr")
    post(cast.mailbox, letter(subject=f"[#{other.number}] hello"))
    fresh = tickets()[-1]
    page = cast.client("jana").get(f"/agent/tickets/{fresh.number}/").content.decode()
    assert f"Claims to belong to {other.number}" in page
    assert "Payslip" not in page and f"/agent/tickets/{other.number}/" not in page
    with pytest.raises(NotFound):
        actions.add_to_claimed(actor=cast.actor("jana"), ticket=fresh)


def test_people_in_copy_are_not_added_where_our_address_was_in_blind_copy(cast):
    raw = letter(
        to="Hui Min <huimin@kestrel.example>", Cc="Oliver <oliver@nordwind.example>", Bcc="it@eberfeld.example"
    )
    post(cast.mailbox, raw)
    fresh = tickets()[-1]
    assert not fresh.followers.exists()
    assert fresh.messages.get().remarks == ["blind_copy"]
    cast.reply(fresh)
    cast.work()
    (sent,) = sent_to("mara@kestrel.example", kind="reply", ticket_number=fresh.number)
    assert (sent.shown_cc, len(sent.shown_to)) == ([], 1) and "Bcc" not in sent.headers
    assert sent_to("huimin@kestrel.example") == []


def test_a_desk_can_leave_people_in_copy_out(cast):
    rules(cast, copies_follow=False)
    post(cast.mailbox, letter(Cc="Hui Min <huimin@kestrel.example>"))
    fresh = tickets()[-1]
    assert not fresh.followers.exists() and fresh.messages.get().remarks == []


def test_administrators_set_the_rules_and_the_page_says_since_when(cast):
    client = cast.client("lena")
    page = client.get("/agent/settings/it/mail/answers/").content.decode()
    assert "An agent decides whether they join" in page
    wanted = {"newcomers": "refuse", "agents_by_mail": "authentic", "commands": "on"}
    assert client.post("/agent/settings/it/mail/answers/", wanted).status_code == 302
    assert client.post("/agent/settings/it/mail/answers/", {**wanted, "newcomers": "x"}).status_code == 422
    page = client.get("/agent/settings/it/mail/answers/").content.decode()
    assert "Lena Hartmann" in page
    assert cast.client("jana").get("/agent/settings/it/mail/answers/").status_code == 403
