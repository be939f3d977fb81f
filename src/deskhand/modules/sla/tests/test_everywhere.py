"""Switched on over the tickets of a demo: what is due is due at the same instant wherever one looks."""

from __future__ import annotations

import re
from dataclasses import replace
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
from deskhand.modules.sla.tests.oracle import MINUTE, Oracle, Times
from deskhand.tickets.as_it_was import stories_of
from deskhand.tickets.models import Ticket
from deskhand.tickets.moments import Story
from deskhand.web.moments import instant
from tests.cast import came_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]

DAYS = 45
"""Days before and after the middle of the demo that are laid out for the counter."""

LOOKED_AT, COUNTED = 8, 16
"""Of so many tickets one is looked at on its pages, and one is counted minute by minute."""


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DESKHAND = settings.DESKHAND.__class__(**{**vars(settings.DESKHAND), "data": tmp_path})
    return fill.fill(modules=["sla"])


def test_every_due_instant_of_the_demo_is_the_same_everywhere(demo):
    desk, now = Desk.objects.get(), clock.now()
    person = Person.objects.get(email=demo.agent)
    tickets = list(Ticket.objects.within(desk).listed().order_by("number"))
    assert len(tickets) > demo.tickets * 0.9
    with clock.frozen(now):
        due = _stored(tickets)
        assert sum(1 for found in due.values() for at in found.values() if at) > len(tickets) / 4
        assert _folded(tickets, now) == due
        assert _by_api(person, tickets, now) == due
        _are_on_their_pages(person, desk, tickets, due)
    for story in _to_the_minute(tickets[::COUNTED]):
        _is_counted_alike(story, now)


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


def _are_on_their_pages(person, desk, tickets, due):
    client = _signed_in(person)
    listed = _in_lists(client, desk)
    running = Clock.objects.within(desk).open().filter(state="running")
    for one in tickets:
        rows = list(running.filter(ticket=one))
        if rows:
            first = min(rows, key=lambda row: (row.level != "sla", row.due_at))
            assert listed[one.number] == instant(first.due_at)
    for one in [one for one in tickets if one.number in listed][::LOOKED_AT]:
        open_ones = {instant(row.due_at) for row in running.filter(ticket=one)}
        panel = client.get(f"/agent/tickets/{one.number}/").content.decode()
        assert open_ones <= set(re.findall(r'<time datetime="([^"]+)"', panel))
        why = client.get(f"/agent/tickets/{one.number}/service-levels/why/").content.decode()
        with timezone.override(clock.zone_of(person.time_zone)):
            told = [explain_words.instant(row.due_at, clock.now()) for row in running.filter(ticket=one)]
        assert [words for words in told if words not in why] == []


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


def _to_the_minute(tickets):
    for story in stories_of(tickets).values():
        moments = [replace(one, at=one.at.replace(second=0, microsecond=0)) for one in story.moments]
        yield Story(story.ticket_id, tuple(moments))


def _is_counted_alike(story, now):
    calendars = rulebook.Calendars()

    def choose(hours):
        found = calendars(hours)
        return found if isinstance(found, DatedHours) else DatedHours.of([(None, found)])

    book, until = rulebook.book_of([story.now.desk_id]), now.replace(second=0, microsecond=0)
    times = Times(choose, (until - timedelta(days=30)).date(), DAYS, MINUTE)
    lives = {_name(one): one for one in fold(story, book, calendars, until)}
    tapes = {_name(one): one for level in LEVELS for one in Oracle(level, book.rules, times).live(story.moments, until)}
    assert lives.keys() == tapes.keys()
    for name, life in lives.items():
        assert reckon.due(life, calendars) == tapes[name].due(times)
        assert reckon.elapsed(life, until, calendars) == tapes[name].counted(times, until)
        assert (life.outcome, life.ended_by) == (tapes[name].outcome, tapes[name].ended_by)
