"""Notes that stay at the desk when their ticket goes to another one: who reads them then, and the way back."""

import re

import pytest
from django.test import Client

from deskhand.accounts.models import Desk
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.actions import bulk_runs
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Attachment, Message, Ticket
from tests.cast import Cast

SECRET = "It is the keep-alive."


@pytest.fixture
def moved(cast: Cast):
    """A ticket with two notes, one of which stays at IT as it goes to HR: ticket, the note, its file, the answer."""
    ticket = cast.ticket()
    file = actions.upload(
        actor=cast.actor("jana"), desk_id=cast.it.pk, filename="secret.txt", content=b"x", content_type="text/plain"
    )
    body = composed(f"<p>{SECRET}</p>")
    note = actions.note(actor=cast.actor("jana"), ticket=ticket, body=body, attachments=[file])
    cast.note(ticket, html="<p>The printer is fine.</p>")
    jana = cast.client("jana")
    shown = jana.get(f"/agent/it/move/?tickets={ticket.number}&to=hr").content.decode()
    assert f'name="keep" value="{note.pk}"' in shown and SECRET in shown
    given = {"tickets": ticket.number, "to": "hr", "keep": note.pk}
    answer = jana.post("/agent/it/move/", given, follow=True).content.decode()
    cast.work()
    return ticket, note, file, answer


def rest_of(note):
    return Ticket.objects.beyond_walls("the test looks").get(messages=note)


@pytest.mark.postgres
def test_what_stays_is_read_at_the_old_desk_alone(cast, moved):
    ticket, note, file, answer = moved
    rest = rest_of(note)
    assert (rest.desk, rest.category, rest.requester) == (cast.it, "resolved", cast.jana)
    assert str(rest.number) in answer
    hanna, ben = cast.client("hanna"), cast.client("ben")
    page = hanna.get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "The printer is fine." in page and SECRET not in page and "secret.txt" not in page
    assert str(rest.number) not in page and "stayed" not in page
    assert "keep-alive" not in hanna.get("/agent/hr/tickets/?q=printer").content.decode()
    for path in (f"/agent/tickets/{rest.number}/", f"/files/{file.key}/secret.txt"):
        assert (hanna.get(path).status_code, ben.get(path).status_code) == (404, 200)
    assert SECRET in ben.get(f"/agent/tickets/{rest.number}/").content.decode()
    assert "left 1 note here" in ben.get(f"/agent/tickets/{rest.number}/").content.decode()
    assert ben.get(f"/agent/tickets/{ticket.number}/").status_code == 404
    for name, found in (("hanna", False), ("ben", True)):
        desk = "hr" if name == "hanna" else "it"
        listed = cast.client(name).get(f"/agent/{desk}/tickets/?q=keep-alive").content.decode()
        assert (str(rest.number) in listed) is found


def test_the_requester_reads_nothing_of_what_stays(cast, moved):
    ticket, note, *_rest = moved
    mara = cast.client("mara")
    assert mara.get(f"/requests/{ticket.number}/").status_code == 200
    assert mara.get(f"/requests/{rest_of(note).number}/").status_code == 404


@pytest.mark.postgres
def test_an_undo_brings_what_stayed_back(cast, moved):
    ticket, note, file, answer = moved
    rest = rest_of(note)
    undo = re.search(r"/agent/undo/\d+", answer)
    cast.client("jana").post(undo[0])
    cast.work()
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert SECRET in page and "secret.txt" in page
    assert Attachment.objects.within(cast.it).get(pk=file.pk).ticket_id == ticket.pk
    assert Ticket.objects.within(cast.it).get(pk=rest.pk).deleted_at is not None
    assert cast.client("jana").get(f"/files/{file.key}/secret.txt").status_code == 200


def test_what_was_written_where_it_stayed_is_not_lost_by_the_undo(cast, moved):
    ticket, note, _file, answer = moved
    rest = rest_of(note)
    cast.note(rest, html="<p>Ask the building, too.</p>")
    undo = re.search(r"/agent/undo/\d+", answer)
    cast.client("jana").post(undo[0])
    rest.refresh_from_db()
    assert rest.deleted_at is None
    assert [one.text for one in rest.messages.all()] == ["Ask the building, too."]
    assert Message.objects.within(cast.it).get(pk=note.pk).ticket_id == ticket.pk


def test_an_undo_brings_no_note_back_that_others_read_by_now(cast, moved):
    ticket, note, _file, answer = moved
    rest = rest_of(note)
    actions.confide(actor=cast.actor("ben"), ticket=rest, readers=[cast.ben])
    undo = re.search(r"/agent/undo/\d+", answer)
    refused = cast.client("jana").post(undo[0], headers={"HX-Request": "true"})
    assert "they cannot come back by an undo" in refused.headers["HX-Trigger"]
    assert Message.objects.beyond_walls("the test looks").get(pk=note.pk).ticket_id == rest.pk
    assert Ticket.objects.beyond_walls("the test looks").get(pk=ticket.pk).desk_id == cast.hr.pk


def test_more_notes_stay_than_can_be_named(cast, monkeypatch):
    monkeypatch.setattr("deskhand.tickets.keeping.KEPT_LIMIT", 1)
    ticket, other = cast.ticket(), cast.ticket("Another one")
    for html in ("<p>One</p>", "<p>Two</p>"):
        cast.note(ticket, html=html)
    given = {"tickets": f"{ticket.number},{other.number}", "to": "hr", "notes": "stay"}
    cast.client("jana").post("/agent/it/move/", given)
    assert [one.text for one in ticket.messages.exclude(kind="reply")] == []


def test_a_later_undo_of_a_move_without_notes_leaves_the_kept_ones_alone(cast, moved):
    ticket, note, *_more = moved
    cast.client("hanna").post("/agent/hr/move/", {"tickets": ticket.number, "to": "it"})
    again = cast.client("jana").post("/agent/it/move/", {"tickets": ticket.number, "to": "hr"}, follow=True)
    cast.client("jana").post(re.findall(r"/agent/undo/\d+", again.content.decode())[-1])
    assert Ticket.objects.within(cast.it).filter(pk=ticket.pk).exists()
    assert rest_of(note).pk != ticket.pk


def test_neither_answers_nor_the_first_message_nor_notes_of_another_ticket_stay(cast):
    ticket, other = cast.ticket(), cast.ticket()
    first, said, strange = ticket.messages.first(), cast.reply(ticket), cast.note(other)
    for wrong in (first, said, strange):
        given = {"tickets": ticket.number, "to": "hr", "keep": wrong.pk}
        assert (
            "are not on this ticket" in cast.client("jana").post("/agent/it/move/", given, follow=True).content.decode()
        )
        assert Ticket.objects.within(cast.it).filter(pk=ticket.pk).exists()


def test_the_api_leaves_notes_behind_and_names_the_ticket_that_keeps_them(cast):
    ticket = cast.ticket()
    note = cast.note(ticket)
    answer = Client().post(
        f"/api/v1/tickets/{ticket.number}/move",
        {"desk": "hr", "keep": [note.pk]},
        content_type="application/json",
        headers=cast.bearer("jana"),
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["rest"] == rest_of(note).number
    told = Event.objects.filter(desk_id=Desk.objects.get(key="hr").pk, code__startswith="ticket.notes")
    assert not told.exists(), "the other desk has no fact of it"


def test_the_history_of_the_api_tells_the_new_desk_of_no_note_that_stayed(cast, moved):
    ticket, _note, _file, answer = moved

    def noted(name):
        told = Client().get(f"/api/v1/tickets/{ticket.number}/events?limit=100", headers=cast.bearer(name)).json()
        return [one["code"] for one in told["items"]].count("ticket.noted")

    assert noted("hanna") == 1
    cast.client("jana").post(re.search(r"/agent/undo/\d+", answer)[0])
    assert noted("jana") == 2


def test_when_the_other_desk_gives_it_back_what_stayed_can_go_back_to_it(cast, moved):
    ticket, note, *_more = moved
    rest = rest_of(note)
    away = cast.client("jana").post(f"/agent/tickets/{rest.number}/unsplit", follow=True)
    assert "not split off" in away.content.decode() and rest_of(note).pk == rest.pk
    cast.client("hanna").post("/agent/hr/move/", {"tickets": ticket.number, "to": "it"})
    cast.client("jana").post(f"/agent/tickets/{rest.number}/unsplit")
    assert rest_of(note).pk == ticket.pk
    assert Ticket.objects.within(cast.it).get(pk=rest.pk).deleted_at is not None


def many(cast: Cast) -> list[Ticket]:
    """Two tickets with a note each, and one without."""
    found = [cast.ticket(f"Ticket {n}") for n in range(3)]
    for one in found[:2]:
        cast.note(one)
    return found


@pytest.mark.postgres
def test_all_notes_of_several_tickets_stay_by_one_choice_and_come_back_with_the_undo(cast):
    tickets, jana = many(cast), cast.client("jana")
    numbers = ",".join(str(one.number) for one in tickets)
    shown = jana.get(f"/agent/it/move/?tickets={numbers}&to=hr").content.decode()
    assert "2 internal notes" in shown and "All notes stay here" in shown
    answer = jana.post("/agent/it/move/", {"tickets": numbers, "to": "hr", "notes": "stay"}, follow=True)
    notes = Message.objects.beyond_walls("the test looks").filter(kind="note")
    assert set(notes.values_list("ticket__desk__key", flat=True)) == {"it"}
    rests = sorted(notes.values_list("ticket__number", flat=True))
    assert len(rests) == 2 and f"in the tickets {rests[0]}, {rests[1]}." in answer.content.decode()
    assert Ticket.objects.within(cast.hr).filter(pk__in=[one.pk for one in tickets]).count() == 3
    jana.post(re.search(r"/agent/undo/\d+", answer.content.decode())[0])
    assert set(notes.values_list("ticket_id", flat=True)) == {one.pk for one in tickets[:2]}
    assert Ticket.objects.within(cast.it).filter(number__in=rests, deleted_at=None).count() == 0


def test_of_several_tickets_those_that_cannot_move_are_shown_again_with_the_choice(cast):
    first, other, _third = many(cast)
    actions.merge(actor=cast.actor("jana"), ticket=cast.ticket("The same"), into=other.number)
    numbers = f"{first.number},{other.number}"
    answer = cast.client("jana").post("/agent/it/move/", {"tickets": numbers, "to": "hr", "notes": "stay"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and f"Not {other.number}:" in shown and "/agent/undo/" in shown
    assert f'name="tickets" value="{other.number}"' in shown
    assert Ticket.objects.within(cast.hr).filter(pk=first.pk).exists()
    assert Ticket.objects.within(cast.it).filter(pk=other.pk).exists()


@pytest.mark.parametrize("at_once", [100, 1], ids=["at once", "in the background"])
def test_the_api_leaves_the_notes_of_many_tickets_behind(cast, monkeypatch, at_once):
    monkeypatch.setattr(bulk_runs, "AT_ONCE", at_once)
    tickets = many(cast)
    answer = Client().post(
        "/api/v1/tickets/bulk",
        {"desk": "it", "tickets": [one.number for one in tickets], "verb": "move", "value": "hr", "keep_notes": True},
        content_type="application/json",
        headers=cast.bearer("jana"),
    )
    assert answer.status_code in (200, 202), answer.content
    cast.work()
    assert Ticket.objects.within(cast.hr).filter(pk__in=[one.pk for one in tickets]).count() == 3
    assert Message.objects.within(cast.it).filter(kind="note").count() == 2
    assert not Message.objects.within(cast.hr).filter(kind="note").exists()
