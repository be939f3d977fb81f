"""Days of silence are business days where the desk has a calendar."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from deskhand.accounts.actions import edit_desk, save_location
from deskhand.calendars import business_days, queries
from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.tickets import actions, schedules
from deskhand.tickets.models import Snooze

THURSDAY = datetime(2026, 12, 17, 14, 0, tzinfo=UTC)
"""Three in the afternoon in Berlin; Christmas Day is the Friday after next."""


@pytest.fixture
def desk(cast):
    """Closes after three days of silence, with a warning a day before; works in an office in Berlin."""
    with clock.frozen(THURSDAY - timedelta(days=30)):
        edit_desk(actor=SYSTEM, desk=cast.it, close_days=3, warn_days=1)
        calendar = create_calendar(actor=SYSTEM, desk=cast.it, name="Office", given=OFFICE)
        choose_calendar(actor=SYSTEM, desk=cast.it, calendar=calendar)
    return cast.it


def resolved(cast, at, **more):
    with clock.frozen(at):
        ticket = cast.ticket(**more)
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    return ticket


def looked(cast, ticket, kind, at):
    with clock.frozen(at):
        kind.put()
        cast.work()
    ticket.refresh_from_db()
    return ticket.category


def test_a_weekend_is_no_silence(cast, desk):
    ticket = resolved(cast, THURSDAY)
    tuesday = THURSDAY + timedelta(days=5)
    assert looked(cast, ticket, schedules.close_silent_tickets, tuesday - timedelta(minutes=1)) == "resolved"
    assert looked(cast, ticket, schedules.close_silent_tickets, tuesday) == "closed"


def test_the_warning_leaves_a_business_day_before(cast, desk):
    ticket = resolved(cast, THURSDAY)
    monday = THURSDAY + timedelta(days=4)
    looked(cast, ticket, schedules.announce_closings, monday - timedelta(minutes=1))
    told = Event.objects.filter(code="ticket.closing_announced")
    assert not told.exists()
    looked(cast, ticket, schedules.announce_closings, monday)
    assert told.get().values["closes_at"] == "2026-12-22T14:00:00+00:00"


def test_the_portal_names_the_same_day(cast, desk):
    ticket = resolved(cast, THURSDAY)
    with clock.frozen(THURSDAY + timedelta(hours=1)):
        assert "22 Dec" in cast.client("mara").get(f"/requests/{ticket.number}/").text


def test_looking_back_finds_just_what_looking_forward_says(cast, desk):
    calendar, second = queries.calendar_for(desk_id=desk.pk), timedelta(seconds=1)
    for hours, days in product(range(0, 24 * 16, 7), (1, 3)):
        start = THURSDAY + timedelta(hours=hours)
        end = business_days.after(calendar, start, days)
        assert business_days.before(calendar, end, days) >= start
        assert business_days.before(calendar, end - second, days) < start
        assert business_days.after(calendar, start + second, days) >= end


def test_christmas_counts_for_nothing(cast, desk):
    calendar = queries.calendar_for(desk_id=desk.pk)
    wednesday = datetime(2026, 12, 23, 9, tzinfo=UTC)
    assert business_days.after(calendar, wednesday, 2) == datetime(2026, 12, 28, 9, tzinfo=UTC)
    saturday = datetime(2026, 12, 26, 9, tzinfo=UTC)
    assert business_days.after(calendar, saturday, 1) == datetime(2026, 12, 28, 23, tzinfo=UTC)


@pytest.fixture
def all_week(cast, desk):
    """A calendar that is open on every day."""
    with clock.frozen(THURSDAY - timedelta(days=29)):
        hours = {day: [["00:00", "24:00"]] for day in (*OFFICE["hours"], "sat", "sun")}
        open_days = {"zone": "Europe/Berlin", "hours": hours}
        return create_calendar(actor=SYSTEM, desk=desk, name="All week", given=open_days)


def test_a_ticket_is_silent_by_the_calendar_of_its_team_and_not_by_the_desks_alone(cast, desk, all_week):
    with clock.frozen(THURSDAY - timedelta(days=28)):
        choose_calendar(actor=SYSTEM, desk=desk, calendar=all_week, team=cast.network)
    of_team, of_desk = resolved(cast, THURSDAY, team=cast.network), resolved(cast, THURSDAY)
    sunday = THURSDAY + timedelta(days=3)
    assert looked(cast, of_team, schedules.close_silent_tickets, sunday - timedelta(minutes=1)) == "resolved"
    with clock.frozen(THURSDAY + timedelta(hours=1)):
        assert "20 Dec" in cast.client("mara").get(f"/requests/{of_team.number}/").text
        assert "22 Dec" in cast.client("mara").get(f"/requests/{of_desk.number}/").text
    assert looked(cast, of_team, schedules.close_silent_tickets, sunday) == "closed"
    assert looked(cast, of_desk, schedules.close_silent_tickets, sunday) == "resolved"


def test_so_it_is_warned(cast, desk, all_week):
    hamburg = save_location(actor=SYSTEM, desk=desk, name="Hamburg")
    with clock.frozen(THURSDAY - timedelta(days=28)):
        choose_calendar(actor=SYSTEM, desk=desk, calendar=all_week, location=hamburg)
    there = resolved(cast, THURSDAY, location=hamburg)
    looked(cast, there, schedules.announce_closings, THURSDAY + timedelta(days=2))
    told = Event.objects.get(code="ticket.closing_announced")
    assert (told.subject_id, told.values["closes_at"]) == (there.pk, "2026-12-20T14:00:00+00:00")


def test_tickets_that_must_wait_keep_nobody_elses_from_closing(cast, desk, all_week, monkeypatch):
    monkeypatch.setattr(schedules, "BATCH", 1)
    with clock.frozen(THURSDAY - timedelta(days=28)):
        choose_calendar(actor=SYSTEM, desk=desk, calendar=all_week, organization=cast.oliver.organization)
    for _each in range(3):
        resolved(cast, THURSDAY)
    theirs = resolved(cast, THURSDAY, by="oliver")
    assert looked(cast, theirs, schedules.close_silent_tickets, THURSDAY + timedelta(days=3)) == "closed"


def by_page(cast, ticket):
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/snooze", {"until": "2b"})


def by_program(cast, ticket):
    given = {"data": {"when": "2b"}, "content_type": "application/json", "headers": cast.bearer("jana", "write")}
    cast.client().post(f"/api/v1/tickets/{ticket.number}/snooze", **given)


def in_a_selection(cast, ticket):
    cast.client("jana").post("/agent/it/bulk", {"tickets": [ticket.number], "snooze": "2b"})


def by_macro(cast, ticket):
    jana = cast.actor("jana")
    macro = actions.save_macro(actor=jana, desk=cast.it, name=f"Later {ticket.pk}", steps={"hold": "2b"}, is_own=True)
    actions.apply_macro(actor=jana, ticket=ticket, macro=macro)


@pytest.mark.parametrize("hold", [by_page, by_program, in_a_selection, by_macro])
def test_it_is_on_hold_for_business_days_of_its_own_calendar(cast, desk, all_week, hold):
    with clock.frozen(THURSDAY - timedelta(days=28)):
        choose_calendar(actor=SYSTEM, desk=desk, calendar=all_week, team=cast.network)
    with clock.frozen(THURSDAY):
        of_team, of_desk = cast.ticket(team=cast.network), cast.ticket()
        for ticket in (of_team, of_desk):
            hold(cast, ticket)
    wakes = {one.ticket_id: one.wakes_at for one in Snooze.objects.within(desk).in_force()}
    assert wakes == {of_team.pk: THURSDAY + timedelta(days=2), of_desk.pk: THURSDAY + timedelta(days=4)}
