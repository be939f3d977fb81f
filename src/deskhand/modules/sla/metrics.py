"""What can be promised, and the six conditions by which each of its clocks goes unless a policy says otherwise.

``start`` begins a clock, ``pause`` stops its time, ``resume`` lets it count again (without one: as soon as ``pause``
does not hold any more), ``stop`` keeps or misses the promise, ``reset`` begins it anew, ``cancel`` ends it without an
outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Metric(StrEnum):
    """Kinds of targets."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    PERIODIC_UPDATE = "periodic_update"
    TIME_TO_OWN = "time_to_own"
    TIME_TO_RESOLVE = "time_to_resolve"
    CUSTOM = "custom"


ANSWERING = frozenset({Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.PERIODIC_UPDATE})
"""Promises to hear from the desk. On a task, which nobody outside sees, there is nobody to be answered."""

LABELS: Mapping[Metric, Promise] = {
    Metric.FIRST_RESPONSE: _("First response"),
    Metric.NEXT_RESPONSE: _("Next response"),
    Metric.PERIODIC_UPDATE: _("Regular update"),
    Metric.TIME_TO_OWN: _("Time to own"),
    Metric.TIME_TO_RESOLVE: _("Time to resolve"),
    Metric.CUSTOM: _("Between two events"),
}

WORDS: Mapping[str, Promise] = {
    "created": _("the ticket is opened"),
    "requester_replied": _("the requester writes"),
    "agent_replied": _("an agent answers"),
    "noted": _("an agent writes a note"),
    "status_changed": _("the status changes"),
    "resolved": _("it is resolved"),
    "closed": _("it is closed"),
    "cancelled": _("it is cancelled"),
    "reopened": _("it is reopened"),
    "on_hold": _("it goes on hold"),
    "taken_up": _("it comes off hold"),
    "assigned": _("somebody has it"),
    "unassigned": _("nobody has it any more"),
    "team_changed": _("another team has it"),
    "priority_changed": _("its priority changes"),
    "kind_changed": _("its kind changes"),
    "requester_changed": _("its requester changes"),
    "organization_changed": _("its organization changes"),
    "service_changed": _("its service changes"),
    "location_changed": _("its location changes"),
    "moved": _("it comes to another desk"),
}
"""What can happen to a ticket, as conditions name it."""

CONDITIONS = ("start", "pause", "resume", "stop", "reset", "cancel")


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds at a moment at which one of ``words`` happened (any moment, if there are none) and after which the ticket
    answers ``query`` (always, if it is empty). Without either it never holds."""

    words: frozenset[str] = frozenset()
    query: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.words or self.query)


NEVER = Condition()


@dataclass(frozen=True, slots=True)
class Conditions:
    """All six. ``pauses`` says that the clock also rests in every status that the desk marked as pausing."""

    start: Condition = NEVER
    pause: Condition = NEVER
    resume: Condition = NEVER
    stop: Condition = NEVER
    reset: Condition = NEVER
    cancel: Condition = NEVER
    pauses: bool = False


def _on(*words: str, query: str = "") -> Condition:
    return Condition(frozenset(words), query)


_CANCELLED = _on("cancelled")
_DONE = ("resolved", "closed")


_USUAL: Mapping[Metric, Conditions] = {
    Metric.FIRST_RESPONSE: Conditions(
        start=_on("created"), stop=_on("agent_replied", *_DONE), cancel=_CANCELLED, pauses=True
    ),
    Metric.NEXT_RESPONSE: Conditions(
        start=_on("requester_replied", query="is:open"),
        stop=_on("agent_replied", *_DONE),
        cancel=_CANCELLED,
        pauses=True,
    ),
    Metric.PERIODIC_UPDATE: Conditions(
        start=_on("created", "agent_replied", query="is:open"),
        stop=_on("agent_replied", *_DONE),
        cancel=_CANCELLED,
        pauses=True,
    ),
    Metric.TIME_TO_OWN: Conditions(
        start=_on("created", "unassigned", "team_changed", query="is:unassigned is:open"),
        stop=_on("assigned", *_DONE),
        cancel=_CANCELLED,
    ),
    Metric.TIME_TO_RESOLVE: Conditions(start=_on("created"), stop=_on(*_DONE), cancel=_CANCELLED, pauses=True),
    Metric.CUSTOM: Conditions(cancel=_CANCELLED),
}

CONTINUE, AGAIN, LEAVE = "continue", "again", "leave"
REOPENS = (CONTINUE, AGAIN, LEAVE)
"""What becomes of a kept or missed promise whose ticket is reopened: its time goes on, it begins again, nothing."""


def reopens_unless_said(metric: Metric, level: str) -> str:
    """What becomes of a promise when its ticket is reopened, unless a policy says otherwise."""
    if metric is Metric.TIME_TO_RESOLVE:
        return CONTINUE
    return AGAIN if metric is Metric.PERIODIC_UPDATE or (metric is Metric.TIME_TO_OWN and level == "ola") else LEAVE


def begun_by_reopening(conditions: Conditions, metric: Metric, reopens: str) -> Conditions:
    """The conditions of a target whose clock begins again when its ticket is reopened, or does not: ``reopens``
    decides, but for what begins between two events by its own words."""
    words = conditions.start.words
    if reopens == AGAIN and words:
        words |= {"reopened"}
    elif metric is not Metric.CUSTOM:
        words -= {"reopened"}
    return replace(conditions, start=replace(conditions.start, words=words))


def usual(metric: Metric, level: str) -> Conditions:
    """The conditions of a metric. Between teams a clock counts for one hop: it begins when the team gets the ticket and
    stops when another one does. At a supplier it begins and ends with the ticket's answering the policy's query."""
    found = _USUAL[metric]
    if level == "ola":
        start = Condition(found.start.words | {"created", "team_changed"}, found.start.query or "is:open")
        return Conditions(
            start, found.pause, found.resume, _stopped_by_hop(found.stop), found.reset, found.cancel, found.pauses
        )
    if level == "uc":
        return Conditions(stop=found.stop, cancel=found.cancel)
    return found


def _stopped_by_hop(stop: Condition) -> Condition:
    return Condition(stop.words | {"team_changed"}, stop.query)
