"""A ticket that went to another desk: what is read there of the plans of the desk that it left."""

import json

import pytest
from django.test import Client

from deskhand.modules.fulfilment.tests.conftest import started, states, task, task_of
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres


def moved(on):
    ticket, run = started(on, task("secret", name="Secret step"), task("b", name="Next secret"), ways=("secret>b",))
    on_tickets.set_status(actor=on.actor("jana"), ticket=task_of(run, "secret"), to=on.status("resolved"))
    on.work()
    numbers = [str(task_of(run, code).number) for code in ("secret", "b")]
    on_tickets.move(actor=on.actor("priya"), ticket=ticket, to=on.hr)
    on.work()
    return ticket, run, numbers


def test_the_history_says_that_there_was_a_plan_and_names_nothing_of_it(on):
    ticket, run, numbers = moved(on)
    began = [f"A step of the plan began: {one}" for one in numbers]
    assert states(run) == {"secret": "done", "b": "cancelled"}
    page = on.client("hanna").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "started a plan" in page and "A step of the plan is done" in page and "went to another desk" in page
    for words in ("New laptop", "Secret step", "Next secret", *began):
        assert words not in page, words


def test_nor_does_the_interface_for_programs(on):
    ticket, _run, _numbers = moved(on)
    told = Client().get(f"/api/v1/tickets/{ticket.number}/events", headers=on.bearer("hanna")).content.decode()
    plans = [one for one in json.loads(told)["items"] if ".plan_" in one["code"]]
    assert {one["code"] for one in plans} >= {"ticket.plan_started", "ticket.plan_step_ended"}
    assert {one["reason"] for one in plans} == {""} and not any("step" in one["details"] for one in plans)
    for words in ("New laptop", "Secret step", "secret"):
        assert words not in told, words


def test_back_on_its_desk_all_is_read_again(on):
    ticket, _run, numbers = moved(on)
    on_tickets.move(actor=on.actor("hanna"), ticket=Ticket.objects.within(on.hr).get(pk=ticket.pk), to=on.it)
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "New laptop" in page and "Secret step" in page and f"A step of the plan began: {numbers[0]}" in page
