"""The portal says whether a desk is open."""

from datetime import UTC, datetime, timedelta

import pytest

from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def office(cast):
    with clock.frozen(MONDAY - timedelta(days=30)):
        calendar = create_calendar(actor=SYSTEM, desk=cast.it, name="Office", given={**OFFICE, "zone": "UTC"})
        choose_calendar(actor=SYSTEM, desk=cast.it, calendar=calendar)


@pytest.mark.parametrize("page", ["/", "/new/it/"])
@pytest.mark.parametrize("who", ["", "mara"])
def test_requesters_read_whether_the_desk_is_open_and_when_it_opens(cast, office, page, who):
    with clock.frozen(MONDAY + timedelta(hours=2)):
        assert "Open now." in cast.client(who).get(page).text
    with clock.frozen(MONDAY + timedelta(hours=12)):
        assert "Closed now. Opens: Tomorrow " in cast.client(who).get(page).text


def test_a_desk_without_a_calendar_says_nothing_of_it(cast):
    answer = cast.client("mara").get("/").text
    assert "Open now" not in answer
    assert "Closed" not in answer
