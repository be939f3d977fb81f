"""How far articles have decayed: 0 to 100, the sum of three parts. It says where to look first, not what is wrong.

- age: nobody looked at it (published a version, said *still true*, used it on a ticket) for 90 days: 10, 180 days: 20,
  a year: 30, two years: 40
- things to mend: 10 each, at most 30
- falling use: it was used on a ticket at least three times in the 90 days before the last 90, and in the last 90 not
  at all: 30, or less than half as often: 15

Steps instead of curves: everybody can tell why an article has its score, and both databases count alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge.models import Article, Flag, Use

AGES = ((730, 40), (365, 30), (180, 20), (90, 10))
"""Days since somebody looked at it, and what they count."""

FLAG_POINTS = 10
"""What a thing to mend counts."""

FLAGS_COUNTED = 3
"""Things to mend that count, at most."""

USE_WINDOW = timedelta(days=90)
"""The two stretches of time whose uses are compared."""

FEWEST_USES = 3
"""Fewer uses than this in the earlier stretch cannot fall."""

STOPPED, HALVED = 30, 15
"""What counts if it is not used any more, or less than half as often."""

DECAYED = 50
"""From here on an article is called decayed."""


def scored(rows: Any, desk: Desk, at: datetime) -> Any:
    """The same articles, each with ``decay`` and its parts ``decay_age``, ``decay_flags`` and ``decay_use``."""
    ages = [When(seen_at__lte=at - timedelta(days=days), then=points) for days, points in AGES]
    flags = [When(open_flags__gte=count, then=count * FLAG_POINTS) for count in range(FLAGS_COUNTED, 0, -1)]
    falls = [
        When(used_before__lt=FEWEST_USES, then=0),
        When(used_now=0, then=STOPPED),
        When(used_before__gt=F("used_now") * 2, then=HALVED),
    ]
    return (
        rows.annotate(
            seen_at=Coalesce("reviewed_at", "created_at"),
            open_flags=_count(Flag.objects.within(desk).filter(done_at=None)),
            used_now=_count(_uses(desk, at - USE_WINDOW, at)),
            used_before=_count(_uses(desk, at - 2 * USE_WINDOW, at - USE_WINDOW)),
        )
        .annotate(decay_age=_first_of(ages), decay_flags=_first_of(flags), decay_use=_first_of(falls))
        .annotate(decay=F("decay_age") + F("decay_flags") + F("decay_use"))
    )


def of(article: Article, at: datetime) -> tuple[int, list[str]]:
    """The score of one article, and in words what it is made of. One query."""
    one = scored(Article.objects.within(article.desk_id).filter(pk=article.pk), article.desk, at).get()
    return int(one.decay), _reasons(one, at)


def _reasons(one: Any, at: datetime) -> list[str]:
    found = []
    if one.decay_age:
        days = (at - one.seen_at).days
        said = ngettext(
            "nobody looked at it for %(num)s day: %(points)s", "nobody looked at it for %(num)s days: %(points)s", days
        )
        found.append(said % {"num": days, "points": one.decay_age})
    if one.decay_flags:
        said = ngettext("%(num)s thing to mend: %(points)s", "%(num)s things to mend: %(points)s", one.open_flags)
        found.append(said % {"num": one.open_flags, "points": one.decay_flags})
    if one.decay_use:
        said = _("used %(now)s times in the last %(days)s days, %(before)s times in as many days before: %(points)s")
        found.append(
            said % {"days": USE_WINDOW.days, "now": one.used_now, "before": one.used_before, "points": one.decay_use}
        )
    return found


def _uses(desk: Desk, start: datetime, end: datetime) -> Any:
    return Use.objects.within(desk).filter(at__gt=start, at__lte=end)


def _count(rows: Any) -> Any:
    """How many of these rows the article has."""
    counted = rows.filter(article_id=OuterRef("pk")).order_by().values("article_id").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0)


def _first_of(cases: Sequence[When]) -> Case:
    return Case(*cases, default=Value(0), output_field=IntegerField())
