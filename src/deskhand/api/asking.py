"""The query language over everything that a bearer may read: served desks whole, other desks as their requester."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.query import And, Clause, Env, Fields, Node, ReferenceField, all_of, parse, to_q
from deskhand.kernel.query.tree import Term, leaves
from deskhand.kernel.query.word_clauses import gathered, word_clause
from deskhand.kernel.words import fold
from deskhand.search import index
from deskhand.search.parts import Audience
from deskhand.tickets import query_fields, query_names, query_words
from deskhand.tickets.models import Status, Ticket
from deskhand.tickets.querysets import staff_desks

UNLISTED = ("spam", "deleted")
"""What no list shows unless asked: ``is:spam``, ``is:deleted``."""


@dataclass(frozen=True)
class Question:
    """A query that was understood. ``words`` is its free text, if it has any that stands apart; ``rest`` what else it
    asks; ``condition`` is both together."""

    condition: Q
    shows_unlisted: bool
    words: Clause | None
    rest: Q
    audience: Audience


def asked(actor: Actor, text: str) -> Question:
    """Understand a query. Raises QueryError, which points at the word."""
    audience = audience_of(actor)
    fields = _fields(actor, audience)
    env = Env(now=clock.now(), me=actor.person_id, zone=timezone.get_current_timezone(), actor=actor)
    tree = parse(text, fields)
    words, rest = _apart(tree)
    return Question(
        condition=to_q(tree, fields, env),
        shows_unlisted=_shows_unlisted(tree),
        words=words,
        rest=to_q(rest, fields, env) if words is not None else Q(),
        audience=audience,
    )


def audience_of(actor: Actor) -> Audience:
    """Notes are found on the desks that the actor serves; elsewhere what requesters may read. One query."""
    own = Ticket.objects.shown_to(actor).order_by().values_list("desk_id", flat=True).distinct()
    return Audience(internal_desks=frozenset(staff_desks(actor)), public_desks=frozenset(own))


def _fields(actor: Actor, audience: Audience) -> Fields:
    """The fields of the workspace, and for one's own tickets on desks that one does not serve: free text in what
    requesters may read, the categories as statuses, and oneself by name or address."""

    def asks(*, title_only: bool) -> Callable[[Clause, Env], Q]:
        return lambda clause, env: index.matching(query_words.KIND, clause, audience, title_only=title_only)

    def statuses(text: str, env: Env) -> Collection[int]:
        here = Status.objects.within(list(audience.public_desks - audience.internal_desks))
        return [*query_names.statuses(text, env), *here.filter(category=fold(text)).values_list("pk", flat=True)]

    def people(text: str, env: Env) -> Collection[int]:
        is_oneself = fold(text.strip()) in (fold(actor.name), actor.email)
        return {*query_names.people(text, env), *((actor.person_id,) if is_oneself and actor.person_id else ())}

    changed = {
        "subject": replace(query_fields.SUBJECT, ask=asks(title_only=True)),
        "status": replace(query_fields.STATUS, find=statuses),
    }
    specs = [changed.get(one.name, one) for one in query_fields.ticket_fields(actor=actor).specs]
    specs = [
        replace(one, find=people) if isinstance(one, ReferenceField) and one.kind == "person" else one for one in specs
    ]
    return Fields(specs, words=replace(query_fields.WORDS, ask=asks(title_only=False)))


def _apart(tree: Node) -> tuple[Clause | None, Node]:
    """The free text that must be found, for ranking, and the other conditions."""
    whole = word_clause(tree)
    if whole is not None:
        return whole, all_of([])
    if isinstance(tree, And):
        clause, others = gathered(tree)
        return clause, all_of(others)
    return None, tree


def _shows_unlisted(tree: Node) -> bool:
    flags = (one for one in leaves(tree) if isinstance(one, Term) and one.field == "is")
    return any(getattr(value, "text", "") in UNLISTED for one in flags for value in one.values)
