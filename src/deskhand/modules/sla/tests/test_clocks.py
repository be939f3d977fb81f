"""What becomes of promises while people work on tickets."""

from datetime import UTC, datetime, timedelta

import pytest

from deskhand.modules.sla.tests.conftest import at, clocks, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority

HOUR = timedelta(hours=1)


def instant(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def only(ticket):
    [row] = clocks(ticket)
    return row


def ledger(row):
    return [(one.state, one.began_at, one.ended_at, one.cause) for one in row.intervals.all()]


@pytest.mark.django_db
def test_an_answer_in_time_keeps_the_promise(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(9):
        ticket = cast.ticket()
    row = only(ticket)
    assert (row.state, row.due_at) == ("running", instant(13))
    with at(12):
        cast.reply(ticket)
    row = only(ticket)
    assert (row.outcome, row.ended_at, row.due_at) == ("met", instant(12), instant(13))
    assert ledger(row) == [("running", instant(9), instant(12), "ticket.created")]


@pytest.mark.django_db
def test_a_late_answer_misses_it(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(9):
        ticket = cast.ticket()
    with at(13, 30):
        cast.reply(ticket)
    assert only(ticket).outcome == "missed"


@pytest.mark.django_db
def test_on_hold_time_stands_still_and_the_due_instant_moves(cast, promise):
    with at(8):
        promise(target("time_to_resolve", any=8))
    with at(9):
        ticket = cast.ticket()
    with at(10):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    row = only(ticket)
    assert (row.state, row.due_at) == ("paused", None)
    with at(14):
        cast.writes(ticket)
    row = only(ticket)
    assert (row.state, row.due_at) == ("running", instant(21))
    assert [one[:3] for one in ledger(row)] == [
        ("running", instant(9), instant(10)),
        ("paused", instant(10), instant(14)),
        ("running", instant(14), None),
    ]


@pytest.mark.django_db
def test_another_priority_is_another_target_and_what_has_counted_stays(cast, promise):
    with at(8):
        promise(target("time_to_resolve", any=8, urgent=4))
    with at(9):
        ticket = cast.ticket()
    with at(11):
        actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=Priority.URGENT)
    row = only(ticket)
    assert row.due_at == instant(13)
    with at(12):
        actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=Priority.LOW)
    assert only(ticket).due_at == instant(17)
    assert [one[1:3] for one in ledger(only(ticket))] == [
        (instant(9), instant(11)),
        (instant(11), instant(12)),
        (instant(12), None),
    ]


@pytest.mark.django_db
def test_a_policy_that_is_made_later_counts_from_the_beginning_without_the_pauses(cast, promise):
    with at(9):
        ticket = cast.ticket()
    with at(10):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    with at(12):
        cast.writes(ticket)
    with at(13):
        promise(target("time_to_resolve", any=8))
    assert only(ticket).due_at == instant(19)


@pytest.mark.parametrize(
    ("reopens", "found"),
    [
        ("continue", [("first", instant(19), "running")]),
        ("again", [("first", instant(17), None), ("second", instant(21), "running")]),
        ("leave", [("first", instant(17), None)]),
    ],
)
@pytest.mark.django_db
def test_what_becomes_of_a_solution_whose_ticket_is_reopened_is_for_the_policy_to_say(cast, promise, reopens, found):
    with at(8):
        promise(target("time_to_resolve", any=8) | {"reopens": reopens})
    with at(9):
        ticket = cast.ticket()
    with at(11):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    with at(13):
        cast.writes(ticket)
    names = {1: "first", 2: "second"}
    assert [(names[one.cycle], one.due_at, one.state) for one in clocks(ticket)] == found
