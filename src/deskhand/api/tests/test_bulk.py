"""One verb for many tickets, ticket by ticket answered, and taken back."""

import pytest

from deskhand.tickets import actions
from deskhand.tickets.actions import bulk_runs
from deskhand.tickets.actions.bulk_runs import RUN_LIMIT


def outcomes(answer):
    return {one["number"]: one["outcome"] for one in answer.json()["results"]}


def test_each_ticket_is_changed_or_says_why_not(cast, call):
    one, two = cast.ticket("One"), cast.ticket("Two", priority=3)
    foreign = cast.ticket("Contract", desk="hr", by="oliver")
    numbers = [one.number, two.number, foreign.number, 99_999_999]
    answer = call("jana").post("/tickets/bulk", {"desk": "it", "tickets": numbers, "verb": "priority", "value": "high"})
    assert answer.status_code == 200
    assert outcomes(answer) == {
        one.number: "changed",
        two.number: "unchanged",
        foreign.number: "not_found",
        99_999_999: "not_found",
    }
    one.refresh_from_db()
    foreign.refresh_from_db()
    assert (one.priority, foreign.priority) == (3, 2)


def test_a_ticket_that_refuses_is_named_and_the_others_are_changed(cast, call):
    done, fresh = cast.ticket("Done"), cast.ticket("Fresh")
    actions.set_status(actor=cast.actor("jana"), ticket=done, to=cast.status("resolved"))
    change = {"desk": "it", "tickets": [done.number, fresh.number], "verb": "status", "value": "closed"}
    answer = call("jana").post("/tickets/bulk", change)
    assert outcomes(answer) == {done.number: "changed", fresh.number: "refused"}
    refused = next(line for line in answer.json()["results"] if line["outcome"] == "refused")
    assert refused["detail"] and answer.json()["changed"] == 1
    done.refresh_from_db()
    assert done.category == "closed"


@pytest.mark.parametrize(
    ("verb", "value", "field", "expected"),
    [
        ("assign", "ben@eberfeld.example", "assignee", "ben@eberfeld.example"),
        ("assign", None, "assignee", None),
        ("team", "Service Desk", "team", "Service Desk"),
        ("status", "resolved", "status", "resolved"),
        ("priority", "urgent", "priority", "urgent"),
        ("tag", ["vpn", "outage"], "tags", ["outage", "vpn"]),
        ("spam", None, "is_spam", True),
    ],
)
def test_what_the_workspace_does_to_many_a_program_does(cast, call, verb, value, field, expected):
    ticket, jana = cast.ticket(), call("jana")
    body = {"desk": "it", "tickets": [ticket.number], "verb": verb, "value": value}
    assert jana.post("/tickets/bulk", body).status_code == 200
    assert jana.get(f"/tickets/{ticket.number}").json()[field] == expected


def test_a_change_is_taken_back_once(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    body = {"desk": "it", "tickets": [ticket.number], "verb": "priority", "value": "urgent"}
    undo = jana.post("/tickets/bulk", body).json()["undo"]
    for other in ("ben", "mara", "hanna"):
        assert call(other).post(f"/undo/{undo}").status_code == 404
    assert outcomes(jana.post(f"/undo/{undo}")) == {ticket.number: "changed"}
    assert jana.get(f"/tickets/{ticket.number}").json()["priority"] == "normal"
    assert jana.post(f"/undo/{undo}").status_code == 404


def test_a_repeated_bulk_change_happens_once(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    body = {"desk": "it", "tickets": [ticket.number], "verb": "tag", "value": ["vpn"]}
    first, again = (jana.post("/tickets/bulk", body, {"Idempotency-Key": "k"}) for _ in range(2))
    assert first.content == again.content and again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verb": "explode"}, "verb"),
        ({"tickets": []}, "tickets"),
        ({"tickets": list(range(1, RUN_LIMIT + 2))}, "tickets"),
        ({"desk": "hr"}, "desk"),
        ({"desk": "none"}, "desk"),
        ({"value": None}, "value"),
        ({"value": ["a"]}, "value"),
        ({"value": "sideways"}, "value"),
        ({"verb": "tag", "value": "vpn"}, "value"),
        ({"verb": "spam", "value": "x"}, "value"),
        ({"verb": "assign", "value": "mara@kestrel.example"}, "assignee"),
        ({"verb": "team", "value": ["a"]}, "value"),
    ],
)
def test_what_cannot_be_done_to_many_is_named(cast, call, change, field):
    body = {"desk": "it", "tickets": [cast.ticket().number], "verb": "priority", "value": "high", **change}
    refused = call("jana").post("/tickets/bulk", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].split(".")[0] == field


def test_who_may_not_change_many_is_refused(cast, call):
    ticket = cast.ticket()
    body = {"desk": "it", "tickets": [ticket.number], "verb": "priority", "value": "high"}
    assert call("arno").post("/tickets/bulk", body).status_code == 403
    assert call("mara").post("/tickets/bulk", body).status_code == 422
    assert call("hanna").post("/tickets/bulk", body).status_code == 422
    ticket.refresh_from_db()
    assert ticket.priority == 2


def test_many_tickets_are_changed_in_the_background_and_asked_for_at_an_address(cast, call, monkeypatch):
    monkeypatch.setattr(bulk_runs, "AT_ONCE", 2)
    numbers = [cast.ticket(f"Printer {number}").number for number in range(3)]
    jana = call("jana")
    answer = jana.post("/tickets/bulk", {"desk": "it", "tickets": numbers, "verb": "tag", "value": ["vpn"]})
    assert answer.status_code == 202 and answer.json()["total"] == 3 and answer.json()["stage"] == "working"
    path = answer.json()["address"].removeprefix("/api/v1")
    cast.work()
    done = jana.get(path).json()
    assert (done["stage"], done["percent"], done["counts"]["changed"]) == ("done", 100, 3) and done["undo_until"]
    rows = jana.get(f"{path}/results?fate=changed").json()["items"]
    assert [row["number"] for row in rows] == sorted(numbers)
    assert jana.post(f"{path}/cancel").status_code == 409
    assert call("ben").post(f"{path}/undo").status_code == 403
    assert jana.post(f"{path}/undo").status_code == 202
    cast.work()
    assert jana.get(path).json()["counts"]["undone"] == 3
    assert [one["id"] for one in jana.get("/desks/it/bulk").json()["items"]] == [done["id"]]
    assert call("hanna").get(path).status_code == 404 and call("mara").get(path).status_code == 404
