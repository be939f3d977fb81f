"""Merging, inviting, giving roles and leaving by the API: the same walls as on the pages, and a token made for it."""

import pytest

from deskhand.accounts.actions import accept_invitation, create_person
from deskhand.accounts.actors import stranger
from deskhand.accounts.models import DeskRole, Invitation, Person
from deskhand.kernel.actor import SYSTEM, Channel


@pytest.fixture
def lena(call):
    """The administrator of IT and of the installation, with a token for everything."""
    return call("lena", "full")


@pytest.fixture
def pair(cast):
    """Two accounts of one person of IT."""
    return [
        create_person(actor=SYSTEM, desk_id=cast.it.pk, name="Noa Berg", email=email, phone=phone)
        for email, phone in (("noa@kestrel.example", ""), ("n.berg@kestrel.example", "123456"))
    ]


def test_two_accounts_are_seen_side_by_side_merged_and_made_two_again(cast, lena, pair):
    kept, gone = pair
    cast.people["noa"] = gone
    ticket = cast.ticket(by="noa")
    path = f"/desks/it/people/{kept.pk}"
    assert [one["id"] for one in lena.get(f"{path}/doubles").json()["items"]] == [gone.pk]
    seen = lena.get(f"{path}/merge", other=gone.pk).json()
    phone = {"name": "phone", "kept": "", "gone": "123456", "is_choice": True, "takes": True}
    assert phone in seen["fields"]
    assert {"what": "Tickets that they asked", "count": 1} in seen["moves"]
    made = lena.post(f"{path}/merge", {"other": gone.pk, "take": ["phone"]})
    assert made.status_code == 201
    assert lena.get(f"/people/{kept.pk}").json()["phone"] == "123456"
    assert lena.get(f"/tickets/{ticket.number}").json()["requester"] == "noa@kestrel.example"
    assert [one["id"] for one in lena.get("/desks/it/merges").json()["items"]] == [made.json()["id"]]
    undone = lena.post(f"/desks/it/merges/{made.json()['id']}/undo").json()
    assert (undone["gone"]["email"], undone["left"]) == ("n.berg@kestrel.example", [])
    assert lena.get(f"/tickets/{ticket.number}").json()["requester"] == "n.berg@kestrel.example"
    assert lena.post(f"/desks/it/merges/{made.json()['id']}/undo").status_code == 404


def test_walls_stand_before_a_merge(cast, call, lena, pair):
    kept, gone = pair
    path = f"/desks/it/people/{kept.pk}/merge"
    assert call("jana", "full").get(path, other=gone.pk).status_code == 403
    assert call("hanna", "full").post(path, {"other": gone.pk}).status_code == 404
    assert lena.post(path, {"other": kept.pk}).status_code == 422
    assert lena.post(path, {"other": cast.hanna.pk}).json()["errors"][0]["field"] == "other"
    assert lena.post(f"/desks/it/people/{cast.lena.pk}/merge", {"other": gone.pk}).status_code == 403
    assert Person.objects.filter(pk=gone.pk, is_active=True).exists()


def test_what_asks_for_a_proof_is_refused_to_a_writing_token(cast, call, pair):
    lena = call("lena", "write")
    refused = lena.post(f"/desks/it/people/{pair[0].pk}/merge", {"other": pair[1].pk})
    assert refused.status_code == 403 and "full" in refused.json()["detail"]
    assert lena.get(f"/desks/it/people/{pair[0].pk}/merge", other=pair[1].pk).status_code == 200


def test_people_are_invited_again_and_no_more(cast, call, lena):
    addresses = ["Noa Berg <noa@kestrel.example>", "no address", "jana@eberfeld.example"]
    sent = lena.post("/desks/it/invitations", {"role": "agent", "addresses": addresses}).json()
    (one,) = sent["invitations"]
    assert (one["email"], one["name"], one["state"], one["role"]) == (
        "noa@kestrel.example",
        "Noa Berg",
        "sending",
        "agent",
    )
    assert [refused["entry"] for refused in sent["refused"]] == addresses[1:]
    cast.work()
    path = f"/desks/it/invitations/{one['id']}"
    assert call("jana", "read").get("/desks/it/invitations").json()["items"][0]["state"] == "open"
    assert lena.post(f"{path}/again").json()["state"] == "sending"
    assert lena.delete(path).status_code == 204
    assert lena.get("/desks/it/invitations").json()["items"][0]["state"] == "withdrawn"
    assert lena.delete(path).status_code == lena.post(f"{path}/again").status_code == 404


def test_agents_invite_requesters_and_nobody_with_a_role(cast, call):
    jana, body = call("jana", "full"), {"role": "requester", "addresses": ["noa@kestrel.example"]}
    assert jana.post("/desks/it/invitations", {**body, "role": "admin"}).status_code == 403
    (one,) = jana.post("/desks/it/invitations", body).json()["invitations"]
    assert call("hanna", "full").delete(f"/desks/hr/invitations/{one['id']}").status_code == 404
    assert call("arno", "full").post("/desks/it/invitations", body).status_code == 403
    assert call("mara", "full").post("/desks/it/invitations", body).status_code == 404
    assert jana.post("/desks/it/invitations", {**body, "addresses": []}).status_code == 422


def test_an_invitation_names_who_came(cast, call):
    jana = call("jana", "full")
    jana.post("/desks/it/invitations", {"role": "requester", "addresses": ["noa@kestrel.example"]})
    from deskhand.accounts.actions.invitations import fresh_invitation_link

    found = fresh_invitation_link(invitation_id=Invitation.objects.within(cast.it).get().pk)
    assert found is not None
    accept_invitation(actor=stranger(Channel.WEB), token=found[1].rstrip("/").rpartition("/")[2], name="Noa Berg")
    (one,) = jana.get("/desks/it/invitations").json()["items"]
    assert (one["state"], one["accepted_by"]["name"]) == ("accepted", "Noa Berg")


def test_letters_of_invitations_are_limited_as_on_the_pages(cast, call, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invite": "1/h/user"}
    jana, body = call("jana", "full"), {"role": "requester", "addresses": ["noa@kestrel.example"]}
    statuses = [jana.post("/desks/it/invitations", body) for _ in range(2)]
    assert [one.status_code for one in statuses] == [200, 429]
    assert int(statuses[1].headers["Retry-After"]) > 0


def test_roles_are_listed_given_and_taken(cast, call, lena):
    before = lena.get("/desks/it/roles").json()["items"]
    assert {one["person"]["name"]: one["roles"] for one in before}["Priya Raman"] == ["lead"]
    given = lena.post("/desks/it/roles", {"email": "jana@eberfeld.example", "role": "lead"})
    assert (given.status_code, given.json()["roles"]) == (201, ["agent", "lead"])
    path = f"/desks/it/roles/{cast.jana.pk}/lead"
    assert [lena.delete(path).status_code for _twice in range(2)] == [204, 404]
    assert lena.delete(f"/desks/it/roles/{cast.lena.pk}/admin").status_code == 403
    assert lena.post("/desks/it/roles", {"email": "x@nowhere.example", "role": "lead"}).status_code == 422
    assert lena.post("/desks/it/roles", {"email": "jana@eberfeld.example", "role": "king"}).status_code == 422
    assert call("lena", "write").delete(path).status_code == 403
    assert call("jana", "full").get("/desks/it/roles").status_code == 403
    assert call("hanna", "full").get("/desks/it/roles").status_code == 404
    assert call("lena", "read").get("/desks/it/roles", limit=2).json()["next"]


def test_a_desks_administrator_gives_roles_to_people_of_the_desk_alone(cast, call):
    hanna = call("hanna", "full")
    refused = hanna.post("/desks/hr/roles", {"email": "jana@eberfeld.example", "role": "agent"})
    absent = hanna.post("/desks/hr/roles", {"email": "nobody@eberfeld.example", "role": "agent"})
    assert refused.status_code == absent.status_code == 422
    assert refused.json()["errors"] == absent.json()["errors"]
    assert not DeskRole.objects.filter(desk=cast.hr, person=cast.jana).exists()


def test_open_work_is_handed_over_and_taken_back(cast, lena):
    ticket = cast.ticket(assignee=cast.jana)
    path = f"/desks/it/people/{cast.jana.pk}/leave"
    seen = lena.get(path).json()
    assert (seen["open_tickets"], seen["tickets"], seen["roles"], seen["teams"]) == (
        1, [ticket.number], ["agent"], ["Service Desk"],
    )  # fmt: skip
    left = lena.post(path, {"tickets": "person", "to": "ben@eberfeld.example"}).json()
    assert left["results"] == [{"number": ticket.number, "outcome": "changed", "detail": ""}]
    assert lena.get(f"/tickets/{ticket.number}").json()["assignee"] == "ben@eberfeld.example"
    assert [one["id"] for one in lena.get(path).json()["undoable"]] == [left["hand_over"]]
    undo = f"/desks/it/hand-overs/{left['hand_over']}/undo"
    assert lena.post(undo).json()["changed"] == 1
    assert lena.get(f"/tickets/{ticket.number}").json()["assignee"] == "jana@eberfeld.example"
    assert lena.post(undo).status_code == 404


def test_somebody_leaves_the_desk(cast, call, lena):
    ticket = cast.ticket(assignee=cast.jana)
    path = f"/desks/it/people/{cast.jana.pk}/leave"
    assert lena.post(path, {}).json()["errors"][0]["field"] == "tickets"
    assert lena.post(path, {"tickets": "person", "to": "mara@kestrel.example"}).json()["errors"][0]["field"] == "to"
    assert lena.post(path, {"tickets": "team", "to": "None such"}).json()["errors"][0]["field"] == "to"
    left = lena.post(path, {"tickets": "team", "to": "Network & Access", "end_roles": True}).json()
    assert left["ended_roles"] == ["agent"]
    shown = lena.get(f"/tickets/{ticket.number}").json()
    assert (shown["team"], shown["assignee"]) == ("Network & Access", None)
    assert call("jana", "full").get(path).status_code == 404
    assert call("priya", "full").get(path).status_code == 403
    assert lena.post(f"/desks/it/people/{cast.lena.pk}/leave", {"end_roles": True}).status_code == 403


def test_an_account_is_switched_off_and_on(cast, call, lena):
    jana = call("jana")
    found = lena.get("/accounts", q="jana").json()["items"]
    assert [one["name"] for one in found] == ["Jana Vogt"]
    path = f"/accounts/{cast.jana.pk}"
    seen = lena.get(path).json()
    assert (seen["works_on"], seen["tokens"]) == ([{"desk": "it", "roles": ["agent"], "open_tickets": 0}], 1)
    off = lena.post(f"{path}/deactivate", {"reason": "Left."}).json()
    assert (off["is_active"], off["tokens"]) == (False, 0)
    assert jana.get("/me").status_code == 401
    assert [one["id"] for one in lena.get("/accounts", state="off").json()["items"]] == [cast.jana.pk]
    assert lena.post(f"{path}/reactivate").json()["is_active"] is True
    assert jana.get("/me").status_code == 401
    assert lena.get(f"/accounts/{cast.hanna.pk}").json()["works_on"][0]["open_tickets"] is None


def test_accounts_are_for_site_administrators_with_a_token_made_for_it(cast, call, lena):
    path = f"/accounts/{cast.jana.pk}"
    for name in ("hanna", "jana", "mara"):
        assert call(name, "full").get("/accounts").status_code == 403
        assert call(name, "full").post(f"{path}/deactivate", {}).status_code == 403
    assert call("lena", "write").post(f"{path}/deactivate").status_code == 403
    assert lena.post(f"/accounts/{cast.lena.pk}/deactivate").status_code == 403
    assert lena.get("/accounts/999999").status_code == 404
    assert call("lena", "read").get(path).status_code == 200
    assert Person.objects.get(pk=cast.jana.pk).is_active
