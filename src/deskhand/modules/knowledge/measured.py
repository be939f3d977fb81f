"""The records that measures count. Each figure is the number of what one of these finds, so a figure and the list that
it leads to cannot differ. All of them begin with what whoever asks may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.measuring import Span
from deskhand.modules.knowledge.models import (
    Article,
    Asked,
    Flag,
    How,
    Judgement,
    Spared,
    Translation,
    Use,
    Version,
)
from deskhand.tickets import listing

_SOLVED = "resolved:>={start} resolved:<{end}"

TICKETS = {"resolved": _SOLVED, "linked": f"{_SOLVED} article:any", "opened": "created:>={start} created:<{end}"}
"""Figures that count tickets: what the list of tickets is asked."""

NEEDS = {"stale": "stale", "due": "due", "expiring": "expiring", "flagged": "flagged", "decaying": "decaying"}
"""Figures of now that count articles: what the list of articles is narrowed to."""


def articles(actor: Actor, desk: Desk) -> Any:
    """The desk's articles that the actor reads as one of its own people."""
    return Article.objects.served_by(actor).filter(desk=desk)


def ticket_question(span: Span, code: str) -> str:
    """What the list of tickets is asked, in the zone of whoever asks."""
    zone = timezone.get_current_timezone()
    start, end = (f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in (span.start, span.end))
    return TICKETS[code].format(start=start, end=end)


def tickets(actor: Actor, desk: Desk, span: Span, code: str) -> Any:
    """The tickets that a figure counts."""
    return listing.matching(actor, listing.asked(actor, desk.pk, ticket_question(span, code)))


def rows(actor: Actor, desk: Desk, span: Span, code: str) -> Any:
    """The records that a figure counts."""
    return _SOURCES[code](actor, desk, span)


def address(desk: Desk, span: Span, code: str) -> str:
    """Where the records of a figure are listed."""
    if code in TICKETS:
        return f"{reverse('tickets:list', args=[desk.key])}?{urlencode({'q': ticket_question(span, code)})}"
    if code in NEEDS:
        return f"{reverse('knowledge:list', args=[desk.key])}?{urlencode({'needs': NEEDS[code]})}"
    return f"{reverse('knowledge:measures_records', args=[desk.key, code])}?{urlencode(span.query)}"


def _within(span: Span, column: str = "at") -> Q:
    return Q(**{f"{column}__gte": span.start, f"{column}__lt": span.end})


def _uses(actor: Actor, desk: Desk, span: Span) -> Any:
    """Uses on tickets that are listed."""
    found = Use.objects.within(desk).filter(_within(span), article__in=articles(actor, desk).values("pk"))
    return found.filter(ticket__is_spam=False, ticket__deleted_at=None)


def _written(actor: Actor, desk: Desk, span: Span) -> Any:
    return _uses(actor, desk, span).filter(how=How.WRITTEN)


def _reused(actor: Actor, desk: Desk, span: Span) -> Any:
    return _uses(actor, desk, span).exclude(how=How.WRITTEN)


def _touched(actor: Actor, desk: Desk, span: Span) -> Any:
    """Articles that were used or flagged."""
    return articles(actor, desk).filter(Exists(_of(Use, desk, span)) | Exists(_of(Flag, desk, span)))


def _changed(actor: Actor, desk: Desk, span: Span) -> Any:
    """Those of them of which a new version was published after it, in the period."""
    version = Version.objects.within(desk).filter(
        translation__article_id=OuterRef("article_id"),
        number__gt=1,
        published_at__gt=OuterRef("at"),
        published_at__lt=span.end,
    )
    after = [Exists(_of(model, desk, span).filter(Exists(version))) for model in (Use, Flag)]
    return articles(actor, desk).filter(after[0] | after[1])


def _of(model: Any, desk: Desk, span: Span) -> Any:
    return model.objects.within(desk).filter(_within(span), article_id=OuterRef("pk"))


def _published(actor: Actor, desk: Desk, span: Span) -> Any:
    """Articles that were published for the first time, in their first language. What was imported is left out: it was
    written elsewhere."""
    own = Translation.objects.within(desk).filter(article_id=OuterRef("pk"), language=OuterRef("language"))
    found = articles(actor, desk).filter(origin="").annotate(first_at=Subquery(own.values("first_published_at")[:1]))
    return found.filter(_within(span, "first_at"))


def _judged(actor: Actor, desk: Desk, span: Span) -> Any:
    readable = articles(actor, desk).values("pk")
    return Judgement.objects.within(desk).filter(_within(span), translation__article__in=readable)


def _helped(actor: Actor, desk: Desk, span: Span) -> Any:
    return _judged(actor, desk, span).filter(has_helped=True)


def _answered(actor: Actor, desk: Desk, span: Span) -> Any:
    """Readers whom an article helped, but for those who are counted as requests spared."""
    return _helped(actor, desk, span).filter(is_spared=False)


def _confirmed(actor: Actor, desk: Desk, span: Span) -> Any:
    return _spared(actor, desk, span).filter(is_confirmed=True)


def _inferred(actor: Actor, desk: Desk, span: Span) -> Any:
    return _spared(actor, desk, span).filter(is_confirmed=False)


def _spared(actor: Actor, desk: Desk, span: Span) -> Any:
    return Spared.objects.within(desk).filter(_within(span), article__in=articles(actor, desk).values("pk"))


def _searches(actor: Actor, desk: Desk, span: Span) -> Any:
    return Asked.objects.within(desk).filter(_within(span))


def _unanswered(actor: Actor, desk: Desk, span: Span) -> Any:
    return _searches(actor, desk, span).filter(found=0)


_SOURCES: Mapping[str, Callable[[Actor, Desk, Span], Any]] = {
    "uses": _uses,
    "written": _written,
    "reused": _reused,
    "touched": _touched,
    "changed": _changed,
    "published": _published,
    "judged": _judged,
    "helped": _helped,
    "answered": _answered,
    "confirmed": _confirmed,
    "inferred": _inferred,
    "searches": _searches,
    "unanswered": _unanswered,
}

CODES = tuple(_SOURCES)
"""Figures whose records have a list of their own."""
