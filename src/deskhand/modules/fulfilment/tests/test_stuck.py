"""Plans that do not go on by themselves: who is told, where they stand, what is done about it."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.mail.models import OutboundMail
from deskhand.modules.fulfilment import jobs
from deskhand.modules.fulfilment.models import RunStep
from deskhand.modules.fulfilment.tests.conftest import started, states, task, task_of
from deskhand.notify.models import Notification
from deskhand.tickets import actions as on_tickets

pytestmark = pytest.mark.postgres
PAGE = "/agent/settings/it/plans/stuck/"


def cancelled(on, run, code):
    on_tickets.set_status(actor=on.actor("jana"), ticket=task_of(run, code), to=on.status("cancelled"))
    on.work()


def late(on, run, *, times=1):
    with clock.frozen(clock.now() + timedelta(days=9)):
        for _each in range(times):
            jobs.look_at_the_due.run()
            on.work()


def test_the_leads_and_whoever_has_the_task_are_told_once_that_it_is_overdue(on):
    _ticket, run = started(on, task("a", due={"amount": 1, "unit": "days"}), task("b"))
    on_tickets.assign(actor=on.actor("jana"), ticket=task_of(run, "a"), to=on.jana)
    on.work()
    late(on, run, times=2)
    told = Notification.objects.filter(kind="plan_late")
    assert sorted(told.values_list("person__name", flat=True)) == sorted({on.priya.name, on.jana.name})
    assert states(run) == {"a": "active", "b": "active"}
    bell = on.client("priya").get("/agent/notifications/").content.decode()
    assert "“Task a” of the plan “New laptop” is overdue" in bell


def test_a_lead_gets_a_letter_about_a_step_that_failed(on):
    _ticket, run = started(on, task("a"))
    cancelled(on, run, "a")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        on.work()
    letters = OutboundMail.objects.beyond_walls("test").filter(text__contains="waits for somebody")
    assert letters.count() == 1 and "“Task a”" in letters.get().text


def test_stuck_steps_stand_in_one_list_and_are_restarted_and_skipped_from_there(on):
    ticket, run = started(on, task("a"), task("b", due={"amount": 1, "unit": "days"}), task("c"))
    cancelled(on, run, "a")
    lead = on.client("priya")
    page = lead.get(PAGE).content.decode()
    assert "Task a" in page and "Task b" not in page and "Its task was cancelled." in page
    with clock.frozen(clock.now() + timedelta(days=9)):
        page = on.client("priya").get(PAGE).content.decode()
        assert "Task a" in page and "Task b" in page and "Task c" not in page
    there = f"/agent/tickets/{ticket.number}/plan-runs/{run.pk}/"
    answer = lead.post(f"{there}restart/", {"step": "a", "next": PAGE})
    assert answer.url == PAGE and states(run)["a"] == "active"
    cancelled(on, run, "a")
    lead.post(f"{there}skip/", {"step": "a", "reason": "We have one", "next": "https://elsewhere.example/"})
    assert states(run)["a"] == "skipped" and "No plan is stuck" in lead.get(PAGE).content.decode()


def test_the_list_holds_nothing_of_other_desks_moved_or_deleted_tickets_and_is_for_leads(on):
    ticket, run = started(on, task("a"))
    cancelled(on, run, "a")
    assert on.client("jana").get(PAGE).status_code == 403
    assert "Task a" not in on.client("hanna").get("/agent/settings/hr/plans/stuck/").content.decode()
    on_tickets.delete(actor=on.actor("priya"), ticket=ticket)
    assert "Task a" not in on.client("priya").get(PAGE).content.decode()


def test_a_long_list_is_read_by_pages_with_few_questions(on, django_assert_max_num_queries):
    _ticket, run = started(on, *(task(f"s{n}") for n in range(60)))
    RunStep.objects.within(on.it).filter(run=run).update(state="failed", problem="task_cancelled")
    lead = on.client("priya")
    lead.get(PAGE)
    with django_assert_max_num_queries(30):
        page = lead.get(PAGE).content.decode()
    assert page.count("Skip it") == 50 and "?page=2" in page
    assert lead.get(f"{PAGE}?page=2").content.decode().count("Skip it") == 10
