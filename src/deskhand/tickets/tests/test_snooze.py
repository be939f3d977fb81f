"""Tickets that are on hold until a time, or until another ticket is finished."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskhand.jobs.models import Job
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Denied, IllegalTransition, Invalid, NotFound
from deskhand.kernel.models import Event
from deskhand.notify.models import Notification
from deskhand.tickets import actions, snoozing
from deskhand.tickets.models import BulkUndo, Snooze, Status, Ticket
from deskhand.tickets.schedules import wake_what_is_late
from deskhand.tickets.tests.held import watch_holding

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BERLIN = ZoneInfo("Europe/Berlin")


def snooze(cast, ticket, name="jana", **more):
    at = {} if "after" in more else {"until": clock.now() + timedelta(days=1)}
    return actions.snooze(actor=cast.actor(name), ticket=ticket, **{**at, **more})


def now(ticket):
    """The ticket as it is now."""
    return Ticket.objects.within(ticket.desk_id).select_related("status").get(pk=ticket.pk)


def asleep(ticket):
    return Snooze.objects.within(ticket.desk_id).in_force().filter(ticket=ticket).first()


def later(days: float = 1.01):
    """So many days on, what is due runs; the jobs' own clock is the database's."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        for pk in Snooze.objects.beyond_walls("a test").values_list("pk", flat=True):
            actions.wake_due(snooze_id=pk)
    run_until_idle()


def finish(cast, ticket, category="resolved"):
    to = Status.objects.within(ticket.desk_id).filter(category=category).first()
    actions.set_status(actor=cast.actor("jana"), ticket=now(ticket), to=to)
    run_until_idle()


def told(cast, name):
    return Notification.objects.filter(person=getattr(cast, name), kind="woken").count()


def page(cast, ticket, name="jana"):
    return cast.client(name).get(f"/agent/tickets/{ticket.number}/").text


def test_a_ticket_wakes_by_itself_with_the_status_it_had_and_its_holder_hears_of_it(cast):
    ticket = cast.ticket()
    actions.assign(actor=cast.actor("ben"), ticket=ticket, to=cast.ben)
    own = actions.save_status(actor=cast.actor("lena"), desk=cast.it, name="Trying it out", category="open")
    actions.set_status(actor=cast.actor("ben"), ticket=now(ticket), to=own)
    snooze(cast, now(ticket))
    assert now(ticket).category == "on_hold"
    actions.wake_due(snooze_id=asleep(ticket).pk)
    assert now(ticket).category == "on_hold", "it is too early"
    later()
    assert now(ticket).status == own and asleep(ticket) is None
    assert (told(cast, "ben"), told(cast, "jana")) == (1, 1), "who has it, and who put it on hold"
    assert "Not on hold any more: the time was over" in page(cast, ticket)


def test_its_own_job_comes_to_the_second(cast):
    ticket = cast.ticket()
    run_until_idle()
    with clock.frozen(clock.now()):
        before = time.time()
        snooze(cast, ticket, until=clock.now() + timedelta(hours=2))
        after = time.time()
    job = Job.objects.get(name__endswith="wake_up")
    assert before - 1 < job.due_ms / 1000 - 2 * 3600 < after + 1


def test_an_answer_of_the_requester_opens_it_before(cast):
    ticket = cast.ticket()
    snooze(cast, ticket)
    cast.writes(ticket)
    assert now(ticket).category == "open" and asleep(ticket) is None
    later()
    assert told(cast, "jana") == 0


@pytest.mark.parametrize("category", ["resolved", "cancelled"])
def test_it_waits_for_another_ticket_to_be_finished(cast, category):
    ticket, cause = cast.ticket(), cast.ticket()
    snooze(cast, ticket, after=cause)
    assert "On hold until this is finished:" in page(cast, ticket)
    finish(cast, cause, category)
    assert now(ticket).category == "open" and told(cast, "jana") == 1
    assert f"Not on hold any more: {cause.number} is finished" in page(cast, ticket)


def test_what_it_waited_for_comes_back_with_an_undo(cast):
    """By a wrong status, or by a merge, that is taken back."""
    ticket, other = cast.ticket(), cast.ticket()
    snooze(cast, ticket)
    done = actions.change_many(
        actor=cast.actor("jana"), numbers=[ticket.number], verb="status", value=cast.status("open")
    )
    assert asleep(ticket) is None and "Go on now" not in page(cast, ticket)
    assert done.undo_id is not None
    actions.undo(actor=cast.actor("jana"), undo_id=done.undo_id)
    assert now(ticket).category == "on_hold" and asleep(ticket) is not None
    actions.merge(actor=cast.actor("jana"), ticket=now(ticket), into=other.number)
    actions.unmerge(actor=cast.actor("jana"), ticket=now(ticket))
    assert now(ticket).category == "on_hold"
    later()
    assert now(ticket).category == "open"


def test_a_time_that_went_by_meanwhile_wakes_it_at_the_undo(cast):
    ticket, other = cast.ticket(), cast.ticket()
    snooze(cast, ticket)
    actions.merge(actor=cast.actor("jana"), ticket=now(ticket), into=other.number)
    with clock.frozen(clock.now() + timedelta(days=2)):
        actions.unmerge(actor=cast.actor("jana"), ticket=now(ticket))
    later(2.01)
    assert now(ticket).category == "open"


def test_what_was_put_on_hold_anew_does_not_wake_by_an_old_time(cast):
    ticket = cast.ticket()
    snooze(cast, ticket)
    for key in ("open", "on_hold"):
        actions.set_status(actor=cast.actor("jana"), ticket=now(ticket), to=cast.status(key))
    later()
    assert now(ticket).category == "on_hold" and not Snooze.objects.within(ticket.desk_id).exists()


def test_it_waits_for_the_ticket_into_which_the_other_was_merged(cast):
    ticket, cause, survivor = cast.ticket(), cast.ticket(), cast.ticket()
    snooze(cast, ticket, after=cause)
    actions.merge(actor=cast.actor("jana"), ticket=cause, into=survivor.number)
    run_until_idle()
    assert now(ticket).category == "on_hold" and asleep(ticket).after_id == survivor.pk
    finish(cast, survivor)
    assert now(ticket).category == "open"


def test_nobody_waits_for_what_was_merged_into_themselves(cast):
    ticket, cause = cast.ticket(), cast.ticket()
    snooze(cast, ticket, after=cause)
    actions.merge(actor=cast.actor("jana"), ticket=cause, into=ticket.number)
    wake_what_is_late.run()
    run_until_idle()
    assert now(ticket).category == "open"


def test_nobody_waits_for_what_is_in_the_bin(cast):
    ticket, cause = cast.ticket(), cast.ticket()
    snooze(cast, ticket, after=cause)
    actions.delete(actor=cast.actor("jana"), ticket=cause)
    run_until_idle()
    assert now(ticket).category == "open"


def test_what_leaves_the_desk_holds_nothing_up(cast):
    ticket, cause = cast.ticket(), cast.ticket()
    snooze(cast, ticket, after=cause)
    actions.move(actor=cast.actor("lena"), ticket=cause, to=cast.hr)
    assert asleep(ticket).after_id is None
    wake_what_is_late.run()
    run_until_idle()
    assert now(ticket).category == "open"


def test_a_lost_job_is_made_good_within_a_minute(cast):
    ticket = cast.ticket()
    snooze(cast, ticket)
    Snooze.objects.within(ticket.desk_id).update(wakes_at=clock.now() - timedelta(minutes=1))
    wake_what_is_late.run()
    run_until_idle()
    assert now(ticket).category == "open"


def test_another_time_counts_instead_of_the_first(cast):
    ticket = cast.ticket()
    snooze(cast, ticket)
    snooze(cast, now(ticket), name="ben", until=clock.now() + timedelta(days=3))
    later()
    assert now(ticket).category == "on_hold"
    later(3.01)
    assert now(ticket).category == "open"


def test_somebody_goes_on_with_it_at_once(cast):
    ticket = cast.ticket()
    snooze(cast, ticket)
    actions.wake(actor=cast.actor("ben"), ticket=now(ticket))
    assert now(ticket).category == "open" and told(cast, "jana") == 0
    with pytest.raises(Conflict):
        actions.wake(actor=cast.actor("ben"), ticket=now(ticket))


def test_what_cannot_be_waited_for_is_refused_in_words(cast):
    ticket, second, done = cast.ticket(), cast.ticket(), cast.ticket()
    third = cast.ticket()
    finish(cast, done)
    snooze(cast, second, after=third)
    snooze(cast, third, after=ticket)
    for more in (
        {"until": clock.now() - timedelta(seconds=1)},
        {"until": clock.now() + timedelta(days=6 * 366)},
        {"until": None},
        {"after": ticket},
        {"after": done},
        {"after": second},
        {"after": cast.ticket(desk="hr")},
    ):
        with pytest.raises((Invalid, NotFound)):
            snooze(cast, ticket, **more)
    with pytest.raises(IllegalTransition):
        snooze(cast, done)
    with pytest.raises(Denied):
        snooze(cast, ticket, name="mara")
    assert now(ticket).category == "new" and asleep(ticket) is None


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        (
            "2026-11-26T22:30",
            ["later", "tomorrow 2026-11-27T08:00", "monday 2026-11-30T08:00", "week 2026-12-03T08:00"],
        ),
        ("2026-11-29T10:00", ["later", "tomorrow 2026-11-30T08:00", "week 2026-12-06T08:00"]),
        (
            "2027-03-27T10:00",
            ["later", "tomorrow 2027-03-28T08:00", "monday 2027-03-29T08:00", "week 2027-04-03T08:00"],
        ),
    ],
)
def test_the_offered_times_are_those_of_ones_own_zone(at, offered):
    here = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    found = snoozing.presets(here, BERLIN)
    assert [f"{one.code} {one.at:%Y-%m-%dT%H:%M}" if one.at else one.code for one in found] == offered
    assert all(one.at.tzinfo is BERLIN for one in found if one.at)


def test_it_is_chosen_on_the_page_shown_there_and_undone(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    shown = client.post(f"/agent/tickets/{ticket.number}/snooze", {"until": "tomorrow"}, follow=True).text
    assert "On hold until " in shown and f"/agent/tickets/{ticket.number}/wake" in shown
    assert "On hold until " in client.get("/agent/it/tickets/?view=hold").text
    back = client.post(f"/agent/tickets/{ticket.number}/wake", follow=True).text
    assert "is not on hold any more" in back and now(ticket).category == "open"


@pytest.mark.parametrize(
    "posted", [{"until": "never"}, {"until_own": "soon"}, {"after": "99999999"}, {"after": "x"}, {}]
)
def test_a_wrong_choice_is_told_and_changes_nothing(cast, posted):
    ticket = cast.ticket()
    shown = cast.client("jana").post(f"/agent/tickets/{ticket.number}/snooze", posted, follow=True)
    assert 'data-kind="error"' in shown.text or "toast" in shown.text
    assert now(ticket).category == "new"


def test_an_own_time_is_that_of_ones_own_zone(cast):
    cast.jana.time_zone = "America/New_York"
    cast.jana.save()
    ticket = cast.ticket()
    day = (clock.now() + timedelta(days=3)).date()
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/snooze", {"until_own": f"{day}T08:30"})
    assert asleep(ticket).wakes_at == datetime(day.year, day.month, day.day, 8, 30, tzinfo=ZoneInfo("America/New_York"))


def test_scripts_put_on_hold_and_wake(cast):
    ticket = cast.ticket()
    address, key = f"/api/v1/tickets/{ticket.number}/snooze", cast.bearer("jana")
    until = (clock.now() + timedelta(days=2)).isoformat()
    client = cast.client()
    made = client.post(address, {"until": until}, content_type="application/json", headers=key)
    assert (
        made.status_code == 200 and made.json()["category"] == "on_hold" and made.json()["wakes_at"][:16] == until[:16]
    )
    own = client.get(f"/api/v1/tickets/{ticket.number}", headers=cast.bearer("mara")).json()
    assert own["wakes_at"] is None and own["category"] == "on_hold", "until when is the desk's own business"
    assert client.post(address, {}, content_type="application/json", headers=key).status_code == 422
    woken = client.delete(address, headers=key)
    assert woken.json()["category"] == "open" and woken.json()["wakes_at"] is None
    assert client.delete(address, headers=key).status_code == 409
    codes = list(Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).values_list("code", flat=True))
    assert {"ticket.snoozed", "ticket.woken"} <= set(codes)


def test_a_script_that_lets_a_ticket_wait_for_another_holds_both_by_ascending_number(cast, monkeypatch):
    other, ticket = cast.ticket(), cast.ticket()
    address, key = f"/api/v1/tickets/{ticket.number}/snooze", cast.bearer("jana")
    held = watch_holding(monkeypatch)
    sent = cast.client().post(address, {"after": other.number}, content_type="application/json", headers=key)
    assert sent.status_code == 200 and held[:2] == [other.number, ticket.number]


@pytest.mark.parametrize("with_time", [True, False])
def test_an_undo_lets_it_wait_for_the_other_ticket_again(cast, with_time):
    other, ticket = cast.ticket(), cast.ticket()
    first = clock.now() + timedelta(days=3) if with_time else None
    snooze(cast, ticket, after=other, until=first)
    until = (clock.now() + timedelta(days=1)).isoformat()
    done = actions.change_many(actor=cast.actor("jana"), numbers=[ticket.number], verb="snooze", value=until)
    assert done.undo_id is not None and asleep(ticket).after is None
    if with_time:  # As it was kept before undoes knew of the other ticket.
        kept = BulkUndo.objects.within(cast.it).get(pk=done.undo_id)
        del kept.before[str(ticket.number)][1]["after"]
        kept.save()
    assert actions.undo(actor=cast.actor("jana"), undo_id=done.undo_id).changed == [ticket.number]
    assert (asleep(ticket).after, asleep(ticket).wakes_at) == (other, first)
    finish(cast, other)
    assert asleep(ticket) is None
