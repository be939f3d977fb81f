"""No internal note ever reaches somebody who only asks: whatever is done to tickets, in whatever order."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.cast import Cast
from tests.trust.canaries import ASKERS, CANARY, DEEDS, Day
from tests.trust.outside import seen


def watched(cast: Cast, seed: int, steps: int, looking: Sequence[str] = ASKERS) -> Day:
    """A day by this seed, of which nobody outside learns a word of what was said inside."""
    day = Day(cast, random.Random(seed))  # noqa: S311 (a repeatable day, no secret)
    day.go_on(steps)
    for where, what in seen(day, looking):
        assert CANARY not in what, f"seed {seed}: {where} shows a note, after {', '.join(day.done)}"
    return day


def test_no_note_reaches_a_requester_on_a_random_day(cast: Cast):
    day = watched(cast, 7, 25, looking=["mara"])
    assert day.words > 10 and day.refused < 20


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_no_note_reaches_a_requester_on_many_random_days(cast: Cast, seed: int):
    watched(cast, seed, 120)


def test_the_watch_would_see_a_note(cast: Cast):
    day = Day(cast, random.Random(1))  # noqa: S311 (a repeatable day, no secret)
    day.go_on(0)
    ticket = day.ticket()
    for number in day.numbers:
        cast.reply(type(ticket).objects.within(cast.it).get(number=number), html=f"<p>{day.word()}</p>")
    cast.work()
    found = {
        where.partition(" ")[2].partition("/")[0] or where for where, what in seen(day, ["mara"]) if CANARY in what
    }
    assert any("letter" in one for one in found) and len(found) >= 3, found
    assert len({name for name, _deed in DEEDS}) > 20
