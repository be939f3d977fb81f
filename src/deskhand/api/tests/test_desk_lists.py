"""Services and locations by the API: the lists, and what tickets have of them."""

from __future__ import annotations

import json

import pytest

from deskhand.accounts.actions import edit_desk, save_location
from deskhand.tickets import actions


@pytest.fixture
def ask(cast):
    def asked(method, path, body=None, by="lena", scope="write"):
        content = {"content_type": "application/json", "data": json.dumps(body)} if body is not None else {}
        headers = cast.bearer(by, scope=scope)
        return getattr(cast.client(), method.lower())(f"/api/v1{path}", headers=headers, **content)

    return asked


@pytest.fixture
def lists(cast):
    lena, hanna = cast.actor("lena"), cast.actor("hanna")
    cast.vpn = actions.save_service(actor=lena, desk=cast.it, name="VPN")
    cast.hamburg = save_location(actor=lena, desk=cast.it, name="Hamburg")
    cast.payroll = actions.save_service(actor=hanna, desk=cast.hr, name="Payroll")
    return cast


def test_lists_are_made_changed_and_put_away(cast, ask):
    made = ask("POST", "/services", {"desk": "it", "name": "VPN", "owner": "jana@eberfeld.example"})
    assert (made.status_code, made.json()["owner_name"], made.json()["is_active"]) == (201, "Jana Vogt", True)
    path = f"/services/{made.json()['id']}"
    assert ask("PATCH", path, {"description": "From outside."}).json()["owner"] == "jana@eberfeld.example"
    changed = ask("PATCH", path, {"owner": None, "is_active": False, "name": "Remote access"}).json()
    assert (changed["owner"], changed["is_active"], changed["description"]) == (None, False, "From outside.")
    place = ask("POST", "/locations", {"desk": "it", "name": "Hamburg"}).json()
    assert ask("PATCH", f"/locations/{place['id']}", {"name": "Hamburg Hafen"}).json()["name"] == "Hamburg Hafen"
    assert [one["name"] for one in ask("GET", "/services?desk=it").json()["items"]] == ["Remote access"]


def test_what_cannot_be_is_refused_with_its_field(lists, ask):
    double = ask("POST", "/services", {"desk": "it", "name": "vpn"})
    assert double.status_code == 409
    assert ask("POST", "/locations", {"desk": "it", "name": "HAMBURG"}).status_code == 409
    assert ask("POST", "/services", {"desk": "it", "name": "X", "owner": "mara@kestrel.example"}).status_code == 422
    assert ask("POST", "/services", {"desk": "it", "name": "X"}, by="jana").status_code == 403
    assert ask("PATCH", f"/services/{lists.payroll.pk}", {"name": "X"}).status_code == 404


def test_agents_read_the_lists_of_their_desks_alone(lists, ask):
    names = [one["name"] for one in ask("GET", "/services", by="jana", scope="read").json()["items"]]
    assert names == ["VPN"]
    assert ask("GET", "/services", by="mara").json()["items"] == []
    assert [one["name"] for one in ask("GET", "/locations", by="arno").json()["items"]] == ["Hamburg"]


def test_tickets_are_opened_with_them_and_changed(lists, ask):
    new = {"subject": "VPN drops", "body": "<p>Again.</p>", "requester": "mara@kestrel.example"}
    made = ask("POST", "/tickets", new | {"service": "vpn", "location": "hamburg"}, by="jana").json()
    assert (made["service"], made["location"]) == ("VPN", "Hamburg")
    path = f"/tickets/{made['number']}"
    changed = ask("PATCH", path, {"service": None, "location": "Hamburg"}, by="jana").json()
    assert (changed["service"], changed["location"]) == (None, "Hamburg")
    wrong = ask("PATCH", path, {"service": "Payroll"}, by="jana")
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "service"
    facts = ask("GET", f"{path}/events", by="jana").json()["items"]
    told = next(one for one in facts if one["code"] == "ticket.changed")
    assert (told["old"], told["new"], told["details"]["field"]) == ("VPN", None, "service")
    found = ask("GET", "/tickets?q=location:hamburg", by="jana").json()["items"]
    assert [one["number"] for one in found] == [made["number"]]


def test_requesters_say_what_the_desk_asks_and_read_neither(lists, ask):
    new = {"subject": "VPN drops", "body": "<p>Again.</p>", "service": "VPN"}
    assert ask("POST", "/tickets", new, by="mara").status_code == 403
    edit_desk(actor=lists.actor("lena"), desk=lists.it, asks_service=True)
    made = ask("POST", "/tickets", new, by="mara")
    assert (made.status_code, made.json()["service"]) == (201, None)
    seen = ask("GET", f"/tickets/{made.json()['number']}", by="jana").json()
    assert seen["service"] == "VPN"
    settings = ask("PATCH", "/desks/it/settings", {"asks_location": True}).json()
    assert (settings["asks_service"], settings["asks_location"]) == (True, True)


def test_many_tickets_at_once_and_back(lists, ask):
    numbers = [lists.ticket().number for _each in range(2)]
    change = {"desk": "it", "tickets": numbers, "verb": "service", "value": "VPN"}
    done = ask("POST", "/tickets/bulk", change, by="jana").json()
    assert done["changed"] == 2
    assert {ask("GET", f"/tickets/{one}").json()["service"] for one in numbers} == {"VPN"}
    assert ask("POST", f"/undo/{done['undo']}", by="jana").json()["changed"] == 2
    assert {ask("GET", f"/tickets/{one}").json()["service"] for one in numbers} == {None}
    wrong = ask("POST", "/tickets/bulk", change | {"verb": "location", "value": "Payroll"}, by="jana")
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "location"
