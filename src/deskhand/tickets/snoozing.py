"""Until when a ticket may be on hold: the times that are offered, one's own, and their limits. Without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.tickets import planning
from deskhand.tickets.ahead import Ahead
from deskhand.tickets.planning import Preset
from deskhand.tickets.status import After, plain_days

HOURS = 3
"""How many hours "later today" is."""

SNOOZE_LATEST = timedelta(days=5 * 366)
"""A ticket is on hold for at most so long."""

LATER, WEEK, OWN = "later", "week", planning.OWN


def presets(now: datetime, zone: tzinfo) -> tuple[Preset, ...]:
    """What is offered to somebody in this zone; mornings are those of :data:`planning.MORNING`."""
    mornings = tuple(one for one in planning.presets(now, zone) if one.at is not None)
    return (
        Preset(LATER, _("In %(n)s hours") % {"n": HOURS}, None),
        *mornings,
        Preset(WEEK, _("In a week"), planning.morning(now.astimezone(zone), 7)),
    )


def own_presets(codes: Iterable[str], now: datetime, zone: tzinfo) -> tuple[Preset, ...]:
    """A person's own times in their order. Those that are counted from the moment of choosing, or in business days,
    tell no instant before."""
    return tuple(Preset(one.code, one.words, _told_before(one, now, zone)) for one in map(Ahead.of, codes))


def _told_before(one: Ahead, now: datetime, zone: tzinfo) -> datetime | None:
    return None if one.unit in ("m", "h", "b") else one.at(now, zone)


def chosen(code: str, own: str, *, now: datetime, zone: tzinfo, after: After = plain_days) -> datetime:
    """The instant behind a choice of the page: an offered time, a code of :mod:`deskhand.tickets.ahead`, or ``own``,
    a local time (``2026-11-26T08:30``). ``after`` counts business days. Raises Invalid."""
    for preset in presets(now, zone):
        if preset.code == code:
            return preset.at or now + timedelta(hours=HOURS)
    if code != OWN:
        return checked(_ahead(code).at(now, zone, after), now=now)
    try:
        local = datetime.fromisoformat(own)
    except ValueError:
        raise wrong(_("Choose a day and a time.")) from None
    return checked(local if local.tzinfo is not None else local.replace(tzinfo=zone), now=now)


def is_in_business_days(code: str) -> bool:
    """Whether a choice of the page is told by a calendar."""
    try:
        return Ahead.of(code).unit == "b"
    except Invalid:
        return False


def counted_from(code: str, now: datetime, zone: str) -> str:
    """A choice in business days for many tickets, of which each may have a calendar of its own: with the instant from
    which they count, and the name of the zone whose clock it is. :func:`told` reads it."""
    return f"{code} {now.isoformat()} {zone}"


def told(text: str, after: After) -> datetime:
    """An instant that was written down, or the one that ``counted_from`` wrote, by the business days of ``after``."""
    code, _space, rest = text.partition(" ")
    if not rest:
        return datetime.fromisoformat(text)
    at, _space, zone = rest.partition(" ")
    return Ahead.of(code).at(datetime.fromisoformat(at), ZoneInfo(zone), after)


def _ahead(code: str) -> Ahead:
    try:
        return Ahead.of(code)
    except Invalid:
        raise wrong(_("Choose one of the offered times, or your own.")) from None


def checked(at: datetime, *, now: datetime) -> datetime:
    """The instant, if a ticket may be on hold until then. Raises Invalid."""
    if at <= now:
        raise wrong(_("This time is over. Choose a later one."))
    if at > now + SNOOZE_LATEST:
        raise wrong(_("At most five years ahead. Choose an earlier time."))
    return at


def wrong(words: str, field: str = "until") -> Invalid:
    """A refusal of what was chosen, by the field that it stands in."""
    return Invalid(words, {field: words})
