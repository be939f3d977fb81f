"""How a journey goes: what begins when, what each desk is told, what moves it on."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.modules.journeys import actions, jobs
from deskhand.modules.journeys.actions import course
from deskhand.modules.journeys.models import Blueprint, Journey, Part
from deskhand.modules.journeys.tests.conftest import (
    WANTS_PHONE,
    Ran,
    blueprint,
    in_days,
    own,
    resolved,
    started,
    step,
)
from deskhand.tickets.models import Message, Ticket

pytestmark = pytest.mark.postgres


def test_a_desk_gets_its_ticket_on_its_day_with_what_travels_and_nothing_else(on):
    row = blueprint(on, step("laptop", tells=("phone",)), step("badge", offset=-1))
    ran = Ran(started(on, row, answers={"phone": "yes", "salary": "forty-seven a month"}, place="Aldermoor"))
    assert ran.states() == {"laptop": "begun", "badge": "waiting"}
    ticket = ran.row("laptop").ticket
    assert (ticket.desk.key, ticket.subject, ticket.requester.name) == (
        "it",
        "Do laptop: Mara Lindqvist",
        "Hui Min Tan",
    )
    text = Message.objects.within(on.it).get(ticket=ticket).text
    assert "Aldermoor" in text and "Needs a phone: Yes" in text and "forty-seven" not in text
    with clock.frozen(clock.now() + timedelta(days=3)):
        jobs.look_at_the_due.put()
        on.work()
        assert ran.states()["badge"] == "begun"


def test_what_waits_for_another_begins_when_that_ends_and_the_journey_ends_with_its_last(on):
    row = blueprint(on, step("laptop"), own("welcome", after=("laptop",)))
    ran = Ran(started(on, row, days=0))
    assert ran.states() == {"laptop": "begun", "welcome": "waiting"}
    resolved(on, ran.row("laptop").ticket)
    assert ran.states() == {"laptop": "done", "welcome": "begun"}
    actions.tick(actor=on.actor("mara"), journey=ran.journey, code="welcome")
    on.work()
    ran.journey.refresh_from_db()
    assert (ran.journey.outcome, ran.states()["welcome"]) == ("done", "done")


def test_looking_twice_opens_nothing_twice(on):
    ran = Ran(started(on, blueprint(on, step("laptop"))))
    for _twice in range(2):
        course.go_on(journey_id=ran.journey.pk)
    assert Ticket.objects.within(on.it).filter(subject__startswith="Do laptop").count() == 1


def test_a_condition_is_judged_again_when_answers_change(on):
    ran = Ran(started(on, blueprint(on, step("phone", conditions=(WANTS_PHONE,)), step("later", offset=-1))))
    assert ran.states()["phone"] == "skipped"
    actions.change(actor=on.actor("hanna"), journey=ran.journey, answers={"phone": "yes"})
    on.work()
    assert ran.states()["phone"] == "begun"


def test_without_a_yes_of_the_desk_nothing_is_opened_there_and_with_it_it_is(on):
    row = blueprint(on, step("laptop"), accepted=False)
    ran = Ran(started(on, row))
    assert (ran.row("laptop").state, ran.row("laptop").problem) == ("stuck", "not_set_up")
    assert not Ticket.objects.within(on.it).exists()
    part = Part.objects.within(on.it).get()
    with pytest.raises(Denied):
        actions.accept(actor=on.actor("hanna"), part=part, ways={"laptop": {}})
    actions.accept(
        actor=on.actor("lena"),
        part=part,
        ways={"laptop": {"note": "Take one from the shelf.", "team": on.service_desk.pk}},
    )
    on.work()
    assert ran.row("laptop").state == "begun"
    assert "from the shelf" in Message.objects.within(on.it).get(ticket=ran.row("laptop").ticket).text


def test_a_desk_that_switched_journeys_off_gets_nothing(on):
    row = blueprint(on, step("laptop"))
    switch_module(actor=SYSTEM, desk=on.it, module="journeys", on=False)
    ran = Ran(started(on, row))
    assert ran.row("laptop").problem == "not_set_up"
    switch_module(actor=SYSTEM, desk=on.it, module="journeys", on=True)
    from deskhand.kernel import modules

    modules.module("journeys").switched_on(on.it.pk)
    on.work()
    assert ran.row("laptop").state == "begun"


def test_another_day_moves_what_has_not_begun_and_tells_who_has(on):
    ran = Ran(started(on, blueprint(on, step("laptop"), step("badge", offset=-1))))
    before = ran.row("badge").begins_at
    actions.move(actor=on.actor("hanna"), journey=ran.journey, key_on=in_days(10))
    on.work()
    assert ran.row("badge").begins_at == before + timedelta(days=7)
    notes = Message.objects.within(on.it).filter(ticket=ran.row("laptop").ticket, kind="note")
    assert "The day has changed" in notes.get().text


def test_cancelling_tells_the_begun_and_begins_nothing_more(on):
    ran = Ran(started(on, blueprint(on, step("laptop"), step("badge", offset=-1))))
    actions.end(actor=on.actor("hanna"), journey=ran.journey, outcome="withdrawn", reason="Took another job")
    on.work()
    assert set(ran.states().values()) == {"cancelled"}
    assert "does not take place" in Message.objects.within(on.it).get(ticket=ran.row("laptop").ticket, kind="note").text
    with clock.frozen(clock.now() + timedelta(days=9)):
        jobs.look_at_the_due.put()
        on.work()
    assert Ticket.objects.within(on.it).count() == 1


def test_a_cancelled_ticket_is_stuck_until_somebody_tries_again_or_skips(on):
    from deskhand.tickets import actions as on_tickets
    from deskhand.tickets.models import Status

    ran = Ran(started(on, blueprint(on, step("laptop"))))
    first = ran.row("laptop").ticket
    assert first is not None
    to = Status.objects.within(on.it).filter(category="cancelled", is_active=True).first()
    on_tickets.set_status(actor=on.actor("jana"), ticket=first, to=to)
    on.work()
    assert ran.row("laptop").problem == "ticket_cancelled"
    actions.try_again(actor=on.actor("hanna"), journey=ran.journey, code="laptop")
    on.work()
    assert ran.row("laptop").state == "begun" and ran.row("laptop").ticket.pk != first.pk
    with pytest.raises(Invalid):
        actions.skip(actor=on.actor("hanna"), journey=ran.journey, code="laptop", reason=" ")
    actions.skip(actor=on.actor("hanna"), journey=ran.journey, code="laptop", reason="Brings their own")
    on.work()
    assert ran.states() == {"laptop": "skipped"}


def test_only_whose_it_is_or_the_desk_ticks_off(on):
    ran = Ran(started(on, blueprint(on, own("welcome"), own("plan", who="manager"))))
    for who in ("huimin", "oliver", "jana"):
        with pytest.raises((Denied, NotFound)):
            actions.tick(actor=on.actor(who), journey=ran.journey, code="welcome")
    actions.tick(actor=on.actor("mara"), journey=ran.journey, code="welcome")
    actions.tick(actor=on.actor("hanna"), journey=ran.journey, code="plan")
    actions.untick(actor=on.actor("mara"), journey=ran.journey, code="welcome")
    assert ran.states() == {"welcome": "waiting", "plan": "done"}


def test_a_journey_that_a_program_starts_twice_with_one_key_runs_once(on):
    row = blueprint(on, step("laptop"))
    assert started(on, row, key="hr-4711").pk == started(on, row, key="hr-4711").pk
    assert Journey.objects.within(on.hr).count() == 1


def test_what_goes_in_a_circle_is_not_put_into_use(on):
    from deskhand.modules.journeys.definition import Definition

    plan = Definition(stages=("Before",), steps=(
        step("a", stage="Before", after=("b",)), step("b", stage="Before", after=("a",)),
    ))  # fmt: skip
    row = actions.make_blueprint(actor=on.actor("hanna"), desk=on.hr, name="Round", plan=plan)
    with pytest.raises(Invalid, match="circle"):
        actions.publish(actor=on.actor("hanna"), blueprint=row)
    assert Blueprint.objects.within(on.hr).get(pk=row.pk).in_use is None
