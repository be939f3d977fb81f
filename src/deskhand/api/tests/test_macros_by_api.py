"""Macros, and one's own times for putting tickets on hold, by the API."""

import pytest

from deskhand.tickets.models import Macro, Snooze, Ticket


def made(call, name="lena", **more):
    steps = {"status": "resolved", "priority": "high", "tags": ["Needs log"], "assignee": "me"}
    return call(name).post("/macros", {"desk": "it", "name": "Ask", "steps": steps, **more})


def test_macros_are_made_changed_listed_and_switched_off(cast, call):
    answer = made(call, team="Service Desk")
    assert (answer.status_code, answer.json()["team"], answer.json()["missing"]) == (201, "Service Desk", [])
    path = f"/macros/{answer.json()['id']}"
    wanted = {"team": "none", "assignee": "ben@eberfeld.example", "message": "note", "text": "<p>x</p>", "hold": "2b"}
    changed = call("lena").patch(path, {"steps": wanted, "team": None}).json()
    assert (changed["steps"], changed["team"]) == ({**wanted, "text": changed["steps"]["text"]}, None)
    assert [one["name"] for one in call("jana").get("/macros", desk="it").json()["items"]] == ["Ask"]
    assert call("jana").patch(path, {"name": "x"}).status_code == 403
    assert call("hanna").patch(path, {"name": "x"}).status_code == 404
    assert call("lena").delete(path).status_code == 204
    assert not Macro.objects.within(cast.it).get().is_active
    assert call("lena").patch(path, {"is_active": True}).json()["is_active"]


def test_own_macros_are_nobody_elses(cast, call):
    path = f"/macros/{made(call, 'jana', is_own=True).json()['id']}"
    assert call("lena").get("/macros").json()["items"] == []
    assert call("lena").patch(path, {"name": "x"}).status_code == 404
    assert call("jana").patch(path, {"name": "Mine"}).json()["is_own"]
    assert made(call, "jana").status_code == 403


@pytest.mark.parametrize(
    "steps", [{}, {"status": "nope"}, {"hold": "soon"}, {"jump": 1}, {"message": "reply"}, {"assignee": "x@y.example"}]
)
def test_what_a_macro_cannot_do_is_refused(cast, call, steps):
    assert call("lena").post("/macros", {"desk": "it", "name": "Ask", "steps": steps}).status_code == 422


def test_one_is_looked_at_and_applied(cast, call):
    ticket, pk = cast.ticket(), made(call).json()["id"]
    path = f"/tickets/{ticket.number}/macros/{pk}"
    found = call("jana").post(f"{path}/preview", {}).json()
    assert found["is_possible"] and found["steps"][1]["after"] == "High"
    assert Ticket.objects.within(cast.it).get().priority == 2
    done = call("jana").post(path, {})
    assert (done.status_code, done.json()["status"], done.json()["assignee"]) == (200, "resolved", cast.jana.email)
    assert call("jana").post(f"/undo/{done.json()['undo']}", {}).json()["changed"] == 1
    before = call("jana").get(f"/tickets/{ticket.number}").json()
    assert (before["status"], before["priority"], before["assignee"], before["tags"]) == ("new", "normal", None, [])
    assert call("mara").post(path, {}).status_code == 404
    assert call("jana").post(f"/tickets/{ticket.number}/macros/99999", {}).status_code == 404


def test_own_times_are_set_and_used(cast, call):
    jana, ticket = call("jana"), cast.ticket()
    assert jana.put("/me/snooze-times", {"times": ["mon@09:00", "2B"]}).status_code == 200
    assert [one["code"] for one in jana.get("/me/snooze-times").json()["items"]] == ["mon@09:00", "2b"]
    assert jana.put("/me/snooze-times", {"times": ["soon"]}).status_code == 422
    assert jana.post(f"/tickets/{ticket.number}/snooze", {"when": "mon@09:00"}).status_code == 200
    assert Snooze.objects.within(cast.it).get().wakes_at is not None
    both = {"when": "3h", "until": "2031-03-09T07:00:00Z"}
    assert jana.post(f"/tickets/{ticket.number}/snooze", both).status_code == 422
