"""Calendars of a desk: what they say, since when, and which of them counts."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from deskhand.accounts.actions import save_location
from deskhand.calendars import actions, queries, reckoning
from deskhand.calendars.jobs import renew_all_public_days
from deskhand.calendars.models import Calendar, CalendarVersion
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.models import Event

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin."""

HOUR = 3600


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


def office(cast, desk="it", **more):
    return actions.create_calendar(
        actor=SYSTEM, desk=getattr(cast, desk), name=more.pop("name", "Office"), given={**OFFICE, **more}
    )


def choose(cast, calendar, **where):
    actions.choose_calendar(actor=cast.actor("lena"), desk=cast.it, calendar=calendar, **where)


def due(cast, start, hours, **where):
    return reckoning.due(queries.calendar_for(desk_id=cast.it.pk, **where), start, hours * HOUR)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_desk_without_a_calendar_is_open_around_the_clock(cast):
    assert due(cast, MONDAY, 30) == MONDAY + timedelta(hours=30)


def test_eight_hours_that_begin_at_noon_end_at_noon_of_the_next_day(cast):
    choose(cast, office(cast))
    assert due(cast, at(23, 11), 8) == at(24, 11)


def test_public_holidays_of_the_region_are_closed_and_those_of_others_are_not(cast):
    choose(cast, office(cast))
    christmas = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    assert due(cast, christmas, 2) == datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
    epiphany = datetime(2027, 1, 6, 8, 0, tzinfo=UTC)  # A holiday in Bavaria, not in Berlin.
    assert due(cast, epiphany, 1) == epiphany + timedelta(hours=1)


def test_an_exception_with_hours_opens_a_holiday_and_one_without_closes_a_day(cast):
    exceptions = [{"on": "2026-12-25", "hours": [["10:00", "12:00"]], "name": "Crew"}, {"on": "2026-12-28"}]
    choose(cast, office(cast, exceptions=exceptions))
    christmas = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
    assert due(cast, christmas, 3) == datetime(2026, 12, 29, 9, 0, tzinfo=UTC)


def test_an_edit_today_leaves_yesterdays_results_alone(cast):
    calendar = office(cast)
    choose(cast, calendar)
    with clock.frozen(at(26, 12)):
        actions.change_calendar(
            actor=cast.actor("lena"), calendar=calendar, given={"hours": {"fri": [["09:00", "10:00"]]}}
        )
    assert due(cast, at(23, 8), 8) == at(23, 16)
    assert due(cast, at(26, 15), 1) == at(27, 9)


@pytest.mark.postgres
def test_rules_can_be_planned_but_never_changed_in_the_past(cast):
    calendar = office(cast)
    choose(cast, calendar)
    short = {"hours": {"mon": [["09:00", "10:00"]]}}
    actions.change_calendar(actor=SYSTEM, calendar=calendar, given=short, valid_from=at(30, 0))
    assert due(cast, at(23, 8), 2) == at(23, 10)
    assert due(cast, at(30, 8), 2) == datetime(2026, 12, 7, 9, tzinfo=UTC)
    with pytest.raises(Invalid, match="past"):
        actions.change_calendar(actor=SYSTEM, calendar=calendar, given=short, valid_from=at(20, 0))


@pytest.mark.postgres
def test_the_organization_counts_before_the_team_and_the_team_before_the_desk(cast):
    always = {day: [["00:00", "24:00"]] for day in OFFICE["hours"]}
    choose(cast, office(cast))
    choose(cast, office(cast, name="Night", hours={"mon": [["20:00", "06:00"]]}), team=cast.network)
    choose(cast, office(cast, name="Week", hours=always), organization=cast.mara.organization)
    where = {"team_id": cast.network.pk, "organization_id": cast.mara.organization_id}
    assert due(cast, at(23, 18), 1) == at(24, 9)
    assert due(cast, at(23, 18), 1, team_id=cast.network.pk) == at(23, 20)
    assert due(cast, at(23, 18), 1, **where) == at(23, 19)
    choose(cast, None, organization=cast.mara.organization)
    with clock.frozen(MONDAY + timedelta(days=1)):
        assert due(cast, at(23, 18), 1, **where) == at(23, 20)


@pytest.mark.postgres
def test_a_location_counts_before_the_desk_and_after_the_team(cast):
    hamburg = save_location(actor=cast.actor("lena"), desk=cast.it, name="Hamburg")
    choose(cast, office(cast))
    choose(cast, office(cast, name="Night", hours={"mon": [["20:00", "06:00"]]}), location=hamburg)
    assert due(cast, at(23, 18), 1, location_id=hamburg.pk) == at(23, 20)
    assert due(cast, at(23, 18), 1) == at(24, 9)
    always = {day: [["00:00", "24:00"]] for day in OFFICE["hours"]}
    choose(cast, office(cast, name="Week", hours=always), team=cast.network)
    assert due(cast, at(23, 18), 1, team_id=cast.network.pk, location_id=hamburg.pk) == at(23, 19)
    every = queries.calendars_on(cast.it.pk)
    for team, location in product((None, cast.network.pk, cast.service_desk.pk), (None, hamburg.pk)):
        alone = queries.calendar_for(desk_id=cast.it.pk, team_id=team, location_id=location)
        assert every.of(queries.Where(cast.it.pk, team, None, location)) == alone


def test_a_calendar_is_chosen_for_one_thing_of_the_desk_at_a_time(cast):
    calendar, theirs = office(cast), save_location(actor=cast.actor("hanna"), desk=cast.hr, name="Hamburg")
    for where in ({"location": theirs}, {"location": theirs, "team": cast.network}):
        with pytest.raises(Invalid):
            choose(cast, calendar, **where)


def test_what_was_decided_today_did_not_count_yesterday(cast):
    choose(cast, office(cast))
    assert due(cast, at(21, 12), 1) == at(21, 13)  # A Saturday, before anybody chose.


def test_calendars_of_one_desk_cannot_be_chosen_on_another(cast):
    with pytest.raises(Invalid, match="this desk or of the installation"):
        choose(cast, office(cast, desk="hr"))
    shared = actions.create_calendar(actor=SYSTEM, desk=None, name="Everybody", given=OFFICE)
    choose(cast, shared)
    assert queries.chosen_for(queries.Where(cast.it.pk)) == shared


def test_agents_change_nothing_and_a_desks_administrator_not_those_of_the_installation(cast):
    with pytest.raises(Denied):
        actions.create_calendar(actor=cast.actor("jana"), desk=cast.it, name="Mine", given=OFFICE)
    with pytest.raises(Denied):
        actions.create_calendar(actor=cast.actor("hanna"), desk=None, name="Everybody", given=OFFICE)


def test_a_calendar_that_counts_cannot_be_put_away_and_one_that_was_comes_back(cast):
    calendar = office(cast)
    choose(cast, calendar)
    with pytest.raises(Conflict, match="Choose another"):
        actions.retire_calendar(actor=cast.actor("lena"), calendar=calendar)
    choose(cast, None)
    actions.retire_calendar(actor=cast.actor("lena"), calendar=calendar)
    with pytest.raises(Invalid):
        choose(cast, calendar)
    actions.restore_calendar(actor=cast.actor("lena"), calendar=calendar)
    assert Calendar.objects.within(cast.it).in_use().count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"zone": "Middle/Earth"}, "zone"),
        ({"hours": {"mon": [["09:00", "25:00"]]}}, "hours.mon"),
        ({"hours": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "hours.mon"),
        ({"hours": {"mon": [["09:00", "09:00"]]}}, "hours.mon"),
        ({"hours": {"someday": []}}, "hours"),
        ({"hours": {}}, "hours"),
        ({"hours": {"mon": [["22:00", "02:00"]]}, "breaks": [["00:00", "03:00"], ["21:00", "24:00"]]}, "hours"),
        ({"breaks": [["23:00", "01:00"]]}, "breaks"),
        ({"country": "ZZ"}, "country"),
        ({"region": "XX"}, "region"),
        ({"holidays": [{"on": "2026-02-30", "name": ""}]}, "holidays"),
        ({"holidays": [{"on": "2026-02-03", "name": "x" * 81}]}, "holidays"),
        ({"exceptions": [{"on": "*-12-24", "name": ""}]}, "exceptions"),
    ],
)
def test_rules_that_make_no_sense_are_refused_with_their_place(cast, wrong, field):
    with pytest.raises(Invalid) as refusal:
        office(cast, **wrong)
    assert list(refusal.value.fields) == [field]


def test_a_change_is_told_with_what_it_was_before(cast):
    calendar = office(cast)
    actions.change_calendar(actor=cast.actor("lena"), calendar=calendar, name="Berlin", given={"region": "BY"})
    fact = Event.objects.filter(code="calendar.changed").get()
    assert fact.values["old"] == {"name": "Office", "region": "BE"}
    assert fact.values["new"] == {"name": "Berlin", "region": "BY"}
    actions.change_calendar(actor=cast.actor("lena"), calendar=calendar, given={"region": "BY"})
    assert Event.objects.filter(code="calendar.changed").count() == 1


@pytest.mark.postgres
def test_public_holidays_of_years_to_come_are_entered_and_those_that_are_over_stay(cast):
    calendar = office(cast)
    version = CalendarVersion.objects.scoped(calendar=calendar).get()
    kept = {"2026-01-01": "As it was known", **{on: n for on, n in version.public_days.items() if on[:4] == "2027"}}
    version.public_days = kept
    version.save(update_fields=["public_days"])
    renew_all_public_days.put()
    cast.work()
    version.refresh_from_db()
    assert version.public_days["2026-01-01"] == "As it was known"
    assert "2026-10-03" not in version.public_days
    assert "2031-12-25" in version.public_days
    assert "2026-12-25" in version.public_days
