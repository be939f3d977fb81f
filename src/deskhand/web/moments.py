"""Moments, days and durations in words, in the reader's zone and language.

The zone is Django's active one, the language its active translation; whoever answers a request activates both.
"""

import datetime as dt
import functools
from collections.abc import Callable

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext
from markupsafe import Markup

MINUTE, HOUR, DAY = 60, 3600, 86400
AGO_DAYS = 7
"""A list says "6 d"; what is older gets a date."""

SECONDS_BELOW = 5 * MINUTE
"""Time that is left is told to the second below this many."""

KEPT = 5_000
"""Moments and dates whose words are kept."""

# Languages (or regions) whose readers expect 8:38 PM; everybody else reads 20:38.
TWELVE_HOURS = ("en-us", "en-ca", "en-au", "en-ph", "en-in")


def ago(moment: dt.datetime | None, now: dt.datetime | None = None) -> Markup:
    """Return a `<time>` for lists: ``now``, ``12 min``, ``2 h``, ``1 d``, then a date. The browser keeps it current."""
    if moment is None:
        return Markup("")
    return _element(moment, ago_words(moment, now), attribute=" data-ago")


def ages(now: dt.datetime | None = None) -> Callable[[dt.datetime], str]:
    """Return the words of :func:`ago` for the many moments of one page, from one reading of the clock, the zone and the
    language."""
    at, zone, language = now or timezone.now(), timezone.get_current_timezone(), get_language()
    this_year = at.astimezone(zone).year

    @functools.cache
    def lately(minutes: int) -> str:
        return _one_unit(minutes * MINUTE)

    def words(moment: dt.datetime) -> str:
        seconds = int((at - moment).total_seconds())
        if seconds >= AGO_DAYS * DAY:
            date = moment.astimezone(zone).date()
            return _day_words(date, date.year == this_year, language)
        if seconds < MINUTE:
            return ago_words(moment, at)
        unit = MINUTE if seconds < HOUR else HOUR if seconds < DAY else DAY
        return lately(seconds // unit * unit // MINUTE)

    return words


def when(moment: dt.datetime | None, now: dt.datetime | None = None) -> Markup:
    """Return a `<time>` for conversations: ``Today 08:38``, ``Tue 24 Nov 15:12``, then with the year."""
    if moment is None:
        return Markup("")
    shown = now or timezone.now()
    return _when(moment, _local(shown).date(), timezone.get_current_timezone(), get_language())


@functools.lru_cache(maxsize=KEPT)
def _when(moment: dt.datetime, today: dt.date, _zone: dt.tzinfo, _language: str | None) -> Markup:
    return _element(moment, _when_words(_local(moment), today))


def today() -> tuple[str, dt.date]:
    """The reader's zone and day: what the words of :func:`when` depend on besides the moment and the language."""
    return timezone.get_current_timezone_name(), timezone.localdate()


def day(moment: dt.datetime | dt.date | None, now: dt.datetime | None = None) -> Markup:
    """Return a `<time>` for a day: ``24 Nov``, with the year if it is not this one."""
    if moment is None:
        return Markup("")
    if isinstance(moment, dt.datetime):
        return _element(moment, date_words(_local(moment), now))
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), date_words(moment, now))


def day_words(moment: dt.datetime, today: dt.date) -> str:
    """Return the words of :func:`day` as they are on that day of the reader's."""
    date = _local(moment).date()
    return _day_words(date, date.year == today.year, get_language())


def exact(moment: dt.datetime | None) -> str:
    """Return the moment to the minute with weekday, year and zone: ``Thursday 26 November 2026, 08:38 CET``."""
    if moment is None:
        return ""
    return _exact(moment, timezone.get_current_timezone(), get_language())


@functools.lru_cache(maxsize=KEPT)
def _exact(moment: dt.datetime, _zone: dt.tzinfo, _language: str | None) -> str:
    local = _local(moment)
    return f"{_weekday(local.date())}, {clock(local, in_its_zone=True)} {local.tzname()}"


def from_to(starts: dt.datetime | dt.date, ends: dt.datetime | dt.date | None) -> str:
    """Return from when to when: instants in the reader's zone, whole days as days, times without a zone as they are,
    which is then said."""
    if not isinstance(starts, dt.datetime):
        return _weekday(starts) + (f" – {_weekday(ends)}" if ends else "")
    if starts.tzinfo is None:
        times = [one for one in (starts, ends) if isinstance(one, dt.datetime)]
        words = " – ".join(f"{_weekday(one.date())}, {clock(one, in_its_zone=True)}" for one in times)
        return gettext("%(times)s (no time zone is named)") % {"times": words}
    if not isinstance(ends, dt.datetime):
        return exact(starts)
    if _local(starts).date() != _local(ends).date():
        return f"{exact(starts)} – {exact(ends)}"
    return f"{_weekday(_local(starts).date())}, {clock(starts)} – {clock(ends)} {_local(starts).tzname()}"


def _weekday(day: dt.date) -> str:
    return _date(day, pgettext("date format, with weekday", "l j F Y"), get_language())


def long_day(moment: dt.datetime) -> str:
    """Return the day in the moment's own zone, with weekday and year: ``Thursday 26 November 2026``."""
    return _weekday(moment.date())


def local_minute(moment: dt.datetime) -> str:
    """Return the moment in the reader's zone as the value of a field for day and time: ``2026-11-26T08:38``."""
    return f"{_local(moment):%Y-%m-%dT%H:%M}"


def clock(moment: dt.datetime, *, in_its_zone: bool = False) -> str:
    """Return the time of day in the reader's zone, or in the moment's own: ``08:38``, or ``8:38 a.m.`` where that is
    the custom."""
    language = (get_language() or "en").lower()
    shown = moment if in_its_zone else _local(moment)
    return dateformat.format(shown, "g:i a") if language in TWELVE_HOURS else f"{shown:%H:%M}"


def ago_words(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """Return how long ago (or in how long) in one unit; beyond a week, the date."""
    seconds = ((now or timezone.now()) - moment).total_seconds()
    if abs(seconds) < MINUTE:
        return gettext("now")
    if abs(seconds) >= AGO_DAYS * DAY:
        return date_words(_local(moment), now)
    words = _one_unit(int(abs(seconds)))
    return words if seconds > 0 else gettext("in %(time)s") % {"time": words}


def when_words(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """Return the day in the words of a conversation, and the clock time."""
    return _when_words(_local(moment), _local(now or timezone.now()).date())


def _when_words(local: dt.datetime, today: dt.date) -> str:
    return f"{_conversation_day(local.date(), today)} {clock(local, in_its_zone=True)}"


def _conversation_day(date: dt.date, today: dt.date) -> str:
    days_ago = (today - date).days
    if days_ago == 0:
        return pgettext("before a clock time", "Today")
    if days_ago == 1:
        return pgettext("before a clock time", "Yesterday")
    if days_ago == -1:
        return pgettext("before a clock time", "Tomorrow")
    if date.year == today.year:
        return _date(date, pgettext("date format, weekday and day", "D j M"), get_language())
    return _date(date, pgettext("date format, day with year", "j M Y"), get_language())


@functools.lru_cache(maxsize=KEPT)
def _date(date: dt.date, pattern: str, _language: str | None) -> str:
    return dateformat.format(date, pattern)


def duration(length: dt.timedelta | None) -> str:
    """Return at most two units: ``3 h 22 min``, ``2 d 4 h``, ``59 s``. Negative lengths are told without a sign."""
    if length is None:
        return ""
    seconds = abs(int(length.total_seconds()))
    if seconds < MINUTE:
        return gettext("%(n)s s") % {"n": seconds}
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    if days >= 365:
        return _pair(_years(days // 365), gettext("%(n)s mo") % {"n": days % 365 // 30}, days % 365 // 30)
    if days:
        return _pair(gettext("%(n)s d") % {"n": days}, gettext("%(n)s h") % {"n": hours}, hours)
    if hours:
        return _pair(gettext("%(n)s h") % {"n": hours}, gettext("%(n)s min") % {"n": minutes}, minutes)
    return gettext("%(n)s min") % {"n": minutes}


def left(at: dt.datetime, now: dt.datetime | None = None) -> str:
    """Return how long it is until then, to the second in the last five minutes: ``3 h 20 min``, ``4 min 9 s``; once it
    is over, how long since: ``40 min over``. The browser counts on (``frontend/src/time-left.ts``)."""
    return lefts(now or timezone.now())(at)


def lefts(now: dt.datetime) -> Callable[[dt.datetime], str]:
    """Return the words of :func:`left` for the many instants of one page, from one reading of the language."""
    language = get_language()

    def words(at: dt.datetime) -> str:
        seconds = (at - now).total_seconds()
        whole = int(abs(seconds))
        return _left(whole if whole < SECONDS_BELOW else whole - whole % MINUTE, seconds > 0, language)

    return words


@functools.lru_cache(maxsize=KEPT)
def _left(seconds: int, is_ahead: bool, _language: str | None) -> str:
    words = duration(dt.timedelta(seconds=seconds))
    if MINUTE <= seconds < SECONDS_BELOW:
        minutes, rest = divmod(seconds, MINUTE)
        words = _pair(gettext("%(n)s min") % {"n": minutes}, gettext("%(n)s s") % {"n": rest}, rest)
    return words if is_ahead else gettext("%(time)s over") % {"time": words}


def span(length: dt.timedelta) -> str:
    """Return a whole number of days, hours or minutes in full words: ``30 days``, ``1 hour``."""
    seconds = int(length.total_seconds())
    if seconds >= DAY and seconds % DAY == 0:
        return ngettext("%(num)s day", "%(num)s days", seconds // DAY) % {"num": seconds // DAY}
    if seconds >= HOUR and seconds % HOUR == 0:
        return ngettext("%(num)s hour", "%(num)s hours", seconds // HOUR) % {"num": seconds // HOUR}
    return ngettext("%(num)s minute", "%(num)s minutes", seconds // MINUTE) % {"num": seconds // MINUTE}


def _one_unit(seconds: int) -> str:
    if seconds < HOUR:
        return gettext("%(n)s min") % {"n": seconds // MINUTE}
    if seconds < DAY:
        return gettext("%(n)s h") % {"n": seconds // HOUR}
    return gettext("%(n)s d") % {"n": seconds // DAY}


def _years(count: int) -> str:
    return ngettext("%(n)s year", "%(n)s years", count) % {"n": count}


def _pair(first: str, second: str, second_count: int) -> str:
    return f"{first} {second}" if second_count else first


def date_words(date: dt.date, now: dt.datetime | None = None) -> str:
    """The day and month, with the year if it is another one."""
    is_this_year = date.year == _local(now or timezone.now()).year
    return _day_words(dt.date(date.year, date.month, date.day), is_this_year, get_language())


@functools.lru_cache(maxsize=2_000)
def _day_words(date: dt.date, is_this_year: bool, _language: str | None) -> str:
    if is_this_year:
        return dateformat.format(date, pgettext("date format, day", "j M"))
    return dateformat.format(date, pgettext("date format, day with year", "j M Y"))


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment)


def _element(moment: dt.datetime, words: str, attribute: str = "") -> Markup:
    return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
        instant(moment), exact(moment), Markup(attribute), words
    )


def instant(moment: dt.datetime) -> str:
    """Return the moment as the ``datetime`` of a `<time>`: ``2026-11-26T07:38:00Z``."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
