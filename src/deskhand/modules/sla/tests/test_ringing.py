"""Warnings and breaches come once, in time, or late and marked so; what had passed before is silent."""

from datetime import timedelta

import pytest
from django.db import transaction

from deskhand.jobs.models import Job
from deskhand.kernel import clock, switches
from deskhand.modules.sla import jobs
from deskhand.modules.sla.actions import policies, ringing, stepping, telling
from deskhand.modules.sla.models import Clock, Passing
from deskhand.modules.sla.tests.conftest import at, clocks, instant, says
from deskhand.modules.sla.tests.test_steps import facts, opened, rings, told, warning
from deskhand.notify.models import Notification
from deskhand.tickets.models import Priority

pytestmark = pytest.mark.django_db

LEADS = {"step": "notify", "who": "leads"}
BREACH = {"percent": None}
URGENT = {"step": "priority", "to": "urgent"}


def switch(cast, on, hour, minute=0):
    with at(hour, minute), transaction.atomic():
        switches.switch("sla", cast.it.pk, on)


def breached(ticket):
    return [one.values["is_late"] for one in facts(ticket, "ticket.sla_breached")]


def test_what_comes_while_nobody_is_there_is_told_late_and_says_so(cast, promise):
    ticket = opened(cast, promise, LEADS, when=BREACH)
    rings(cast, hour=15)
    assert breached(ticket) == [True]
    page = cast.client("priya").get("/agent/notifications/").content.decode()
    assert "First response (told late)" in page


def test_however_often_the_bell_rings_it_is_told_once(cast, promise):
    ticket = opened(cast, promise, LEADS)
    for minute in (0, 1):
        with at(13, minute):
            for _worker in range(3):
                telling.tell(ticket_id=ticket.pk)
            cast.work()
    assert len(facts(ticket, "ticket.sla_warned")) == len(breached(ticket)) == 1
    assert Notification.objects.filter(kind="sla_warned").count() == 1


def test_what_dies_while_it_tells_loses_and_doubles_nothing(cast, promise, monkeypatch):
    ticket = opened(cast, promise, LEADS, URGENT)
    monkeypatch.setattr(stepping, "order", _dies)
    with at(13), pytest.raises(RuntimeError):
        telling.tell(ticket_id=ticket.pk)
    assert not facts(ticket, "ticket.sla_warned") and not Job.objects.filter(name=jobs.follow.name).exists()
    monkeypatch.undo()
    rings(cast, hour=13)
    ticket.refresh_from_db()
    assert breached(ticket) == [False] and ticket.priority == Priority.URGENT
    assert len(facts(ticket, "ticket.priority_changed")) == 1


def _dies(*_args):
    raise RuntimeError("killed")


def test_nobody_is_told_of_what_had_passed_when_the_promise_was_made(cast, promise):
    with at(8):
        tickets = [cast.ticket(f"Old {number}") for number in range(5)]
    with at(14):
        promise(warning(LEADS, URGENT))
        cast.work()
    rings(cast, hour=15)
    rows = Passing.objects.within(cast.it)
    assert rows.filter(was_silent=True).count() == rows.count() == 2 * len(tickets)
    assert not told("sla_warned") | told("sla_breached") and not facts(tickets[0], "ticket.priority_changed")
    assert {one.due_at for ticket in tickets for one in clocks(ticket)} == {instant(12)}


def test_off_at_the_due_instant_and_on_again_tells_what_is_due_from_then_on(cast, promise):
    ticket = opened(cast, promise, LEADS)
    switch(cast, False, 11)
    with at(12):
        jobs.tell.put(desk_id=cast.it.pk, ticket_id=ticket.pk)
        cast.work()
    switch(cast, True, 12, 15)
    with at(12, 30):
        cast.work()
        ringing.look_ahead([cast.it.pk])
        cast.work()
    assert not facts(ticket, "ticket.sla_warned")
    rings(cast, hour=13)
    assert breached(ticket) == [False]


def test_a_step_that_waited_while_the_module_was_off_does_not_follow_later(cast, promise):
    ticket = opened(cast, promise, URGENT)
    with at(12):
        telling.tell(ticket_id=ticket.pk)
    switch(cast, False, 12)
    cast.work()
    assert Job.objects.get(name=jobs.follow.name).state == "parked"
    switch(cast, True, 14)
    cast.work()
    ticket.refresh_from_db()
    assert ticket.priority == Priority.NORMAL


def test_an_answer_just_after_the_due_instant_does_not_swallow_the_breach(cast, promise):
    ticket = opened(cast, promise, LEADS, URGENT, when=BREACH)
    with at(13, 0, 1):
        cast.reply(ticket)
        cast.work()
    assert breached(ticket) == [False] and told("sla_breached") == {cast.priya.pk}
    ticket.refresh_from_db()
    assert ticket.priority == Priority.NORMAL
    assert clocks(ticket)[0].wakes_at is None


def test_an_answer_in_time_is_told_to_nobody(cast, promise):
    ticket = opened(cast, promise, LEADS)
    with at(12, 0, 1):
        cast.reply(ticket)
        cast.work()
    rings(cast, hour=14)
    assert not breached(ticket) and not facts(ticket, "ticket.sla_warned")


def test_a_bell_that_rings_too_early_by_our_clock_rings_again_in_time(cast, promise):
    opened(cast, promise, LEADS)
    Job.objects.all().delete()
    with at(11, 59, 57):
        jobs.ring.put(desk_id=cast.it.pk, desk=cast.it.pk)
        cast.work()
    again = Job.objects.get(name=jobs.ring.name, state="ready")
    assert 2_000 <= again.due_ms - again.made_ms <= 3_001


def test_more_than_one_batch_rings_at_once_and_everybody_is_told(cast, promise, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 2)
    with at(8):
        promise(warning(LEADS))
    with at(9):
        tickets = [cast.ticket(f"Same {number}") for number in range(5)]
    with at(12):
        ringing.look_ahead([cast.it.pk])
        while cast.work():
            Job.objects.filter(state="ready").update(due_ms=0)
    assert [len(facts(one, "ticket.sla_warned")) for one in tickets] == [1] * 5


def test_of_what_comes_in_one_second_one_job_wakes_the_desk(cast, promise):
    with at(8):
        promise(warning(LEADS))
    for second in range(3):
        with clock.frozen(instant(9) + timedelta(milliseconds=100 * second)):
            cast.ticket(f"Together {second}")
    Job.objects.all().delete()
    with at(11, 55):
        ringing.look_ahead([cast.it.pk])
    [job] = Job.objects.filter(name=jobs.ring.name)
    assert job.unique_key.endswith(f"{(instant(12) + timedelta(milliseconds=200)).timestamp():.3f}")


def test_nothing_walks_over_all_clocks(cast, promise, django_assert_num_queries):
    opened(cast, promise, LEADS)
    assert Clock.objects.within(cast.it).waiting().count() == 1
    with at(9, 1), django_assert_num_queries(2):
        ringing.look_ahead([cast.it.pk])


@pytest.mark.long
def test_switched_on_over_many_overdue_tickets_nobody_is_flooded(cast):
    """What is overdue is silent, what comes soon wakes the desk once a second, and no ticket is walked over twice."""
    count = 150
    with at(8):
        switch(cast, True, 8)
        policies.save_policy(
            actor=cast.actor("lena"), desk_id=cast.it.pk, name="Standard", said=says(warning(LEADS, URGENT))
        )
        cast.work()
    switch(cast, False, 8, 1)
    for number in range(count):
        with clock.frozen(instant(9) + timedelta(seconds=number * 60)):
            cast.ticket(f"Many {number}")
    with at(8, day=3):
        cast.work()
    before = Notification.objects.count()
    switch_at(cast, day=3)
    with at(9, 1, day=3):
        cast.work()
        ringing.look_ahead([cast.it.pk])
        cast.work()
    assert Clock.objects.within(cast.it).open().count() == count
    assert Passing.objects.within(cast.it).filter(was_silent=True).count() == 2 * count
    assert Notification.objects.count() == before
    assert not Job.objects.filter(name__in=[jobs.follow.name, jobs.tell.name]).exists()


def switch_at(cast, day):
    with at(9, day=day), transaction.atomic():
        switches.switch("sla", cast.it.pk, True)
