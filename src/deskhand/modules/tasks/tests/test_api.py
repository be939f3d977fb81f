"""Tasks for programs."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM

TASKS = "/api/v1/tasks"


@pytest.fixture
def on(cast):
    switch_module(actor=SYSTEM, desk=cast.it, module="tasks", on=True)
    return cast


def ask(cast, who, method, path, body=None):
    call = getattr(cast.client(), method)
    return call(f"{TASKS}{path}", body, content_type="application/json", headers=cast.bearer(who))


def test_a_program_adds_changes_finishes_and_takes_away_a_task(on):
    number = on.ticket().number
    made = ask(on, "jana", "post", "", {"ticket": number, "title": "Order it", "assignee": "ben@eberfeld.example"})
    assert made.status_code == 201 and made.headers["Location"].endswith(f"{TASKS}/{made.json()['id']}")
    path = f"/{made.json()['id']}"
    changed = ask(on, "jana", "patch", path, {"assignee": None, "team": "network & access", "is_mandatory": True})
    assert (changed.json()["assignee"], changed.json()["team"], changed.json()["title"]) == (
        None,
        "Network & Access",
        "Order it",
    )
    assert ask(on, "ben", "post", f"{path}/finish").json()["done_by"]["name"] == "Ben Okafor"
    assert ask(on, "ben", "post", f"{path}/reopen").json()["done_at"] is None
    second = ask(on, "jana", "post", "", {"ticket": number, "title": "First of all"}).json()["id"]
    ask(on, "jana", "post", f"/{second}/move", {"to": 1})
    assert [one["id"] for one in ask(on, "jana", "get", f"?ticket={number}").json()["items"]] == [
        made.json()["id"],
        second,
    ]
    assert ask(on, "jana", "delete", path).json()["dropped_at"]
    assert ask(on, "jana", "post", f"{path}/finish").status_code == 409
    assert [one["id"] for one in ask(on, "jana", "get", "?open=true").json()["items"]] == [second]
    assert ask(on, "jana", "post", f"{path}/restore").json()["dropped_at"] is None


@pytest.mark.parametrize("given", [{"team": ""}, {"team": "Nobody's"}, {"title": "x" * 500}, {"due_at": 0}])
def test_what_no_task_can_have_is_refused_by_its_field(on, given):
    made = ask(on, "jana", "post", "", {"ticket": on.ticket().number, "title": "Order it"}).json()
    refused = ask(on, "jana", "patch", f"/{made['id']}", given)
    assert refused.status_code == 422 and next(iter(given)) in refused.content.decode()
    assert ask(on, "jana", "get", f"/{made['id']}").json() == made


def test_a_program_writes_a_checklist_and_uses_it(on):
    ticket = on.ticket()
    body = {"desk": "it", "name": "Leaving", "steps": [{"title": "Take the badge", "due_days": 1}]}
    made = ask(on, "lena", "post", "/checklists", body)
    assert made.status_code == 201
    path = f"/checklists/{made.json()['id']}"
    used = ask(on, "jana", "post", f"{path}/use", {"ticket": ticket.number})
    assert len(used.json()["tasks"]) == 1
    assert ask(on, "jana", "patch", path, {"name": "Mine"}).status_code == 403
    assert ask(on, "lena", "patch", path, {"name": "Goodbye"}).json()["steps"][0]["title"] == "Take the badge"
    assert ask(on, "lena", "post", f"{path}/put-away").json()["is_put_away"] is True
    assert ask(on, "lena", "post", f"{path}/put-back").json()["is_put_away"] is False
    assert [one["name"] for one in ask(on, "jana", "get", "/checklists").json()["items"]] == ["Goodbye"]


def test_a_desk_without_the_module_has_no_tasks(on):
    other = on.ticket(by="oliver", desk="hr").number
    assert ask(on, "hanna", "post", "", {"ticket": other, "title": "x"}).status_code == 404
    assert (
        ask(on, "hanna", "post", "/checklists", {"desk": "hr", "name": "x", "steps": [{"title": "x"}]}).status_code
        == 422
    )
    made = ask(on, "jana", "post", "", {"ticket": on.ticket().number, "title": "x"}).json()
    for who in ("hanna", "mara"):
        assert ask(on, who, "get", f"/{made['id']}").status_code == 404
        assert ask(on, who, "get", "").json()["items"] == []
    switch_module(actor=SYSTEM, desk=on.it, module="tasks", on=False)
    assert ask(on, "jana", "get", f"/{made['id']}").status_code == 404


PLAN = {
    "desk": "it",
    "pattern": "weeks",
    "starts_on": "2026-11-23",
    "at": "08:00",
    "every": 2,
    "weekdays": [0],
    "subject": "Check the backups",
    "text": "Restore one.",
    "requester": "mara@kestrel.example",
}


def test_a_program_plans_a_ticket_that_comes_again(on):
    rule = {name: PLAN[name] for name in ("desk", "pattern", "starts_on", "at", "every", "weekdays")}
    assert len(ask(on, "lena", "post", "/recurring/dates", rule).json()["dates"]) == 10
    made = ask(on, "lena", "post", "/recurring", PLAN)
    assert made.status_code == 201 and made.json()["next_at"]
    path = f"/recurring/{made.json()['id']}"
    assert ask(on, "lena", "put", path, {**PLAN, "priority": "high"}).json()["priority"] == "high"
    assert ask(on, "lena", "post", f"{path}/pause").json()["paused_at"]
    assert ask(on, "lena", "post", f"{path}/resume").json()["paused_at"] is None
    assert ask(on, "lena", "post", f"{path}/put-away").json()["put_away_at"]
    assert ask(on, "lena", "post", f"{path}/put-back").json()["put_away_at"] is None
    assert [one["subject"] for one in ask(on, "lena", "get", "/recurring").json()["items"]] == ["Check the backups"]
    wrong = ask(on, "lena", "post", "/recurring", {**PLAN, "weekdays": []})
    assert wrong.status_code == 422 and "at least one day" in wrong.content.decode()
    assert ask(on, "jana", "get", path).status_code == 404
    assert ask(on, "jana", "post", "/recurring", PLAN).status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"at": "08:00Z"}, "at"),
        ({"at": "08:00+02:00"}, "at"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"until_on": "9999-12-31"}, "until_on"),
    ],
)
def test_a_plan_in_times_that_nobody_means_is_refused_by_its_field(on, given, field):
    rule = {name: PLAN[name] for name in ("desk", "pattern", "starts_on", "at", "every", "weekdays")}
    for path, body in (("/recurring", PLAN), ("/recurring/dates", rule)):
        answer = ask(on, "lena", "post", path, {**body, **given})
        assert answer.status_code == 422 and f'"{field}"' in answer.content.decode(), answer.content


def test_tags_of_a_plan_are_those_that_its_tickets_will_have(on):
    made = ask(on, "lena", "post", "/recurring", {**PLAN, "tags": ["Night  Run", "night-run"]})
    assert made.json()["tags"] == ["night-run"]
    wrong = ask(on, "lena", "post", "/recurring", {**PLAN, "tags": ["x" * 61]})
    assert wrong.status_code == 422 and "A tag has at most 60 characters" in wrong.content.decode()
