"""Time on tickets: typed, measured, corrected, summed, exported."""

from __future__ import annotations

import csv
import io
import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.modules.time import actions, durations
from deskhand.modules.time.actions import timers
from deskhand.modules.time.actions.correct import sweep
from deskhand.modules.time.models import Activity, Entry, Timer
from deskhand.tickets.actions import merge, move
from deskhand.tickets.models import Ticket
from tests.cast import make_cast


@pytest.fixture
def on(cast):
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="time", on=True)
    return cast


def today():
    return clock.now().date()


def book(cast, ticket, who="jana", minutes=30, **more):
    work = actions.Work(duration=timedelta(minutes=minutes), day=more.pop("day", today()), **more)
    return actions.book(actor=cast.actor(who), ticket=ticket, work=work)


def activity(cast, name="On site", *, is_billable=True):
    return actions.save_activity(actor=SYSTEM, desk=cast.it, name=name, is_billable=is_billable)


def text(answer):
    page = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", page)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1h 15m", 75),
        ("75", 75),
        ("1:15", 75),
        ("1.25h", 75),
        ("1,25 h", 75),
        ("1h15", 75),
        ("  90 min ", 90),
        ("2 Std. 5 Min.", 125),
        ("2 hours", 120),
        (".5h", 30),
        ("24h", 1440),
        ("0:01", 1),
    ],
)
def test_a_duration_is_read_as_people_type_it(typed, minutes):
    assert durations.parsed(typed) == timedelta(minutes=minutes)
    assert durations.parsed(durations.typed_again(durations.parsed(typed))) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "1.5", "-5", "0", "1:75", "24h 1m", "99999999", "1h 2h", "h", "5m 1h", "1e3", "x" * 500, "٣h x"],
)
def test_what_is_no_duration_is_refused_in_words(typed):
    with pytest.raises(Invalid) as refusal:
        durations.parsed(typed)
    assert refusal.value.fields["duration"]


def test_an_agent_books_time_that_they_type(on):
    ticket, jana, kind = on.ticket(), on.client("jana"), activity(on)
    page = f"/agent/tickets/{ticket.number}/time/"
    typed = {
        "duration": "1h 15m",
        "day": today().isoformat(),
        "activity": kind.pk,
        "billable": "",
        "note": " Swapped  it ",
    }
    assert jana.post(page, typed).status_code == 302
    row = Entry.objects.within(on.it).get()
    assert (row.duration, row.person, row.note) == (timedelta(minutes=75), on.jana, "Swapped it")
    assert row.is_billable, "as the activity says"
    shown = text(jana.get(f"/agent/tickets/{ticket.number}/"))
    assert "1 h 15 min" in shown and "Jana Vogt booked 1 h 15 min on" in shown
    refused = jana.post(page, {**typed, "duration": "soon", "note": "kept"})
    assert refused.status_code == 422
    assert "“soon” is no duration" in text(refused) and 'value="kept"' in refused.content.decode()
    tomorrow = jana.post(page, {**typed, "day": (today() + timedelta(days=3)).isoformat()})
    assert tomorrow.status_code == 422 and "lies in the future" in text(tomorrow)


def test_one_timer_runs_at_a_time_and_survives_another_browser(on):
    one, two = on.ticket("VPN drops"), on.ticket("Dock is dead")
    at = clock.now()
    with clock.frozen(at):
        on.client("jana").post(f"/agent/tickets/{one.number}/time/start/")
    with clock.frozen(at + timedelta(minutes=20)):
        shown = on.client("jana").get(f"/agent/tickets/{one.number}/").content.decode()
        assert "data-elapsed" in shown and ">0:20<" in shown
        assert f"your timer runs on {one.number}" in on.client("jana").get("/agent/it/tickets/").content.decode()
        assert "data-elapsed" not in on.client("ben").get(f"/agent/tickets/{one.number}/").content.decode()
        on.client("jana").post(f"/agent/tickets/{two.number}/time/start/")
    timers = {one.ticket_id: one for one in Timer.objects.own_of(on.actor("jana"))}
    assert not timers[one.pk].is_running and timers[one.pk].gathered == timedelta(minutes=20)
    assert timers[two.pk].is_running
    with clock.frozen(at + timedelta(minutes=50)):
        on.client("jana").post(f"/agent/tickets/{one.number}/time/start/")
    with clock.frozen(at + timedelta(minutes=65)):
        jana = on.client("jana")
        asked = jana.post(f"/agent/tickets/{one.number}/time/pause/", {"then": "stop"})
        form = jana.get(asked.headers["Location"]).content.decode()
        assert 'value="35m"' in form
        typed = {"duration": "35m", "day": at.date().isoformat(), "billable": "yes", "note": "Logs"}
        assert jana.post(asked.headers["Location"], typed).status_code == 302
    row = Entry.objects.within(on.it).get()
    assert (row.duration, row.is_billable) == (timedelta(minutes=35), True)
    assert [one.ticket_id for one in Timer.objects.own_of(on.actor("jana"))] == [two.pk]
    assert Event.objects.get(code="ticket.time_booked").values["by_timer"]


def test_a_timer_that_was_forgotten_asks_how_long_it_was(on):
    ticket, at = on.ticket(), clock.now() - timedelta(days=3)
    with clock.frozen(at):
        actions.start(actor=on.actor("jana"), ticket=ticket)
    jana, page = on.client("jana"), f"/agent/tickets/{ticket.number}/time/stop/"
    refused = jana.post(page, {"duration": "72h", "day": today().isoformat()})
    assert refused.status_code == 422 and "at most 24 hours" in text(refused)
    assert Timer.objects.own_of(on.actor("jana")).exists()
    assert jana.post(f"/agent/tickets/{ticket.number}/time/discard/").status_code == 302
    assert not Timer.objects.own_of(on.actor("jana")).exists() and not Entry.objects.within(on.it).exists()


def test_a_correction_keeps_what_was_so_before(on):
    ticket = on.ticket()
    row = book(on, ticket, note="Secret words")
    page = f"/agent/it/time/entries/{row.pk}/"
    typed = {"duration": "45", "day": today().isoformat(), "billable": "yes", "note": "Other words"}
    assert on.client("jana").post(page, typed).status_code == 302
    row.refresh_from_db()
    assert (row.duration, row.is_billable, row.note) == (timedelta(minutes=45), True, "Other words")
    fact = Event.objects.get(code="ticket.time_corrected")
    assert fact.values["former"] == {"seconds": 1800, "is_billable": False}
    assert fact.values["later"] == {"seconds": 2700, "is_billable": True}
    assert "note" in fact.values["fields"] and "words" not in str(fact.values)
    assert "from 30 min to 45 min" in text(on.client("ben").get(f"/agent/tickets/{ticket.number}/"))


def test_the_time_of_others_is_corrected_by_those_who_may(on):
    row = book(on, on.ticket())
    page, typed = f"/agent/it/time/entries/{row.pk}/", {"duration": "45", "day": today().isoformat(), "billable": "no"}
    for who in ("ben", "arno"):
        assert "You may correct your own time" in text(on.client(who).get(page))
        assert on.client(who).post(page, typed).status_code == 403
        assert on.client(who).post(f"{page}remove/").status_code == 403
    assert on.client("hanna").post(page, typed).status_code == 404
    assert on.client("mara").post(page, typed).status_code == 404
    assert on.client("priya").post(page, {**typed, "person": on.ben.pk}).status_code == 302
    row.refresh_from_db()
    assert (row.duration, row.person) == (timedelta(minutes=45), on.ben)
    assert "Priya Raman corrected a time entry of Ben Okafor" in text(
        on.client("jana").get(f"/agent/tickets/{row.ticket.number}/")
    )


def test_a_removed_entry_counts_nowhere_and_can_be_restored_for_thirty_days(on):
    ticket = on.ticket()
    row, page = book(on, ticket, minutes=50), f"/agent/tickets/{ticket.number}/time/"
    jana = on.client("jana")
    jana.post(f"/agent/it/time/entries/{row.pk}/remove/")
    shown = text(jana.get(page))
    assert "No time is booked" in shown and "1 entry was removed lately" in shown
    jana.post(f"/agent/it/time/entries/{row.pk}/restore/")
    assert "No time is booked" not in text(jana.get(page))
    actions.remove(actor=on.actor("jana"), entry=row)
    with clock.frozen(clock.now() + timedelta(days=29)):
        sweep()
    assert Entry.objects.within(on.it).filter(pk=row.pk).exists()
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert on.client("jana").post(f"/agent/it/time/entries/{row.pk}/restore/").status_code == 404
        sweep()
    assert not Entry.objects.within(on.it).filter(pk=row.pk).exists()


def test_where_the_module_is_off_no_removed_entry_is_swept_away(on):
    row = book(on, on.ticket())
    actions.remove(actor=on.actor("jana"), entry=row)
    switch_module(actor=SYSTEM, desk=on.it, module="time", on=False)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert sweep() == 0
    assert Entry.objects.within(on.it).filter(pk=row.pk).exists()


@pytest.mark.postgres
def test_sums_by_everything_and_for_whom(on):
    one, two, kind = on.ticket("VPN drops"), on.ticket("Dock is dead", by="oliver"), activity(on)
    book(on, one, "jana", 60, activity=kind)
    book(on, one, "ben", 30)
    book(on, two, "jana", 45, day=today() - timedelta(days=1))
    actions.remove(actor=on.actor("ben"), entry=book(on, two, "ben", 600))
    asked = f"?from={(today() - timedelta(days=5)).isoformat()}&to={today().isoformat()}&by="
    wanted = {
        "person": ("Jana Vogt 1:45", "Ben Okafor 0:30"),
        "day": ("1:30", "0:45"),
        "activity": ("On site 1:00", "None 1:15"),
        "billable": ("Not billable 1:15", "Billable 1:00 1:00"),
        "organization": ("Kestrel Biotech 1:30", "Nordwind Logistik 0:45"),
        "ticket": (f"{one.number} VPN drops 1:30", f"{two.number} Dock is dead 0:45"),
    }
    for by, words in wanted.items():
        shown = text(on.client("priya").get(f"/agent/it/time/{asked}{by}"))
        for said in ("2 h 15 min", *words):
            assert said in shown, (by, said)
    own = text(on.client("jana").get(f"/agent/it/time/{asked}person"))
    assert "1 h 45 min" in own and "Ben Okafor" not in own and "You see your own time" in own
    assert on.client("hanna").get(f"/agent/it/time/{asked}person").status_code == 404
    for wrong in ("?from=2026-05-02&to=2026-05-01", "?from=2020-01-01&to=2026-01-01", "?from=soon&to=later"):
        assert on.client("priya").get(f"/agent/it/time/{wrong}").status_code == 422


def test_the_export_holds_every_entry_and_no_formula(on, monkeypatch):
    ticket = on.ticket("=HYPERLINK(1)")
    book(on, ticket, "jana", 75, note="=cmd|' /C calc'!A0")
    book(on, ticket, "ben", 30, activity=activity(on, "@home"))
    answer = on.client("lena").get("/agent/it/time/export/")
    assert answer.streaming and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(one["Person"], one["Minutes"], one["Hours"]) for one in rows] == [
        ("Jana Vogt", "75", "1.25"),
        ("Ben Okafor", "30", "0.50"),
    ]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "@", "+"))]
    own = b"".join(on.client("ben").get("/agent/it/time/export/").streaming_content).decode()
    assert "Ben Okafor" in own and "Jana Vogt" not in own
    monkeypatch.setattr("deskhand.modules.time.export.EXPORT_LIMIT", 1)
    refused = on.client("lena").get("/agent/it/time/export/")
    assert refused.status_code == 422 and "Choose a shorter period" in text(refused)


def test_time_stays_on_its_desk_when_the_ticket_moves_on(on):
    ticket = on.ticket("Laptop for a canary")
    row = book(on, ticket, note="Worked on it")
    move(actor=on.actor("priya"), ticket=ticket, to=on.hr)
    ticket.refresh_from_db()
    by_ticket = text(on.client("priya").get("/agent/it/time/?by=ticket"))
    assert f"{ticket.number} on another desk now" in by_ticket and "canary" not in by_ticket
    assert "Kestrel" not in text(on.client("priya").get("/agent/it/time/?by=organization"))
    assert on.client("jana").get(f"/agent/it/time/entries/{row.pk}/").status_code == 404
    there = text(on.client("hanna").get(f"/agent/tickets/{ticket.number}/time/"))
    assert "No time is booked" in there and "Worked on it" not in there


@pytest.mark.postgres
def test_a_timer_goes_with_its_ticket_to_another_desk_that_its_owner_serves_and_else_ends(on):
    ticket = on.ticket()
    give_role(actor=SYSTEM, desk=on.hr, person=on.priya, role="agent")
    for who in ("priya", "jana"):
        actions.start(actor=on.actor(who), ticket=ticket)
    move(actor=on.actor("priya"), ticket=ticket, to=on.hr)
    assert not Timer.objects.own_of(on.actor("jana")).exists()
    assert "your timer runs" not in on.client("jana").get("/agent/it/tickets/").content.decode()
    (timer,) = Timer.objects.own_of(on.actor("priya"))
    assert timer.desk_id == on.hr.pk
    kind = actions.save_activity(actor=SYSTEM, desk=on.hr, name="On site")
    asked = f"/api/v1/time/timers/{ticket.number}/stop"
    token = on.bearer("priya", "write")
    booked = Client().post(asked, {"activity": kind.pk}, content_type="application/json", headers=token)
    assert booked.json()["desk"] == "hr" and booked.json()["activity_name"] == "On site"


def test_a_timer_can_be_paused_and_discarded_though_its_ticket_can_be_read_no_more(on):
    ticket, jana = on.ticket(), on.client("jana")
    actions.start(actor=on.actor("jana"), ticket=ticket)
    page = f"/agent/tickets/{ticket.number}/time"
    Ticket.objects.within(on.it).filter(pk=ticket.pk).update(desk=on.hr)
    assert jana.get(f"{page}/").status_code == 404
    assert jana.post(f"{page}/pause/").status_code == 302
    assert not Timer.objects.own_of(on.actor("jana")).get().is_running
    assert jana.post(f"{page}/discard/").status_code == 302
    assert not Timer.objects.own_of(on.actor("jana")).exists()


def test_a_ticket_that_moves_where_no_time_is_kept_leaves_no_timer_behind(on):
    ticket = on.ticket()
    give_role(actor=SYSTEM, desk=on.hr, person=on.priya, role="agent")
    actions.start(actor=on.actor("priya"), ticket=ticket)
    switch_module(actor=SYSTEM, desk=on.hr, module="time", on=False)
    move(actor=on.actor("priya"), ticket=ticket, to=on.hr)
    assert not Timer.objects.own_of(on.actor("priya")).exists()
    switch_module(actor=SYSTEM, desk=on.hr, module="time", on=True)
    assert Timer.objects.own_of(on.actor("priya")).get().desk_id == on.hr.pk


def test_a_merged_ticket_shows_its_time_on_the_one_that_goes_on(on):
    one, two = on.ticket("VPN drops"), on.ticket("VPN drops again")
    book(on, two, minutes=20)
    merge(actor=on.actor("jana"), ticket=two, into=one.number)
    two.refresh_from_db()
    row = book(on, two, minutes=25)
    assert row.ticket_id == one.pk
    shown = text(on.client("jana").get(f"/agent/tickets/{one.number}/time/"))
    assert "45 min" in shown and f"on {two.number}, merged" in shown
    for path, found in (("entries", lambda told: len(told["items"])), ("sums", lambda told: told["total"]["entries"])):
        answer = Client().get(f"/api/v1/time/{path}?ticket={one.number}", headers=on.bearer("jana"))
        assert found(answer.json()) == 2, path


def test_activities_are_kept_by_administrators(on):
    lena, page = on.client("lena"), "/agent/it/time/activities/"
    assert lena.post(page, {"name": "Research", "is_billable": "on"}).status_code == 302
    again = lena.post(page, {"name": "research"})
    assert again.status_code == 422 and "already" in text(again)
    row = Activity.objects.within(on.it).get()
    book(on, on.ticket(), activity=row)
    lena.post(f"{page}{row.pk}/retire/")
    number = on.ticket().number
    assert "Research" not in on.client("jana").get(f"/agent/tickets/{number}/time/").content.decode()
    assert "Research" in text(lena.get("/agent/it/time/?by=activity"))
    assert on.client("jana").get(page).status_code == 403
    assert on.client("hanna").post(page, {"name": "Mine"}).status_code == 404


def test_off_everything_is_gone_and_on_again_it_is_as_it_was(on):
    ticket = on.ticket()
    row = book(on, ticket, note="Canary")
    actions.start(actor=on.actor("jana"), ticket=ticket)
    switch_module(actor=SYSTEM, desk=on.it, module="time", on=False)
    jana, token = on.client("jana"), on.bearer("jana")
    for path in (f"tickets/{ticket.number}/time/", "it/time/", f"it/time/entries/{row.pk}/", "it/time/export/"):
        assert jana.get(f"/agent/{path}").status_code == 404
    assert jana.post(f"/agent/tickets/{ticket.number}/time/pause/").status_code == 404
    page = jana.get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "data-elapsed" not in page and "booked" not in page
    for path in (f"time/entries/{row.pk}", f"time/entries?ticket={ticket.number}", f"tickets/{ticket.number}/events"):
        answer = Client().get(f"/api/v1/{path}", headers=token)
        assert answer.status_code == 404 or "time_booked" not in answer.content.decode()
    assert Client().get("/api/v1/time/entries", headers=token).json()["items"] == []
    switch_module(actor=SYSTEM, desk=on.it, module="time", on=True)
    page = jana.get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "data-elapsed" in page and "booked" in page


@pytest.mark.django_db(transaction=True)
def test_a_timer_that_is_put_away_while_it_goes_on_breaks_nothing(transactional_db, monkeypatch):
    cast, halt, gone = make_cast(), timers._halt, threading.Event()
    switch_module(actor=SYSTEM, desk=cast.it, module="time", on=True)
    jana, one, two = cast.actor("jana"), cast.ticket(), cast.ticket()
    timer = actions.start(actor=jana, ticket=one)
    actions.start(actor=jana, ticket=two)

    def put_away():
        actions.discard(actor=jana, timer=timer)
        gone.set()
        connection.close()

    other = threading.Thread(target=put_away)

    def halt_while_the_other_is_put_away(running):
        other.start()
        gone.wait(0.5)
        halt(running)

    monkeypatch.setattr(timers, "_halt", halt_while_the_other_is_put_away)
    assert actions.start(actor=jana, ticket=one).is_running
    other.join()
    assert [row.ticket_id for row in Timer.objects.own_of(jana)] == [two.pk]
