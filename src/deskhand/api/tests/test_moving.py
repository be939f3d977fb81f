"""Moving tickets to another desk by the API."""

from deskhand.accounts.actions import edit_desk, give_role
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import actions


def test_staff_see_where_a_ticket_can_go_and_what_that_does(cast, call):
    ticket = cast.ticket()
    cast.note(ticket)
    jana = call("jana", "read")
    (target,) = jana.get("/desks/it/move-targets").json()["items"]
    assert target == {"key": "hr", "name": "Human Resources", "is_served": False}
    seen = jana.get("/desks/it/move", to="hr", tickets=ticket.number).json()
    assert (seen["tickets"], seen["messages"], seen["notes"], seen["gaining"]) == ([ticket.number], 2, 1, [])
    assert jana.get("/desks/it/move", to="it", tickets=1).json()["errors"][0]["field"] == "to"
    assert jana.get("/desks/it/move", to="no", tickets=1).status_code == 422
    assert jana.get("/desks/it/move", to="hr").status_code == 422
    assert [call(name).get("/desks/it/move-targets").status_code for name in ("arno", "hanna", "mara")] == [
        403,
        404,
        404,
    ]


def test_a_moved_ticket_is_out_of_sight_and_comes_back_by_undo(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    path = f"/tickets/{ticket.number}"
    moved = jana.post(f"{path}/move", {"desk": "hr"}).json()
    assert (moved["desk"], moved["ticket"]) == ("hr", None) and moved["undo"]
    assert jana.get(path).status_code == 404
    assert call("hanna").get(path).json()["desk"] == "hr"
    assert call("mara").get(path).json()["number"] == ticket.number
    back = jana.post(f"/undo/{moved['undo']}").json()
    assert back["results"] == [{"number": ticket.number, "outcome": "changed", "detail": ""}]
    assert jana.get(path).json()["desk"] == "it"


def test_whoever_serves_both_desks_gets_the_ticket_with_its_new_version(cast, call):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    ticket, jana = cast.ticket(), call("jana")
    stale = jana.post(f"/tickets/{ticket.number}/move", {"desk": "hr"}, headers={"If-Match": '"1-99"'})
    assert stale.status_code == 412
    moved = jana.post(f"/tickets/{ticket.number}/move", {"desk": "hr"})
    assert moved.json()["ticket"]["desk"] == "hr"
    assert moved.headers["ETag"] == f'"{ticket.number}-{moved.json()["ticket"]["version"]}"'


def test_what_was_worked_on_over_there_stays_there(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    undo = jana.post(f"/tickets/{ticket.number}/move", {"desk": "hr"}).json()["undo"]
    ticket.refresh_from_db()
    cast.note(ticket, by="hanna")
    (kept,) = jana.post(f"/undo/{undo}").json()["results"]
    assert kept["outcome"] == "refused" and "worked on" in kept["detail"]


def test_who_may_not_move_moves_nothing(cast, call):
    ticket = cast.ticket()
    move = f"/tickets/{ticket.number}/move"
    assert [call(name).post(move, {"desk": "hr"}).status_code for name in ("mara", "arno")] == [403, 403]
    assert [call(name).post(move, {"desk": "hr"}).status_code for name in ("oliver", "hanna")] == [404, 404]
    assert call("jana").post(move, {"desk": "no"}).json()["errors"][0]["field"] == "desk"
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=False)
    assert call("jana").post(move, {"desk": "hr"}).status_code == 422
    actions.mark_spam(actor=cast.actor("jana"), ticket=ticket)
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=True)
    assert "spam" in call("jana").post(move, {"desk": "hr"}).json()["detail"]


def test_many_are_moved_and_moved_back(cast, call):
    numbers, jana = sorted(cast.ticket(f"VPN {n}").number for n in range(3)), call("jana")
    change = {"desk": "it", "tickets": numbers, "verb": "move", "value": "hr"}
    done = jana.post("/tickets/bulk", change).json()
    assert done["changed"] == 3
    assert [jana.get(f"/tickets/{number}").status_code for number in numbers] == [404, 404, 404]
    assert jana.post(f"/undo/{done['undo']}").json()["changed"] == 3
    assert jana.post("/tickets/bulk", {**change, "value": "no"}).json()["errors"][0]["field"] == "value"
    assert jana.post("/tickets/bulk", {**change, "value": None}).status_code == 422
