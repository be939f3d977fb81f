"""Clocks of what was there before: tickets that were brought in, calendars that change, servers that differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from deskhand.calendars.actions import change_calendar, choose_calendar, create_calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel.models import Event
from deskhand.modules.sla import rulebook
from deskhand.modules.sla.actions import catching_up
from deskhand.modules.sla.actions.settle import settle_anew
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.ledger import life_of
from deskhand.modules.sla.tests.conftest import at, clocks, target
from deskhand.tickets import actions
from deskhand.tickets.actions.write_history import write_history
from deskhand.tickets.bodies import composed
from deskhand.tickets.past import PastMessage, PastTicket

pytestmark = pytest.mark.django_db

HOUR = 3600


def instant(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def only(ticket):
    [row] = clocks(ticket)
    return row


def test_tickets_that_are_brought_in_get_their_clocks_soon(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(12):
        words = composed("<p>It prints no more.</p>")
        entry = PastMessage(at=instant(9), kind="reply", side="requester", author=cast.mara, channel="mail", body=words)
        past = PastTicket(
            number=5000,
            subject="Printer",
            kind="incident",
            requester=cast.mara,
            channel="mail",
            opening_status="new",
            opening_assignee=None,
            opening_team=None,
            opening_priority=2,
            opening_tags=[],
            entries=[entry],
        )
        (ticket,) = write_history(desk=cast.it, tickets=[past])
        assert not clocks(ticket)
        cast.work()
        assert only(ticket).due_at == instant(13)


def test_a_holiday_that_is_entered_too_late_leaves_what_has_counted_and_moves_what_is_to_come(cast, promise):
    with at(6):
        lena = cast.actor("lena")
        calendar = create_calendar(actor=lena, desk=cast.it, name="Office", given=OFFICE)
        choose_calendar(actor=lena, desk=cast.it, calendar=calendar)
        promise(target("time_to_resolve", any=10), calendar={"of": "ticket"})
    with at(8):
        ticket = cast.ticket()
    assert only(ticket).due_at == instant(10, day=3), "eight hours on Monday in Berlin, two on Tuesday"
    with at(12):
        change_calendar(
            actor=lena,
            calendar=calendar,
            given={"holidays": [{"on": day, "name": "Founders"} for day in ("2026-03-02", "2026-03-03")]},
        )
        cast.work()
        counted = reckon.elapsed(life_of(only(ticket)), instant(12), rulebook.Calendars())
        assert counted == 4 * HOUR, "what was counted until now is not taken back"
        assert only(ticket).due_at == instant(14, day=4), "the other six count from Wednesday on"


def test_a_fact_from_a_server_whose_clock_is_ahead_counts_at_once(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(9):
        ticket = cast.ticket()
        cast.reply(ticket)
    Event.objects.filter(code="ticket.replied").update(at=instant(9) + timedelta(seconds=5))
    with at(9):
        settle_anew(ticket_id=ticket.pk, silently=False)
    assert only(ticket).ended_at == instant(9) + timedelta(seconds=5)


def test_what_waits_in_the_bin_goes_on_when_it_comes_back(cast, promise):
    with at(8):
        promise(target("time_to_resolve", any=4))
    with at(9):
        ticket = cast.ticket()
    with at(10):
        actions.delete(actor=cast.actor("lena"), ticket=ticket)
    assert (only(ticket).outcome, only(ticket).ended_by) == ("cancelled", "away")
    with at(15):
        ticket.refresh_from_db()
        actions.restore(actor=cast.actor("lena"), ticket=ticket)
    assert (only(ticket).state, only(ticket).due_at) == ("running", instant(18))


def test_whoever_else_writes_gets_their_turn_while_many_tickets_are_derived(cast, promise, monkeypatch):
    """On SQLite one writes at a time: after each ticket the derivation rests for as long as it worked."""
    rests = []
    with at(8):
        for number in range(3):
            cast.ticket(f"Open {number}")
        monkeypatch.setattr("deskhand.modules.sla.actions.catching_up.time.sleep", rests.append)
        promise(target("first_response", any=4))
    assert (len(rests) >= 3) is (connection.vendor == "sqlite")
    assert all(0 < one <= catching_up.LONGEST_REST for one in rests)
