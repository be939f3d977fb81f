"""Lists of tickets, and search."""

from __future__ import annotations

import heapq
from typing import Annotated, Any

from django.db.models import Q
from ninja import Query
from pydantic import AfterValidator, WithJsonSchema

from deskhand.api import answers, asking, cursors, ticket_sorts
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routes import ticket_router as router
from deskhand.api.routing import route
from deskhand.api.schemas import QUERY_LIMIT, Cursor, Limit, Text, TicketQuery
from deskhand.api.shown import tickets as shown
from deskhand.kernel.actor import Actor
from deskhand.search import index
from deskhand.tickets import curtain
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_words import KIND
from deskhand.tickets.querysets import staff_desks

SortWord = Annotated[
    str,
    AfterValidator(ticket_sorts.known),
    WithJsonSchema({"type": "string", "enum": ticket_sorts.words(ticket_sorts.COLUMNS)}),
]
SORT = "The order; a dash turns it round. By what a module adds, tickets that have nothing there come last both ways."
DEEPEST = 500
"""A search gives at most this many tickets, best first: narrow it rather than read on."""


@route(router, "GET", "/tickets", gate="scoped", returns=answers.TicketPage)
def list_tickets(
    request: ApiRequest,
    q: TicketQuery = "",
    sort: Annotated[SortWord, Query(ticket_sorts.DEFAULT, description=SORT)] = ticket_sorts.DEFAULT,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List tickets.

    The tickets of the desks that you serve, and your own on every desk. Spam and the bin are left out unless the
    query asks for them (`is:spam`, `is:deleted`).

    Pages hold while others write: newest first, or by `number`, each ticket is met once, whatever is opened, changed or
    deleted meanwhile. By `updated_at` or `priority` a ticket that changes while you read moves to its new place.
    """
    walk = Walk(sort.lstrip("-"), f"tickets {q}", limit, cursor, is_down=sort.startswith("-"))
    order = ticket_sorts.order_of(request.actor, sort)
    if order is not None:
        rows, following = ticket_sorts.page(order, walk, _parts(request.actor, q), shown.COLUMNS)
    else:
        rows, following = walk.cut(_page(request.actor, q, walk))
    return {"items": shown.many(request.actor, rows), "next": following}


@route(router, "GET", "/search", gate="scoped", returns=answers.FoundPage)
def search(
    request: ApiRequest,
    q: Annotated[
        Text,
        Query(
            ...,
            min_length=1,
            max_length=QUERY_LIMIT,
            description="Words, and the query language.",
            example="printer jam",
        ),
    ],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """Search tickets.

    Best first. Looks for the words in number, subject, messages, file names and people; on desks that you serve in
    notes, too.
    At most 500 tickets are given, each once: the cursor knows those that you have had. A query without free text is
    answered newest first.
    """
    actor = request.actor
    question = asking.asked(actor, q)
    if question.words is None:
        walk = Walk("created_at", f"search {q}", limit, cursor, is_down=True)
        rows, following = walk.cut(_page(actor, q, walk))
        return {"items": shown.many(actor, rows), "next": following}
    had = cursors.opened_ids(f"ranked {q}", cursor) if cursor else set()
    inside = _listed(Ticket.objects.visible_to(actor), question.shows_unlisted).filter(question.rest)
    within = inside.order_by().values("pk")
    wanted = min(len(had) + limit + 1, DEEPEST)
    found = index.find(KIND, question.words, question.audience, within=within, limit=wanted)
    fresh = [pk for pk in found if pk not in had]
    given = fresh[:limit]
    rows = _in_order(actor, given)
    has_more = len(fresh) > limit
    following = cursors.sealed_ids(f"ranked {q}", had | set(given)) if has_more else None
    return {"items": shown.many(actor, rows), "next": following}


def _page(actor: Actor, text: str, walk: Walk) -> list[dict[str, Any]]:
    """One page and one row more."""
    found = [walk.rows(part, *shown.COLUMNS) for part in _parts(actor, text)]
    merged = heapq.merge(*found, key=lambda row: (row[walk.column], row["id"]), reverse=walk.is_down)
    return list(merged)[: walk.limit + 1]


def _parts(actor: Actor, text: str) -> list[Any]:
    """What is served and what is one's own elsewhere are two questions, each of which an index answers in order; asked
    as one, the database would have to sort everything first."""
    question = asking.asked(actor, text) if text.strip() else None
    condition = question.condition if question else Q()
    shows_unlisted = bool(question and question.shows_unlisted)
    served = staff_desks(actor)
    shown_elsewhere = Ticket.objects.shown_to(actor)
    own = shown_elsewhere.exclude(Q(desk_id__in=served) & curtain.may_know(actor)) if served else shown_elsewhere
    parts = [Ticket.objects.served_by(actor), own] if served else [own]
    return [_listed(part, shows_unlisted).filter(condition) for part in parts]


def _listed(found: Any, shows_unlisted: bool) -> Any:
    return found if shows_unlisted else found.listed()


def _in_order(actor: Actor, ids: list[int]) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in Ticket.objects.visible_to(actor).filter(pk__in=ids).values(*shown.COLUMNS)}
    return [rows[pk] for pk in ids if pk in rows]
