"""People, organizations, teams, canned replies, statuses and notifications by the API."""

import pytest

from deskhand.kernel.actor import SYSTEM


def test_staff_enter_and_change_a_person(cast, call):
    jana = call("jana")
    made = jana.post("/people", {"desk": "it", "name": "Noa Berg", "email": "noa@kestrel.example", "phone": "12"})
    assert (made.status_code, made.json()["organization"]) == (201, "Kestrel Biotech")
    path = f"/people/{made.json()['id']}"
    assert jana.get(path).json()["phone"] == "12"
    assert jana.patch(path, {"desk": "it", "title": "Chemist"}).json()["title"] == "Chemist"
    assert call("hanna").get(path).status_code == 404
    assert call("hanna").patch(path, {"desk": "hr", "title": "x"}).status_code == 404
    assert call("hanna").patch(path, {"desk": "it", "title": "x"}).status_code == 404
    assert call("mara").post("/people", {"desk": "it", "name": "x"}).status_code == 422
    assert call("arno").post("/people", {"desk": "it", "name": "x"}).status_code == 403


def test_an_address_is_entered_once_on_a_desk(cast, call):
    new = {"desk": "it", "name": "Noa Berg", "email": "noa@kestrel.example"}
    assert [call("jana").post("/people", new).status_code for _ in range(2)] == [201, 409]


def test_leads_and_administrators_enter_and_change_organizations(cast, call):
    lena = call("lena")
    made = lena.post("/organizations", {"desk": "it", "name": "Ostwind", "domains": ["ostwind.example"]})
    assert (made.status_code, made.json()["domains"]) == (201, ["ostwind.example"])
    path = f"/organizations/{made.json()['id']}"
    changed = lena.patch(path, {"desk": "it", "name": "Ostwind AG"}).json()
    assert (changed["name"], changed["domains"]) == ("Ostwind AG", ["ostwind.example"])
    assert call("jana").patch(path, {"desk": "it", "name": "x"}).status_code == 403
    assert call("hanna").patch(path, {"desk": "hr", "name": "x"}).status_code == 404
    assert lena.post("/organizations", {"desk": "it", "name": "x", "domains": ["no domain"]}).status_code == 422


def test_leads_and_administrators_make_and_change_teams(cast, call):
    lena = call("lena")
    made = lena.post("/teams", {"desk": "it", "name": "Printers", "members": ["ben@eberfeld.example"]})
    assert (made.status_code, made.json()["tier"]) == (201, "L1")
    assert [one["name"] for one in made.json()["members"]] == ["Ben Okafor"]
    path = f"/teams/{made.json()['id']}"
    changed = lena.patch(path, {"tier": "L2", "members": []}).json()
    assert (changed["tier"], changed["members"], changed["name"]) == ("L2", [], "Printers")
    assert lena.patch(path, {"members": ["mara@kestrel.example"]}).status_code == 422
    assert call("jana").patch(path, {"tier": "L3"}).status_code == 403
    assert call("hanna").patch(path, {"tier": "L3"}).status_code == 404
    assert lena.post("/teams", {"desk": "it", "name": "Printers"}).status_code == 409


def test_canned_replies_are_made_changed_and_put_away(cast, call):
    lena = call("lena")
    made = lena.post("/canned-replies", {"desk": "it", "title": "Ask", "body": "<p>Hi</p>", "team": "Service Desk"})
    assert (made.status_code, made.json()["team"]) == (201, "Service Desk")
    path = f"/canned-replies/{made.json()['id']}"
    changed = lena.patch(path, {"team": None, "title": "Ask again"}).json()
    assert (changed["team"], changed["title"], changed["body"]) == (None, "Ask again", '<p dir="auto">Hi</p>')
    assert [one["title"] for one in call("jana").get("/canned-replies", desk="it").json()["items"]] == ["Ask again"]
    assert call("hanna").patch(path, {"title": "x"}).status_code == 404
    assert call("mara").get("/canned-replies").json()["items"] == []
    assert lena.delete(path).status_code == 204
    assert lena.get("/canned-replies").json()["items"] == [] and lena.delete(path).status_code == 404
    away = {name: call(name).get("/canned-replies", put_away="true").json()["items"] for name in ("lena", "hanna")}
    assert [one["title"] for one in away["lena"]] == ["Ask again"] and away["hanna"] == []
    assert call("hanna").post(f"{path}/restore").status_code == 404
    assert call("jana").post(f"{path}/restore").status_code == 403
    assert lena.post(f"{path}/restore").json()["title"] == "Ask again"
    assert len(lena.get("/canned-replies").json()["items"]) == 1


def test_statuses_are_listed_made_and_changed(cast, call):
    lena = call("lena")
    made = lena.post("/statuses", {"desk": "it", "name": "Waiting for parts", "category": "on_hold"})
    assert (made.status_code, made.json()["key"]) == (201, "waiting_for_parts")
    path = f"/statuses/{made.json()['id']}"
    assert lena.patch(path, {"requester_name": "We wait"}).json()["requester_name"] == "We wait"
    assert lena.patch(path, {"is_active": False}).json()["is_active"] is False
    listed = [one["key"] for one in call("jana").get("/statuses", desk="it", limit=100).json()["items"]]
    assert "waiting_for_parts" in listed and len(listed) == len(set(listed)) == 7
    assert call("jana").patch(path, {"name": "x"}).status_code == 403
    assert call("hanna").patch(path, {"name": "x"}).status_code == 404
    assert call("mara").get("/statuses").json()["items"] == []


def test_notifications_are_listed_and_read(cast, call):
    ticket = cast.ticket(assignee=cast.jana)
    cast.writes(ticket)
    cast.work()
    jana = call("jana")
    told = jana.get("/notifications").json()["items"]
    assert told and told[0]["ticket"] == ticket.number and not told[0]["is_read"]
    assert call("ben").post("/notifications/read", {"ids": [told[0]["id"]]}).json() == {"marked": 0}
    assert jana.post("/notifications/read", {"ids": [told[0]["id"]]}).json() == {"marked": 1}
    assert jana.get("/notifications").json()["items"][0]["is_read"]
    jana.post("/notifications/read", {})
    assert all(one["is_read"] for one in jana.get("/notifications").json()["items"])
    assert call("mara").get("/notifications").json()["items"] == []


@pytest.mark.parametrize("path", ["/people", "/organizations", "/teams", "/canned-replies", "/statuses"])
def test_a_desk_that_one_does_not_serve_is_refused_like_none(cast, call, path):
    bodies = {"name": "x", "title": "x", "body": "<p>x</p>", "category": "open"}
    names = {"/canned-replies": ("title", "body"), "/statuses": ("name", "category")}.get(path, ("name",))
    body = {name: bodies[name] for name in names}
    other, none = (call("jana").post(path, {**body, "desk": key}) for key in ("hr", "nil"))
    assert other.status_code == none.status_code == 422
    assert other.json()["errors"][0]["detail"].replace("hr", "nil") == none.json()["errors"][0]["detail"]
    assert SYSTEM.is_system
