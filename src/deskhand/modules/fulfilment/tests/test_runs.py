"""A plan on a ticket: its steps follow each other, whoever finishes them and whatever goes wrong."""

import re
from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.fulfilment import actions, deeds, jobs
from deskhand.modules.fulfilment.definition import Step
from deskhand.modules.fulfilment.models import Run, RunStep
from deskhand.modules.fulfilment.tests.conftest import deed, plan, started, states, task, task_of, tasks
from deskhand.notify.models import Notification
from deskhand.tickets import actions as on_tickets
from deskhand.tickets import fulfilling
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket, TicketLink
from deskhand.tickets.stages import stages_of

pytestmark = pytest.mark.postgres


def finish(cast, ticket, by="jana", key="resolved"):
    on_tickets.set_status(actor=cast.actor(by), ticket=ticket, to=cast.status(key))
    cast.work()


def ended(run):
    run.refresh_from_db()
    return run.outcome


def told(code):
    return list(Event.objects.filter(code=code).order_by("pk").values_list("values", flat=True))


def test_a_step_is_a_task_of_its_team_and_the_next_begins_when_it_is_resolved(on):
    first = task("order", team=on.service_desk.pk, note="Call the vendor.", due={"amount": 2, "unit": "days"})
    ticket, run = started(on, first, task("hand-over"), ways=("order>hand-over",))
    made = task_of(run, "order")
    assert (made.kind, made.team, made.subject) == ("task", on.service_desk, "Task order")
    assert TicketLink.objects.beyond_walls("test").get(other=made).ticket_id == ticket.pk
    assert [(one.kind, "Call the vendor" in one.text) for one in made.messages.all()] == [("note", True)]
    assert RunStep.objects.within(on.it).get(run=run).due_at > clock.now() + timedelta(days=1)
    assert states(run) == {"order": "active"}
    finish(on, made)
    assert states(run) == {"order": "done", "hand-over": "active"} and not ended(run)
    finish(on, task_of(run, "hand-over"))
    assert ended(run) == "done" and told("plan.ended")[0]["outcome"] == "done"


def test_the_requester_neither_sees_nor_hears_of_tasks(on):
    _ticket, run = started(on, task("order"))
    made = task_of(run, "order")
    assert on.client("mara").get(f"/requests/{made.number}/").status_code == 404
    assert "Task order" not in on.client("mara").get("/requests/").content.decode()


def test_what_can_go_at_once_goes_at_once_and_what_joins_waits_for_all(on):
    ways = ("a>b", "a>c", "b>d", "c>d")
    _ticket, run = started(on, task("a"), task("b"), task("c"), task("d"), ways=ways)
    finish(on, task_of(run, "a"))
    assert states(run) == {"a": "done", "b": "active", "c": "active"}
    finish(on, task_of(run, "b"))
    assert "d" not in states(run)
    finish(on, task_of(run, "c"))
    assert states(run)["d"] == "active"


def test_a_condition_that_is_not_so_lets_the_step_out_and_the_way_goes_on(on):
    _ticket, run = started(
        on, task("approve", condition="priority:urgent"), deed("mark"), task("end"), ways=("approve>mark", "mark>end")
    )
    assert states(run) == {"approve": "skipped", "mark": "done", "end": "active"}


def test_deskhand_does_its_steps_through_the_usual_actions(on):
    ticket, run = started(
        on,
        deed("urgent", "priority", "high"),
        deed("mark", "tag", "laptop"),
        deed("say", "note", "Ordered."),
        deed("team", "team", on.service_desk.pk),
        ways=("urgent>mark", "mark>say", "say>team"),
    )
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.team) == (3, on.service_desk)
    assert ticket.tags.get().name == "laptop" and ticket.messages.filter(kind="note").count() == 1
    assert ended(run) == "done"


def test_starting_with_one_key_starts_once(on):
    row, ticket = plan(on, task("a")), on.ticket()
    for _each in range(2):
        assert fulfilling.start(actor=on.actor("jana"), ticket=ticket, plan=row.code, key="catalog:1")
    on.work()
    assert len(tasks(on)) == 1
    with pytest.raises(Invalid):
        fulfilling.start(actor=on.actor("jana"), ticket=ticket, plan="nothing", key="catalog:2")


def test_whoever_gives_a_plan_up_cancels_its_open_tasks(on):
    ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    fulfilling.cancel(actor=on.actor("jana"), ticket=ticket, key=run.key)
    on.work()
    assert ended(run) == "cancelled" and states(run) == {"a": "cancelled"}
    assert [one.category for one in tasks(on)] == ["cancelled"]
    assert told("plan.ended") == [{"run": run.pk, "ticket": ticket.pk, "key": run.key, "outcome": "cancelled"}]


def test_a_plan_ends_with_its_ticket_and_when_that_goes_to_another_desk(on):
    for away in ("cancel", "move"):
        ticket = on.ticket()
        run = actions.start_plan(actor=on.actor("jana"), ticket=ticket, plan=plan(on, task("a"), name=away))
        on.work()
        if away == "cancel":
            finish(on, ticket, key="cancelled")
        else:
            on_tickets.move(actor=on.actor("priya"), ticket=ticket, to=on.hr)
            on.work()
        assert ended(run) == "cancelled"
    assert {one.category for one in tasks(on)} == {"cancelled"}
    ticket.refresh_from_db()
    page = on.client("hanna").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert 'id="plan-' not in page


def test_a_task_that_is_opened_again_takes_its_plan_back_unless_the_next_has_begun(on):
    _ticket, run = started(on, task("a"), task("b"), task("c"), ways=("a>c", "b>c"))
    finish(on, task_of(run, "a"))
    finish(on, task_of(run, "a"), key="open")
    assert states(run) == {"a": "active", "b": "active"}
    for code in ("a", "b"):
        finish(on, task_of(run, code))
    finish(on, task_of(run, "a"), key="open")
    assert states(run)["a"] == "done" and states(run)["c"] == "active"
    assert any("begun already" in one.text for one in task_of(run, "a").messages.all())


def test_a_cancelled_task_stops_its_plan_until_somebody_decides(on):
    _ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    finish(on, task_of(run, "a"), key="cancelled")
    assert states(run) == {"a": "failed"}
    assert Notification.objects.filter(kind="plan_failed", person=on.priya).exists()
    with pytest.raises(Denied):
        actions.skip_step(actor=on.actor("jana"), run=run, code="a", reason="Not needed")
    with pytest.raises(Invalid):
        actions.skip_step(actor=on.actor("priya"), run=run, code="a", reason=" ")
    actions.skip_step(actor=on.actor("priya"), run=run, code="a", reason="We have one")
    on.work()
    assert states(run) == {"a": "skipped", "b": "active"}
    with pytest.raises(Conflict):
        actions.skip_step(actor=on.actor("priya"), run=run, code="a", reason="Twice")


def test_a_failed_step_is_begun_again_with_a_new_task(on):
    _ticket, run = started(on, task("a"))
    first = task_of(run, "a")
    finish(on, first, key="cancelled")
    actions.restart_step(actor=on.actor("priya"), run=run, code="a")
    on.work()
    assert states(run) == {"a": "active"} and task_of(run, "a") != first


def test_a_step_that_breaks_is_tried_eight_times_leaves_nothing_and_then_waits_for_somebody(on, monkeypatch):
    def broken(value, actor, ticket, reason):
        on_tickets.note(actor=actor, ticket=ticket, body=plain("half"))
        raise RuntimeError("broken")

    monkeypatch.setitem(deeds._DO, "tag", broken)
    now = clock.now()
    with clock.frozen(now):
        ticket, run = started(on, deed("mark"))
    for hour in range(1, 10):
        assert states(run) == {"mark": "trying" if hour < 8 else "failed"}
        with clock.frozen(now + timedelta(hours=hour)):
            jobs.look_at_the_due.run()
            on.work()
    assert not ticket.messages.filter(kind="note").exists() and len(told("ticket.plan_step_failed")) == 1
    monkeypatch.undo()
    actions.restart_step(actor=on.actor("priya"), run=run, code="mark")
    assert states(run) == {"mark": "done"}


def test_a_wait_ends_in_business_time_with_an_answer_or_when_something_is_so(on):
    waits = [
        Step(code="span", kind="wait", name="A day", says={"until": "span", "span": {"amount": 1, "unit": "days"}}),
        Step(code="reply", kind="wait", name="Answer", says={"until": "reply"}),
        Step(code="so", kind="wait", name="Urgent", says={"until": "query", "query": "priority:urgent"}),
    ]
    now = clock.now()
    with clock.frozen(now):
        ticket, run = started(on, *waits)
        assert set(states(run).values()) == {"active"}
        on_tickets.change_priority(actor=on.actor("jana"), ticket=ticket, to=4)
        on.work()
        assert states(run)["so"] == "done"
    on.writes(ticket)
    on.work()
    assert states(run)["reply"] == "done"
    with clock.frozen(now + timedelta(days=1, minutes=1)):
        jobs.look_at_the_due.run()
        on.work()
    assert ended(run) == "done"


def test_a_request_to_another_desk_is_the_requesters_and_its_end_goes_on(on):
    ask = Step(code="badge", kind="request", name="A badge", says={"desk": "hr", "text": "For Mara"})
    ticket, run = started(on, ask, task("end"), ways=("badge>end",))
    made = Ticket.objects.within(on.hr).get()
    assert (made.requester, made.subject) == (on.mara, "A badge")
    on_tickets.set_status(actor=on.actor("hanna"), ticket=made, to=on.status("resolved", "hr"))
    on.work()
    assert states(run) == {"badge": "done", "end": "active"}
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert not re.search(rf"\b{made.number}\b", page)


def test_without_anybody_who_approves_a_person_goes_on(on):
    ask = Step(code="ok", kind="approval", name="Approve", says={"policy": "manager"})
    _ticket, run = started(on, ask, task("b"), ways=("ok>b",))
    assert states(run) == {"ok": "active"}
    actions.skip_step(actor=on.actor("priya"), run=run, code="ok", reason="Asked on the phone")
    on.work()
    assert states(run) == {"ok": "skipped", "b": "active"}


def test_a_step_for_one_ticket_alone_stands_between_two_others(on):
    _ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    code = actions.add_step(actor=on.actor("priya"), run=run, step=task("x", name="Engrave it"), after="a")
    finish(on, task_of(run, "a"))
    assert states(run) == {"a": "done", code: "active"}
    finish(on, task_of(run, code))
    assert states(run)["b"] == "active"
    assert len(Run.objects.within(on.it).get(pk=run.pk).version.definition["steps"]) == 2


def test_a_running_plan_keeps_its_version(on):
    ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    row = run.version.plan
    actions.change_draft(actor=on.actor("lena"), plan=row, definition=_of(task("z")))
    actions.publish(actor=on.actor("lena"), plan=row)
    finish(on, task_of(run, "a"))
    assert states(run)["b"] == "active"
    again = actions.start_plan(actor=on.actor("jana"), ticket=ticket, plan=row)
    on.work()
    assert states(again) == {"z": "active"}


def test_the_requester_reads_stages_and_nothing_of_the_other_steps(on):
    steps = (
        task("order", stage="Being ordered", team=on.service_desk.pk),
        deed("secret"),
        task("set-up", stage="Being set up"),
        task("place", stage="Being set up"),
    )
    ticket, run = started(on, *steps, ways=("order>secret", "secret>set-up", "secret>place"))
    assert [(one.label, one.state, one.who) for one in stages_of(ticket)] == [
        ("Being ordered", "now", "Service Desk"),
        ("Being set up", "ahead", ""),
    ]
    finish(on, task_of(run, "order"))
    finish(on, task_of(run, "place"))
    assert [one.state for one in stages_of(ticket)] == ["done", "now"]


def test_lists_ask_for_plans_and_their_tasks(on):
    ticket, run = started(on, task("a"))
    page = on.client("jana").get("/agent/it/tickets/?q=plan:new-laptop+step:waiting").content.decode()
    assert str(ticket.number) in page and "Task a" not in page
    page = on.client("jana").get("/agent/it/tickets/?view=plan-tasks").content.decode()
    assert f'data-row="{task_of(run, "a").number}"' in page


def _of(*steps):
    from deskhand.modules.fulfilment.definition import Definition

    return Definition(tuple(steps))
