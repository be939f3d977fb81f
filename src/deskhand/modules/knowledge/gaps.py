"""What is to be written: searches that found nothing, and tickets that ask the same without an article; and what is to
be mended. All of it for somebody: tickets and articles that they do not read are neither shown nor counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Value, When

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import clusters
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.meaning import SOLVED
from deskhand.modules.knowledge.models import Article, Asked, Flag, Gap, Place, Translation, Use
from deskhand.search.models import SearchVector
from deskhand.search.semantic.embedding import MODEL
from deskhand.tickets.models import Ticket

LOOKS_BACK = timedelta(days=90)
"""How far back searches and tickets are looked at."""

SEARCHES_KEPT = timedelta(days=400)
"""For how long the words of a search are kept."""

SEARCHES_SHOWN = 200
"""Searches without result on the list, those that were made most."""

TICKETS_READ = 1_000
"""Tickets without article that are looked at, the newest."""

CLUSTERS_SHOWN = 50
"""Clusters of tickets on the list, the largest."""

EXAMPLES = 3
"""Tickets of a cluster that are named, the newest."""

FLAGS_SHOWN = 200
"""Things to mend on the list: one's own articles first, the oldest first."""

DECIDED_SHOWN = 100
"""Gaps that are put away or done on the page, the newest."""


@dataclass(slots=True)
class Search:
    """Searches for the same words that found nothing. ``words`` as somebody typed them."""

    key: str
    count: int
    last_at: datetime
    words: str = ""
    places: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asking:
    """Tickets that ask the same, of which none has an article: ``title`` is the subject of the newest, ``tickets`` are
    their ids."""

    key: str
    title: str
    count: int
    last_at: datetime
    examples: Sequence[tuple[int, str]]
    tickets: frozenset[int]


def unanswered(desk: Desk, since: datetime, until: datetime | None = None) -> Any:
    """Searches that found nothing in a time."""
    found = Asked.objects.within(desk).filter(found=0, at__gte=since)
    return found if until is None else found.filter(at__lt=until)


def searches(desk: Desk) -> list[Search]:
    """Searches without result that nobody has decided about and that found nothing the last time, too. What an article
    answered stands there again if it was looked for in vain after that. Four queries."""
    known = {key: (state, at) for key, state, at in _known(desk, Gap.Kind.SEARCH)}
    away = {key for key, (state, _at) in known.items() if state != Gap.State.ANSWERED}
    decided = {key: at for key, (_state, at) in known.items()}
    rows = counted(desk)[: SEARCHES_SHOWN + len(away)]
    found = [Search(row["folded"], row["count"], row["last_at"]) for row in rows if row["folded"] not in away]
    found = found[:SEARCHES_SHOWN]
    later = _found_later(desk, [one.key for one in found])
    beginning = datetime.min.replace(tzinfo=clock.now().tzinfo)
    left = [one for one in found if one.last_at > max(later.get(one.key, beginning), decided.get(one.key, beginning))]
    _describe(desk, left)
    return left


def counted(desk: Desk) -> Any:
    """Words that found nothing, those that were asked most first. An index holds all that it reads."""
    found = unanswered(desk, clock.now() - LOOKS_BACK).order_by().values("folded")
    return found.annotate(count=Count("pk"), last_at=Max("at")).order_by("-count", "-last_at", "folded")


def clusters_of(actor: Actor, desk: Desk) -> list[Asking]:
    """Tickets of the last LOOKS_BACK that ask the same, of which none has an article, as far as the actor reads them;
    without those that somebody decided about. Four queries."""
    found, looked_at = _askings(actor, desk)
    away = Gap.objects.within(desk).filter(kind=Gap.Kind.TICKETS).values_list("key", "tickets")
    decided = [(key, looked_at.intersection(tickets)) for key, tickets in away]
    return [one for one in found if not any(_is_known(one, *gap) for gap in decided)][:CLUSTERS_SHOWN]


def tickets_of(actor: Actor, desk: Desk, kind: str, key: str) -> list[int]:
    """Ids of the tickets of the cluster that has this key for the actor; none of any other gap."""
    if kind != Gap.Kind.TICKETS:
        return []
    return next((sorted(one.tickets) for one in _askings(actor, desk)[0] if one.key == key), [])


def _askings(actor: Actor, desk: Desk) -> tuple[list[Asking], set[int]]:
    """All clusters, and the ids of the tickets that were looked at."""
    rows = list(_without_article(actor, desk))
    rows.reverse()
    subjects = [subject for _pk, _number, subject, _at in rows]
    ids = [pk for pk, *_rest in rows]
    return [_asking(one, rows) for one in clusters.clusters_of(subjects, _kept(ids))], set(ids)


def _is_known(one: Asking, key: str, tickets: set[int]) -> bool:
    """Whether that is the cluster of a gap: at least half of the gap's tickets that are still looked at are in it; the
    same words, where none of them is looked at any more."""
    return 2 * len(one.tickets & tickets) >= len(tickets) if tickets else one.key == key


def to_mend(actor: Actor, desk: Desk) -> list[Flag]:
    """What is to be mended in articles that the actor reads: those that they own first, then the oldest."""
    mine = Case(
        When(article__owner_id=actor.person_id or 0, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = open_flags(actor, desk).annotate(whose=mine).select_related("article__owner", "article__desk", "person")
    return list(found.order_by("whose", "article_id", "at", "pk")[:FLAGS_SHOWN])


def open_flags(actor: Actor, desk: Desk) -> Any:
    """All that is to be mended in articles that the actor reads."""
    readable = Article.objects.served_by(actor).filter(desk=desk).exclude(confidence="archived")
    return Flag.objects.within(desk).filter(done_at=None, article__in=readable.values("pk"))


def decided(actor: Actor, desk: Desk) -> list[Gap]:
    """What is off the list, the newest first. Words of tickets that the actor does not read are left out, and an
    article that they do not read is not named."""
    rows = _told_to(actor, desk, list(Gap.objects.within(desk).select_related("person")[:DECIDED_SHOWN]))
    readable = set(
        Article.objects.served_by(actor).filter(pk__in=[one.article_id for one in rows]).values_list("pk", flat=True)
    )
    for one in rows:
        if one.article_id not in readable:
            one.article_id = None
    return rows


def decided_one(actor: Actor, desk: Desk, pk: int) -> Gap:
    """One of them. Raises NotFound for one that the actor is not shown."""
    found = _told_to(actor, desk, list(Gap.objects.within(desk).filter(pk=pk)))
    if not found:
        raise NotFound
    return found[0]


def answered_now(desk: Desk) -> dict[str, Article]:
    """Searches without result that an article answers by now for those who may write to the desk."""
    somebody = Actor(person_id=0, name="", roles={desk.pk: frozenset({"guest"})}, channel=Channel.PORTAL)
    found: dict[str, Article] = {}
    for one in searches(desk):
        language = one.languages[0] if one.languages else desk.language
        hits = find(somebody, one.words, language=language, desk_ids=[desk.pk], is_outward=True, limit=1)
        if hits:
            found[one.key] = hits[0].translation.article
    return found


def _told_to(actor: Actor, desk: Desk, rows: list[Gap]) -> list[Gap]:
    about = {pk for one in rows for pk in one.tickets}
    read = set(_read_by(actor, desk).filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    return [one for one in rows if not one.tickets or not read.isdisjoint(one.tickets)]


def _read_by(actor: Actor, desk: Desk) -> Any:
    """Tickets of which an article may come. What is confidential is not written about, whoever reads it."""
    return Ticket.objects.served_by(actor).filter(desk=desk, is_confidential=False)


def _known(desk: Desk, kind: str) -> Any:
    """What is decided: key, state and when."""
    return Gap.objects.within(desk).filter(kind=kind).values_list("key", "state", "at")


def _found_later(desk: Desk, keys: Sequence[str]) -> Mapping[str, datetime]:
    """When these words found something the last time."""
    rows = Asked.objects.within(desk).filter(folded__in=keys, found__gt=0).order_by()
    return dict(rows.values_list("folded").annotate(last_at=Max("at")))


def _describe(desk: Desk, found: Sequence[Search]) -> None:
    """Words as they were typed, places and languages of each. One query."""
    by_key = {one.key: one for one in found}
    rows = unanswered(desk, clock.now() - LOOKS_BACK).filter(folded__in=list(by_key)).order_by()
    for key, place, language, words in rows.values_list("folded", "place", "language").annotate(words=Max("words")):
        one = by_key[key]
        one.words = max(one.words, words)
        one.places = sorted({*one.places, str(Place(place).label)})
        one.languages = sorted({*one.languages, language})


def _without_article(actor: Actor, desk: Desk) -> Any:
    readable = Article.objects.served_by(actor).filter(desk=desk)
    used = Use.objects.within(desk).filter(ticket_id=OuterRef("pk"), article__in=readable.values("pk"))
    found = _read_by(actor, desk).filter(created_at__gte=clock.now() - LOOKS_BACK)
    found = found.listed().exclude(category="cancelled").filter(~Exists(used), merged_into=None)
    return found.order_by("-created_at", "-pk").values_list("pk", "number", "subject", "created_at")[:TICKETS_READ]


def _kept(ids: Sequence[int]) -> dict[int, bytes]:
    """What is kept of the meaning of these tickets, by their places: of each its first passage."""
    places = {pk: place for place, pk in enumerate(ids)}
    kept = SearchVector.objects.filter(kind=SOLVED, object_id__in=ids, part=0, model=MODEL)
    return {places[pk]: bytes(vector) for pk, vector in kept.values_list("object_id", "vector")}


def _asking(one: clusters.Cluster, rows: Sequence[tuple[int, int, str, datetime]]) -> Asking:
    newest = [rows[at] for at in reversed(one.members)]
    examples = [(number, subject) for _pk, number, subject, _at in newest[:EXAMPLES]]
    ids = frozenset(pk for pk, *_rest in newest)
    return Asking(one.key, newest[0][2], len(one.members), newest[0][3], examples, ids)


def titles(article_ids: Sequence[int], desk: Desk) -> dict[int, str]:
    """What articles are called in their first language. One query."""
    rows = Translation.objects.within(desk).filter(article_id__in=list(article_ids), language=F("article__language"))
    return dict(rows.values_list("article_id", "title"))
