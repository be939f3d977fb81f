"""A clock as a drawing: one row for each day, with the calendar's openings, what counted, what stood still, what is
still to count, and the instants that matter. Everything is in the reader's zone; lengths are units of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from deskhand.calendars.reckoning import Calendar, open_spans
from deskhand.modules.sla import typed
from deskhand.modules.sla.readings import Reading
from deskhand.web import moments

LEFT, WIDTH, RIGHT = 76, 780, 10
"""Where the hours begin, how wide all of them are, and what is left free at the right."""

TOP, BAND, LANE, FREE = 28, 34, 15, 10
"""Heights of the hours' names, of a day's band, of a line of words below it, and of what is free before the next."""

SKIPPED = 22
"""Height of the words for days that are left out."""

LETTER = 6.2
"""About how wide a letter is."""

DAYS_SHOWN = 8
"""Days that are drawn; of a longer life those on which something happened, and the last."""

FEWEST_HOURS = 4
"""So many hours of the day are drawn at least."""

DAY_MINUTES = 24 * 60

Piece = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a day. ``kind``: open, counted, over, paused or coming; ``words`` fit inside it."""

    kind: str
    x: float
    width: float
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An instant with its words, which stand in a lane below the band. ``kind``: began, warning, now, due or ended."""

    kind: str
    x: float
    text_x: float
    anchor: str
    lane: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day, or (without ``bars``) the words for days that are left out."""

    label: str
    y: float
    bars: Sequence[Bar] = ()
    marks: Sequence[Mark] = ()

    def words_y(self, mark: Mark) -> float:
        """Where the words of a mark stand."""
        return self.y + BAND + 2 + (mark.lane + 1) * LANE - 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it. ``ticks`` are the hours with their places."""

    height: float
    rows: Sequence[Row]
    ticks: Sequence[tuple[float, str]]
    kinds: frozenset[str]
    width: float = LEFT + WIDTH + RIGHT
    left: float = LEFT
    plot: float = WIDTH
    band: float = BAND
    top: float = TOP


@dataclass
class _Day:
    """What is on a day, in minutes after its midnight by the clock on the wall."""

    day: date
    pieces: list[tuple[str, float, float, str, str]] = field(default_factory=list)
    marks: list[tuple[str, float, str]] = field(default_factory=list)


def drawing(clock: Reading) -> Drawing:
    """The drawing of a clock."""
    instants = list(_instants(clock))
    days = [_day(clock, one, instants) for one in _days(clock, instants)]
    first, last = _hours(days)
    scale = WIDTH / (last - first)
    rows, y = [], float(TOP)
    before: date | None = None
    for one in days:
        if before is not None and (left_out := (one.day - before).days - 1):
            words = ngettext("%(num)s day is left out", "%(num)s days are left out", left_out) % {"num": left_out}
            rows.append(Row(words, y))
            y += SKIPPED
        marks = _placed(one.marks, first, scale)
        bars = [_bar(piece, first, last, scale) for piece in one.pieces]
        rows.append(Row(_day_words(one.day), y, [bar for bar in bars if bar is not None], marks))
        y += BAND + FREE + LANE * max((mark.lane + 1 for mark in marks), default=0)
        before = one.day
    kinds = frozenset(bar.kind for row in rows for bar in row.bars)
    return Drawing(y, rows, list(_ticks(first, last, scale)), kinds)


def _instants(clock: Reading) -> Iterator[tuple[str, datetime, str]]:
    """What is marked: kind, instant, words."""
    yield "began", clock.life.began, _("began")
    if clock.life.is_open:
        yield "now", clock.at, _("now") if clock.clock_id is not None else _("then")
        for at in clock.warnings:
            yield "warning", at, _("warning")
    else:
        yield "ended", clock.until, _("ended")
    if clock.due_at is not None:
        yield "due", clock.due_at, _("due")


def _end(clock: Reading) -> datetime:
    """The last instant that is drawn."""
    return max(clock.until, clock.due_at or clock.until)


def _days(clock: Reading, instants: Sequence[tuple[str, datetime, str]]) -> list[date]:
    first, last = _date(clock.life.began), _date(_end(clock))
    count = (last - first).days + 1
    if count <= DAYS_SHOWN:
        return [first + timedelta(days=n) for n in range(count)]
    order = {"began": 0, "now": 1, "ended": 1, "due": 2, "warning": 4}
    wanted = [(order[kind], _date(at)) for kind, at, _words in instants]
    wanted += [(3, _date(span.began)) for span in reversed(clock.life.spans)]
    wanted += [(5, last - timedelta(days=n)) for n in range(DAYS_SHOWN)]
    found = dict.fromkeys(day for _order, day in sorted(wanted, key=lambda one: one[0]) if first <= day <= last)
    return sorted(list(found)[:DAYS_SHOWN])


def _day(clock: Reading, day: date, instants: Iterable[tuple[str, datetime, str]]) -> _Day:
    starts, ends = _midnight(day), _midnight(day + timedelta(days=1))
    found = _Day(day)
    for kind, begin, end in _pieces(clock, starts, ends):
        said = {"from": moments.clock(begin), "to": moments.clock(end)}
        length = typed.seconds_in_words(round((end - begin).total_seconds()))
        title = _("%(from)s to %(to)s") % said + f": {_WORDS[kind]()}"
        inside = length if kind in ("counted", "over", "coming") else ""
        found.pieces.append((kind, _minute(begin, day), _minute(end, day), title, inside))
    for kind, at, words in instants:
        if _date(at) == day:
            found.marks.append((kind, _minute(at, day), f"{words} {moments.clock(at)}"))
    return found


_WORDS = {
    "open": lambda: _("open"),
    "counted": lambda: _("counted"),
    "over": lambda: _("counted after it was due"),
    "paused": lambda: _("paused"),
    "coming": lambda: _("still to count"),
}


def _pieces(clock: Reading, starts: datetime, ends: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """What lies between two instants, what is drawn first at first."""
    spans = clock.life.spans
    for place, span in enumerate(spans):
        since = starts if place == 0 else span.began
        until = ends if place == len(spans) - 1 else span.ended or ends
        yield from (("open", *one) for one in _open(clock.calendars(span.hours), (since, until), (starts, ends)))
    for span in spans:
        until = span.ended or clock.at
        if not span.runs:
            if (cut := _cut((span.began, until), (starts, ends))) is not None:
                yield "paused", *cut
            continue
        for begin, end in _open(clock.calendars(span.hours), (span.began, until), (starts, ends)):
            yield from _counted(begin, end, clock.due_at)
    if clock.state == "running" and clock.due_at is not None and clock.due_at > clock.at:
        calendar = clock.calendars(clock.life.last.hours)
        yield from (("coming", *one) for one in _open(calendar, (clock.at, clock.due_at), (starts, ends)))


def _counted(begin: datetime, end: datetime, due: datetime | None) -> Iterator[tuple[str, datetime, datetime]]:
    if due is None or end <= due:
        yield "counted", begin, end
    elif begin >= due:
        yield "over", begin, end
    else:
        yield "counted", begin, due
        yield "over", due, end


def _open(calendar: Calendar, piece: Piece, within: Piece) -> Iterator[Piece]:
    cut = _cut(piece, within)
    return iter(()) if cut is None else open_spans(calendar, *cut)


def _cut(piece: Piece, within: Piece) -> Piece | None:
    begin, end = max(piece[0], within[0]), min(piece[1], within[1])
    return (begin, end) if begin < end else None


def _hours(days: Sequence[_Day]) -> tuple[float, float]:
    """The minutes of the day from which to which is drawn: whole hours."""
    minutes = [at for one in days for kind, *ends, _t, _w in one.pieces if kind != "paused" for at in ends]
    minutes += [at for one in days for _kind, at, _words in one.marks]
    first, last = int(min(minutes) // 60 * 60), int(-(-max(minutes) // 60) * 60)
    if last - first < FEWEST_HOURS * 60:
        first = max(0, min(first - 60, DAY_MINUTES - FEWEST_HOURS * 60))
        last = max(last, first + FEWEST_HOURS * 60)
    return first, min(last, DAY_MINUTES)


def _bar(piece: tuple[str, float, float, str, str], first: float, last: float, scale: float) -> Bar | None:
    kind, begin, end, title, inside = piece
    begin, end = max(begin, first), min(max(end, begin), last)
    if begin >= last or end <= first:
        return None
    width = max((end - begin) * scale, 1.5)
    words = inside if len(inside) * LETTER + 8 < width else ""
    return Bar(kind, round(LEFT + (begin - first) * scale, 1), round(width, 1), title, words)


def _placed(marks: Sequence[tuple[str, float, str]], first: float, scale: float) -> list[Mark]:
    """The marks, each in the first lane in which its words touch no others."""
    taken: list[float] = []
    found = []
    for kind, at, words in sorted(marks, key=lambda one: one[1]):
        x, half = LEFT + (at - first) * scale, len(words) * LETTER / 2
        begin = min(max(x - half, 0), LEFT + WIDTH + RIGHT - 2 * half)
        lane = next((n for n, end in enumerate(taken) if end + 6 < begin), len(taken))
        taken[lane : lane + 1] = [begin + 2 * half]
        found.append(Mark(kind, round(x, 1), round(begin + half, 1), "middle", lane, words))
    return found


def _ticks(first: float, last: float, scale: float) -> Iterator[tuple[float, str]]:
    step = 60 if last - first <= 14 * 60 else 120
    for minute in range(int(first), int(last) + 1, step):
        yield round(LEFT + (minute - first) * scale, 1), f"{minute // 60:02}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())


def _date(at: datetime) -> date:
    return timezone.localtime(at).date()


def _minute(at: datetime, day: date) -> float:
    local = timezone.localtime(at)
    if local.date() != day:
        return DAY_MINUTES if local.date() > day else 0
    return local.hour * 60 + local.minute + (local.second + local.microsecond / 1e6) / 60


def _day_words(day: date) -> str:
    return dateformat.format(day, pgettext("date format, weekday and day", "D j M"))
