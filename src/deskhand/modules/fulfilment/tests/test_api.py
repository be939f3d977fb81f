"""Programs write plans, start them and steer them: the same verbs, the same walls."""

import json

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.fulfilment.models import Run
from deskhand.modules.fulfilment.tests.conftest import plan, started, states, task
from deskhand.webhooks.models import Webhook

AT = "/api/v1/fulfilment/desks/it"


@pytest.fixture
def call(on):
    def _call(method, path, body=None, by="lena", scope="write"):
        more = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(on.client(), method)(f"{AT}{path}", headers=on.bearer(by, scope), **more)

    return _call


STEP = {"code": "order", "kind": "task", "name": "Order it", "says": {"note": "Call the vendor."}}
LAST = {"code": "end", "kind": "action", "name": "Mark it", "says": {"deed": "tag", "value": "laptop"}}


def test_a_program_writes_publishes_and_starts_a_plan(on, call):
    new = {"name": "New laptop", "steps": [STEP, LAST], "edges": [{"start": "order", "end": "end"}]}
    made = call("post", "/plans", new)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made["Location"].endswith(f"/plans/{pk}") and made.json()["version"] is None
    assert call("post", f"/plans/{pk}/publish").json()["version"] == 1
    ticket = on.ticket()
    run = call("post", "/runs", {"ticket": ticket.number, "plan": pk, "key": "order-1"}, by="jana")
    assert run.status_code == 201, run.content
    again = call("post", "/runs", {"ticket": ticket.number, "plan": pk, "key": "order-1"}, by="jana")
    assert again.json()["id"] == run.json()["id"]
    on.work()
    shown = call("get", f"/tickets/{ticket.number}/runs", by="jana").json()["items"]
    assert [(one["code"], one["state"]) for one in shown[0]["steps"]] == [("order", "active"), ("end", "ahead")]
    skipped = call("post", f"/runs/{run.json()['id']}/steps/order/skip", {"reason": "We have one"}, by="priya")
    assert skipped.status_code == 200, skipped.content
    on.work()
    assert call("get", f"/runs/{run.json()['id']}").json()["outcome"] == "done"


def test_what_is_wrong_is_refused_with_the_step(on, call):
    circle = [{"start": "order", "end": "end"}, {"start": "end", "end": "order"}]
    pk = call("post", "/plans", {"name": "Round", "steps": [STEP, LAST], "edges": circle}).json()["id"]
    assert any("in a circle" in one["words"] for one in call("get", f"/plans/{pk}").json()["problems"])
    assert call("post", f"/plans/{pk}/publish").status_code == 422
    assert call("post", "/plans", {"name": "X", "steps": [{**STEP, "kind": "magic"}]}).status_code == 422
    assert call("put", f"/plans/{pk}/draft", {"steps": [STEP], "edition": 9}).status_code == 409
    assert call("post", "/plans", {"name": "Agent’s", "steps": []}, by="jana").status_code == 403
    assert call("get", "/plans", by="mara").status_code == 404
    assert call("get", "/plans", by="hanna").status_code == 404
    assert call("post", f"/plans/{pk}/publish", scope="read").status_code == 403


def test_a_call_waits_until_a_program_reports_its_end_and_twice_is_once(on, call):
    Webhook.objects.create(
        desk=on.it, url="https://hooks.example/plans", events=["ticket.plan_called"], created_at=clock.now()
    )
    from deskhand.modules.fulfilment.definition import Step
    from deskhand.webhooks import listeners

    listeners.changed()
    ring = Step(code="ring", kind="call", name="Make the account", says={"call": "webhooks", "word": "account"})
    _ticket, run = started(on, ring, task("b"), ways=("ring>b",))
    assert states(run) == {"ring": "active"}
    for _each in range(2):
        assert call("post", f"/runs/{run.pk}/steps/ring/end", {"outcome": "done"}, by="jana").status_code == 200
    on.work()
    assert states(run) == {"ring": "done", "b": "active"}
    assert call("post", f"/runs/{run.pk}/steps/b/end", {"outcome": "done"}).status_code == 404
    assert call("post", f"/runs/{run.pk}/cancel", {}, by="jana").json()["outcome"] == "cancelled"


def test_off_nothing_is_there_and_on_again_goes_on(on, call):
    row, ticket = plan(on, task("a")), on.ticket()
    page = f"/agent/tickets/{ticket.number}/"
    run = call("post", "/runs", {"ticket": ticket.number, "plan": row.pk}).json()["id"]
    switch_module(actor=SYSTEM, desk=on.it, module="fulfilment", on=False)
    on.work()
    assert call("get", "/plans").status_code == 404
    assert on.client("lena").get("/agent/settings/it/plans/").status_code == 404
    assert on.client("jana").get(f"{page}plan-runs/{run}/").status_code == 404
    assert "New laptop" not in on.client("jana").get(page).content.decode()
    assert states(Run.objects.within(on.it).get()) == {}
    switch_module(actor=SYSTEM, desk=on.it, module="fulfilment", on=True)
    on.work()
    assert states(Run.objects.within(on.it).get()) == {"a": "active"}


def test_a_program_judges_a_plan_and_compares_versions_without_keeping_anything(on, call):
    wrong = {"steps": [STEP, {**LAST, "says": {"deed": "tag"}}], "edges": []}
    found = call("post", "/check", wrong).json()["items"]
    assert [(one["step"], one["is_warning"]) for one in found] == [("end", False)]
    assert call("get", "/plans").json()["items"] == []
    assert call("post", "/check", wrong, by="jana").status_code == 403
    pk = call("post", "/plans", {"name": "New laptop", "steps": [STEP]}).json()["id"]
    call("post", f"/plans/{pk}/publish")
    call("put", f"/plans/{pk}/draft", {"steps": [LAST]})
    said = [(one["what"], one["words"]) for one in call("get", f"/plans/{pk}/differences").json()["items"]]
    assert said == [("Mark it", "new"), ("Order it", "removed")]
    assert call("get", f"/plans/{pk}/differences?old=1&new=1").json()["items"] == []
    assert call("get", f"/plans/{pk}/differences?old=7").status_code == 404


def test_a_call_that_nobody_answers_is_overdue(on, call):
    from datetime import timedelta

    from deskhand.modules.fulfilment import jobs
    from deskhand.modules.fulfilment.definition import Step
    from deskhand.notify.models import Notification
    from deskhand.webhooks import listeners

    Webhook.objects.create(
        desk=on.it, url="https://hooks.example/plans", events=["ticket.plan_called"], created_at=clock.now()
    )
    listeners.changed()
    says = {"call": "webhooks", "word": "account", "due": {"amount": 4, "unit": "hours"}}
    _ticket, run = started(on, Step(code="ring", kind="call", name="Make the account", says=says))
    with clock.frozen(clock.now() + timedelta(days=9)):
        jobs.look_at_the_due.run()
        on.work()
    assert states(run) == {"ring": "active"}
    assert Notification.objects.filter(kind="plan_late", person=on.priya).exists()
