"""A page of a ticket list: which tickets, in which order, and how to go on. Never more than one page is read."""

from __future__ import annotations

import base64
import binascii
import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from deskhand.accounts import glass
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.prepared import Prepared
from deskhand.kernel.query import EVERYTHING, And, Env, Node, QueryError, all_of, parse, to_q, to_text
from deskhand.kernel.query.tree import Term, leaves
from deskhand.tickets import curtain, sorting
from deskhand.tickets.built_in_views import LASTING
from deskhand.tickets.models import Priority, ReadMark, Ticket, TicketTag
from deskhand.tickets.query_fields import ticket_fields
from deskhand.tickets.querysets import UNFINISHED, staff_desks
from deskhand.tickets.sorting import Order, Place, order_of

PAGE = 50
"""Rows of one page."""

COUNT_LIMIT = 1_000
"""Counts are exact up to this; nobody waits for more."""

DEFAULT_SORT = sorting.DEFAULT

COLUMNS = (
    "id", "number", "subject", "category", "priority", "status__name", "created_at", "last_message_at", "last_side",
    "last_name", "snippet", "requester_id", "requester__name", "requester__is_vip", "assignee_id", "assignee__name",
    "is_unproven", "is_confidential", "snooze__wakes_at", "holder", "status__position", "updated_at", "seen_at",
    "desk_id",
)  # fmt: skip


@dataclass
class Question:
    """What was asked: the text, its meaning (if it has one), and the desk."""

    text: str
    desk_id: int
    env: Env
    tree: Node = EVERYTHING
    condition: Q = field(default_factory=Q)
    error: QueryError | None = None

    @property
    def asks_for_unlisted(self) -> bool:
        """Whether it names spam or the bin, which are shown only when asked for."""
        codes = {getattr(value, "text", "") for one in _terms(self.tree) if one.field == "is" for value in one.values}
        return bool(codes & {"spam", "deleted"})

    def without_one(self) -> list[tuple[str, str]]:
        """Pairs of a part of the question and the question without it: what could be dropped when nothing fits."""
        if not isinstance(self.tree, And) or len(self.tree.parts) < 2:
            return []
        parts = self.tree.parts
        return [(to_text(one), to_text(all_of(parts[:at] + parts[at + 1 :]))) for at, one in enumerate(parts)]


@dataclass
class Page:
    """Rows of a page as dictionaries; ``older`` and ``newer`` are cursors, empty at the ends."""

    rows: list[dict[str, Any]]
    older: str = ""
    newer: str = ""


def asked(actor: Actor, desk_id: int, text: str) -> Question:
    """Understand a query. A mistake in it is kept in ``error``, not raised."""
    env = Env(now=clock.now(), me=actor.person_id, zone=timezone.get_current_timezone(), actor=actor, desk_id=desk_id)
    question = Question(text=text, desk_id=desk_id, env=env)
    try:
        _understand(question)
    except QueryError as error:
        question.error = error
    return question


def _understand(question: Question) -> None:
    fields = ticket_fields(question.desk_id)
    question.tree = parse(question.text, fields)
    question.condition = to_q(question.tree, fields, question.env)


def matching(actor: Actor, question: Question) -> Any:
    """The tickets that the question means, on its desk, if the actor serves it."""
    return _meant(staff_desks(actor), curtain.lens(actor), question)


def _meant(desks: list[int], lens: curtain.Lens, question: Question) -> Any:
    found = Ticket.objects.known_on(desks, lens).filter(desk_id=question.desk_id)
    if question.error is not None:
        return found.none()
    if not question.asks_for_unlisted:
        found = found.listed()
    return found.filter(question.condition)


def counted(actor: Actor, question: Question) -> int:
    """How many tickets, at most COUNT_LIMIT."""
    return int(matching(actor, question).order_by()[:COUNT_LIMIT].count())


def page(actor: Actor, question: Question, sort: str = DEFAULT_SORT, cursor: str = "") -> Page:
    """One page. Two queries, whatever the number of tickets: rows, and their tags; one more where a module's order
    reaches tickets that have no value in it."""
    order = order_of(sort, question.desk_id)
    at = _decoded(cursor, order)
    if at is None and question.text in LASTING and not order.sort.may_be_empty:
        rows = _beginning(question.text, order, PAGE + 1).rows(
            desks=sorted(staff_desks(actor)), desk=question.desk_id, **curtain.lens(actor)
        )
        return _paged(actor, order, rows, at)
    return page_of(actor, matching(actor, question), order, cursor)


def page_of(actor: Actor, found: Any, order: Order, cursor: str = "", columns: Sequence[str] = ()) -> Page:
    """One page of these tickets, which the actor may read, with further columns. Two queries."""
    at = _decoded(cursor, order)
    backwards = at is not None and at[0] == "newer"
    described = _described(actor.person_id, found)
    rows = order.rows(described, (*COLUMNS, *columns), PAGE + 1, at=at[1] if at else None, turned=backwards)
    return _paged(actor, order, rows, at)


def _paged(actor: Actor, order: Order, rows: list[dict[str, Any]], at: tuple[str, Place] | None) -> Page:
    backwards = at is not None and at[0] == "newer"
    has_more = len(rows) > PAGE
    rows = rows[:PAGE][:: -1 if backwards else 1]
    has_older = has_more if not backwards else True
    has_newer = at is not None if not backwards else has_more
    older = _encoded("older", order.place(rows[-1])) if rows and has_older else ""
    newer = _encoded("newer", order.place(rows[0])) if rows and has_newer else ""
    _with_tags(rows)
    for row in rows:
        row["priority"] = Priority(row["priority"]).word
        row["is_unread"] = _is_unread(row, actor)
        if glass.lies_behind(actor, row["desk_id"], row["id"]):
            row["snippet"] = ""  # What was written is read where the reading is noted: on the ticket.
    return Page(rows, older, newer)


@functools.cache
def _beginning(text: str, order: Order, limit: int) -> Prepared:
    """The first rows of a lasting question in one of the core's orders."""

    def asked_by(desks: list[int], desk: int, person: int | None, glass: list[int], opened: list[int]) -> Any:
        lens = curtain.Lens(person=person, glass=glass, opened=opened)
        question = Question(text=text, desk_id=desk, env=Env(now=clock.now(), me=person, desk_id=desk))
        _understand(question)
        return order.first(_described(person, _meant(desks, lens, question))).values(*COLUMNS)[:limit]

    return Prepared(asked_by)


def neighbours(actor: Actor, question: Question, sort: str, ticket: Ticket) -> tuple[int | None, int | None]:
    """Numbers of the tickets before and after this one in a list. Three queries; some more where a module's order
    comes to tickets that have no value in it."""
    order = order_of(sort, question.desk_id)
    described = _described(actor.person_id, Ticket.objects.within(ticket.desk_id).filter(pk=ticket.pk))
    here = described.values("id", order.column).first()
    if here is None:
        return None, None
    found = _described(actor.person_id, matching(actor, question))
    sides = [order.rows(found, ("id", "number"), 1, at=order.place(here), turned=turned) for turned in (True, False)]
    before, after = (rows[0]["number"] if rows else None for rows in sides)
    return before, after


def _described(person: int | None, found: Any) -> Any:
    marks = ReadMark.objects.beyond_walls("one's own mark on a ticket that is read").filter(
        ticket_id=OuterRef("pk"), person_id=person
    )
    holder = Coalesce(F("assignee__name"), Value(""))
    return found.annotate(holder=holder, seen_at=Subquery(marks.values("seen_at")[:1]))


def _tags_of(tickets: list[int]) -> Any:
    return TicketTag.objects.filter(ticket_id__in=tickets).order_by("tag__name").values_list("ticket_id", "tag__name")


_tags = Prepared(_tags_of)


def _with_tags(rows: list[dict[str, Any]]) -> None:
    by_ticket: dict[int, list[str]] = {row["id"]: [] for row in rows}
    for ticket_id, name in _tags.rows(tickets=list(by_ticket)):
        by_ticket[ticket_id].append(name)
    for row in rows:
        row["tags"] = by_ticket[row["id"]]


def _is_unread(row: dict[str, Any], actor: Actor) -> bool:
    if row["category"] not in UNFINISHED or (row["last_side"] == "agent" and row["last_name"] == actor.name):
        return False
    return row["seen_at"] is None or row["seen_at"] < row["last_message_at"]


def _terms(tree: Node) -> list[Term]:
    return [one for one in leaves(tree) if isinstance(one, Term)]


def _encoded(side: str, place: Place) -> str:
    value = {"t": place.value.isoformat()} if isinstance(place.value, datetime) else place.value
    return base64.urlsafe_b64encode(json.dumps([side, value, place.id]).encode()).decode().rstrip("=")


def _decoded(cursor: str, order: Order) -> tuple[str, Place] | None:
    """What a cursor says; one that we did not make for this order says nothing, and the list begins at its start."""
    try:
        side, value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(value, dict):
            value = datetime.fromisoformat(value["t"])
        is_ours = side in ("older", "newer") and order.is_value(value) and isinstance(pk, int) and pk < 2**53
        return (side, Place(value, pk)) if is_ours else None
    except (ValueError, TypeError, KeyError, binascii.Error):
        return None
