"""Holidays that are fetched from an address."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from deskhand.calendars import actions, feeds, queries
from deskhand.calendars.actions import fetch, keep
from deskhand.calendars.models import Calendar, CalendarFeed
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.config import Config
from deskhand.kernel.models import Event

EVENT = "BEGIN:VEVENT\r\nUID:{on}\r\nDTSTART;VALUE=DATE:{on}\r\nSUMMARY:{name}\r\nEND:VEVENT\r\n"


def document(**days: str) -> bytes:
    events = "".join(EVENT.format(on=on.removeprefix("d"), name=name) for on, name in days.items())
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n".encode()


class Shelf:
    """What the server gives."""

    status = 200
    body = b""
    asked = 0
    url = ""


@pytest.fixture
def shelf(settings: Any) -> Iterator[Shelf]:
    """A server of this machine that Deskhand may reach."""
    found = Shelf()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked += 1
            self.send_response(found.status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_words: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}/holidays.ics"
    given = {name: getattr(settings.DESKHAND, name) for name in Config.__dataclass_fields__}
    settings.DESKHAND = Config(**{**given, "webhook_targets": "127.0.0.0/8"})
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def calendar(cast: Any) -> Calendar:
    own = [{"on": "2030-05-02", "name": "Party"}]
    return actions.create_calendar(actor=SYSTEM, desk=cast.it, name="Berlin", given={**OFFICE, "holidays": own})


def days(calendar: Calendar) -> list[str]:
    return [f"{one['on']} {one['name']}" for one in queries.version_at(calendar).rules["holidays"]]


def choose(cast: Any, calendar: Calendar, url: str, who: str = "lena") -> Any:
    return cast.client(who).post(f"/agent/settings/it/calendars/{calendar.pk}/feed/", {"url": url})


def page(cast: Any, calendar: Calendar) -> str:
    return str(cast.client("lena").get(f"/agent/settings/it/calendars/{calendar.pk}/").content.decode())


def test_days_of_an_address_come_and_go_and_own_ones_stay(cast, calendar, shelf):
    shelf.body = document(d20300501="May Day", d20300502="Bridge", d20300801="Fair")
    assert choose(cast, calendar, shelf.url).status_code == 302
    assert "Not fetched yet" in page(cast, calendar)
    cast.work()
    assert days(calendar) == ["2030-05-01 May Day", "2030-05-02 Party", "2030-08-01 Fair"]
    assert "2 days stand in the list because of it" in page(cast, calendar)
    shelf.body = document(d20300801="Fair", d20300802="Fair, second day")
    choose(cast, calendar, shelf.url)
    cast.work()
    assert days(calendar) == ["2030-05-02 Party", "2030-08-01 Fair", "2030-08-02 Fair, second day"]
    facts = Event.objects.filter(code="calendar.changed", values__fields=["feed_host"])
    assert [one.values["new"] for one in facts] == [{"feed_host": "127.0.0.1"}], "an address may be a secret"
    choose(cast, calendar, "")
    assert not CalendarFeed.objects.scoped(calendar=calendar).exists()
    assert "2030-08-01 Fair" in days(calendar)


def test_other_words_for_the_same_days_make_no_new_version(cast, calendar, shelf):
    for word in ("May Day", "May Day (fetched at 10:00)"):
        shelf.body = document(d20300501=word, d20300502="Bridge")
        choose(cast, calendar, shelf.url)
        feed = CalendarFeed.objects.scoped(calendar=calendar).get()
        actions.take_in(feed_id=feed.pk, url=shelf.url, days=feeds.closed_days_of(shelf.body))
        assert days(calendar) == ["2030-05-01 May Day", "2030-05-02 Party"]
    assert len(queries.versions_of(calendar)) == 2
    feed.refresh_from_db()
    assert feed.days == [{"on": "2030-05-01", "name": "May Day"}] and feed.error == ""


def test_a_day_that_is_written_meanwhile_is_not_lost_to_a_fetch(cast, calendar, monkeypatch):
    actions.set_feed(actor=SYSTEM, calendar=calendar, url="https://calendars.example.org/a.ics")
    feed = CalendarFeed.objects.scoped(calendar=calendar).get()

    def after_somebody_else(row: Calendar) -> Calendar:
        more = [*queries.version_at(row).rules["holidays"], {"on": "2030-12-24", "name": "Early"}]
        actions.change_calendar(actor=SYSTEM, calendar=row, given={"holidays": more})
        return keep.held(row)

    monkeypatch.setattr(fetch, "held", after_somebody_else)
    actions.take_in(feed_id=feed.pk, url=feed.url, days=[{"on": "2030-05-01", "name": "May Day"}])
    assert days(calendar) == ["2030-05-01 May Day", "2030-05-02 Party", "2030-12-24 Early"]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, b"", "answered with status 500"),
        (301, b"", "answered with status 301"),
        (200, b"<html>Sign in</html>", "no iCalendar file"),
        (200, b"", "no whole days"),
        (200, document(), "no whole days"),
        (200, b"x" * (512 * 1024 + 1), "larger than"),
    ],
)
def test_one_bad_fetch_never_empties_the_calendar(cast, calendar, shelf, status, body, words):
    shelf.body = document(d20300501="May Day")
    choose(cast, calendar, shelf.url)
    cast.work()
    had, (shelf.status, shelf.body) = days(calendar), (status, body)
    choose(cast, calendar, shelf.url)
    cast.work()
    assert days(calendar) == had and "2030-05-01 May Day" in had
    shown = page(cast, calendar)
    assert words in shown and "What was fetched" in shown


def test_it_is_fetched_again_by_the_clock(cast, calendar, shelf):
    from deskhand.calendars.jobs import fetch_feeds

    shelf.body = document(d20300501="May Day")
    actions.set_feed(actor=cast.actor("lena"), calendar=calendar, url=shelf.url)
    for hours, asked in ((0, 1), (1, 1), (13, 2)):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            fetch_feeds.put()
            cast.work()
        assert shelf.asked == asked


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/a.ics",
        "https://10.1.2.3/a.ics",
        "https://localhost/a.ics",
        "http://calendars.example.org/a.ics",
        "file:///etc/passwd",
        "https://user:secret@calendars.example.org/",
        "soon",
        "https://calendars.example.org/" + "x" * 500,
    ],
)
def test_an_address_that_leads_inside_is_refused(cast, calendar, url):
    answer = choose(cast, calendar, url)
    assert answer.status_code == 422 and url[:80] in answer.content.decode()
    assert not CalendarFeed.objects.scoped(calendar=calendar).exists()


def test_a_name_that_leads_inside_is_not_connected_to(cast, calendar, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("127.0.0.1", 443))])
    choose(cast, calendar, "https://two-faced.example.org/a.ics")
    cast.work()
    feed = CalendarFeed.objects.scoped(calendar=calendar).get()
    assert "private network" in feed.error and days(calendar) == ["2030-05-02 Party"]


def test_only_those_who_keep_calendars_choose_an_address(cast, calendar):
    assert choose(cast, calendar, "https://calendars.example.org/a.ics", who="jana").status_code == 403
    assert choose(cast, calendar, "https://calendars.example.org/a.ics", who="hanna").status_code == 404


def test_programs_choose_it_and_read_the_closed_days(cast, calendar, shelf):
    token, path = cast.bearer("lena"), f"/api/v1/calendars/{calendar.pk}"
    shelf.body = document(d20300501="May Day")
    sent = {"data": json.dumps({"url": shelf.url}), "content_type": "application/json", "headers": token}
    assert Client().put(f"{path}/feed", **sent).json()["fetched_at"] is None
    cast.work()
    shown = Client().get(f"{path}/feed", headers=token).json()
    assert shown["days"] == [{"on": "2030-05-01", "name": "May Day"}] and shown["error"] == ""
    refused = Client().put(f"{path}/feed", **{**sent, "data": json.dumps({"url": "soon"})})
    assert refused.status_code == 422 and "url" in refused.content.decode()
    file = Client().get(f"{path}/closed-days", headers=token)
    assert file.headers["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in file.content
    assert Client().get(f"{path}/closed-days", headers=cast.bearer("hanna")).status_code == 404
