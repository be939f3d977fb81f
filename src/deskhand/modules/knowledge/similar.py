"""Tickets that were solved before and are like one at hand, for the agents of its desk. By words and meaning where the
extra is there, by words alone otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import meaning, shown
from deskhand.modules.knowledge.models import Article, Use
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.search.parts import Audience
from deskhand.search.semantic import hybrid
from deskhand.tickets import access
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_words import KIND as TICKET

SHOWN = 5
"""Solved tickets that are shown beside one."""

LIKE = 0.17
"""How sure meaning alone must be that a ticket is like another one: more than of an article, for people begin alike
whatever they ask. See :data:`hybrid.SURE`; measured: bench/README.md."""

ASKED_LIMIT = 600
"""Characters of a ticket that are looked for: its subject, and what was written first."""

AMONG = 20_000
"""Solved tickets of a desk among which is looked: those that were solved last."""

ARTICLES_SHOWN = 3
"""Articles that are named with each ticket."""


@dataclass(frozen=True, slots=True)
class UsedArticle:
    """An article that helped there, and that the actor may read."""

    id: int
    title: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class SimilarTicket:
    """A ticket that was solved. ``group`` is the category of its status. ``score`` compares within one list alone."""

    id: int
    number: int
    subject: str
    status: str
    group: str
    solved_at: datetime
    articles: tuple[UsedArticle, ...]
    score: float


def similar_to(actor: Actor, ticket: Ticket, *, limit: int = SHOWN, language: str = "en") -> list[SimilarTicket]:
    """Solved tickets of the same desk that are like this one, best first; none for whoever does not serve the desk,
    and none rather than nonsense. What is said on them in notes is not looked at."""
    desk = ticket.desk_id
    if not (switches.is_on(MODULE, desk) and access.is_staff_for(actor, ticket)):
        return []
    within = meaning.solved(Ticket.objects.served_by(actor)).filter(desk_id=desk).exclude(pk=ticket.pk)
    asked = f"{ticket.subject}\n{meaning.first_words(ticket)}"[:ASKED_LIMIT]
    readers = Audience(public_desks=frozenset({desk}))
    ids = frozenset(within.order_by("-resolved_at", "-pk").values_list("pk", flat=True)[:AMONG])
    found = hybrid.ranked(TICKET, asked, readers, within=ids, limit=limit, meant=meaning.SOLVED, at_least=LIKE)
    rows = {one.pk: one for one in within.filter(pk__in=[hit.object_id for hit in found]).select_related("status")}
    used = _used(actor, desk, list(rows), language) if rows else {}
    return [
        _shown(rows[hit.object_id], used.get(hit.object_id, ()), hit.score) for hit in found if hit.object_id in rows
    ]


def _shown(row: Ticket, used: Sequence[UsedArticle], score: float) -> SimilarTicket:
    solved_at = row.resolved_at or row.closed_at or row.updated_at
    articles = tuple(used[:ARTICLES_SHOWN])
    return SimilarTicket(row.pk, row.number, row.subject, row.status.label, row.category, solved_at, articles, score)


def _used(actor: Actor, desk_id: int, tickets: Sequence[int], language: str) -> dict[int, list[UsedArticle]]:
    """The articles that were used on these tickets, as far as the actor may read them. Three queries."""
    if not actor.may("knowledge.read", desk_id):
        return {}
    readable = Article.objects.served_by(actor).filter(desk_id=desk_id).order_by()
    uses = Use.objects.within(desk_id).filter(ticket_id__in=tickets, article__in=readable.values("pk"))
    pairs = list(uses.order_by("at", "pk").values_list("ticket_id", "article_id", "article__desk__key"))
    spoken = shown.in_language([article for _, article, _ in pairs], language)
    found: dict[int, list[UsedArticle]] = {}
    for ticket, article, key in pairs:
        if one := spoken.get(article):
            url = reverse("knowledge:article", args=[key, article])
            found.setdefault(ticket, []).append(UsedArticle(article, one.title, one.language, url))
    return found
