"""Which stories a desk has lived through, when each began, and how far the unfinished ones have come."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from deskhand.demo import course, hours
from deskhand.demo.library import Category, Story

OPEN_SHARE = 68 / 300
"""Part of a small desk's tickets that is new, open or on hold."""
MANY = 300
"""Above so many tickets the unfinished part grows only by `OPEN_SHARE_OF_MANY` of what is added."""
OPEN_SHARE_OF_MANY = 0.02
NEW_PART, HOLD_PART = 0.18, 0.22
"""Parts of the unfinished tickets that nobody has touched, and that wait for something."""
EVENING_PART = 0.1
"""Part of the finished mails and forms that were written outside working hours."""
LATE_PART = 0.6
"""Part of those that came in the evening before; the others came early in the morning."""
EVENING_BEFORE, EARLY_MORNING = (9 * 60, 14 * 60), (20, 110)
"""Minutes before the desk opened."""
SILENCE = {"new": (3, 2.2), "open": (7, 1.6), "on_hold": (8, 1.3)}
"""Since the last step of an unfinished ticket: working days at most, and how strongly the recent ones prevail."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket before it is told."""

    instants: tuple[datetime, ...]
    """One for each step that has happened."""
    story: Story
    seed: int
    turn: int
    """How often the story was told before on this desk; picks the subject."""


def open_count(count: int) -> int:
    """How many of a desk's tickets are unfinished."""
    return round(OPEN_SHARE * min(count, MANY) + OPEN_SHARE_OF_MANY * max(0, count - MANY))


def drafts(stories: tuple[Story, ...], seed: int, count: int, now: datetime, days: int) -> list[Draft]:
    """The tickets of the desk, oldest first."""
    made = list(Planner(stories, seed, now, days).draw(count))
    made.sort(key=lambda draft: (draft.instants[0], draft.seed))
    return made


@cache
def stops(story: Story, category: Category) -> tuple[int, ...]:
    """Step counts after which a story could stand at in a category that is not the end."""
    found = []
    for nth, point in enumerate(course.points(story), start=1):
        is_fit = point.category == category and (category != "new" or not point.is_touched)
        if is_fit and (category != "open" or point.is_touched):
            found.append(nth)
    return tuple(found)


class Planner:
    """Deals the stories like cards: each is used once before any is used again."""

    def __init__(self, stories: tuple[Story, ...], seed: int, now: datetime, days: int) -> None:
        self.rng = random.Random(seed)
        self.seed, self.now, self.days = seed, now, days
        self.here = hours.position(now)
        self.told: Counter[str] = Counter()
        self.once = tuple(story for story in stories if story.is_once)
        self.repeated = tuple(story for story in stories if not story.is_once)

    def draw(self, count: int) -> Iterator[Draft]:
        once = self.once if count >= 3 * len(self.once) else self.once[: count // 3]
        wanted = self._quotas(count, once)
        serial = iter(range(count))
        for story in once:
            yield self._once(story, next(serial))
        for category, number in wanted.items():
            deck = self._deck([story for story in self.repeated if stops(story, category)])
            for _ in range(number):
                yield self._unfinished(next(deck), category, next(serial))
        deck = self._deck(list(self.repeated))
        for nth in serial:
            yield self._finished(next(deck), nth)

    def _quotas(self, count: int, once: tuple[Story, ...]) -> dict[Category, int]:
        """How many unfinished tickets are still to be dealt, by category."""
        total = open_count(count)
        new, held = round(total * NEW_PART), round(total * HOLD_PART)
        wanted: dict[Category, int] = {"new": new, "on_hold": held, "open": total - new - held}
        for story in once:
            category = course.points(story)[-1].category
            if story.fresh is not None and category in wanted and not story.is_spam and not story.is_deleted:
                wanted[category] = max(0, wanted[category] - 1)
        return wanted

    def _deck(self, cards: list[Story]) -> Iterator[Story]:
        while cards:
            self.rng.shuffle(cards)
            yield from cards

    def _offsets(self, story: Story, steps: int) -> list[float]:
        """Working minutes of each step since the first, a little different every time."""
        at = 0.0
        found = [at]
        for step in story.steps[1:steps]:
            at += max(1.5, step.after * (0.7 + 0.6 * self.rng.random()))
            found.append(at)
        return found

    def _once(self, story: Story, nth: int) -> Draft:
        if story.fresh is None:
            return self._finished(story, nth)
        return self._ending_at(story, len(story.steps), self.here - story.fresh, nth)

    def _unfinished(self, story: Story, category: Category, nth: int) -> Draft:
        longest, lean = SILENCE[category]
        age = self.rng.random() ** lean * longest * hours.DAY
        return self._ending_at(story, self.rng.choice(stops(story, category)), self.here - age - 3, nth)

    def _ending_at(self, story: Story, steps: int, end: float, nth: int) -> Draft:
        offsets = self._offsets(story, steps)
        return self._draft(story, [end - offsets[-1] + offset for offset in offsets], nth)

    def _finished(self, story: Story, nth: int) -> Draft:
        offsets = self._offsets(story, len(story.steps))
        latest = self.here - offsets[-1] - 10
        earliest = self.here - self.days * 5 / 7 * hours.DAY
        start = hours.day_start(earliest + (latest - earliest) * self.rng.random())
        start = min(start + self.rng.betavariate(1.6, 2.2) * hours.DAY, latest)
        return self._draft(story, [start + offset for offset in offsets], nth, may_be_evening=True)

    def _draft(self, story: Story, minutes: list[float], nth: int, *, may_be_evening: bool = False) -> Draft:
        is_written = story.channel in ("mail", "portal")
        if may_be_evening and is_written and self.rng.random() < EVENING_PART:
            morning = hours.day_start(minutes[0]) - minutes[0]
            instants = [hours.instant(at + morning + 5) for at in minutes]
            is_late = self.rng.random() < LATE_PART
            earlier = self.rng.uniform(*(EVENING_BEFORE if is_late else EARLY_MORNING))
            instants[0] -= timedelta(seconds=int(earlier * 60))
        else:
            instants = [hours.instant(at) for at in minutes]
        turn = self.told[story.key]
        self.told[story.key] += 1
        return Draft(tuple(instants), story, self.seed * 1_000_003 + nth, turn)
