"""Desks by the API."""

import pytest

from deskhand.accounts.models import Desk
from deskhand.tickets.models import Status


def test_a_site_administrator_makes_a_desk_for_somebody(cast, call):
    new = {"key": "fac", "name": "Facilities", "administrator": "ben@eberfeld.example"}
    answer = call("lena", "full").post("/desks", new)
    assert (answer.status_code, answer.headers["Location"]) == (201, "/api/v1/desks/fac")
    assert answer.json()["roles"] == []
    assert call("ben").get("/desks/fac").json()["roles"] == ["admin"]
    assert Status.objects.within(Desk.objects.get(key="fac")).count() == 6
    assert call("ben").post("/tickets", {"subject": "x", "body": "<p>x</p>", "desk": "fac"}).status_code == 201


def test_without_a_name_the_maker_administers_the_desk(cast, call):
    assert call("lena", "full").post("/desks", {"key": "fac", "name": "Facilities"}).json()["roles"] == ["admin"]


def test_others_make_no_desks(cast, call):
    for name in ("jana", "hanna", "mara"):
        assert call(name, "full").post("/desks", {"key": "fac", "name": "Facilities"}).status_code == 403
    assert Desk.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"key": "it", "name": "Again"}, 409, None),
        ({"key": "No Key", "name": "x"}, 422, "key"),
        ({"key": "ok", "name": "  "}, 422, "name"),
        ({"key": "ok", "name": "x", "administrator": "nobody@nowhere.example"}, 422, "administrator"),
        ({"key": "ok", "name": "x", "administrator": "no address"}, 422, "administrator"),
        ({"name": "x"}, 422, "key"),
    ],
)
def test_what_cannot_be_a_desk_is_refused(cast, call, body, status, field):
    refused = call("lena", "full").post("/desks", body)
    assert refused.status_code == status
    assert field is None or refused.json()["errors"][0]["field"] == field
    assert Desk.objects.count() == 2


def test_everybody_lists_the_desks_that_take_their_tickets(cast, call):
    from deskhand.accounts.actions import edit_desk

    assert [one["key"] for one in call("mara").get("/desks").json()["items"]] == ["it", "hr"]
    edit_desk(actor=cast.actor("hanna"), desk=cast.hr, who_may_open="invited")
    assert [one["key"] for one in call("mara").get("/desks").json()["items"]] == ["it"]
    assert call("mara").get("/desks/hr").status_code == 404
    assert call("hanna").get("/desks/hr").json()["roles"] == ["admin"]
    assert [one["key"] for one in call("lena").get("/desks").json()["items"]] == ["it", "hr"]


def test_without_a_desk_the_first_one_that_takes_it_is_meant(cast, call):
    from deskhand.accounts.actions import edit_desk

    new = {"subject": "x", "body": "<p>x</p>"}
    assert call("mara").post("/tickets", new).json()["desk"] == "it"
    edit_desk(actor=cast.actor("lena"), desk=cast.it, who_may_open="invited")
    assert call("mara").post("/tickets", new).json()["desk"] == "hr"
