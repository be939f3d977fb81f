"""Days that come: articles that somebody looks at again, and articles that expire soon. Each is told of once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import Fact, emit
from deskhand.kernel.models import Event
from deskhand.modules.knowledge.catalogue import SOON
from deskhand.modules.knowledge.events import ArticleExpiresSoon, ArticleReviewDue
from deskhand.modules.knowledge.models import Article

REMINDED_AT_ONCE = 1_000
"""Articles of a desk that one run notes, those whose day came first; the others are noted the next day."""


def remind(desk_ids: Iterable[int]) -> None:
    """Note on each of these desks whose review day has come, and what expires within :data:`catalogue.SOON`. What was
    noted since its day came is not noted again, unless the day was moved meanwhile."""
    for desk_id in desk_ids:
        at = clock.now()
        kept = Article.objects.within(desk_id).exclude(confidence="archived")
        due = kept.filter(review_at__lte=at).values_list("pk", "review_at").order_by("review_at", "pk")
        for pk, day in _not_noted(desk_id, "article.review_due", list(due), timedelta(0)):
            _note(ArticleReviewDue(article=pk, until=day.isoformat()), desk_id)
        soon = kept.filter(expires_at__gt=at, expires_at__lte=at + SOON)
        days = soon.values_list("pk", "expires_at").order_by("expires_at", "pk")
        for pk, day in _not_noted(desk_id, "article.expires_soon", list(days), SOON):
            _note(ArticleExpiresSoon(article=pk, until=day.isoformat()), desk_id)


def _not_noted(
    desk_id: int, code: str, days: list[tuple[int, datetime]], ahead: timedelta
) -> list[tuple[int, datetime]]:
    """Those that no fact of this kind tells of since their day was so near."""
    since = min((day for _pk, day in days), default=clock.now()) - ahead
    facts: Any = Event.objects.filter(desk_id=desk_id, at__gte=since, subject_kind="article", code=code)
    noted = dict(facts.order_by().values_list("subject_id").annotate(last=Max("at")))
    found = [(pk, day) for pk, day in days if pk not in noted or noted[pk] < day - ahead]
    return found[:REMINDED_AT_ONCE]


@transaction.atomic
def _note(fact: Fact, desk_id: int) -> None:
    emit(fact, actor=SYSTEM, desk_id=desk_id)
