"""Splitting messages off a ticket: what goes along, who reads what, where mail goes, and the way back."""

import pytest

from deskhand.jobs.worker import run_until_idle
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.mail.message_ids import fresh_message_id
from deskhand.mail.models import InboundMail, OutboundMail
from deskhand.mail.parse import parse
from deskhand.mail.receive import accept
from deskhand.tickets import access, actions, splitting
from deskhand.tickets.bodies import composed
from deskhand.tickets.intake.proof import proof_of
from deskhand.tickets.models import Message, Split, Ticket
from deskhand.tickets.tests.facts import facts


def fresh(ticket):
    return Ticket.objects.beyond_walls("test").select_related("desk", "status", "requester").get(pk=ticket.pk)


def split(cast, ticket, *messages, by="jana", **more):
    return actions.split(actor=cast.actor(by), ticket=fresh(ticket), messages=[one.pk for one in messages], **more)


def unsplit(cast, ticket, by="jana"):
    return actions.unsplit(actor=cast.actor(by), ticket=fresh(ticket))


def texts(ticket):
    return [one.text for one in fresh(ticket).messages.order_by("created_at", "pk")]


def page(cast, ticket, by="jana"):
    return cast.client(by).get(f"/agent/tickets/{ticket.number}/").content.decode()


def raw_letter(cast, name, answers, text):
    """A letter of somebody that answers one of ours."""
    head = f"From: {cast.people[name].email}\r\nTo: it@eberfeld.example\r\nMessage-ID: <{text}@{name}.example>\r\n"
    return f"{head}In-Reply-To: {answers}\r\nSubject: Re: VPN\r\n\r\n{text}\r\n".encode()


def proven(cast, answers):
    """The ticket that such a letter proves to belong to."""
    return proof_of(parse(raw_letter(cast, "oliver", answers, "x")), cast.it.pk).ticket


def letter(cast, name, answers, text):
    """The ticket on which such a letter lands."""
    found = accept(cast.mailbox, raw_letter(cast, name, answers, text), "pipe").inbound_id
    run_until_idle()
    return InboundMail.objects.within(cast.it).get(pk=found).ticket_number


@pytest.fixture
def talk(cast):
    """Mara's ticket on which Oliver, who reads along, began to speak of something else, and got an answer."""
    ticket = cast.ticket("VPN drops")
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.oliver)
    other = cast.writes(ticket, by="oliver", html="<p>My laptop is broken, too.</p>")
    answer = cast.reply(ticket, html="<p>Bring the laptop.</p>")
    return ticket, other, answer


@pytest.mark.postgres
def test_chosen_messages_become_a_ticket_of_whoever_wrote_them(cast, talk):
    ticket, other, answer = talk
    there = split(cast, ticket, other, answer, subject="Broken laptop")
    assert texts(ticket) == ["VPN drops, since this morning."]
    assert texts(there) == ["My laptop is broken, too.", "Bring the laptop."]
    assert (there.subject, there.requester, there.category) == ("Broken laptop", cast.oliver, "new")
    assert (fresh(there).snippet, fresh(ticket).snippet) == ("Bring the laptop.", "VPN drops, since this morning.")
    assert fresh(there).first_replied_at == answer.created_at
    assert facts(ticket)[-1] == "ticket.split"
    assert facts(there)[-1] == "ticket.split_off"


def test_both_tickets_show_it_and_lead_to_each_other(cast, talk):
    ticket, other, answer = talk
    there = split(cast, ticket, other, answer)
    here, new = page(cast, ticket), page(cast, there)
    assert f"split 2 messages off into {there.number}" in here
    assert f"split this off {ticket.number}" in new
    assert f'href="/agent/tickets/{there.number}/"' in here
    assert f'href="/agent/tickets/{ticket.number}/"' in new
    assert "My laptop is broken" not in here.replace(there.subject, "")
    assert "My laptop is broken" in new


def test_nobody_is_written_to_and_nobody_reads_more_than_their_own(cast, talk):
    ticket, other, answer = talk
    cast.work()
    sent = OutboundMail.objects.within(cast.it).count()
    there = split(cast, ticket, other, answer)
    cast.work()
    assert OutboundMail.objects.within(cast.it).filter(person_id__in=[cast.mara.pk, cast.oliver.pk]).count() <= sent
    assert not Ticket.objects.shown_to(cast.actor("mara")).filter(pk=there.pk).exists()
    assert Ticket.objects.shown_to(cast.actor("oliver")).filter(pk=there.pk).exists()
    assert "laptop" not in cast.client("mara").get(f"/portal/tickets/{ticket.number}/").content.decode()


def test_files_go_along(cast, talk):
    ticket, _other, _answer = talk
    file = actions.upload(
        actor=cast.actor("jana"), desk_id=cast.it.pk, filename="a.txt", content=b"abc", content_type="text/plain"
    )
    note = actions.note(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Seen</p>"), attachments=[file])
    there = split(cast, ticket, _other, note)
    found = access.attachment_for(cast.actor("jana"), file.key)
    assert (found.ticket_id, found.message_id) == (there.pk, note.pk)


@pytest.mark.postgres
def test_an_answer_to_a_letter_that_was_split_off_comes_to_the_new_ticket(cast, talk):
    ticket, other, answer = talk
    stays = cast.reply(ticket, html="<p>Try the other gateway.</p>")
    there = split(cast, ticket, other, answer)
    assert letter(cast, "oliver", answer.message_id, "at-the-desk") == there.number
    assert proven(cast, stays.message_id) == ticket
    assert texts(there)[-1].strip() == "at-the-desk"
    assert fresh(there).category == "new"


def test_mail_finds_what_was_split_off_twice_and_what_came_back(cast, talk):
    ticket, other, answer = talk
    second = cast.reply(ticket, html="<p>And the mouse?</p>")
    cast.writes(ticket, by="oliver", html="<p>Mouse, too.</p>")
    there = split(cast, ticket, other, answer, second)
    third = split(cast, there, second)
    assert proven(cast, second.message_id) == third
    assert proven(cast, second.message_id.upper()) == third
    assert proven(cast, answer.message_id) == there
    unsplit(cast, third)
    assert proven(cast, second.message_id) == there
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    assert proven(cast, answer.message_id) == there
    actions.restore(actor=cast.actor("jana"), ticket=ticket)
    actions.revoke_reply_addresses(actor=cast.actor("jana"), ticket=ticket)
    assert proven(cast, answer.message_id) is None


def test_an_answer_to_a_letter_of_a_ticket_whose_split_was_undone_goes_back_with_it(cast, talk):
    ticket, other, _answer = talk
    there = split(cast, ticket, other)
    signed = fresh_message_id(there.number, there.reply_generation)
    unsplit(cast, there)
    assert fresh(there).deleted_at is not None
    assert letter(cast, "oliver", signed, "not-yet") == ticket.number
    assert texts(ticket)[-1].strip() == "not-yet"
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    assert proven(cast, signed) is None


@pytest.mark.parametrize("what", ["first", "nothing", "strange", "notes"])
def test_what_cannot_be_split_off_is_refused_in_words(cast, talk, what):
    ticket, _other, _answer = talk
    first = ticket.messages.order_by("created_at", "pk")[0]
    chosen = {
        "first": [first],
        "nothing": [],
        "strange": [cast.ticket("Else").messages.get()],
        "notes": [cast.note(ticket)],
    }
    words = {
        "first": "it stays here",
        "nothing": "Choose the messages",
        "strange": "not on this ticket",
        "notes": "not internal",
    }
    with pytest.raises(Invalid, match=words[what]):
        split(cast, ticket, *chosen[what])
    assert not Split.objects.within(cast.it).exists()


def test_a_merged_ticket_is_split_where_it_is_heard(cast, talk):
    ticket, other, _answer = talk
    actions.merge(actor=cast.actor("jana"), ticket=ticket, into=cast.ticket("Both").number)
    with pytest.raises(Conflict, match="merged into"):
        split(cast, ticket, other)


@pytest.mark.postgres
def test_a_split_is_taken_back_and_the_new_ticket_goes_to_the_bin(cast, talk):
    ticket, other, answer = talk
    before = texts(ticket)
    there = split(cast, ticket, other, answer)
    assert unsplit(cast, there).pk == ticket.pk
    assert texts(ticket) == before
    assert fresh(there).deleted_at is not None
    assert (fresh(there).snippet, fresh(ticket).snippet) == ("", "Bring the laptop.")
    assert "ticket.split_undone" in facts(ticket)
    assert "ticket.split_returned" in facts(there)
    with pytest.raises(Conflict, match="taken back"):
        unsplit(cast, there)


@pytest.mark.postgres
def test_what_came_since_is_not_lost_when_a_split_is_taken_back(cast, talk):
    ticket, other, answer = talk
    there = split(cast, ticket, other, answer)
    since = cast.writes(there, by="oliver", html="<p>It smokes now.</p>")
    unsplit(cast, there)
    gone = fresh(there)
    assert (gone.deleted_at, gone.merged_into_id, gone.category) == (None, ticket.pk, "closed")
    assert Message.objects.within(cast.it).get(pk=since.pk).ticket_id == there.pk
    assert "It smokes now." in page(cast, ticket)
    assert "It smokes now." not in cast.client("mara").get(f"/portal/tickets/{ticket.number}/").content.decode()
    assert proven(cast, cast.reply(there).message_id) == there


def test_a_draft_is_something_that_came_since(cast, talk):
    ticket, other, answer = talk
    there = split(cast, ticket, other, answer)
    actions.save_draft(actor=cast.actor("ben"), ticket=there, kind="reply", html="<p>Nearly</p>", cc=[], attachments=[])
    unsplit(cast, there)
    assert fresh(there).merged_into_id == ticket.pk


def test_it_is_not_taken_back_while_one_of_them_is_elsewhere(cast, talk):
    ticket, other, answer = talk
    there = split(cast, ticket, other, answer)
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    with pytest.raises(Conflict, match="in the bin"):
        unsplit(cast, there)
    actions.restore(actor=cast.actor("jana"), ticket=ticket)
    actions.merge(actor=cast.actor("jana"), ticket=there, into=cast.ticket("Else").number)
    with pytest.raises(Conflict, match="merged into"):
        unsplit(cast, there)


def test_what_is_shown_before_names_who_reads_it_and_who_does_not(cast, talk):
    ticket, other, answer = talk
    note = cast.note(ticket)
    chosen = splitting.chosen(ticket, [other.pk, answer.pk, note.pk])
    seen = splitting.preview(ticket, chosen, splitting.requester_of(ticket, chosen))
    assert (seen.requester, seen.messages, seen.notes, seen.losing) == (cast.oliver, 3, 1, ["Mara Lindqvist"])
    assert {one.pk for one in splitting.people_of(ticket)} == {cast.mara.pk, cast.oliver.pk}


def test_an_agent_chooses_messages_sees_what_happens_splits_and_undoes(cast, talk):
    ticket, other, answer = talk
    jana = cast.client("jana")
    at = f"/agent/tickets/{ticket.number}/split/"
    shown = page(cast, ticket)
    first = ticket.messages.order_by("created_at", "pk")[0]
    assert f'href="{at}"' in shown
    assert f'href="{at}?messages={other.pk}"' in shown
    assert f"{at}?messages={first.pk}" not in shown
    shown = jana.get(at, {"messages": [other.pk, answer.pk]}).content.decode()
    assert "2 messages" in shown
    assert "<bdi>Oliver Brandt</bdi>, but for what is internal" in shown
    assert "<bdi>Mara Lindqvist</bdi>" in shown
    refused = jana.post(at, {"subject": "Typed already"})
    assert refused.status_code == 422
    assert "Typed already" in refused.content.decode()
    given = {"messages": [other.pk, answer.pk], "subject": "Laptop", "requester": cast.mara.pk}
    shown = jana.post(at, given, follow=True).content.decode()
    there = Split.objects.within(cast.it).get().into
    assert (there.subject, there.requester) == ("Laptop", cast.mara)
    assert "2 messages are this new ticket now." in shown
    back = f"/agent/tickets/{there.number}/unsplit"
    assert shown.count(f'action="{back}"') >= 1
    assert f'action="{back}"' in page(cast, ticket)
    shown = jana.post(back, follow=True).content.decode()
    assert "The messages are back" in shown
    assert back not in shown
    assert "was not split off" in jana.post(back, follow=True).content.decode()


def test_the_palette_offers_it(cast, talk):
    ticket, other, _answer = talk
    there = split(cast, ticket, other)
    answer = cast.client("jana").get("/agent/palette", {"desk": "it", "ticket": there.number})
    offered = {one["key"] for one in answer.json()["commands"]}
    assert {"ticket:split", "ticket:unsplit"} <= offered


def test_whoever_may_not_write_cannot_split_and_strangers_find_nothing(cast, talk):
    ticket, other, _answer = talk
    at = f"/agent/tickets/{ticket.number}/split/"
    assert cast.client("arno").post(at, {"messages": [other.pk]}).status_code == 403
    for name in ("hanna", "mara"):
        assert cast.client(name).get(at).status_code == 404
    assert not Split.objects.within(cast.it).exists()
