"""What facts about a ticket change of it, and the words for what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.moments import Snapshot

UNKNOWN: Final = object()
"""A value that a fact does not tell."""

Values = Mapping[str, Any]
Change = tuple[str, Any, Any]
"""The name of a snapshot's field, what it was before and what it is after; either may be :data:`UNKNOWN`."""

Pauses = Callable[[int, str], Any]
"""Whether promises stand still in a desk's status of that key, by its row of today; UNKNOWN without one."""

_OPENED = (
    ("kind", "kind"),
    ("status_key", "status"),
    ("priority", "priority"),
    ("team_id", "team"),
    ("assignee_id", "assignee"),
    ("requester_id", "requester"),
    ("service_id", "service"),
    ("location_id", "location"),
)
"""Fields of a snapshot, and what the fact of a ticket's beginning calls them."""

_FIELDS = {
    "kind": "kind",
    "requester": "requester_id",
    "affected": "affected_id",
    "organization": "organization_id",
    "service": "service_id",
    "location": "location_id",
}
"""What ``ticket.changed`` calls fields of a snapshot."""

_TRUTHS = {
    "ticket.marked_spam": ("is_spam", True, "spam"),
    "ticket.unmarked_spam": ("is_spam", False, "unspam"),
    "ticket.deleted": ("deleted", True, "deleted"),
    "ticket.restored": ("deleted", False, "restored"),
    "ticket.merged": ("merged", True, "merged"),
    "ticket.unmerged": ("merged", False, "unmerged"),
}
"""Facts of something that is so or is not: the field, what it is afterwards, and the word."""

_WRITTEN = {
    "ticket.replied": ("agent", "agent_replied"),
    "ticket.requester_replied": ("requester", "requester_replied"),
    "ticket.noted": ("agent", "noted"),
    "ticket.letter_filed": ("requester", "letter_filed"),
}
"""Facts of messages: whose side wrote, and the word."""

_ALONE = {
    "ticket.merged_in": "merged_in",
    "ticket.split_off": "split_off",
    "ticket.tagged": "tagged",
    "ticket.moved": "moved",
}
"""Facts with a word of their own, whatever they change."""

LEFT = "ticket.left"
"""The fact of a move that the desk has which the ticket left. It is no moment: what it tells is under this name among
the values of the ``ticket.moved`` beside it."""

CODES = frozenset(
    {
        "ticket.created",
        "ticket.status_changed",
        "ticket.assigned",
        "ticket.team_changed",
        "ticket.priority_changed",
        "ticket.changed",
        LEFT,
        "ticket.heard_of_merged",
        *_TRUTHS,
        *_WRITTEN,
        *_ALONE,
    }
)
"""Facts that a story is made of."""

_QUIET_LETTERS = frozenset({"automatic_reply"})
"""Reasons for which a letter is filed that do not count as somebody's words."""


def changes(code: str, values: Values, pauses: Pauses) -> Iterator[Change]:
    """What a fact of that code changed, but tags."""
    if code in _TRUTHS:
        name, after, _word = _TRUTHS[code]
        yield name, not after, after
    elif code in _WRITTEN:
        if values.get("why") not in _QUIET_LETTERS:
            yield "last_side", UNKNOWN, _WRITTEN[code][0]
    elif code in _CHANGES:
        yield from _CHANGES[code](values, pauses)


def _created(values: Values, pauses: Pauses) -> Iterator[Change]:
    if values:
        yield "last_side", UNKNOWN, values.get("side", "requester")
    for name, told in _OPENED:
        if told in values:
            yield name, UNKNOWN, values[told]


def _status(values: Values, pauses: Pauses) -> Iterator[Change]:
    yield "status_key", values["old"], values["new"]
    yield "category", values["old_category"], values["new_category"]
    yield "pauses", values.get("old_pauses", False), values.get("new_pauses", False)
    if values.get("because") == "merged":  # It is closed because it is merged, which is told a moment later.
        yield "merged", False, True


def _simple(name: str) -> Callable[[Values, Pauses], Iterator[Change]]:
    return lambda values, pauses: iter([(name, values["old"], values["new"])])


def _changed(values: Values, pauses: Pauses) -> Iterator[Change]:
    name = _FIELDS.get(values["field"])
    if name is not None:
        yield name, values["old"], values["new"]
    for along, old in (values.get("along") or {}).items():
        yield _FIELDS[along], old, UNKNOWN


def _moved(values: Values, pauses: Pauses) -> Iterator[Change]:
    left: Values = values.get(LEFT, {})
    old_status = left.get("old_status", UNKNOWN)
    was_pausing = UNKNOWN if old_status is UNKNOWN else pauses(values["old_desk"], old_status)
    yield "desk_id", values["old_desk"], values["new_desk"]
    yield "status_key", old_status, values["new_status"]
    yield "pauses", was_pausing, pauses(values["new_desk"], values["new_status"])
    for name in ("team", "service", "location"):
        yield f"{name}_id", left.get(f"old_{name}", UNKNOWN), values.get(name)
    yield "assignee_id", left.get("old_assignee", UNKNOWN), UNKNOWN if values.get("is_undo") else None


def _heard(values: Values, pauses: Pauses) -> Iterator[Change]:
    if values.get("side") == "requester" and not values.get("is_internal"):
        yield "last_side", UNKNOWN, "requester"


_CHANGES: Mapping[str, Callable[[Values, Pauses], Iterator[Change]]] = {
    "ticket.created": _created,
    "ticket.status_changed": _status,
    "ticket.assigned": _simple("assignee_id"),
    "ticket.team_changed": _simple("team_id"),
    "ticket.priority_changed": _simple("priority"),
    "ticket.changed": _changed,
    "ticket.moved": _moved,
    "ticket.heard_of_merged": _heard,
}


_CHANGED_WORDS = {
    "team_id": "team_changed",
    "priority": "priority_changed",
    "kind": "kind_changed",
    "requester_id": "requester_changed",
    "affected_id": "affected_changed",
    "organization_id": "organization_changed",
    "service_id": "service_changed",
    "location_id": "location_changed",
    "status_key": "status_changed",
}
"""Words for fields that are something else than before."""


def words(code: str, values: Values, before: Snapshot | None, after: Snapshot) -> frozenset[str]:
    """What happened, in words; none for a fact that changed nothing of a snapshot."""
    if before is None:
        answers = values.get("side") == "agent" and not values.get("is_internal") and values.get("message")
        return frozenset({"created", "agent_replied"} if answers else {"created"})
    said = {found[-1] for found in (_TRUTHS.get(code), _WRITTEN.get(code)) if found}
    said |= {_ALONE[code]} if code in _ALONE else set()
    if code == "ticket.heard_of_merged":
        said |= _heard_words(values)
    said |= {word for name, word in _CHANGED_WORDS.items() if getattr(before, name) != getattr(after, name)}
    if before.assignee_id != after.assignee_id:
        said.add("unassigned" if after.assignee_id is None else "assigned")
    if before.pauses != after.pauses:
        said.add("on_hold" if after.pauses else "taken_up")
    return frozenset(said | _ended_or_begun(before.category, after.category))


def _heard_words(values: Values) -> set[str]:
    if values.get("is_internal"):
        return {"noted"} if values.get("side") == "agent" else {"letter_filed"}
    return {f"{values['side']}_replied"} if values.get("side") else set()


def _ended_or_begun(before: str, after: str) -> set[str]:
    if before == after:
        return set()
    if after in FINISHED:
        return {after}
    return {"reopened"} if before in FINISHED else set()
