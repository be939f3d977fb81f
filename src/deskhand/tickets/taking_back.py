"""Which changes of a ticket can be taken back from its history: told from its facts alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from deskhand.kernel.actor import Actor
from deskhand.tickets.facts import Fact

UNDO_FOR = timedelta(days=1)
"""How long a change can be taken back."""

UNDONE = "ticket.change_undone"
"""Code of the fact that a change was taken back."""

NEEDS: Mapping[str, str] = {
    "status": "tickets.status",
    "assignee": "tickets.assign",
    "team": "tickets.assign",
    "priority": "tickets.change",
    "subject": "tickets.change",
    "kind": "tickets.change",
    "requester": "tickets.change",
    "affected": "tickets.change",
    "organization": "tickets.change",
    "service": "tickets.change",
    "location": "tickets.change",
    "tags": "tickets.change",
    "follower": "tickets.follow",
    "link": "tickets.change",
}
"""Fields whose changes can be taken back, and the permission of the verb that does it."""

_ENDS = frozenset({"ticket.moved", "ticket.created"})
"""What was before them is not taken back: a desk's teams, statuses and tags are its own."""

_WITH_ANOTHER = frozenset({"merged", "snoozed", "woken"})
"""Changes of the status that belong to a verb with an undo of its own."""

_FIELDS: Mapping[str, str] = {
    "ticket.status_changed": "status",
    "ticket.assigned": "assignee",
    "ticket.team_changed": "team",
    "ticket.priority_changed": "priority",
    "ticket.tagged": "tags",
    "ticket.follower_added": "follower",
    "ticket.follower_removed": "follower",
    "ticket.linked": "link",
    "ticket.unlinked": "link",
}


class Offer(NamedTuple):
    """The line of the history with the id ``entry`` offers to take the change with the id ``change`` back."""

    entry: int
    change: int


def field_of(fact: Fact) -> str:
    """The field that the fact changed; empty for what cannot be taken back."""
    field = str(fact.values.get("field")) if fact.code == "ticket.changed" else _FIELDS.get(fact.code, "")
    return field if field in NEEDS else ""


def touched(fact: Fact) -> frozenset[str]:
    """What the fact changed, so that two facts that share something cannot both stand: a field, a tag, a follower,
    a link."""
    field, values = field_of(fact), fact.values
    if field == "tags":
        return frozenset(f"tag {pk}" for pk in (*values["added"], *values["removed"]))
    if field == "follower":
        return frozenset({f"follower {values['person']}"})
    if field == "link":  # The number of a ticket on another desk is not in the fact.
        return frozenset({f"link {values['kind']} {values['number']}"} if values.get("number") else ())
    return frozenset({field} - {""})


def has_own_undo(fact: Fact) -> bool:
    """True for a change of the status that another verb brought with it, which has an undo of its own."""
    return fact.values.get("because") in _WITH_ANOTHER


def put_back(facts: Iterable[Fact]) -> dict[int, int]:
    """For each change by which another was taken back, the fact that says so."""
    return {fact.values["put_back"]: fact.id for fact in facts if fact.code == UNDONE}


def offers(facts: Iterable[Fact], actor: Actor, desk_id: int, now: datetime) -> tuple[Offer, ...]:
    """What the actor may take back now; the newest fact comes first. A change that another has replaced is left out."""
    facts, found, seen = tuple(facts), [], set[str]()
    lines = put_back(facts)
    for fact in facts:
        if fact.code in _ENDS or fact.at < now - UNDO_FOR:
            break
        changed = touched(fact)
        if changed and not changed & seen and not has_own_undo(fact) and actor.may(NEEDS[field_of(fact)], desk_id):
            found.append(Offer(lines.get(fact.id, fact.id), fact.id))
        seen |= changed
    return tuple(found)


def since(facts: Iterable[Fact], change: Fact) -> Fact | None:
    """The newest fact after the change that touched the same; the newest fact comes first."""
    changed: Any = touched(change)
    return next((one for one in facts if one.id > change.id and touched(one) & changed), None)
