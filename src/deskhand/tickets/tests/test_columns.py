"""What modules put into the list of tickets: words, and chips that say how long something has left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from deskhand.kernel import clock, slots
from deskhand.tickets.columns import Chip, Column
from tests.cast import Cast

LIST = "/agent/it/tickets/"


@pytest.fixture(autouse=True)
def at_one_instant() -> Iterator[None]:
    """What is left is told to the second."""
    with clock.frozen(clock.now()):
        yield


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch):
    """Let a module show this in the list."""

    def fill(cell: str | Chip, *, has_chips: bool = True) -> None:
        def columns(desk: int, tickets: list[int]) -> list[Column]:
            return [Column("Next due", dict.fromkeys(tickets, cell), has_chips=has_chips)]

        monkeypatch.setattr(slots._slots["ticket_column"], "contributions", [slots.Contribution(columns, "", 50)])

    return fill


def page(client: Client) -> str:
    return str(client.get(LIST).content.decode())


def chip_on(text: str) -> str:
    found = re.search(r'<td role="cell" class="c-due">(.*?)</td>', text, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("tone", "said", "icon"),
    [
        ("calm", "3 h 20 min", "alarm-clock"),
        ("soon", "3 h 20 min", "timer"),
        ("late", "3 h 20 min over", "alarm-clock"),
    ],
)
def test_a_chip_says_in_words_how_long_there_is_and_never_by_colour_alone(cast: Cast, shows, tone, said, icon):
    cast.ticket()
    ahead = timedelta(hours=3, minutes=20, seconds=30) * (-1 if tone == "late" else 1)
    shows(Chip("Answer", tone, "First answer by 14:20", clock.now() + ahead))
    chip = chip_on(page(cast.client("jana")))
    assert f'class="due {tone}" title="First answer by 14:20"' in chip
    assert re.search(rf'<span class="what">Answer</span> <time datetime="[^"]+Z" data-left>{said}</time>', chip)
    assert "<svg" in chip
    assert ("(due soon)" in chip) == (tone != "late"), "what a running chip becomes is there beforehand, unseen"


def test_time_is_told_to_the_second_in_the_last_five_minutes_and_a_chip_whose_time_is_over_is_late(cast: Cast, shows):
    cast.ticket()
    jana, now = cast.client("jana"), clock.now()
    for seconds, said in ((290, "4 min 50 s"), (58, "58 s"), (3 * 86400 + 7210, "3 d 2 h")):
        shows(Chip("Answer", "soon", "", clock.now() + timedelta(seconds=seconds)))
        assert re.search(rf"data-left>{said}</time>", chip_on(page(jana)))
    shows(Chip("Answer", "soon", "", now - timedelta(minutes=2)))
    assert re.search(r'class="due late">.*data-left>2 min[^<]* over<', chip_on(page(jana)))


@pytest.mark.parametrize(("tone", "said"), [("paused", "(paused)"), ("met", "(kept)")])
def test_a_chip_without_an_instant_stands_still(cast: Cast, shows, tone: str, said: str):
    cast.ticket()
    shows(Chip("2 h left <b>", tone, "Waits for the requester"))
    chip = chip_on(page(cast.client("jana")))
    assert f'<span class="what">2 h left &lt;b&gt;</span><span class="sr-only"> {said}</span>' in chip
    assert "<time" not in chip and "<svg" in chip


def test_words_and_chips_have_columns_of_their_own(cast: Cast, shows):
    cast.ticket()
    shows("Lot 7", has_chips=False)
    plain = page(cast.client("jana"))
    assert '<th scope="col" class="c-more" title="Next due">' in plain and 'title="Lot 7"' in plain
    assert "has-due" not in plain
    shows(Chip("Kept", "met", ""))
    chips = page(cast.client("jana"))
    assert '<th scope="col" class="c-due" title="Next due">' in chips and "has-more has-due" in chips


def test_a_calm_chip_is_soon_from_its_moment_on(cast: Cast, shows):
    cast.ticket()
    jana, now = cast.client("jana"), clock.now()
    due = now + timedelta(hours=1)
    shows(Chip("Answer", "calm", "", due, now + timedelta(minutes=30)))
    assert re.search(r'class="due calm">.* data-left data-soon="[^"]+Z">', chip_on(page(jana)))
    shows(Chip("Answer", "calm", "", due, now - timedelta(minutes=30)))
    assert 'class="due soon">' in chip_on(page(jana))
