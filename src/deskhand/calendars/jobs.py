"""What calendars leave to the worker."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from deskhand.calendars.actions import renew_public_days, take_in
from deskhand.calendars.feeds import FEED_LIMIT, closed_days_of
from deskhand.calendars.models import CalendarFeed, CalendarVersion
from deskhand.jobs.queue import Finish, job
from deskhand.kernel import clock, targets, wire
from deskhand.kernel.errors import Invalid

FETCHED_EVERY = timedelta(hours=12)
"""How long a feed rests after it was fetched, or could not be."""

OK = 200


@job()
def renew_all_public_days() -> None:
    """Enter the public holidays of years that have come into reach, in every version that has a country."""
    found = CalendarVersion.objects.beyond_walls("calendars of every desk are renewed")
    for version_id in found.exclude(rules__country="").order_by("pk").values_list("pk", flat=True):
        renew_public_days(version_id=version_id)


@job()
def fetch_feeds() -> None:
    """Let every feed be fetched that was not tried for a while."""
    found = CalendarFeed.objects.beyond_walls("feeds of every desk are fetched").filter(calendar__is_active=True)
    due = found.exclude(tried_at__gt=clock.now() - FETCHED_EVERY)
    for feed_id in due.order_by("pk").values_list("pk", flat=True):
        fetch_feed.put(feed_id=feed_id)


@job(outside=True, queue="webhooks", lease_seconds=60)
def fetch_feed(feed_id: int) -> Finish | None:
    """Fetch one feed, without a transaction, and take in what it brings. A failure is noted in words and leaves the
    calendar as it is; the next turn tries again."""
    found = CalendarFeed.objects.beyond_walls("feeds of every desk are fetched").filter(pk=feed_id)
    feed: CalendarFeed | None = found.first()
    if feed is None:
        return None
    pk, url = feed.pk, feed.url
    try:
        days = closed_days_of(_document(url))
    except Invalid as refusal:
        error = str(refusal)
        return lambda: take_in(feed_id=pk, url=url, days=[], error=error)
    return lambda: take_in(feed_id=pk, url=url, days=days)


def _document(url: str) -> bytes:
    """What stands at the address. Raises Invalid with the reason in words."""
    headers = {"Accept": "text/calendar", "User-Agent": "Deskhand-Calendars/1"}
    fetched = wire.get(targets.parsed(url), headers, limit=FEED_LIMIT)
    if fetched.error:
        raise Invalid(_("The server was not reached, or gave nothing: %(error)s") % {"error": fetched.error})
    if fetched.status != OK:
        raise Invalid(_("The server answered with status %(status)s.") % {"status": fetched.status})
    return fetched.body
