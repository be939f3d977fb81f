"""Before a macro is applied: what changes from what to what, who hears what, and what would be refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import READERS
from deskhand.tickets import letters
from deskhand.tickets.actions.apply_macro import rehearse
from deskhand.tickets.macros import NOTE, STEPS, Things, steps_of
from deskhand.tickets.models import Follower, Macro, Priority, Ticket
from deskhand.tickets.names import kind_word, priority_word
from deskhand.tickets.shown import with_remote_pictures
from deskhand.web import moments

FIELDS: Mapping[str, str] = {
    "team": "team",
    "assignee": "assignee",
    "priority": "priority",
    "kind": "kind",
    "service": "service",
    "location": "location",
    "tags": "tags",
    "untag": "tags",
    "follow": "follows",
    "status": "status",
    "hold": "wakes_at",
}
"""The field of a ticket that each step changes."""


@dataclass(frozen=True)
class Line:
    """One step, or what follows from one. ``refused`` says why it would not be done, or nothing; equal ``before`` and
    ``after`` mean that it is so already."""

    code: str
    label: str
    before: str
    after: str
    refused: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Preview:
    """``follows`` are changes that no step of the macro asks for. ``html`` is the text that would be written, of the
    kind ``message``; ``hear`` are the names of those who get it."""

    macro: Macro
    lines: list[Line]
    follows: list[Line]
    message: str
    html: Markup
    hear: list[str]

    @property
    def is_possible(self) -> bool:
        return not any(one.refused for one in self.lines)


def preview(actor: Actor, ticket: Ticket, macro: Macro) -> Preview:
    """What applying it now would do. Opens a transaction that it takes back."""
    found = rehearse(actor=actor, ticket=ticket, macro=macro)
    things = Things.of(macro.desk_id)
    shots = [found.before, *found.stages.values()]
    words = _Words.of(things, shots)
    lines, at = [], found.before
    for step in steps_of(macro, things):
        stage, refused = found.stages[step.code], found.refused.get(step.code, "")
        name = FIELDS.get(step.code)
        before = words.say(name, at) if name else ""
        after = (words.say(name, stage) if not refused else step.words) if name else step.words
        lines.append(Line(step.code, step.label, before, after, refused))
        at = stage
    asked = {FIELDS[one] for one in macro.steps if one in FIELDS}
    follows = [
        Line(name, label, words.say(name, found.before), words.say(name, at))
        for name, label in words.labels.items()
        if name not in asked and found.before[name] != at[name]
    ]
    message = macro.steps.get("message", "")
    hear = hearers(actor, ticket, message) if message else []
    html = with_remote_pictures(found.body.html if found.body else "", shows_remote=False)
    return Preview(macro, lines, follows, message, html, hear)


def hearers(actor: Actor, ticket: Ticket, message: str) -> list[str]:
    """Names of those who get what the macro writes: the requester's side, or for a note the colleagues who follow the
    ticket or have it."""
    if message != NOTE:
        return [one.name for one in letters.on_requesters_side(ticket) if one.pk != actor.person_id]
    following = Follower.objects.within(ticket.desk_id).filter(ticket=ticket).values_list("person_id", flat=True)
    wanted = {*following, *([ticket.assignee_id] if ticket.assignee_id else [])} - {actor.person_id}
    serving = DeskRole.objects.filter(desk_id=ticket.desk_id, role__in=READERS, person_id__in=wanted)
    people = Person.objects.filter(pk__in=serving.values("person_id"), is_active=True)
    return list(people.order_by("name").values_list("name", flat=True))


def people_who_hear(tickets: Collection[Ticket]) -> int:
    """How many people get a public answer on these tickets of one desk, each counted once. Three queries."""
    if not tickets:
        return 0
    desk_id = next(iter(tickets)).desk_id
    asking = {pk for one in tickets for pk in (one.requester_id, one.affected_id) if pk is not None}
    follows = Follower.objects.within(desk_id).filter(ticket_id__in=[one.pk for one in tickets])
    following = set(follows.values_list("person_id", flat=True))
    staff = DeskRole.objects.filter(desk_id=desk_id, role__in=READERS, person_id__in=following)
    wanted = asking | (following - set(staff.values_list("person_id", flat=True)))
    return Person.objects.filter(pk__in=wanted, is_active=True).exclude(email=None).count()


@dataclass(frozen=True)
class _Words:
    """Values of a ticket's fields as people read them."""

    things: Things
    people: Mapping[int, str]

    @classmethod
    def of(cls, things: Things, shots: list[Mapping[str, Any]]) -> _Words:
        wanted = {one["assignee"] for one in shots} - {None}
        return cls(things, dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")))

    @property
    def labels(self) -> dict[str, str]:
        """The fields that can change as a consequence."""
        return {name: str(STEPS[name]) for name in ("status", "assignee", "team")} | {"wakes_at": str(STEPS["hold"])}

    def say(self, name: str, shot: Mapping[str, Any]) -> str:
        value = shot[name]
        if name == "status":
            return self.things.statuses[value].label if value in self.things.statuses else "?"
        if name == "team":
            return self.things.teams[value].name if value in self.things.teams else _("no team")
        if name == "assignee":
            return self.people.get(value, "?") if value else _("nobody")
        if name == "priority":
            return priority_word(Priority(value))
        if name == "kind":
            return kind_word(value)
        if name in ("service", "location"):
            known = self.things.services if name == "service" else self.things.locations
            return known[value].name if value in known else _("none")
        if name == "tags":
            return ", ".join(value) or _("none")
        if name == "follows":
            return _("You follow it") if value else _("You do not follow it")
        return moments.exact(datetime.fromisoformat(value)) if value else _("nothing")
