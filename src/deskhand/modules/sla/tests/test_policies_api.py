"""Policies for programs."""

from typing import Any

import pytest

from deskhand.kernel import switches
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.tests.conftest import target

API = "/api/v1/sla/desks/it"
FIRST = {"metric": "first_response", "goals": {"any": {"seconds": 28_800}, "urgent": {"seconds": 3_600}}}


@pytest.fixture
def call(cast):
    switches.switch("sla", cast.it.pk, True)

    def send(method, path, body=None, *, by="lena", scope="write"):
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(cast.client(), method)(f"{API}{path}", headers=cast.bearer(by, scope), **sent)

    return send


@pytest.mark.django_db
def test_a_program_makes_changes_orders_and_puts_away_policies(cast, call):
    ticket = cast.ticket()
    made = call("post", "/policies", {"name": "All", "targets": [FIRST]})
    assert made.status_code == 201, made.content
    row = made.json()
    assert made.headers["Location"].endswith(f"/policies/{row['id']}")
    assert (row["version"], row["targets"][0]["key"], row["calendar"]) == (1, "first_response", {"of": "ticket"})
    cast.work()
    assert Clock.objects.within(cast.it).filter(ticket=ticket).count() == 1
    asked = {"query": "priority:>=high", "targets": [FIRST, {"metric": "custom", "key": "call"}]}
    assert call("patch", f"/policies/{row['id']}", asked).status_code == 422
    own = {
        "metric": "custom",
        "key": "call",
        "label": "Call",
        "goals": {"any": {"days": 1, "by": "17:00"}},
        "conditions": {"start": {"words": ["reopened"]}, "stop": {"words": ["agent_replied"]}},
        "milestones": [{"before": 1_800, "steps": [{"step": "notify", "who": "leads"}]}],
    }
    asked["targets"] = [FIRST, own]
    changed = call("patch", f"/policies/{row['id']}", asked | {"version": 1})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["version"], changed.json()["query"]) == (2, "priority:>=high")
    assert changed.json()["targets"][1]["milestones"][0]["steps"] == [{"step": "notify", "who": "leads"}]
    assert call("patch", f"/policies/{row['id']}", {"name": "Late", "version": 1}).status_code == 409
    other = call("post", "/policies", {"name": "Rest", "targets": [FIRST]}).json()
    order = call("put", "/policy-order", {"level": "sla", "order": [other["id"], row["id"]]}).json()["items"]
    assert [one["name"] for one in order] == ["Rest", "All"]
    assert call("put", "/policy-order", {"level": "sla", "order": [row["id"]]}).status_code == 422
    away = call("patch", f"/policies/{row['id']}", {"is_put_away": True}).json()
    assert (away["is_put_away"], away["is_on"]) == (True, False)
    assert call("patch", f"/policies/{row['id']}", {"is_put_away": False, "is_on": True}).json()["is_on"] is True
    told = call("get", f"/policies/{row['id']}/versions").json()["items"]
    assert [one["number"] for one in told] == list(range(len(told), 0, -1))
    assert told[-1]["changes"] == [] and {"label": "For which tickets", "old": "all", "new": "priority:>=high"} in [
        change for one in told for change in one["changes"]
    ]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"targets": [FIRST | {"goals": {"any": {"seconds": 0}}}]}, "seconds"),
    ({"targets": [FIRST | {"goals": {"any": {}}}]}, "targets.0.goals.any"),
    ({"query": "printer"}, "query"),
    ({"calendar": {"of": "own"}}, "calendar"),
    ({"targets": [FIRST | {"milestones": [{"percent": 50, "steps": [{"step": "assign"}]}]}]}, "milestones"),
    ({"targets": [FIRST | {"conditions": {"start": {"words": ["rain"]}}}]}, "start"),
    ({"targets": [FIRST, FIRST]}, "targets"),
]
"""What a program says, and the place that the refusal names."""


@pytest.mark.django_db
def test_what_cannot_be_promised_is_refused_with_its_place(call):
    for change, place in REFUSED:
        answer = call("post", "/policies", {"name": "Ours", "targets": [FIRST]} | change)
        assert answer.status_code == 422 and place in answer.content.decode(), change


@pytest.mark.django_db
def test_agents_read_policies_and_change_none(cast, promise, call):
    row = promise(target(any=8))
    assert call("get", "/policies", by="jana", scope="read").json()["items"][0]["name"] == "Standard"
    assert call("patch", f"/policies/{row.pk}", {"is_on": False}, by="jana").status_code == 403
    assert call("get", "/policy-checks", by="jana").status_code == 403
    for by in ("hanna", "mara"):
        assert call("get", f"/policies/{row.pk}", by=by).status_code == 404
        assert call("post", "/policies", {"name": "X", "targets": [FIRST]}, by=by).status_code == 404
    switches.switch("sla", cast.it.pk, False)
    assert call("get", "/policies").status_code == 404


@pytest.mark.django_db
def test_a_program_sees_what_can_go_wrong_and_how_far_the_clocks_are(cast, promise, call):
    cast.ticket()
    promise(target(any=8), query="priority:urgent")
    [concern] = call("get", "/policy-checks").json()["items"]
    assert (concern["code"], concern["is_wrong"]) == ("fits_nothing", False)
    assert call("get", "/catching-up", by="jana").json()["is_running"] is False
