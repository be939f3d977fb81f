"""A ticket's facts as the API shows them: ids become the words that people know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deskhand.accounts.models import Location, Organization, Person, Team
from deskhand.api.shown.tickets import person_ref
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.tickets.models import Priority, Service, Tag, Ticket
from deskhand.tickets.module_facts import values_on_desk

PERSON_FIELDS = ("requester", "affected", "assignee")
KINDS = ("person", "team", "tag", "organization", "service", "location")
HIDDEN = ("ticket",)
"""Values that say nothing new: the ticket is known."""


class Names:
    """The words for the ids in some facts: as many queries, whatever their number."""

    def __init__(self, desk_id: int, events: Iterable[Event]) -> None:
        ids: dict[str, set[int]] = {kind: set() for kind in KINDS}
        for event in events:
            ids["person"] |= {pk for pk in (event.actor_id, event.on_behalf_of_id) if pk}
            for kind, pk in _mentioned(event):
                ids[kind].add(pk)
        people = Person.objects.filter(pk__in=ids["person"]).values_list("pk", "name", "email")
        self.people = {pk: (name, email) for pk, name, email in people}
        self.words: dict[str, dict[int, str]] = {
            "person": {pk: email or name for pk, (name, email) in self.people.items()},
            "team": dict(Team.objects.within(desk_id).filter(pk__in=ids["team"]).values_list("pk", "name")),
            "tag": dict(Tag.objects.within(desk_id).filter(pk__in=ids["tag"]).values_list("pk", "name")),
            "organization": dict(Organization.objects.filter(pk__in=ids["organization"]).values_list("pk", "name")),
            "service": _names(Service, desk_id, ids["service"]),
            "location": _names(Location, desk_id, ids["location"]),
        }

    def ref(self, actor: Actor, pk: int | None) -> dict[str, Any] | None:
        name, email = self.people.get(pk or 0, (None, None))
        return person_ref(actor, pk, name, email, is_staff=True)

    def word(self, kind: str, pk: int) -> str:
        return self.words[kind].get(pk, f"#{pk}")


def many(actor: Actor, ticket: Ticket, events: list[Event]) -> list[dict[str, Any]]:
    """Facts of one ticket, for its staff."""
    _leave_out(ticket.desk_id, events)
    names = Names(ticket.desk_id, events)
    return [
        {
            "id": event.pk,
            "code": event.code,
            "at": event.at,
            "actor": names.ref(actor, event.actor_id),
            "on_behalf_of": names.ref(actor, event.on_behalf_of_id),
            "channel": event.channel,
            "reason": event.reason,
            "old": _word(names, event, "old"),
            "new": _word(names, event, "new"),
            "details": _details(names, event),
        }
        for event in events
    ]


def _leave_out(desk_id: int, events: Iterable[Event]) -> None:
    """What belongs to another desk, on which the fact happened, is not told; the rows are not written."""
    for event in events:
        told = values_on_desk(event.code, event.values, happened_on=event.desk_id, desk_id=desk_id)
        if told is not None:
            event.values, event.reason = told, ""


def _kind_of(event: Event, name: str) -> str:
    """What an id in this value of the fact stands for: one of :data:`KINDS`, or nothing."""
    if name in ("old", "new"):
        field = {"ticket.assigned": "person", "ticket.team_changed": "team"}.get(event.code, "")
        field = field or str(event.values.get("field", ""))
        return "person" if field in PERSON_FIELDS else field if field in KINDS else ""
    return _BY_NAME.get(name, "")


_BY_NAME: Mapping[str, str] = {
    "person": "person",
    "requester": "person",
    "assignee": "person",
    "team": "team",
    "service": "service",
    "location": "location",
    "added": "tag",
    "removed": "tag",
}


def _names(model: Any, desk_id: int, ids: set[int]) -> dict[int, str]:
    """Names of a desk's rows; no query for none."""
    return dict(model.objects.within(desk_id).filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _mentioned(event: Event) -> Iterable[tuple[str, int]]:
    for name, value in event.values.items():
        kind = _kind_of(event, name)
        if kind:
            yield from ((kind, pk) for pk in (value if isinstance(value, list) else [value]) if isinstance(pk, int))


def _word(names: Names, event: Event, name: str) -> str | None:
    value = event.values.get(name)
    if value is None:
        return None
    if event.code == "ticket.priority_changed" and value in Priority.values:
        return Priority(value).word
    kind = _kind_of(event, name)
    return names.word(kind, value) if kind and isinstance(value, int) else str(value)


def _details(names: Names, event: Event) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, value in event.values.items():
        kind = _kind_of(event, name)
        if name in ("old", "new", *HIDDEN):
            continue
        if kind and isinstance(value, list):
            found[name] = [names.word(kind, pk) for pk in value]
        elif kind and isinstance(value, int):
            found[name] = names.word(kind, value)
        elif name == "priority" and value in Priority.values:
            found[name] = Priority(value).word
        else:
            found[name] = value
    return found
