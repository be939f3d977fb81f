"""Holidays from an address: choosing it, and taking in what was fetched there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.calendars.actions.keep import change_calendar, held, need_keeper
from deskhand.calendars.events import CalendarChanged
from deskhand.calendars.models import FEED_URL_LIMIT, Calendar, CalendarFeed
from deskhand.calendars.queries import version_at
from deskhand.kernel import clock, targets
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit


@transaction.atomic
def set_feed(*, actor: Actor, calendar: Calendar, url: str) -> CalendarFeed | None:
    """Fetch holidays from this address from now on; nothing takes it off, and the days that it brought stay. Raises
    Invalid for an address that is none, or that leads into a private network. The fact holds the host alone: an address
    may be a secret."""
    need_keeper(actor, calendar.desk_id)
    url = url.strip()
    if url.lower().startswith("webcal://"):
        url = f"https://{url[len('webcal://') :]}"
    row: CalendarFeed | None = CalendarFeed.objects.scoped(calendar=calendar).select_for_update(of=("self",)).first()
    if url == (row.url if row else ""):
        return row
    host = _host(url) if url else ""
    former = targets.parsed(row.url).host if row else ""
    if row is not None:
        row.delete()
    made: CalendarFeed | None = CalendarFeed.objects.create(calendar=calendar, url=url) if url else None
    old, new = {"feed_host": former}, {"feed_host": host}
    fact = CalendarChanged(calendar=calendar.pk, fields=["feed_host"], old=old, new=new)
    emit(fact, actor=actor, desk_id=calendar.desk_id)
    return made


@transaction.atomic
def take_in(*, feed_id: int, url: str, days: list[dict[str, Any]], error: str = "") -> None:
    """Note what a fetch brought. Days that are new come into the calendar, those that the feed has no longer leave it
    (the calendar's own stay); after a failure all stays as it is. Nothing is done if the address is another by now."""
    found = CalendarFeed.objects.beyond_walls("feeds of every desk are fetched").select_for_update(of=("self",))
    feed: CalendarFeed | None = found.select_related("calendar__desk").filter(pk=feed_id, url=url).first()
    if feed is None:
        return
    feed.tried_at = clock.now()
    feed.error = error[:300] or _taken(feed, days)
    if not feed.error:
        feed.fetched_at = feed.tried_at
    feed.save(update_fields=["tried_at", "fetched_at", "error", "days"])


def _taken(feed: CalendarFeed, days: list[dict[str, Any]]) -> str:
    """Put the days into the calendar; one that is there keeps its name, so that a server with other words each time
    makes no new version each time. Returns why that cannot be, in words."""
    former = {one["on"] for one in feed.days}
    has = {one["on"]: one for one in version_at(held(feed.calendar)).rules["holidays"]}
    own = [one for on, one in has.items() if on not in former]
    brought = [has.get(one["on"], one) for one in days if one["on"] not in has or one["on"] in former]
    wanted = sorted([*own, *brought], key=lambda one: one["on"])
    try:
        with transaction.atomic():
            if {one["on"] for one in wanted} != set(has):
                change_calendar(actor=SYSTEM, calendar=feed.calendar, given={"holidays": wanted})
    except Invalid as refusal:
        return " ".join([str(refusal), *refusal.fields.values()])[:300]
    feed.days = brought
    return ""


def _host(url: str) -> str:
    if len(url) > FEED_URL_LIMIT:
        words = _("An address has at most %(limit)s characters.") % {"limit": FEED_URL_LIMIT}
        raise Invalid(words, {"url": words})
    try:
        return targets.check(url).host
    except Invalid as refusal:
        words = _("This address is not fetched. It begins with https:// and leads to a server on the open Internet.")
        raise Invalid(words, {"url": words}) from refusal
