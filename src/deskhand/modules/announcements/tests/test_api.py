"""Announcements for programs."""

from datetime import timedelta

import pytest
from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

ROOT = "/api/v1/announcements"


@pytest.fixture
def on(cast):
    switch_module(actor=SYSTEM, desk=cast.it, module="announcements", on=True)
    return cast


def call(cast, who, method, path="", body=None, scope="write"):
    more = {"data": body if body is not None else "", "content_type": "application/json"} if method != "get" else {}
    return getattr(Client(), method)(ROOT + path, headers=cast.bearer(who, scope), **more)


def new(**other):
    return {"desk": "it", "kind": "outage", "title": "VPN drops", "text": "We are on it.", **other}


def test_an_announcement_is_published_read_changed_ended_and_deleted(on):
    made = call(on, "jana", "post", body=new(others={"de": {"title": "VPN bricht ab"}}))
    row = made.json()
    assert made.status_code == 201 and made.headers["Location"].endswith(f"/announcements/{row['id']}")
    assert (row["state"], row["audience"], row["others"]["de"]["title"]) == ("current", "everybody", "VPN bricht ab")
    changed = call(on, "jana", "patch", f"/{row['id']}", {"title": "VPN works"}).json()
    assert (changed["title"], changed["text"], changed["others"]) == ("VPN works", "We are on it.", row["others"])
    assert call(on, "jana", "post", f"/{row['id']}/end").json()["state"] == "past"
    assert call(on, "jana", "post", f"/{row['id']}/resume").json()["state"] == "current"
    assert call(on, "jana", "delete", f"/{row['id']}").status_code == 204
    assert call(on, "jana", "get", f"/{row['id']}").status_code == 404


def test_requesters_list_what_is_addressed_to_them_now(on):
    on.ticket()  # Kestrel is of the desk from now on.
    kestrel = {"audience": "organizations", "organizations": ["Kestrel Biotech"]}
    later = (clock.now() + timedelta(hours=1)).isoformat()
    for body in (new(), new(title="Kestrel alone", **kestrel), new(title="Later", starts_at=later)):
        assert call(on, "jana", "post", body=body).status_code == 201
    titles = {who: [one["title"] for one in call(on, who, "get").json()["items"]] for who in ("jana", "mara", "oliver")}
    assert titles["jana"] == ["Later", "Kestrel alone", "VPN drops"]
    assert titles["mara"] == ["Kestrel alone", "VPN drops"]
    assert titles["oliver"] == ["VPN drops"]
    assert [one["organizations"] for one in call(on, "mara", "get").json()["items"]] == [[], []]


def test_only_staff_publish_and_what_one_may_not_read_is_not_there(on):
    hidden = call(on, "jana", "post", body=new(audience="agents")).json()["id"]
    for who in ("mara", "hanna"):
        assert call(on, who, "post", body=new()).status_code == 422
        assert call(on, who, "get", f"/{hidden}").status_code == 404
        assert call(on, who, "delete", f"/{hidden}").status_code == 404
    assert call(on, "arno", "post", body=new()).status_code == 403
    assert call(on, "jana", "post", body=new(), scope="read").status_code == 403
    shown = call(on, "jana", "post", body=new()).json()["id"]
    assert call(on, "mara", "patch", f"/{shown}", {"title": "Mine"}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organizations": ["Nobody Ltd"]}, "organizations"),
        ({"audience": "organizations"}, "organizations"),
        ({"ends_at": "2001-01-01T00:00:00Z"}, "ends_at"),
        ({"starts_at": "2026-01-01T00:00:00"}, "starts_at"),
        ({"desk": "hr"}, "desk"),
        ({"kind": "party"}, "kind"),
        ({"colour": "red"}, "colour"),
        ({"others": {"xx": {"title": "?"}}}, "others"),
    ],
)
def test_what_cannot_be_taken_is_a_problem_document_that_names_the_field(on, wrong, field):
    answer = call(on, "jana", "post", body=new(**wrong))
    assert answer.status_code == 422
    assert field in answer.content.decode()
