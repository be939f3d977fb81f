"""Time for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

ROOT = "/api/v1/time"


@pytest.fixture
def on(cast):
    switch_module(actor=SYSTEM, desk=cast.it, module="time", on=True)
    return cast


def call(cast, who, method, path, body=None, scope="write"):
    more = {"data": json.dumps(body or {}), "content_type": "application/json"} if method != "get" else {}
    return getattr(Client(), method)(ROOT + path, headers=cast.bearer(who, scope), **more)


def test_a_program_books_corrects_removes_and_restores_time(on):
    number = on.ticket().number
    kind = call(on, "lena", "post", "/activities", {"desk": "it", "name": "On site", "is_billable": True}).json()
    made = call(on, "jana", "post", "/entries", {"ticket": number, "seconds": 4500, "activity": kind["id"]})
    row = made.json()
    assert made.status_code == 201 and made.headers["Location"].endswith(f"/time/entries/{row['id']}")
    assert (row["seconds"], row["activity_name"], row["is_billable"]) == (4500, "On site", True)
    assert row["person"]["name"] == "Jana Vogt"
    changed = call(on, "jana", "patch", f"/entries/{row['id']}", {"seconds": 2700, "activity": None}).json()
    assert (changed["seconds"], changed["activity"], changed["is_billable"]) == (2700, None, True)
    assert call(on, "jana", "delete", f"/entries/{row['id']}").status_code == 204
    assert call(on, "jana", "get", f"/entries?ticket={number}").json()["items"] == []
    assert call(on, "jana", "patch", f"/entries/{row['id']}", {"seconds": 60}).status_code == 409
    assert call(on, "jana", "post", f"/entries/{row['id']}/restore").json()["removed_at"] is None
    other = {"ticket": number, "seconds": 600, "person": "ben@eberfeld.example"}
    assert call(on, "jana", "post", "/entries", other).status_code == 403
    assert call(on, "priya", "post", "/entries", other).json()["person"]["name"] == "Ben Okafor"
    sums = call(on, "priya", "get", "/sums?by=person").json()
    assert sums["from"] <= sums["to"]
    assert sums["total"]["seconds"] == 3300 and [one["seconds"] for one in sums["rows"]] == [2700, 600]
    assert [one["seconds"] for one in call(on, "ben", "get", "/sums").json()["rows"]] == [600]
    assert [one["seconds"] for one in call(on, "ben", "get", f"/sums?ticket={number}").json()["rows"]] == [2700, 600]


def test_a_program_measures_time(on):
    number = on.ticket().number
    assert call(on, "jana", "post", "/timers", {"ticket": number}).json()["is_running"]
    assert [one["ticket"] for one in call(on, "jana", "get", "/timers").json()["items"]] == [number]
    assert call(on, "ben", "get", "/timers").json()["items"] == []
    assert not call(on, "jana", "post", f"/timers/{number}/pause").json()["is_running"]
    assert call(on, "jana", "post", f"/timers/{number}/stop", {"note": "Quick"}).json()["seconds"] == 60
    for method, path in (("post", f"/timers/{number}/stop"), ("delete", f"/timers/{number}")):
        assert call(on, "jana", method, path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seconds": 30}, "seconds"),
        ({"seconds": 90_000}, "seconds"),
        ({"day": "2001-01-01"}, "day"),
        ({"day": "2999-01-01"}, "day"),
        ({"activity": 4711}, "activity"),
        ({"person": "nobody@nowhere.example"}, "person"),
        ({"note": "x" * 501}, "note"),
        ({"colour": "red"}, "colour"),
        ({"day": "0"}, "day"),
    ],
)
def test_what_cannot_be_taken_names_its_field(on, wrong, field):
    answer = call(on, "priya", "post", "/entries", {"ticket": on.ticket().number, "seconds": 600, **wrong})
    assert answer.status_code == 422 and field in answer.content.decode()


def test_today_is_the_day_where_one_is(on):
    Person.objects.filter(pk=on.jana.pk).update(time_zone="Pacific/Auckland")
    number = on.ticket().number
    with clock.frozen(datetime(2026, 10, 31, 20, tzinfo=UTC)):
        assert call(on, "jana", "post", "/entries", {"ticket": number, "seconds": 600}).json()["day"] == "2026-11-01"
        call(on, "jana", "post", "/timers", {"ticket": number})
        assert call(on, "jana", "post", f"/timers/{number}/stop").json()["day"] == "2026-11-01"
        assert call(on, "jana", "get", "/sums").json()["total"]["entries"] == 2


def test_what_one_may_not_read_is_not_there(on):
    number = on.ticket().number
    row = call(on, "jana", "post", "/entries", {"ticket": number, "seconds": 600}).json()["id"]
    for who in ("mara", "hanna"):
        assert call(on, who, "post", "/entries", {"ticket": number, "seconds": 600}).status_code == 404
        assert call(on, who, "get", f"/entries/{row}").status_code == 404
        assert call(on, who, "get", f"/entries?ticket={number}").status_code == 404
        assert call(on, who, "get", "/entries").json()["items"] == []
        assert call(on, who, "get", "/sums").json()["total"]["entries"] == 0
    assert call(on, "jana", "post", "/timers", {"ticket": number}, scope="read").status_code == 403


@pytest.mark.parametrize("path", ["/entries", "/sums"])
def test_a_number_is_no_day(on, path):
    refused = call(on, "priya", "get", f"{path}?last=0")
    assert refused.status_code == 422 and "as in 2026-03-02" in refused.content.decode()
