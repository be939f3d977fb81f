"""Notes of desks about people by the API."""


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
