"""Notes about people, contacts with them, and what the card beside a ticket tells of its requester."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import give_role
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets import actions
from deskhand.tickets.models import PersonRecord


def wrote(cast, text="Calls back after four.", by="jana", desk="it", **more):
    given = {"kind": "note", "text": text, **more}
    return actions.write_record(actor=cast.actor(by), desk=getattr(cast, desk), person=cast.mara, **given)


def card(cast, ticket, by="jana"):
    page = cast.client(by).get(f"/agent/tickets/{ticket.number}/").content.decode()
    return page.partition('aria-label="Requester"')[2].partition("</section>")[0]


def test_a_note_is_written_on_the_page_of_a_person_and_stands_beside_their_tickets(cast):
    ticket, jana = cast.ticket(), cast.client("jana")
    page = f"/agent/it/people/{cast.mara.pk}"
    sent = jana.post(f"{page}/records", {"kind": "call", "text": "Asked for Ben.", "at": "", "ticket": ticket.number})
    assert sent.status_code == 302
    row = PersonRecord.objects.within(cast.it).get()
    assert (row.kind, row.author, row.ticket) == ("call", cast.jana, ticket)
    assert "Asked for Ben." in jana.get(f"{page}/").content.decode()
    assert "Asked for Ben." in card(cast, ticket)


def test_what_cannot_be_kept_is_told_and_stays_typed(cast):
    cast.ticket()
    given = {"kind": "visit", "text": "At the counter", "at": "", "ticket": "999999"}
    answer = cast.client("jana").post(f"/agent/it/people/{cast.mara.pk}/records", given)
    page = answer.content.decode()
    assert answer.status_code == 422 and "no ticket of that number" in page and "At the counter" in page
    with pytest.raises(Invalid) as refused:
        wrote(cast, " ", at=clock.now() + timedelta(days=1))
    assert set(refused.value.fields) == {"text", "at"}


def test_neither_the_person_nor_another_desk_reads_it(cast):
    cast.ticket(), cast.ticket("A contract", desk="hr")
    row = wrote(cast, "Secret of IT")
    hanna = cast.client("hanna")
    assert "Secret of IT" not in hanna.get(f"/agent/hr/people/{cast.mara.pk}/").content.decode()
    assert hanna.get(f"/agent/hr/records/{row.pk}/").status_code == 404
    assert hanna.post(f"/agent/hr/records/{row.pk}/delete").status_code == 404
    mara = cast.client("mara")
    pages = "".join(mara.get(path).content.decode() for path in ("/", "/me/"))
    assert "Secret of IT" not in pages
    assert cast.client("arno").post(f"/agent/it/people/{cast.mara.pk}/records", {}).status_code == 403


def test_a_record_is_changed_and_deleted(cast):
    ticket, jana = cast.ticket(), cast.client("jana")
    row = wrote(cast)
    at = f"/agent/it/records/{row.pk}/"
    assert "Calls back after four." in jana.get(at).content.decode()
    given = {"kind": "note", "text": "Calls back after five.", "at": "", "ticket": ticket.number}
    assert jana.post(at, given).status_code == 302
    row.refresh_from_db()
    assert row.text == "Calls back after five." and row.ticket == ticket
    jana.post(f"{at}delete")
    assert not PersonRecord.objects.within(cast.it).exists()
    assert "A note or contact was deleted" in jana.get(f"/agent/it/people/{cast.mara.pk}/").content.decode()


def test_the_card_shows_tickets_of_other_desks_only_to_those_who_serve_them(cast):

    ticket = cast.ticket("VPN drops")
    cast.ticket("A contract", desk="hr"), cast.ticket("A printer")
    assert "A contract" not in card(cast, ticket) and "A printer" in card(cast, ticket)
    page = f"/agent/it/people/{cast.mara.pk}/"
    assert "A contract" not in cast.client("jana").get(page).content.decode()
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    assert "A contract" in card(cast, ticket, "ben") and cast.hr.name in card(cast, ticket, "ben")
    assert "A contract" in cast.client("ben").get(page).content.decode()


def test_a_ticket_that_moved_on_is_not_named_by_what_stays_here(cast):
    ticket = cast.ticket("Goes to another desk")
    wrote(cast, ticket=ticket)
    type(ticket).objects.beyond_walls("as a move does").filter(pk=ticket.pk).update(desk=cast.hr)
    cast.ticket("Stays")
    assert "Goes to another desk" not in cast.client("jana").get(f"/agent/it/people/{cast.mara.pk}/").content.decode()


def test_the_page_tells_what_time_it_is_there(cast):
    cast.ticket()
    cast.mara.time_zone = "Asia/Tokyo"
    cast.mara.save(update_fields=["time_zone"])
    assert "There it is" in cast.client("jana").get(f"/agent/it/people/{cast.mara.pk}/").content.decode()


def test_what_lies_too_far_back_is_refused_in_words(cast):
    cast.ticket()
    row = wrote(cast)
    given = {"kind": "call", "text": "Long ago", "at": "0001-01-01T00:00", "ticket": ""}
    for address in (f"people/{cast.mara.pk}/records", f"records/{row.pk}/"):
        answer = cast.client("jana").post(f"/agent/it/{address}", given)
        assert answer.status_code == 422 and "Nothing before the year 1970 can be kept." in answer.text


def test_a_record_that_is_gone_is_neither_changed_nor_deleted_again(cast):
    cast.ticket()
    row, jana = wrote(cast), cast.actor("jana")
    stale = PersonRecord.objects.within(cast.it).get(pk=row.pk)
    actions.change_record(actor=jana, record=row, kind="call")
    assert actions.change_record(actor=jana, record=stale, text="Other words").kind == "call"
    actions.delete_record(actor=jana, record=row)
    for deed, more in ((actions.delete_record, {}), (actions.change_record, {"text": "x"})):
        with pytest.raises(NotFound):
            deed(actor=jana, record=stale, **more)
