"""What lies behind a wall does not exist; what one may see but not do is refused in words."""

import pytest

from deskhand.api.routing import declarations
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket

VERBS = (
    ("get", ""),
    ("patch", "", {"priority": "high"}),
    ("delete", ""),
    ("get", "/messages"),
    ("post", "/messages", {"body": "<p>x</p>"}),
    ("get", "/deliveries"),
    ("get", "/events"),
    ("get", "/followers"),
    ("post", "/followers", {"email": "oliver@nordwind.example"}),
    ("delete", "/followers/1"),
    ("post", "/restore"),
    ("post", "/spam"),
    ("post", "/unspam"),
)
FOR_STAFF = {("patch", ""), ("delete", ""), ("get", "/events"), ("get", "/followers"), ("post", "/followers")} | {
    ("post", f"/{verb}") for verb in ("restore", "spam", "unspam")
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: f"{verb[0]}{verb[1]}")
def test_another_desk_and_another_requester_cannot_tell_a_ticket_from_none(cast, call, verb):
    ticket = cast.ticket()
    method, path, *body = verb
    for name in ("hanna", "oliver"):
        caller = call(name)
        hidden = getattr(caller, method)(f"/tickets/{ticket.number}{path}", *body)
        absent = getattr(caller, method)(f"/tickets/{ticket.number + 1}{path}", *body)
        assert hidden.status_code == absent.status_code == 404
        assert {**hidden.json(), "instance": ""} == {**absent.json(), "instance": ""}
    ticket.refresh_from_db()
    assert ticket.version == 1 and ticket.messages.count() == 1


@pytest.mark.parametrize("verb", [one for one in VERBS if one[:2] in FOR_STAFF], ids=lambda verb: f"{verb[0]}{verb[1]}")
def test_its_requester_is_told_that_this_is_for_staff(cast, call, verb):
    ticket = cast.ticket()
    method, path, *body = verb
    refused = getattr(call("mara"), method)(f"/tickets/{ticket.number}{path}", *body)
    assert refused.status_code == 403
    ticket.refresh_from_db()
    assert ticket.version == 1


def test_every_operation_names_its_gate_and_what_it_may_refuse(whole_api):
    found = declarations(whole_api)
    assert {path for _method, path, _gate in found.values()} >= {"/tickets", "/tickets/{number}/messages", "/desks"}
    for method, path, declaration in found.values():
        assert declaration.gate.word
        assert {401, 422, 429} <= declaration.refuses
        assert ("{" in path) == (declaration.gate.sample != "none"), path
        assert method == "GET" or 403 in declaration.refuses


def test_the_addresses_carry_their_gates():
    from deskhand.api.urls import urlpatterns

    words = {str(one.pattern): vars(one.callback)["gate"].word for one in urlpatterns}
    assert words["tickets/<number>"] == "token" and words["openapi.json"] == "public"


def test_a_ticket_cannot_be_opened_on_a_desk_that_does_not_take_it(cast, call):
    from deskhand.accounts.actions import edit_desk

    edit_desk(actor=cast.actor("hanna"), desk=cast.hr, who_may_open="invited")
    new = {"subject": "x", "body": "<p>x</p>"}
    closed, absent = (call("mara").post("/tickets", {**new, "desk": key}) for key in ("hr", "no"))
    assert closed.status_code == absent.status_code == 422
    assert closed.json()["errors"][0]["detail"].replace("hr", "no") == absent.json()["errors"][0]["detail"]
    assert not Ticket.objects.within(cast.hr).exists()


def test_lists_of_people_teams_and_organizations_end_at_the_wall(cast, call):
    cast.ticket()
    cast.ticket("Contract", by="oliver", desk="hr")

    def names(name, path):
        return {one["name"] for one in call(name).get(path).json()["items"]}

    assert "Mara Lindqvist" in names("jana", "/people") and "Oliver Brandt" not in names("jana", "/people")
    assert names("hanna", "/people") == {"Hanna Brandt", "Oliver Brandt"}
    assert names("mara", "/people") == {"Mara Lindqvist"}
    assert names("jana", "/organizations") == {"Kestrel Biotech"}
    assert names("mara", "/organizations") == {"Kestrel Biotech"}
    assert names("jana", "/teams") == {"Service Desk", "Network & Access"}
    assert names("hanna", "/teams") == names("mara", "/teams") == set()
    assert call("jana").get(f"/people/{cast.oliver.pk}").status_code == 404
    assert call("mara").get(f"/people/{cast.jana.pk}").status_code == 404
    assert call("mara").get(f"/people/{cast.mara.pk}").json()["email"] == "mara@kestrel.example"
    domains = {name: call(name).get("/organizations").json()["items"][0]["domains"] for name in ("jana", "mara")}
    assert domains == {"jana": ["kestrel.example"], "mara": []}


def test_teams_of_another_desk_are_unknown(cast, call):
    contract = cast.ticket("Contract", desk="hr")
    answer = call("hanna").patch(f"/tickets/{contract.number}", {"team": "Service Desk"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "team")


def test_spam_and_the_bin_are_gone_for_the_requester(cast, call):
    ticket = cast.ticket()
    actions.mark_spam(actor=cast.actor("jana"), ticket=ticket)
    assert call("mara").get(f"/tickets/{ticket.number}").status_code == 404
    assert call("mara").get("/tickets", q="is:spam").json()["items"] == []
