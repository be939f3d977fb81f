"""Tickets that come again by the calendar: the days, and that each is made once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskhand.accounts.actions import switch_module, take_role
from deskhand.calendars.actions import change_calendar, choose_calendar, create_calendar
from deskhand.calendars.recurrence import Days, Recurrence, instants
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.tasks import actions
from deskhand.modules.tasks.jobs import make_recurring_tickets
from deskhand.modules.tasks.models import MadeTicket, RecurringTicket, Task
from deskhand.tickets.models import Ticket

BERLIN = ZoneInfo("Europe/Berlin")
HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1), date(2026, 11, 30)}
OFFICE = Days(BERLIN, lambda day: day.weekday() < 5 and day not in HOLIDAYS)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def days(pattern, count=4, starts_on=date(2026, 11, 1), after=NOW, **more):
    rule = Recurrence(pattern=pattern, starts_on=starts_on, at=time(8, 30), **more)
    found = instants(rule, OFFICE, after=after)
    return [one.astimezone(BERLIN).strftime("%y-%m-%d") for one, _n in zip(found, range(count), strict=False)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"pattern": "once", "starts_on": date(2026, 12, 24)}, ["26-12-24"]),
        ({"pattern": "once", "starts_on": date(2026, 11, 20)}, []),
        ({"pattern": "days", "every": 10}, ["26-12-01", "26-12-11", "26-12-21", "26-12-31"]),
        ({"pattern": "weeks", "every": 2, "weekdays": [0]}, ["26-11-30", "26-12-14", "26-12-28", "27-01-11"]),
        ({"pattern": "weeks", "every": 2, "weekdays": [0], "starts_on": date(2026, 11, 22)},
         ["26-11-23", "26-12-07", "26-12-21", "27-01-04"]),
        ({"pattern": "weeks", "weekdays": [4], "on_closed": "previous", "after": datetime(2026, 12, 20, tzinfo=UTC)},
         ["26-12-24", "26-12-31", "27-01-08", "27-01-15"]),
        ({"pattern": "weeks", "weekdays": [4], "on_closed": "skip", "after": datetime(2026, 12, 20, tzinfo=UTC)},
         ["27-01-08", "27-01-15", "27-01-22", "27-01-29"]),
        ({"pattern": "weeks", "weekdays": [4], "on_closed": "next", "after": datetime(2026, 12, 20, tzinfo=UTC)},
         ["26-12-28", "27-01-04", "27-01-08", "27-01-15"]),
        ({"pattern": "month_day", "day": 31}, ["26-11-30", "26-12-31", "27-01-31", "27-02-28"]),
        ({"pattern": "month_weekday", "weekdays": [3], "nth": -1}, ["26-11-26", "26-12-31", "27-01-28", "27-02-25"]),
        ({"pattern": "month_workday", "nth": -1}, ["26-11-27", "26-12-31", "27-01-29", "27-02-26"]),
        ({"pattern": "month_workday", "nth": 1, "every": 2}, ["27-01-04", "27-03-01", "27-05-03", "27-07-01"]),
        ({"pattern": "years", "starts_on": date(2024, 2, 29)}, ["27-02-28", "28-02-29", "29-02-28", "30-02-28"]),
        ({"pattern": "days", "every": 1, "until_on": date(2026, 11, 24)}, ["26-11-23", "26-11-24"]),
        ({"pattern": "days", "on_closed": "next", "until_on": date(2026, 11, 29)},
         ["26-11-23", "26-11-24", "26-11-25", "26-11-26"]),
    ],
)  # fmt: skip
def test_the_days_are_those_that_people_mean(given, expected):
    assert days(**given) == expected


def test_the_time_of_day_stays_over_the_change_of_the_clock_and_a_skipped_one_is_later():
    spring = Recurrence(pattern="days", starts_on=date(2027, 3, 27), at=time(2, 30))
    found = instants(spring, OFFICE, after=datetime(2027, 3, 26, tzinfo=UTC))
    assert [next(found).strftime("%d %H:%M") for _n in range(3)] == ["27 01:30", "28 01:30", "29 00:30"]


def test_a_rule_that_never_meets_a_working_day_ends():
    closed = Days(BERLIN, lambda day: False)
    rule = Recurrence(pattern="days", starts_on=date(2026, 1, 1), at=time(8), on_closed="next")
    assert list(instants(rule, closed, after=NOW)) == []


def test_the_farthest_rule_ends_with_the_years():
    never = Days(BERLIN, lambda day: False)
    rule = Recurrence(pattern="month_workday", starts_on=date(2000, 1, 1), at=time(8), every=17, nth=1)
    assert list(instants(rule, never, after=datetime(2999, 12, 30, tzinfo=UTC))) == []


@pytest.fixture
def on(cast):
    switch_module(actor=SYSTEM, desk=cast.it, module="tasks", on=True)
    return cast


def plan(cast, by="lena", recurring=None, pattern="days", every=1, starts_on=date(2026, 11, 23), until_on=None, **more):
    contents = actions.Contents(
        **{"subject": "Check the backups", "text": "Restore one.", "requester": cast.mara, **more}
    )
    rule = Recurrence(pattern=pattern, starts_on=starts_on, at=time(8), every=every, until_on=until_on)
    return actions.save_recurring(actor=cast.actor(by), desk=cast.it, contents=contents, rule=rule, recurring=recurring)


def made(cast):
    return list(Ticket.objects.within(cast.it).filter(subject="Check the backups").order_by("pk"))


def tick(cast, at):
    with clock.frozen(at):
        make_recurring_tickets.put()
        cast.work()


@pytest.mark.postgres
def test_a_ticket_is_made_once_at_its_time_with_all_that_was_planned(on):
    with clock.frozen(NOW):
        steps = [actions.Step(title="Restore a file", is_mandatory=True)]
        checklist = actions.save_checklist(actor=SYSTEM, desk=on.it, name="Restore", steps=steps)
        row = plan(on, team=on.network, assignee=on.priya, priority=3, tags=["backup"], checklist=checklist)
        assert row.next_at == datetime(2026, 11, 23, 8, tzinfo=clock.zone_of("")).astimezone(UTC)
    tick(on, row.next_at - timedelta(minutes=1))
    assert made(on) == []
    for _n in range(2):
        tick(on, row.next_at + timedelta(seconds=30))
    (ticket,) = made(on)
    assert (ticket.requester, ticket.team, ticket.assignee, ticket.priority) == (on.mara, on.network, on.priya, 3)
    assert [one.title for one in Task.objects.within(on.it).filter(ticket=ticket)] == ["Restore a file"]
    assert [one.name for one in ticket.tags.all()] == ["backup"]
    row.refresh_from_db()
    assert row.next_at.day == 24


@pytest.mark.postgres
def test_two_workers_that_look_at_the_same_moment_make_one(on):
    with clock.frozen(NOW):
        row = plan(on)
    with clock.frozen(row.next_at):
        assert actions.make_due(recurring_id=row.pk) is not None
        assert actions.make_due(recurring_id=row.pk) is None
    assert len(made(on)) == 1


OFFICE_HOURS = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def weekly(cast, **more):
    """Every Monday from 23 November on, on a desk with an office calendar: the plan and the calendar."""
    given = {"zone": "Europe/Berlin", "hours": OFFICE_HOURS}
    calendar = create_calendar(actor=SYSTEM, desk=cast.it, name="Office", given=given)
    choose_calendar(actor=SYSTEM, desk=cast.it, calendar=calendar)
    contents = actions.Contents(subject="Check the backups", text="Restore one.", requester=cast.mara)
    rule = Recurrence(pattern="weeks", starts_on=date(2026, 11, 23), at=time(8), weekdays=[0], **more)
    return actions.save_recurring(actor=SYSTEM, desk=cast.it, contents=contents, rule=rule), calendar


def close(calendar, day):
    change_calendar(actor=SYSTEM, calendar=calendar, given={"holidays": [{"on": day, "name": "Closed"}]})


def due(row):
    row.refresh_from_db()
    return row.next_at.astimezone(BERLIN).strftime("%a %d %H:%M")


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("on_closed", "then"), [("keep", "Mon 23 08:00"), ("next", "Tue 24 08:00"), ("skip", "Mon 30 08:00")]
)
def test_a_day_that_is_closed_after_planning_moves_the_ticket_and_makes_no_second(on, on_closed, then):
    with clock.frozen(NOW):
        row, calendar = weekly(on, on_closed=on_closed)
        assert due(row) == "Mon 23 08:00"
        close(calendar, "2026-11-23")
    with clock.frozen(row.next_at):
        assert bool(actions.make_due(recurring_id=row.pk)) is (on_closed == "keep"), "the calendar as it is now counts"
    with clock.frozen(NOW):
        on.work()
    assert due(row) == (then if on_closed != "keep" else "Mon 30 08:00")
    tick(on, row.next_at)
    assert len(made(on)) == (2 if on_closed == "keep" else 1) and due(row)[4:6] in ("30", "07")


def test_a_day_that_is_closed_before_it_comes_is_told_at_once(on):
    with clock.frozen(NOW):
        row, calendar = weekly(on, on_closed="next")
        close(calendar, "2026-11-23")
        on.work()
    assert due(row) == "Tue 24 08:00"


def test_a_day_that_is_closed_while_its_ticket_is_there_brings_no_other(on):
    with clock.frozen(NOW):
        row, calendar = weekly(on, on_closed="next")
    tick(on, row.next_at)
    with clock.frozen(row.next_at + timedelta(hours=2)):
        close(calendar, "2026-11-23")
        on.work()
    tick(on, row.next_at + timedelta(days=2))
    assert len(made(on)) == 1 and due(row) == "Mon 30 08:00"


def test_a_ticket_that_should_have_come_before_a_day_that_is_closed_late_comes_now(on):
    with clock.frozen(NOW):
        row, calendar = weekly(on, on_closed="previous")
        close(calendar, "2026-11-23")
        on.work()
    tick(on, NOW + timedelta(minutes=2))
    assert len(made(on)) == 1 and due(row) == "Mon 30 08:00"


@pytest.mark.postgres
def test_after_a_sleep_the_latest_is_made_once_and_the_missed_are_named(on):
    with clock.frozen(NOW):
        row = plan(on)
    tick(on, row.next_at + timedelta(days=3, hours=1))
    assert len(made(on)) == 1
    note = MadeTicket.objects.within(on.it).get(recurring=row)
    assert note.missed_count == 3 and [one[8:10] for one in note.missed] == ["23", "24", "25"]
    assert note.due_at.day == 26


def test_a_plan_that_is_paused_makes_none_and_goes_on_from_then(on):
    with clock.frozen(NOW):
        row = actions.pause_recurring(actor=on.actor("lena"), recurring=plan(on))
    tick(on, NOW + timedelta(days=5))
    assert made(on) == []
    with clock.frozen(NOW + timedelta(days=5)):
        row = actions.resume_recurring(actor=on.actor("lena"), recurring=row)
        on.work()
    assert row.next_at is not None and row.next_at > NOW + timedelta(days=5) and made(on) == []


def test_the_last_one_ends_the_plan(on):
    with clock.frozen(NOW):
        row = plan(on, pattern="once")
    tick(on, row.next_at)
    row.refresh_from_db()
    assert len(made(on)) == 1 and row.next_at is None


def test_who_serves_the_desk_no_more_is_not_given_the_ticket(on):
    with clock.frozen(NOW):
        row = plan(on, assignee=on.ben)
    take_role(actor=SYSTEM, desk=on.it, person=on.ben, role="agent")
    tick(on, row.next_at)
    assert made(on)[0].assignee is None


def test_without_its_requester_a_plan_is_paused_and_says_why(on):
    with clock.frozen(NOW):
        row = plan(on)
        RecurringTicket.objects.within(on.it).update(requester=None)
    tick(on, row.next_at)
    row.refresh_from_db()
    assert (row.problem, bool(row.paused_at), made(on)) == ("requester_gone", True, [])
    assert Event.objects.filter(code="recurring_ticket.failed").exists()


def test_where_the_module_is_off_none_is_made(on):
    with clock.frozen(NOW):
        row = plan(on)
    switch_module(actor=SYSTEM, desk=on.it, module="tasks", on=False)
    tick(on, row.next_at)
    assert made(on) == []


def test_what_cannot_be_planned_is_said_by_its_field(on):
    with clock.frozen(NOW), pytest.raises(Invalid) as refusal:
        plan(on, pattern="weeks", every=0, until_on=date(2026, 1, 1), subject=" ")
    assert set(refusal.value.fields) == {"weekdays", "every", "until_on", "subject"}
    with clock.frozen(NOW), pytest.raises(Invalid, match="No such day lies ahead"):
        plan(on, pattern="once", starts_on=date(2026, 11, 1))
    with pytest.raises(Denied):
        plan(on, by="jana")


def form(cast, **other):
    return {
        "subject": "Check the backups",
        "text": "Restore one.",
        "requester": "mara@kestrel.example",
        "kind": "service_request",
        "priority": "2",
        "tags": "backup, night",
        "pattern": "weeks",
        "starts_on": "2026-11-23",
        "at": "08:00",
        "every": "2",
        "weekdays": ["0"],
        "on_closed": "next",
        **other,
    }


PAGE = "/agent/it/tasks/recurring/"


def test_the_page_shows_the_next_ten_dates_before_anything_is_saved(on):
    with clock.frozen(NOW):
        told = on.client("lena").post(f"{PAGE}dates/", form(on)).content.decode()
        assert told.count("<li>Monday") == 10 and "7 December 2026" in told
        monthly = on.client("lena").post(f"{PAGE}dates/", form(on, pattern="month_workday", nth="-1")).content.decode()
        assert "Monday 30 November 2026" in monthly and 'name="weekdays"' not in monthly
        unsure = on.client("lena").post(f"{PAGE}dates/", form(on, starts_on="")).content.decode()
        assert "as soon as the fields above say enough" in unsure
    assert not RecurringTicket.objects.within(on.it).exists()


def test_an_administrator_plans_changes_pauses_and_puts_away(on):
    with clock.frozen(NOW):
        lena = on.client("lena")
        assert lena.post(f"{PAGE}new/", form(on)).headers["Location"] == PAGE
        row = RecurringTicket.objects.within(on.it).get()
        assert (row.tags, row.weekdays, row.every, row.requester) == (["backup", "night"], [0], 2, on.mara)
        assert "Check the backups" in lena.get(f"{PAGE}{row.pk}/").content.decode()
        lena.post(f"{PAGE}{row.pk}/", form(on, subject="Check the tapes"))
        lena.post(f"{PAGE}{row.pk}/pause/")
        assert "paused" in lena.get(PAGE).content.decode()
        for verb, then in (("resume", False), ("put-away", False), ("put-back", True)):
            lena.post(f"{PAGE}{row.pk}/{verb}/")
            row.refresh_from_db()
            assert bool(row.paused_at) is then
    assert row.subject == "Check the tapes" and row.put_away_at is None


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(on):
    given = form(on, requester="nobody@nowhere.example", weekdays=[], subject="Kept words")
    answer = on.client("lena").post(f"{PAGE}new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Kept words" in page and "Nobody has this address" in page


def test_agents_and_other_desks_do_not_plan(on):
    with clock.frozen(NOW):
        row = plan(on)
    assert on.client("jana").get(PAGE).status_code == 403
    switch_module(actor=SYSTEM, desk=on.hr, module="tasks", on=True)
    assert on.client("hanna").get(f"/agent/hr/tasks/recurring/{row.pk}/").status_code == 404
    assert on.client("hanna").get(f"{PAGE}{row.pk}/").status_code == 404
