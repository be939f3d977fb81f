"""Notes about people, contacts with them, and what the card beside a ticket tells of its requester."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import give_role
from deskhand.accounts.merging import contributions, counted
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.actions.deleted_records import KEEP_RECORDS
from deskhand.tickets.models import PersonRecord
from deskhand.tickets.schedules import forget_deleted_records


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
    assert not PersonRecord.objects.within(cast.it).kept().exists()
    page = jana.get(f"/agent/it/people/{cast.mara.pk}/").content.decode()
    assert "A note or contact was deleted" in page and "Calls back" not in page
    assert "Calls back" not in card(cast, ticket) and jana.get(at).status_code == 404


def test_a_deleted_note_comes_back_from_the_toast_and_from_what_was_changed(cast):
    ticket, jana = cast.ticket(), cast.client("jana")
    row = wrote(cast, ticket=ticket)
    back = f"/agent/it/records/{row.pk}/restore"
    for _again in range(2):
        gone = jana.post(f"/agent/it/records/{row.pk}/delete", follow=True).content.decode()
        assert gone.count(f'action="{back}"') == 2 and "Calls back after four." not in gone
        page = jana.post(back, follow=True).content.decode()
        assert "Calls back after four." in page and back not in page
        assert "A note or contact was taken out again" in page
    assert "Calls back after four." in card(cast, ticket)
    assert Event.objects.filter(code="person.record_restored").count() == 2
    jana.post(back)
    assert Event.objects.filter(code="person.record_restored").count() == 2


def test_nobody_else_takes_a_deleted_note_out_again(cast):
    cast.ticket()
    row = wrote(cast)
    actions.delete_record(actor=cast.actor("jana"), record=row)
    answers = [cast.client(name).post(f"/agent/it/records/{row.pk}/restore").status_code for name in ("hanna", "arno")]
    assert answers == [404, 403]
    assert PersonRecord.objects.within(cast.it).get().deleted_at is not None
    with pytest.raises(NotFound):
        actions.delete_record(actor=cast.actor("jana"), record=row)


def test_a_merge_of_two_accounts_counts_no_deleted_note_and_takes_it_along(cast):
    cast.ticket()
    actions.delete_record(actor=cast.actor("jana"), record=wrote(cast))
    assert "Notes and contacts about them" not in dict(counted(cast.mara, [cast.it.pk]))
    assert PersonRecord._meta.label in {one.model._meta.label for one in contributions() if one.moving(cast.mara.pk)}


def test_after_thirty_days_a_deleted_note_is_gone_for_good(cast):
    cast.ticket()
    row, kept = wrote(cast), wrote(cast, "Stays")
    actions.delete_record(actor=cast.actor("jana"), record=row)
    rows = PersonRecord.objects.within(cast.it)
    forget_deleted_records.run()
    assert rows.count() == 2
    rows.filter(pk=row.pk).update(deleted_at=clock.now() - KEEP_RECORDS - timedelta(minutes=1))
    with pytest.raises(NotFound):
        actions.restore_record(actor=cast.actor("jana"), record=row)
    page = cast.client("jana").get(f"/agent/it/people/{cast.mara.pk}/").content.decode()
    assert "A note or contact was deleted" in page and f"/records/{row.pk}/restore" not in page
    forget_deleted_records.run()
    assert rows.get() == kept


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
