"""Switched on over the tickets of a demo: what is due is due at the same instant wherever one looks."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from deskhand.accounts.actions import make_token
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person
from deskhand.calendars.reckoning import DatedHours
from deskhand.demo import fill
from deskhand.kernel import clock
from deskhand.kernel.actor import Channel
from deskhand.modules.sla import explain_words, rulebook
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.fold import LEVELS, fold
from deskhand.modules.sla.ledger import life_of
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.tests.oracle import SECOND, Oracle, Times
from deskhand.tickets.as_it_was import stories_of
from deskhand.tickets.models import Ticket
from deskhand.web.moments import instant
from tests.cast import came_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]

DAYS = 70
"""Days before and after the middle of the demo that are laid out for the counter."""


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DESKHAND = settings.DESKHAND.__class__(**{**vars(settings.DESKHAND), "data": tmp_path})
    with clock.frozen(clock.now().replace(microsecond=0)):
        yield fill.fill(modules=["sla"])


def test_every_due_instant_of_the_demo_is_the_same_everywhere(demo):
    desk, now = Desk.objects.get(key="it"), clock.now()
    person = Person.objects.get(email=demo.agent)
    tickets = list(Ticket.objects.within(desk).listed().order_by("number"))
    assert len(tickets) > demo.tickets * 0.9
    due = _stored(tickets)
    assert sum(1 for found in due.values() for at in found.values() if at) > 2 * len(tickets)
    assert _folded(tickets, now) == due
    assert _by_api(person, tickets, now) == due
    _are_on_their_pages(person, desk, tickets)
    _are_as_counted(tickets, now)


def _stored(tickets):
    rows = Clock.objects.within(tickets[0].desk_id).prefetch_related("intervals")
    found = {one.number: {} for one in tickets}
    for row in rows.select_related("ticket"):
        found[row.ticket.number][_name(row)] = row.due_at
        assert reckon.due(life_of(row), rulebook.Calendars()) == row.due_at
    return found


def _folded(tickets, now):
    book, calendars, stories = rulebook.book_of([tickets[0].desk_id]), rulebook.Calendars(), stories_of(tickets)
    return {
        one.number: {_name(life): reckon.due(life, calendars) for life in fold(stories[one.pk], book, calendars, now)}
        for one in tickets
    }


def _name(clock_or_life):
    return f"{clock_or_life.level}.{clock_or_life.key}.{clock_or_life.cycle}"


def _by_api(person, tickets, now):
    _row, token = make_token(actor=actor_for(person, Channel.WEB), person=person, scope="read")
    client, found = Client(headers={"Authorization": f"Bearer {token}"}), {}
    for one in tickets:
        answer = client.get(f"/api/v1/sla/tickets/{one.number}")
        clocks = answer.json()["clocks"]
        found[one.number] = {each["name"]: each["due_at"] and datetime.fromisoformat(each["due_at"]) for each in clocks}
    return found


def _signed_in(person):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    came_in(client, person, fresh=True)
    return client


def _are_on_their_pages(person, desk, tickets):
    client = _signed_in(person)
    listed, rows = _in_lists(client, desk), _rows_of(desk)
    for one in tickets:
        running = [row for row in rows[one.pk] if row.state == "running"]
        if running:
            first = min(running, key=lambda row: (row.level != "sla", row.due_at))
            assert listed[one.number] == instant(first.due_at)
            panel = client.get(f"/agent/tickets/{one.number}/").content.decode()
            assert {instant(row.due_at) for row in running} <= set(re.findall(r'<time datetime="([^"]+)"', panel))
        with timezone.override(clock.zone_of(person.time_zone)):
            _explains(client, one, rows[one.pk])


def _rows_of(desk):
    found = defaultdict(list)
    rows = Clock.objects.within(desk).prefetch_related("intervals")
    for row in rows.order_by("started_at", "level", "key", "cycle"):
        found[row.ticket_id].append(row)
    return found


def _explains(client, ticket, rows):
    """The page that explains says of each clock when it is due: of those at length in a sentence, of the rest in a
    list."""
    page = client.get(f"/agent/tickets/{ticket.number}/service-levels/why/").content.decode()
    at_length, listed = page.partition("others-title")[::2]
    if not rows:
        return
    opened = [row for row in rows if row.ended_at is None]
    shown = opened or [max(rows, key=lambda row: row.ended_at)]
    for row in rows:
        if row.outcome == "cancelled":
            continue
        if row in shown:
            due = row.due_at or reckon.projected(life_of(row), clock.now(), rulebook.Calendars())
            assert explain_words.instant(due, clock.now()) in at_length
        else:
            assert f'<time datetime="{instant(row.due_at)}"' in listed


def _in_lists(client, desk):
    """What the lists of unfinished tickets say of each, page by page."""
    found, address = {}, f"/agent/{desk.key}/tickets/?q=is:open&sort=due"
    while address:
        page = client.get(address).content.decode()
        for row in re.split(r"(?=<tr)", page):
            number = re.search(r"/agent/tickets/(\d+)/", row)
            at = re.search(r'<time datetime="([^"]+)" data-left', row)
            if number and at:
                found[int(number[1])] = at[1]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(following[1]) if following else ""
    return found


def _are_as_counted(tickets, now):
    """Each clock of each ticket, by a counter of seconds."""
    calendars = rulebook.Calendars()

    def choose(hours):
        found = calendars(hours)
        return found if isinstance(found, DatedHours) else DatedHours.of([(None, found)])

    times = Times(choose, (now - timedelta(days=30)).date(), DAYS, SECOND)
    book, rows = rulebook.book_of([tickets[0].desk_id]), _rows_of(tickets[0].desk_id)
    for ticket_id, story in stories_of(tickets).items():
        tapes = [one for level in LEVELS for one in Oracle(level, book.rules, times).live(story.moments, now)]
        lives = {_name(row): (row, life_of(row)) for row in rows[ticket_id]}
        assert lives.keys() == {_name(one) for one in tapes}
        for tape in tapes:
            row, life = lives[_name(tape)]
            assert row.due_at == tape.due(times)
            assert reckon.elapsed(life, row.ended_at or now, calendars) == tape.counted(times, row.ended_at or now)
            assert (row.started_at, row.ended_at, row.outcome, row.ended_by) == (
                tape.began,
                tape.ended,
                tape.outcome,
                tape.ended_by,
            )
