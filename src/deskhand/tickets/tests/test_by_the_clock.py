"""What the clock does to tickets."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.tickets import actions, schedules
from deskhand.tickets.models import Ticket


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(schedules, "BATCH", 2)


def run(cast, kind, days):
    with clock.frozen(clock.now() + timedelta(days=days)):
        kind.put()
        cast.work()


def test_resolved_tickets_close_after_the_desks_days_of_silence(cast):
    resolved = [cast.ticket(f"Number {n}") for n in range(5)]
    waiting = cast.ticket("Still open")
    for ticket in resolved:
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    run(cast, schedules.close_silent_tickets, 6)
    assert not Ticket.objects.within(cast.it).filter(category="closed").exists()
    run(cast, schedules.close_silent_tickets, 8)
    assert Ticket.objects.within(cast.it).filter(category="closed").count() == 5
    waiting.refresh_from_db()
    assert waiting.category == "new"


def test_a_desk_with_zero_days_closes_nothing_by_itself(cast):
    actions.set_status(actor=cast.actor("jana"), ticket=cast.ticket(), to=cast.status("resolved"))
    cast.it.close_days = 0
    cast.it.save(update_fields=["close_days"])
    run(cast, schedules.close_silent_tickets, 400)
    assert not Ticket.objects.within(cast.it).filter(category="closed").exists()


def test_the_bin_keeps_tickets_for_thirty_days_and_then_they_are_gone(cast):
    for number in range(5):
        actions.delete(actor=cast.actor("jana"), ticket=cast.ticket(f"Number {number}"))
    run(cast, schedules.empty_bin, 29)
    assert Ticket.objects.within(cast.it).count() == 5
    run(cast, schedules.empty_bin, 31)
    assert Ticket.objects.within(cast.it).count() == 0
