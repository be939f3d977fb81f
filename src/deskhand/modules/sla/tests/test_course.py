"""The bar beside a ticket: how much of what is promised has counted, at any instant."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.modules.sla import rulebook
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.course import MOST_POINTS, share
from deskhand.modules.sla.ledger import life_of
from deskhand.modules.sla.tests.conftest import at, clocks, target
from deskhand.tickets import actions

pytestmark = pytest.mark.django_db

BAR = re.compile(
    r'<svg[^>]*aria-label=""(?: data-course="([^"]*)")?>.*?<rect width="([0-9.]+)" height="6" rx="3" fill="current'
)


def bar(cast, ticket):
    """What the panel's bar shows in percent, and its course."""
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text
    [(course, width)] = BAR.findall(page)
    return float(width) / 3, json.loads(course or "[]")


@pytest.fixture
def ticket(cast, promise):
    """Opened on Monday at 14:00 in Berlin; ten open hours are promised, of 9 to 17 on weekdays."""
    with at(6):
        lena = cast.actor("lena")
        calendar = create_calendar(actor=lena, desk=cast.it, name="Office", given=OFFICE)
        choose_calendar(actor=lena, desk=cast.it, calendar=calendar)
        promise(target("time_to_resolve", any=10), calendar={"of": "ticket"})
    with at(13):
        return cast.ticket()


def counted(ticket, now):
    """The same by the ledger and the calendar."""
    [row] = clocks(ticket)
    life = life_of(row)
    return int(100 * reckon.elapsed(life, now, rulebook.Calendars()) / reckon.goal_seconds(life))


def test_it_rises_while_the_time_counts_and_stands_still_in_the_night(cast, ticket):
    seen = []
    for day, hour in ((2, 13), (2, 15), (2, 18), (3, 3), (3, 12), (3, 23), (4, 9), (4, 12)):
        with at(hour, day=day):
            shown, _course = bar(cast, ticket)
        assert shown == min(counted(ticket, datetime(2026, 3, day, hour, tzinfo=UTC)), 100), (day, hour)
        seen.append(shown)
    assert seen == sorted(seen) and seen[2] == seen[3] and seen[4] < seen[5] and seen[0] == 0


def test_the_screen_gets_what_it_needs_to_go_on_by_itself(cast, ticket):
    with at(13, 30):
        _shown, course = bar(cast, ticket)
    for hours in range(0, 60, 3):
        now = datetime(2026, 3, 2, 13, tzinfo=UTC) + timedelta(hours=hours, minutes=7)
        assert share(course, now) == min(counted(ticket, now), 100), now


def test_while_it_is_paused_it_stands_where_it_stood(cast, ticket):
    with at(15):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    for hour, day in ((15, 2), (10, 3), (14, 5)):
        with at(hour, day=day):
            shown, course = bar(cast, ticket)
        assert (shown, course) == (counted(ticket, datetime(2026, 3, 2, 15, tzinfo=UTC)), [])


def test_a_long_promise_has_a_short_course_that_is_right_to_a_few_percent(cast, promise):
    with at(6):
        lena = cast.actor("lena")
        calendar = create_calendar(actor=lena, desk=cast.it, name="Office", given=OFFICE)
        choose_calendar(actor=lena, desk=cast.it, calendar=calendar)
        promise(target("time_to_resolve", any=2_000), calendar={"of": "ticket"})
        ticket = cast.ticket()
    [row] = clocks(ticket)
    assert 2 < len(row.course) <= MOST_POINTS and row.course[-1][1] == 100
    for day in range(3, 300, 40):
        now = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
        assert abs((share(row.course, now) or 0) - min(counted(ticket, now), 100)) <= 2, now
