"""A ticket as it was after each of its facts, rebuilt from the event log.

The ticket's row says what is true now. Each fact says what it replaced, so what was true before the first change of a
field is what that change replaced, and what never changed is as it is now. What changes without a fact of its own (the
organization with the requester, the assignee with a move) is taken from the next fact that names it, or from the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from deskhand.kernel.models import Event
from deskhand.tickets.changes import CODES, LEFT, UNKNOWN, changes, words
from deskhand.tickets.models import Status, Tag, Ticket, TicketTag
from deskhand.tickets.moments import Moment, Snapshot, Story

__all__ = ["FactRow", "Moment", "Snapshot", "Story", "stories_of", "story_of", "told"]

BATCH = 500
"""Tickets whose stories are read with the same few queries."""


class FactRow(NamedTuple):
    """A row of the event log."""

    id: int
    at: datetime
    code: str
    actor_id: int | None
    values: Mapping[str, Any]


class StatusRow(NamedTuple):
    """What a story needs to know of a status."""

    id: int
    key: str
    pauses: bool


@dataclass(frozen=True)
class Known:
    """What facts do not tell themselves: statuses by desk and key, and of the tags of a ticket that moved the desk and
    name by id."""

    statuses: Mapping[tuple[int, str], StatusRow] = field(default_factory=dict)
    tags: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def story_of(ticket: Ticket) -> Story:
    """The story of one ticket, which ends with what its row (as it is given) says. Three queries; a fourth for a ticket
    that came from another desk and has tags."""
    return stories_of([ticket])[ticket.pk]


def stories_of(tickets: Sequence[Ticket]) -> dict[int, Story]:
    """The stories of tickets by their ids: as many queries as for one, for every :data:`BATCH` of them."""
    found: dict[int, Story] = {}
    for at in range(0, len(tickets), BATCH):
        found |= _batch(tickets[at : at + BATCH])
    return found


def _batch(tickets: Sequence[Ticket]) -> dict[int, Story]:
    facts, on = _facts([one.pk for one in tickets]), _tags_on([one.pk for one in tickets])
    moved = [one for rows in facts.values() for one in rows if one.code == "ticket.moved"]
    desks = {one.desk_id for one in tickets} | {one.values["old_desk"] for one in moved}
    statuses = {(desk, row.key): row for desk, row in _statuses(desks)}
    by_id = {row.id: row for row in statuses.values()}
    known = Known(statuses, _tags_across(desks, facts.values(), on.values()) if moved else {})
    return {one.pk: Story(one.pk, told(_now(one, by_id, on[one.pk]), facts[one.pk], known)) for one in tickets}


def _facts(ids: Sequence[int]) -> dict[int, list[FactRow]]:
    found: dict[int, list[FactRow]] = defaultdict(list)
    rows = Event.objects.filter(subject_kind="ticket", subject_id__in=ids, code__in=CODES).order_by("at", "id")
    for subject, *row in rows.values_list("subject_id", *FactRow._fields):
        found[subject].append(FactRow(*row))
    return found


def _tags_on(ids: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for ticket, tag in TicketTag.objects.filter(ticket_id__in=ids).values_list("ticket_id", "tag_id"):
        found[ticket].add(tag)
    return {pk: frozenset(found[pk]) for pk in ids}


def _statuses(desks: Iterable[int]) -> Iterator[tuple[int, StatusRow]]:
    rows = Status.objects.within(sorted(desks)).order_by().values_list("desk_id", *StatusRow._fields)
    return ((desk, StatusRow(*row)) for desk, *row in rows)


def _tags_across(
    desks: Iterable[int], facts: Iterable[Sequence[FactRow]], on: Iterable[frozenset[int]]
) -> dict[int, tuple[int, str]]:
    """The tags that tickets have or had, and those of the same names on the desks that they came from."""
    tagged = (one.values for rows in facts for one in rows if one.code == "ticket.tagged")
    ids = {pk for values in tagged for pk in (*values["added"], *values["removed"])}.union(*on)
    if not ids:
        return {}
    named = Tag.objects.within(sorted(desks)).filter(pk__in=ids).values("name")
    rows = Tag.objects.within(sorted(desks)).filter(name__in=named).order_by()
    return {pk: (desk, name) for pk, desk, name in rows.values_list("pk", "desk_id", "name")}


def _now(ticket: Ticket, statuses: Mapping[int, StatusRow], tags: frozenset[int]) -> Snapshot:
    status = statuses.get(ticket.status_id) or StatusRow(ticket.status_id, ticket.status.key, ticket.status.pauses)
    return Snapshot(
        id=ticket.pk,
        number=ticket.number,
        desk_id=ticket.desk_id,
        kind=str(ticket.kind),
        status_id=ticket.status_id,
        status_key=status.key,
        category=str(ticket.category),
        pauses=status.pauses,
        priority=int(ticket.priority),
        team_id=ticket.team_id,
        assignee_id=ticket.assignee_id,
        requester_id=ticket.requester_id,
        affected_id=ticket.affected_id,
        organization_id=ticket.organization_id,
        location_id=getattr(ticket, "location_id", None),
        service_id=getattr(ticket, "service_id", None),
        channel=str(ticket.channel),
        tag_ids=tags,
        created_at=ticket.created_at,
        is_spam=ticket.is_spam,
        deleted=ticket.deleted_at is not None,
        merged=ticket.merged_into_id is not None,
        last_side=ticket.last_side,
    )


def told(now: Snapshot, facts: Sequence[FactRow], known: Known | None = None) -> tuple[Moment, ...]:
    """The moments that facts (in their order) came to. The last one ends with ``now``, whatever the facts say: while a
    deed is under way the row may be ahead of them. Without a fact of the beginning there is a first moment for it."""
    if not facts or facts[0].code != "ticket.created":
        facts = [FactRow(0, now.created_at, "ticket.created", None, {}), *facts]
    facts = list(_joined(facts))
    moments: list[Moment] = []
    before = None
    for fact, after in zip(facts, _states(now, facts, known or Known()), strict=True):
        if said := words(fact.code, fact.values, before, after):
            at = fact.at.astimezone(UTC)
            moments.append(Moment(fact.id, at, fact.code, said, fact.actor_id, fact.values, after))
        before = after
    moments[-1] = replace(moments[-1], after=now)
    return tuple(moments)


def _joined(facts: Sequence[FactRow]) -> Iterator[FactRow]:
    """The facts, those of a move as one."""
    left: Mapping[str, Any] = {}
    for fact in facts:
        if fact.code == LEFT:
            left = fact.values
        else:
            yield fact._replace(values={**fact.values, LEFT: left}) if fact.code == "ticket.moved" else fact


def _states(now: Snapshot, facts: Sequence[FactRow], known: Known) -> Iterator[Snapshot]:
    lines = _lines(now, facts, known)
    tags = _tags(now, facts, known)
    for at in range(len(facts)):
        true = {name: line[at] for name, line in lines.items()}
        desk, key = true.get("desk_id", now.desk_id), true.get("status_key", now.status_key)
        if (status := known.statuses.get((desk, key))) is not None:
            true["status_id"] = status.id
        yield replace(now, **true, tag_ids=tags[at])


def _lines(now: Snapshot, facts: Sequence[FactRow], known: Known) -> dict[str, list[Any]]:
    """The value of each field that facts name, after each of them."""
    changed: dict[str, list[tuple[int, Any, Any]]] = defaultdict(list)
    for at, fact in enumerate(facts):
        for name, old, new in changes(fact.code, fact.values, lambda desk, key: _pauses(known, desk, key)):
            changed[name].append((at, old, new))
    return {name: _line(getattr(now, name), found, len(facts)) for name, found in changed.items()}


def _line(now: Any, changed: Sequence[tuple[int, Any, Any]], length: int) -> list[Any]:
    befores = [old for _at, old, _new in changed] + [now]
    line = [_first_known(befores, now)] * length
    for turn, (at, _old, new) in enumerate(changed):
        value = _first_known(befores[turn + 1 :], now) if new is UNKNOWN else new
        line[at:] = [value] * (length - at)
    return line


def _first_known(values: Iterable[Any], otherwise: Any) -> Any:
    return next((one for one in values if one is not UNKNOWN), otherwise)


def _pauses(known: Known, desk: int, key: str) -> Any:
    status = known.statuses.get((desk, key))
    return UNKNOWN if status is None else status.pauses


def _tags(now: Snapshot, facts: Sequence[FactRow], known: Known) -> list[frozenset[int]]:
    """The tags after each fact. On another desk a tag of the same name is another one."""
    twins = {place: pk for pk, place in known.tags.items()}
    line, after = [now.tag_ids] * len(facts), now.tag_ids
    for at in range(len(facts) - 1, -1, -1):
        line[at], values = after, facts[at].values
        if facts[at].code == "ticket.tagged":
            after = (after - frozenset(values["added"])) | frozenset(values["removed"])
        elif facts[at].code == "ticket.moved":
            names = (known.tags[pk][1] for pk in after if pk in known.tags)
            after = frozenset(twins[place] for name in names if (place := (values["old_desk"], name)) in twins)
    return line
