"""Whatever people do to tickets, what is stored is what the story gives, and what was stored once can be had again."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.errors import DeskhandError
from deskhand.modules.sla import rulebook
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.fold import fold
from deskhand.modules.sla.engine.values import Life
from deskhand.modules.sla.ledger import life_of
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.tests.conftest import target
from deskhand.tickets import actions
from deskhand.tickets.as_it_was import story_of
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 27, 6, tzinfo=UTC)
"""A Friday; on the Sunday after it the clocks of Berlin go forward."""


def rows(ticket: Ticket) -> list[Clock]:
    found = Clock.objects.beyond_walls("a test").filter(ticket=ticket)
    return list(found.prefetch_related("intervals").order_by("id"))


def stored(ticket: Ticket) -> dict[tuple[str, str, int], tuple[Life, Any]]:
    return {(one.level, one.key, one.cycle): (life_of(one), one.due_at) for one in rows(ticket)}


def folded(ticket: Ticket, at: datetime) -> dict[tuple[str, str, int], tuple[Life, Any]]:
    calendars, story = rulebook.Calendars(), story_of(again(ticket))
    book = rulebook.book_of({one.after.desk_id for one in story.moments})
    lives = fold(story, book, calendars, at)
    return {(one.level, one.key, one.cycle): (one, reckon.due(one, calendars)) for one in lives}


def again(ticket: Ticket) -> Ticket:
    found: Ticket = Ticket.objects.beyond_walls("a test").get(pk=ticket.pk)
    return found


def test_what_is_stored_is_what_the_story_gives_now_and_for_any_past_instant(cast, promise):
    _lives(cast, promise, seed=1, turns=16)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 106))
def test_longer_lives_are_stored_alike(cast, promise, seed):
    _lives(cast, promise, seed, turns=80)


def _lives(cast, promise, seed: int, turns: int) -> None:
    chance, at = random.Random(seed), MORNING  # noqa: S311
    with clock.frozen(at):
        _opens(cast)
        cast.ticket(tags=["waits", "b"])  # Policies ask for tags that are there.
        _promises(promise)
    tickets: list[Ticket] = []
    was: dict[datetime, dict[int, Any]] = {}
    known: dict[int, int] = {}
    for turn in range(turns):
        at += timedelta(minutes=chance.choice([1, 7, 45, 180, 600]))
        with clock.frozen(at):
            if turn < 3:
                tickets.append(cast.ticket(f"No. {turn}", tags=["vpn"] * chance.randint(0, 1)))
            with suppress(DeskhandError):  # What may not be done now changes nothing, which is checked as well.
                _do_something(cast, again(chance.choice(tickets)), tickets, chance)
            was[at] = {one.pk: stored(one) for one in tickets}
            for one in tickets:
                assert folded(one, at) == was[at][one.pk]
                now = {row.pk: row.cycle for row in rows(one)}
                assert all(pk in now for pk, ticket in known.items() if ticket == one.pk), "a clock is never forgotten"
                known |= dict.fromkeys(now, one.pk)
    for then, seen in was.items():
        assert {pk: folded(Ticket(pk=pk), then) for pk in seen} == seen
    assert len(known) > 3


def _opens(cast) -> None:
    lena = cast.actor("lena")
    made = create_calendar(actor=lena, desk=cast.it, name="Office", given=OFFICE)
    choose_calendar(actor=lena, desk=cast.it, calendar=made)


def _promises(promise) -> None:
    office = {"calendar": {"of": "ticket"}}
    promise(
        target("first_response", any=4, urgent=1),
        target("next_response", any=3),
        target("time_to_resolve", any=16, urgent=8) | {"conditions": {"pause": {"query": "tag:waits"}}},
        target("time_to_own", high=1) | {"goals": {"high": {"days": 1, "by": "12:00"}}},
        **office,
    )
    promise(target("time_to_resolve", any=2), level="ola", name="Between us", **office)
    promise(target("time_to_resolve", any=2), level="uc", query="tag:b", name="By others")


def _do_something(cast, ticket: Ticket, tickets: list[Ticket], chance: random.Random) -> None:
    jana = cast.actor("jana")
    statuses = ["open", "on_hold", "on_hold", "resolved", "closed", "cancelled"]
    deeds = [
        lambda: actions.set_status(actor=jana, ticket=ticket, to=cast.status(chance.choice(statuses))),
        lambda: actions.assign(actor=jana, ticket=ticket, to=chance.choice([cast.jana, cast.ben, None])),
        lambda: actions.give_to_team(actor=jana, ticket=ticket, to=chance.choice([cast.service_desk, None])),
        lambda: actions.change_priority(actor=jana, ticket=ticket, to=chance.randint(1, 4)),
        lambda: actions.change_requester(actor=jana, ticket=ticket, to=chance.choice([cast.mara, cast.oliver])),
        lambda: actions.change_kind(actor=jana, ticket=ticket, to=chance.choice(["question", "incident"])),
        lambda: actions.retag(actor=jana, ticket=ticket, to=chance.sample(["waits", "b", "c"], 2)),
        lambda: cast.reply(ticket, then=cast.status("on_hold")),
        lambda: cast.reply(ticket),
        lambda: cast.note(ticket),
        lambda: cast.writes(ticket, by="mara" if ticket.requester_id == cast.mara.pk else "oliver"),
        lambda: actions.mark_spam(actor=jana, ticket=ticket, block=False),
        lambda: actions.unmark_spam(actor=jana, ticket=ticket),
        lambda: actions.delete(actor=cast.actor("lena"), ticket=ticket),
        lambda: actions.restore(actor=cast.actor("lena"), ticket=ticket),
        lambda: actions.merge(actor=jana, ticket=ticket, into=chance.choice(tickets).number),
        lambda: actions.unmerge(actor=jana, ticket=ticket),
    ]
    chance.choice(deeds)()
