"""Summaries and quiet hours: one letter for each desk, with what is unread, in the reader's own time."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from deskhand.accounts.actions import give_role, take_role
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.mail.tests.post import sent_to
from deskhand.notify import actions, rhythm, schedules
from deskhand.notify.actions import summing
from deskhand.notify.models import Notification, Rhythm
from deskhand.tickets import told

PAGE, SAVE = "/me/notifications/", "/me/notifications/rhythm/"
MONDAY_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
DAILY: dict[str, Any] = {"digest": "daily", "hour": 8, "day": 0, "quiet_from": None, "quiet_until": None}


@pytest.fixture
def at(monkeypatch):
    """Sets the clock."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(MONDAY_NOON)
    return set_to


@pytest.fixture
def jana(cast, at):
    """Jana, in Berlin, whom only summaries tell of new tickets by mail."""
    cast.jana.time_zone = "Europe/Berlin"
    cast.jana.save(update_fields=["time_zone"])
    actions.choose(actor=cast.actor("jana"), kind="new_in_team", channel="mail", wanted=False)
    return cast.jana


def letters(person):
    return [one for one in sent_to(person.email, kind="digest") if "unread" in one.subject]


def look(cast):
    schedules.order_summaries.run()
    cast.work()


def test_a_daily_summary_lists_what_is_unread_with_links_and_comes_once(cast, at, jana):
    actions.set_rhythm(actor=cast.actor("jana"), **DAILY)
    ticket = cast.ticket("Printer jams", team=cast.service_desk)
    cast.work()
    look(cast)
    assert letters(jana) == []
    at(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    look(cast)
    look(cast)
    actions.send_summary(person_id=jana.pk)
    (letter,) = letters(jana)
    assert letter.subject == "IT: 1 unread"
    assert f"#{ticket.number} Printer jams" in letter.text
    assert f"/agent/tickets/{ticket.number}/#m-" in letter.text
    assert letter.desk_id == cast.it.pk


def test_what_comes_while_the_letter_is_written_is_in_the_next_one(cast, at, jana, monkeypatch):
    actions.set_rhythm(actor=cast.actor("jana"), **DAILY)
    for number in range(2):
        cast.ticket(f"Ticket {number}", team=cast.service_desk)
    cast.work()
    late = Notification.objects.filter(person=jana).latest("pk").pk
    Notification.objects.filter(pk=late).update(waits_for="")
    write = summing._write

    def slowly(person, rows):
        Notification.objects.filter(person=jana, waits_for="").update(waits_for="digest")
        return write(person, rows)

    monkeypatch.setattr(summing, "_write", slowly)
    at(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    actions.send_summary(person_id=jana.pk)
    monkeypatch.setattr(summing, "_write", write)
    at(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    look(cast)
    assert ["Ticket 0" in one.text for one in letters(jana)] == [True, False]
    assert ["Ticket 1" in one.text for one in letters(jana)] == [False, True]


def test_what_is_too_much_for_one_letter_comes_in_another(cast, at, jana, monkeypatch):
    monkeypatch.setattr(summing, "READ", 2)
    actions.set_rhythm(actor=cast.actor("jana"), **DAILY)
    for number in range(3):
        cast.ticket(f"Ticket {number}", team=cast.service_desk)
    cast.work()
    at(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    for _round in range(3):
        look(cast)
    assert sorted(one.subject for one in letters(jana)) == ["IT: 1 unread", "IT: 2 unread"]


def test_what_was_read_is_not_in_it_and_nothing_unread_means_no_letter(cast, at, jana):
    actions.set_rhythm(actor=cast.actor("jana"), **DAILY)
    cast.ticket(team=cast.service_desk)
    cast.work()
    actions.mark_read(actor=cast.actor("jana"))
    at(MONDAY_NOON + timedelta(days=2))
    look(cast)
    assert letters(jana) == []
    assert Rhythm.objects.filter(person=jana, digest_due_at__gt=clock.now()).exists()


def test_what_the_bell_does_not_show_can_be_in_the_summary(cast, at, jana):
    actions.set_rhythm(actor=cast.actor("jana"), **DAILY)
    actions.choose(actor=cast.actor("jana"), kind="new_in_team", channel="app", wanted=False)
    cast.ticket(team=cast.service_desk)
    cast.work()
    assert told.unread(cast.actor("jana")) == 0
    at(MONDAY_NOON + timedelta(days=1))
    look(cast)
    assert len(letters(jana)) == 1


def test_each_desk_writes_of_its_own_alone_and_a_lost_desk_writes_nothing(cast, at, jana):
    give_role(actor=SYSTEM, desk=cast.hr, person=jana, role="agent")
    for kind in ("new_on_desk", "new_in_team"):
        actions.choose(actor=cast.actor("jana"), kind=kind, channel="mail", wanted=False)
    actions.set_rhythm(actor=cast.actor("jana"), **DAILY)
    cast.ticket("Printer jams", team=cast.service_desk)
    cast.ticket("Contract", desk="hr", by="oliver")
    cast.work()
    at(MONDAY_NOON + timedelta(days=1))
    look(cast)
    by_desk = {one.desk_id: one.text for one in letters(jana)}
    assert set(by_desk) == {cast.it.pk, cast.hr.pk}
    assert "Contract" not in by_desk[cast.it.pk] and "Printer" not in by_desk[cast.hr.pk]
    cast.ticket("Salary", desk="hr", by="oliver")
    cast.work()
    take_role(actor=SYSTEM, desk=cast.hr, person=jana, role="agent")
    at(MONDAY_NOON + timedelta(days=3))
    look(cast)
    assert len(letters(jana)) == 2


def test_in_quiet_hours_no_mail_is_sent_and_one_letter_comes_when_they_end(cast, at, jana):
    actions.choose(actor=cast.actor("jana"), kind="new_in_team", channel="mail", wanted=True)
    quiet = {**DAILY, "digest": "never", "quiet_from": time(20), "quiet_until": time(7)}
    actions.set_rhythm(actor=cast.actor("jana"), **quiet)
    at(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    cast.ticket("First", team=cast.service_desk)
    cast.ticket("Second", team=cast.service_desk)
    cast.work()
    look(cast)
    assert sent_to(jana.email, kind="notification") == []
    assert len(sent_to(cast.ben.email, kind="notification")) == 2
    at(datetime(2026, 11, 24, 6, 1, tzinfo=UTC))
    look(cast)
    (letter,) = sent_to(jana.email, kind="digest")
    assert "First" in letter.text and "Second" in letter.text


def test_a_summary_that_falls_into_quiet_hours_waits_for_their_end(cast, at, jana):
    actions.set_rhythm(actor=cast.actor("jana"), **{**DAILY, "hour": 3, "quiet_from": time(20), "quiet_until": time(7)})
    cast.ticket(team=cast.service_desk)
    cast.work()
    at(datetime(2026, 11, 24, 2, 5, tzinfo=UTC))
    look(cast)
    assert letters(jana) == []
    at(datetime(2026, 11, 24, 6, 0, tzinfo=UTC))
    look(cast)
    assert len(letters(jana)) == 1


def row(**more):
    chosen: dict[str, Any] = {"digest": "daily", "digest_hour": 8, "digest_day": 0, **more}
    return Rhythm(**chosen)


BERLIN = clock.zone_of("Europe/Berlin")


@pytest.mark.parametrize(
    ("choice", "after", "due"),
    [
        ({}, "2026-11-23T06:59", "2026-11-23T07:00"),
        ({}, "2026-11-23T07:00", "2026-11-24T07:00"),
        ({}, "2026-10-24T07:00", "2026-10-25T07:00"),  # Summer time ends that night: 08:00 is an hour later.
        ({}, "2026-10-23T07:00", "2026-10-24T06:00"),
        ({"digest": "hourly"}, "2026-11-23T06:59", "2026-11-23T07:00"),
        ({"digest": "weekly", "digest_day": 2}, "2026-11-23T06:59", "2026-11-25T07:00"),
        ({"digest": "weekly"}, "2026-11-23T07:00", "2026-11-30T07:00"),
    ],
)
def test_summaries_are_due_by_the_clock_on_the_readers_wall(choice, after, due):
    found = rhythm.next_digest(row(**choice), datetime.fromisoformat(f"{after}:00+00:00"), BERLIN)
    assert found == datetime.fromisoformat(f"{due}:00+00:00")


@pytest.mark.parametrize(
    ("hours", "at_hour", "until"),
    [
        ((22, 7), "21:30", "2026-11-24T06:00"),
        ((22, 7), "05:30", "2026-11-23T06:00"),
        ((22, 7), "06:00", None),
        ((22, 7), "12:00", None),
        ((12, 13), "11:30", "2026-11-23T12:00"),
        ((12, 12), "11:30", None),
    ],
)
def test_quiet_hours_may_cross_midnight(hours, at_hour, until):
    quiet = row(quiet_from=time(hours[0]), quiet_until=time(hours[1]))
    found = rhythm.quiet_until(quiet, datetime.fromisoformat(f"2026-11-23T{at_hour}:00+00:00"), BERLIN)
    assert found == (datetime.fromisoformat(f"{until}:00+00:00") if until else None)


def test_the_rhythm_is_saved_on_ones_own_page(cast):
    client = cast.client("jana")
    form = {"digest": "weekly", "hour": "9", "day": "4", "quiet_from": "20:00", "quiet_until": "07:30"}
    assert client.post(SAVE, form).status_code == 302
    saved = Rhythm.objects.get(person=cast.jana)
    assert (saved.digest, saved.digest_hour, saved.digest_day, saved.quiet_until) == ("weekly", 9, 4, time(7, 30))
    assert 'value="20:00"' in client.get(PAGE).content.decode()
    half = client.post(SAVE, {**form, "quiet_until": ""})
    assert half.status_code == 422
    assert "Give both times" in half.content.decode()


def test_only_offered_times_can_be_chosen(cast):
    with pytest.raises(Invalid):
        actions.set_rhythm(actor=cast.actor("jana"), **{**DAILY, "hour": 24})


def test_a_desk_can_have_choices_of_its_own(cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    actions.choose(actor=cast.actor("jana"), kind="new_on_desk", channel="app", wanted=False, desk_id=cast.hr.pk)
    cast.ticket(desk="hr", by="oliver")
    cast.ticket()
    cast.work()
    rows = Notification.objects.filter(person=cast.jana, in_app=True)
    assert [one.desk_id for one in rows] == [cast.it.pk]
    page = cast.client("jana").get(PAGE, {"desk": "hr"}).content.decode()
    assert "counts for Human Resources alone" in page
    with pytest.raises(Invalid):
        actions.choose(actor=cast.actor("ben"), kind="new_on_desk", channel="app", wanted=False, desk_id=cast.hr.pk)


def test_a_choice_equal_to_the_general_one_follows_it_again(cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    client = cast.client("jana")
    client.post(f"{PAGE}?desk=hr", {})
    client.post(f"{PAGE}?desk=hr", {"new_on_desk:app": "on"})
    chosen = cast.jana.notification_preferences.filter(desk_id=cast.hr.pk, kind="new_on_desk", channel="app")
    assert not chosen.exists()


def test_old_notifications_go(cast, monkeypatch):
    cast.ticket(team=cast.service_desk)
    cast.work()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=89))
    assert actions.forget_old() == 0
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=91))
    assert actions.forget_old() > 0
    assert not Notification.objects.exists()
