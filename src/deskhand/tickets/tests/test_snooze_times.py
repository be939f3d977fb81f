"""One's own times for putting tickets on hold, tickets found by when they wake, and many put on hold at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.kernel.query import Env, parse, predicate, to_q
from deskhand.tickets import actions
from deskhand.tickets.ahead import Ahead
from deskhand.tickets.models import Snooze, Ticket
from deskhand.tickets.query_fields import ticket_fields

BERLIN, KIRITIMATI = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Kiritimati")
WEDNESDAY = datetime(2026, 3, 25, 14, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("3h", "2026-03-25T17:30"),
        ("30m", "2026-03-25T15:00"),
        ("2d", "2026-03-27T14:30"),
        ("4d@09:00", "2026-03-29T09:00"),  # The day on which the clock skips an hour.
        ("1w@08:00", "2026-04-01T08:00"),
        ("mon", "2026-03-30T09:00"),
        ("wed@15:00", "2026-03-25T15:00"),
        ("wed@14:30", "2026-04-01T14:30"),
        ("2b", "2026-03-27T14:30"),
    ],
)
def test_a_time_ahead_is_read_by_ones_own_clock(code, at):
    assert Ahead.of(code).at(WEDNESDAY, BERLIN) == datetime.fromisoformat(at).replace(tzinfo=BERLIN)


@given(st.sampled_from(["1b@00:00", "1d@00:00", "sun@00:00", "1m"]), st.datetimes(timezones=st.just(BERLIN)))
def test_a_time_ahead_is_never_over(code, now):
    if datetime(1970, 1, 2, tzinfo=BERLIN) < now < datetime(9990, 1, 1, tzinfo=BERLIN):
        assert Ahead.of(code).at(now, KIRITIMATI) > now
        assert Ahead.of(Ahead.of(code).code) == Ahead.of(code)


@pytest.mark.parametrize("code", ["", "soon", "0h", "601m", "501h", "3h@09:00", "mon@24:00", "2x", "1000d"])
def test_what_is_no_time_is_refused(code):
    with pytest.raises(Invalid):
        Ahead.of(code)


pages = pytest.mark.django_db


@pages
def test_own_times_stand_first_in_the_menu_and_hold_a_ticket(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    assert client.post("/agent/snooze-times/", {"unit": "mon", "clock": "09:00"}).status_code == 302
    assert client.post("/agent/snooze-times/", {"unit": "b", "count": "2"}).status_code == 302
    page = client.get(f"/agent/tickets/{ticket.number}/").text
    assert page.index("Monday at 09:00") < page.index("In 2 business days") < page.index("Tomorrow morning")
    assert "Monday at 09:00" in client.get(f"/agent/palette?ticket={ticket.number}").text
    assert "Monday at 09:00" not in cast.client("ben").get(f"/agent/tickets/{ticket.number}/").text
    client.post(f"/agent/tickets/{ticket.number}/snooze", {"until": "mon@09:00"})
    row = Snooze.objects.within(cast.it).get()
    with timezone.override(cast.jana.time_zone or "UTC"):
        at = timezone.localtime(row.wakes_at)
    assert (at.weekday(), at.hour, at.minute) == (0, 9, 0)


@pages
def test_own_times_are_moved_and_taken_away_and_bounded(cast):
    client = cast.client("jana")
    for count in ("1", "2", "2"):
        client.post("/agent/snooze-times/", {"unit": "h", "count": count})
    client.post("/agent/snooze-times/change", {"up": "2h"})
    cast.jana.refresh_from_db()
    assert cast.jana.snooze_times == ["2h", "1h"]
    client.post("/agent/snooze-times/change", {"remove": "2h"})
    assert "In 2 hours" not in client.get("/agent/snooze-times/").text
    wrong = client.post("/agent/snooze-times/", {"unit": "h", "count": "3", "clock": "09:00"})
    assert wrong.status_code == 422 and "no time of day" in wrong.text
    with pytest.raises(Invalid, match="At most 12"):
        actions.set_snooze_times(actor=cast.actor("jana"), codes=[f"{n}h" for n in range(1, 14)])


@pages
def test_many_are_put_on_hold_at_once_and_taken_back(cast):
    tickets, client = [cast.ticket(), cast.ticket()], cast.client("jana")
    offered = client.get("/agent/it/options/snooze").json()["items"]
    assert {"later", "week"} <= {one["id"] for one in offered}
    client.post("/agent/it/bulk", {"tickets": [one.number for one in tickets], "snooze": "1d@09:00"})
    assert Snooze.objects.within(cast.it).in_force().count() == 2
    undo = actions.undo(actor=cast.actor("jana"), undo_id=_last_undo(cast))
    assert len(undo.changed) == 2 and not Snooze.objects.within(cast.it).in_force().exists()
    assert set(Ticket.objects.within(cast.it).values_list("category", flat=True)) == {"new"}


def _last_undo(cast) -> int:
    from deskhand.tickets.models import BulkUndo

    found: int = BulkUndo.objects.within(cast.it).latest("pk").pk
    return found


VALUES = st.sampled_from(
    [
        "<1d",
        "1d",
        ">1d",
        "<=2d",
        ">=3h",
        "none",
        "today",
        "this-week",
        "1h..2d",
        "2d..",
        "..1w",
        "2026-11",
        ">2026-11-20",
    ]
)


@pages
@pytest.mark.postgres
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(value=VALUES, other=VALUES, turned=st.booleans(), days=st.integers(-3, 3))
def test_what_the_database_finds_by_waking_is_what_the_predicate_says(cast, value, other, turned, days):
    if not Snooze.objects.within(cast.it).exists():
        _asleep_and_awake(cast)
    fields, tickets = ticket_fields(), list(Ticket.objects.within([cast.it.pk, cast.hr.pk]).order_by("pk"))
    env = Env(now=clock.now() + timedelta(days=days), me=cast.jana.pk, zone=BERLIN, actor=cast.actor("jana"))
    query = f"wakes:{value},{other}" if value[0] not in "<>" and other[0] not in "<>" else f"wakes:{value}"
    tree = parse(f"-({query} is:snoozed)" if turned else query, fields)
    found = Ticket.objects.within([cast.it.pk, cast.hr.pk]).filter(to_q(tree, fields, env)).order_by("pk")
    holds = predicate(tree, fields, env)
    assert list(found) == [one for one in tickets if holds(one)]


def _asleep_and_awake(cast) -> None:
    for hours in (1, 5, 30, 49, 200):
        actions.snooze(actor=cast.actor("jana"), ticket=cast.ticket(), until=clock.now() + timedelta(hours=hours))
    actions.snooze(actor=cast.actor("jana"), ticket=cast.ticket(), after=cast.ticket())
    ended = cast.ticket()
    actions.snooze(actor=cast.actor("jana"), ticket=ended, until=clock.now() + timedelta(hours=5))
    actions.set_status(actor=cast.actor("jana"), ticket=ended, to=cast.status("resolved"))
    elsewhere = cast.ticket(by="oliver", desk="hr")
    actions.snooze(actor=cast.actor("hanna"), ticket=elsewhere, until=clock.now() + timedelta(hours=5))


@pages
def test_what_wakes_soon_is_found_and_nobody_learns_it_of_desks_that_they_do_not_serve(cast):
    actor = cast.actor("jana")
    soon, late, awake = cast.ticket("Soon"), cast.ticket("Late"), cast.ticket("Awake")
    actions.snooze(actor=actor, ticket=soon, until=clock.now() + timedelta(hours=5))
    actions.snooze(actor=actor, ticket=late, until=clock.now() + timedelta(days=5))
    page = cast.client("jana").get("/agent/it/tickets/?q=wakes%3A%3C1d").text
    assert "Soon" in page and "Late" not in page and "Awake" not in page
    asleep = cast.client("jana").get("/agent/it/tickets/?q=is%3Asnoozed").text
    assert "Soon" in asleep and "Late" in asleep and "Awake" not in asleep
    env = Env(now=clock.now(), actor=cast.actor("hanna"))
    found = Ticket.objects.within(cast.it).filter(to_q(parse("is:snoozed", ticket_fields()), ticket_fields(), env))
    assert not found.exists() and awake.pk
