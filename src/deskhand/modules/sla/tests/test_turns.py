"""What becomes of a clock when its ticket turns: goes and comes back, is promised something else, begins as spam."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskhand.modules.sla.tests.conftest import at, clocks, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority, Ticket

pytestmark = pytest.mark.django_db


def instant(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def only(ticket):
    [row] = clocks(ticket)
    return row


def again(cast, ticket):
    return Ticket.objects.visible_to(cast.actor("jana")).get(pk=ticket.pk)


def test_a_ticket_that_became_urgent_while_it_was_resolved_is_reopened_as_urgent(cast, promise):
    with at(8):
        promise(target("time_to_resolve", any=8, urgent=4))
    with at(9):
        ticket = cast.ticket()
    with at(10):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    with at(11):
        actions.change_priority(actor=cast.actor("jana"), ticket=again(cast, ticket), to=Priority.URGENT)
    assert only(ticket).outcome == "met"
    with at(12):
        cast.writes(ticket)
    row = only(ticket)
    assert (row.state, row.due_at) == ("running", instant(15)), "an hour of four has counted, two more were a pause"


def test_by_a_time_of_day_is_never_due_before_it_whatever_was_paused(cast, promise):
    with at(8):
        promise(target("time_to_resolve") | {"goals": {"any": {"days": 0, "by": "17:00"}}})
    with at(9):
        ticket = cast.ticket()
    assert only(ticket).due_at == instant(17)
    with at(10):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    assert only(ticket).due_at is None
    with at(12):
        cast.writes(ticket)
    assert only(ticket).due_at == instant(19), "seven hours were left"


def test_what_came_in_as_spam_is_promised_from_the_instant_on_at_which_it_is_found_to_be_none(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(9):
        ticket = cast.ticket()
        actions.mark_spam(actor=cast.actor("jana"), ticket=ticket)
    with at(11):
        actions.unmark_spam(actor=cast.actor("jana"), ticket=again(cast, ticket))
    row = only(ticket)
    assert (row.state, row.due_at) == ("running", instant(15))


def test_a_promise_between_teams_that_is_made_later_counts_from_the_hop_on(cast, promise):
    with at(9):
        ticket = cast.ticket()
    with at(10):
        actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.service_desk)
    with at(11):
        promise(target("time_to_resolve", urgent=4), level="ola")
    assert not clocks(ticket)
    with at(12):
        actions.change_priority(actor=cast.actor("jana"), ticket=again(cast, ticket), to=Priority.URGENT)
    row = only(ticket)
    assert (row.started_at, row.due_at, row.team_id) == (instant(10), instant(14), cast.service_desk.pk)


def test_a_ticket_that_was_merged_by_mistake_goes_on_where_it_was_and_what_it_told_is_not_forgotten(cast, promise):
    with at(8):
        promise(target("time_to_resolve", any=4))
    with at(9):
        ticket, other = cast.ticket(), cast.ticket("VPN slow")
    before = only(ticket)
    with at(10):
        actions.merge(actor=cast.actor("jana"), ticket=again(cast, ticket), into=other.number)
    row = only(ticket)
    assert (row.pk, row.outcome, row.ended_by) == (before.pk, "cancelled", "away")
    with at(12):
        actions.unmerge(actor=cast.actor("jana"), ticket=again(cast, ticket))
    row = only(ticket)
    assert (row.pk, row.state, row.due_at) == (before.pk, "running", instant(15))


def test_a_promise_that_is_made_while_a_ticket_waits_may_count_the_waiting_until_then(cast, promise):
    with at(9):
        ticket = cast.ticket()
    with at(10):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    with at(13):
        promise(target("time_to_resolve", any=8), retroactive_pause=False)
    assert only(ticket).due_at is None
    with at(15):
        cast.writes(ticket)
    assert only(ticket).due_at == instant(19), "four hours from nine to one, four more from three on"


def test_an_answer_at_the_very_instant_at_which_it_is_due_is_in_time(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(9):
        ticket = cast.ticket()
    with at(13):
        cast.reply(ticket)
    assert only(ticket).outcome == "met"
