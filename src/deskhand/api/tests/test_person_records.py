"""Notes of desks about people by the API."""

from deskhand.tickets import actions
from deskhand.tickets.models import PersonRecord


def test_a_contact_is_written_read_changed_and_deleted(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    path = f"/desks/it/people/{cast.mara.pk}/records"
    given = {"kind": "call", "text": "Asked for Ben.", "at": "2026-01-05T09:00:00Z", "ticket": ticket.number}
    made = jana.post(path, given).json()
    assert (made["kind"], made["ticket"], made["author"]["email"]) == ("call", ticket.number, "jana@eberfeld.example")
    jana.post(path, {"text": "Newer"})
    assert [one["text"] for one in jana.get(path).json()["items"]] == ["Newer", "Asked for Ben."]
    first = jana.get(path, limit=1).json()
    assert [one["text"] for one in jana.get(path, cursor=first["next"]).json()["items"]] == ["Asked for Ben."]
    one = f"/desks/it/records/{made['id']}"
    changed = jana.patch(one, {"text": "Asked for Jana.", "ticket": None}).json()
    assert (changed["text"], changed["ticket"], changed["kind"]) == ("Asked for Jana.", None, "call")
    assert jana.patch(one, {"ticket": 999_999}).status_code == 422
    assert jana.post(path, {"text": " "}).status_code == 422
    assert jana.delete(one).status_code == 204 and jana.delete(one).status_code == 404
    assert jana.patch(one, {"text": "x"}).status_code == 404 and len(jana.get(path).json()["items"]) == 1
    assert call("hanna").post(f"{one}/restore").status_code == call("mara").post(f"{one}/restore").status_code == 404
    assert jana.post(f"{one}/restore").json()["text"] == "Asked for Jana."
    assert len(jana.get(path).json()["items"]) == 2


def test_records_stay_on_their_desk_and_are_not_for_the_person(cast, call):
    cast.ticket(), cast.ticket("A contract", desk="hr")
    made = call("jana").post(f"/desks/it/people/{cast.mara.pk}/records", {"text": "Of IT alone"}).json()
    hanna = call("hanna")
    assert hanna.get(f"/desks/hr/people/{cast.mara.pk}/records").json()["items"] == []
    assert hanna.patch(f"/desks/hr/records/{made['id']}", {"text": "Mine"}).status_code == 404
    assert hanna.get(f"/desks/it/people/{cast.mara.pk}/records").status_code == 404
    assert call("mara").get(f"/desks/it/people/{cast.mara.pk}/records").status_code == 404


def test_what_lies_too_far_back_is_refused(cast, call):
    cast.ticket()
    path = f"/desks/it/people/{cast.mara.pk}/records"
    for at in ("0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"):
        refused = call("jana").post(path, {"text": "Long ago", "at": at})
        assert refused.status_code == 422, at


def test_a_record_whose_ticket_moved_on_is_changed_and_names_it_no_more(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    made = jana.post(f"/desks/it/people/{cast.mara.pk}/records", {"text": "Old", "ticket": ticket.number}).json()
    cast.ticket("Another")
    actions.move(actor=cast.actor("jana"), ticket=ticket, to=cast.hr)
    changed = jana.patch(f"/desks/it/records/{made['id']}", {"text": "New"})
    assert (changed.status_code, changed.json()["text"], changed.json()["ticket"]) == (200, "New", None)
    assert PersonRecord.objects.within(cast.it).get().ticket is None
