"""What a version of a policy says: read from its JSON, written back, and refused in words.

```
{"query": "organization:acme priority:>=high", "level": "sla",
 "calendar": {"of": "ticket"},  # or desk, team, organization, location, always, own (with "calendar": its id)
 "retroactive_start": true, "retroactive_pause": true,
 "targets": [{"key": "first_response", "metric": "first_response", "label": "", "is_promised": true,
              "goals": {"any": {"seconds": 28800}, "urgent": {"days": 1, "by": "17:00"}},
              "conditions": {"pause": {"words": ["on_hold"], "query": "tag:waiting"}}, "pauses": true,
              "reopens": "continue",
              "milestones": [{"percent": 75, "steps": [{"step": "notify", "who": "assignee"}]}]}]}
```
Durations are seconds of the calendar's open time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from deskhand.calendars.windows import read_time, written_time
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import steps
from deskhand.modules.sla.metrics import (
    CONDITIONS,
    REOPENS,
    WORDS,
    Condition,
    Conditions,
    Metric,
    begun_by_reopening,
    reopens_unless_said,
    usual,
)
from deskhand.tickets.models import Priority

LONGEST_SECONDS = 10 * 366 * 86_400
"""Longest promise: ten years of open time."""

TARGET_LIMIT = 12
"""Targets of one policy."""

MILESTONE_LIMIT = 10
"""Warnings of one target, the breach included."""

STEP_LIMIT = 10
"""Things that follow from one warning."""

MOST_PERCENT = 1_000
"""A warning may come after the breach, up to so many percent of the time."""

ANY = 0
"""The priority under which a goal for all others stands."""

SOURCES = ("ticket", "desk", "team", "organization", "location", "own", "always")
"""Whose calendar counts. ``ticket``: that of its organization, else team, else location, else desk."""

BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Goal:
    """``seconds`` of open time; or, with ``by``, a time of day (seconds after local midnight) so many business ``days``
    after the start: then ``seconds`` is the open time until there, known once the clock has started."""

    seconds: float | None = None
    days: int | None = None
    by: int | None = None

    @property
    def is_relative(self) -> bool:
        return self.by is not None

    def written(self) -> dict[str, Any]:
        """As JSON."""
        found: dict[str, Any] = {} if self.seconds is None else {"seconds": self.seconds}
        if self.by is not None:
            found |= {"days": self.days, "by": written_time(self.by)}
        return found

    @classmethod
    def read(cls, value: Any) -> Goal:
        """Raises Invalid with a sentence."""
        if not isinstance(value, Mapping):
            raise Invalid(_("A target is a time: so many hours, or a time of day."))
        if value.get("by"):
            days = value.get("days", 0)
            if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= 366:
                raise Invalid(_("Name between 0 and 366 business days."))
            seconds = value.get("seconds")
            return cls(seconds if isinstance(seconds, int | float) else None, days, read_time(value["by"]))
        seconds = value.get("seconds")
        if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds <= 0:
            raise Invalid(_("A target needs a time above zero, such as 4h or 30m."))
        if seconds > LONGEST_SECONDS:
            raise Invalid(_("The longest target is ten years."))
        return cls(seconds)


@dataclass(frozen=True, slots=True)
class Milestone:
    """When something is told: at ``percent`` of the time, ``before`` or ``after`` it is due (seconds of open time), or
    at the breach itself. ``steps`` are what follows; see :mod:`deskhand.modules.sla.steps`."""

    percent: float | None = None
    before: float | None = None
    after: float | None = None
    steps: tuple[Mapping[str, Any], ...] = ()

    @property
    def key(self) -> str:
        """What it is called on a clock: the same as long as it says the same."""
        for name in ("percent", "before", "after"):
            value = getattr(self, name)
            if value is not None:
                return f"{name}:{value:g}"
        return BREACH

    def seconds(self, goal: float) -> float:
        """How much time has counted when it comes."""
        if self.percent is not None:
            return goal * self.percent / 100
        return max(goal - (self.before or 0) + (self.after or 0), 0)

    def written(self) -> dict[str, Any]:
        """As JSON."""
        found = {name: getattr(self, name) for name in ("percent", "before", "after")}
        return {name: value for name, value in found.items() if value is not None} | {"steps": list(self.steps)}


@dataclass(frozen=True, slots=True)
class Target:
    """One promise of a policy. ``goals`` by priority; that of :data:`ANY` serves priorities without one of their own,
    and a priority without any has no such promise."""

    key: str
    metric: Metric
    goals: Mapping[int, Goal]
    conditions: Conditions
    label: str = ""
    is_promised: bool = False
    reopens: str = "leave"
    milestones: tuple[Milestone, ...] = ()

    def goal(self, priority: int) -> Goal | None:
        """What is promised at a priority."""
        return self.goals.get(priority) or self.goals.get(ANY)


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a version says."""

    level: str
    query: str = ""
    source: str = "ticket"
    calendar_id: int | None = None
    retroactive_start: bool = True
    retroactive_pause: bool = True
    targets: tuple[Target, ...] = field(default_factory=tuple)

    def target(self, key: str) -> Target | None:
        return next((one for one in self.targets if one.key == key), None)


def read(value: Any) -> Terms:
    """Understand the JSON of a version. Raises Invalid, whose ``fields`` say where (``targets.0.goals.urgent``)."""
    if not isinstance(value, Mapping):
        raise Invalid(_("A policy is an object."))
    calendar = value.get("calendar") or {"of": "ticket"}
    if calendar.get("of") not in SOURCES or (calendar["of"] == "own") != isinstance(calendar.get("calendar"), int):
        raise _wrong("calendar", _("Choose whose calendar counts."))
    level = value.get("level", "sla")
    targets = value.get("targets") or []
    if not 1 <= len(targets) <= TARGET_LIMIT:
        raise _wrong("targets", _("Promise at least one thing, and at most %(most)s.") % {"most": TARGET_LIMIT})
    found = tuple(_target(one, level, f"targets.{place}") for place, one in enumerate(targets))
    if len({one.key for one in found}) < len(found):
        raise _wrong("targets", _("Two targets of the policy promise the same thing."))
    return Terms(
        level=level,
        query=str(value.get("query", "")).strip(),
        source=calendar["of"],
        calendar_id=calendar.get("calendar"),
        retroactive_start=bool(value.get("retroactive_start", True)),
        retroactive_pause=bool(value.get("retroactive_pause", True)),
        targets=found,
    )


def written(terms: Terms) -> dict[str, Any]:
    """The JSON that :func:`read` reads as the same."""
    calendar: dict[str, Any] = {"of": terms.source}
    if terms.calendar_id is not None:
        calendar["calendar"] = terms.calendar_id
    return {
        "level": terms.level,
        "query": terms.query,
        "calendar": calendar,
        "retroactive_start": terms.retroactive_start,
        "retroactive_pause": terms.retroactive_pause,
        "targets": [_written(one, terms.level) for one in terms.targets],
    }


def _written(target: Target, level: str) -> dict[str, Any]:
    plain = begun_by_reopening(usual(target.metric, level), target.metric, target.reopens)
    own = {
        name: {"words": sorted(condition.words), "query": condition.query}
        for name in CONDITIONS
        if (condition := getattr(target.conditions, name)) != getattr(plain, name)
    }
    return {
        "key": target.key,
        "metric": target.metric.value,
        "label": target.label,
        "is_promised": target.is_promised,
        "goals": {_priority_word(priority): goal.written() for priority, goal in target.goals.items()},
        "conditions": own,
        "pauses": target.conditions.pauses,
        "reopens": target.reopens,
        "milestones": [one.written() for one in target.milestones],
    }


def _target(value: Any, level: str, place: str) -> Target:
    try:
        metric = Metric(value.get("metric"))
    except ValueError:
        raise _wrong(f"{place}.metric", _("Choose what is promised.")) from None
    key = str(value.get("key") or metric.value)[:60]
    reopens = value.get("reopens") or reopens_unless_said(metric, level)
    if reopens not in REOPENS:
        raise _wrong(f"{place}.reopens", _("Choose what happens when a ticket is reopened."))
    conditions = begun_by_reopening(_conditions(value, usual(metric, level), place), metric, reopens)
    if not conditions.start.is_there and level != "uc":
        raise _wrong(f"{place}.start", _("Say what begins it."))
    if not conditions.stop.is_there:
        raise _wrong(f"{place}.stop", _("Say what ends it."))
    return Target(
        key=key,
        metric=metric,
        label=str(value.get("label", "")).strip()[:60],
        goals=_goals(value.get("goals") or {}, place),
        conditions=conditions,
        is_promised=bool(value.get("is_promised", False)),
        reopens=reopens,
        milestones=_milestones(value.get("milestones") or [], place),
    )


def _goals(value: Mapping[str, Any], place: str) -> dict[int, Goal]:
    found: dict[int, Goal] = {}
    for word, goal in value.items():
        try:
            priority = ANY if word == "any" else Priority.of(word).value
            found[priority] = Goal.read(goal)
        except KeyError:
            raise _wrong(f"{place}.goals.{word}", _("There is no such priority.")) from None
        except Invalid as error:
            raise _wrong(f"{place}.goals.{word}", str(error)) from None
    if not found:
        raise _wrong(f"{place}.goals.any", _("Say how long it may take."))
    return found


def _conditions(value: Mapping[str, Any], plain: Conditions, place: str) -> Conditions:
    own: dict[str, Any] = {"pauses": bool(value.get("pauses", plain.pauses))}
    for name, condition in (value.get("conditions") or {}).items():
        if name not in CONDITIONS:
            raise _wrong(f"{place}.{name}", _("There is no such condition."))
        words = frozenset(condition.get("words") or ())
        if unknown := words - WORDS.keys():
            raise _wrong(f"{place}.{name}", _("“%(word)s” is nothing that happens.") % {"word": min(unknown)})
        own[name] = Condition(words, str(condition.get("query", "")).strip())
    found = replace(plain, **own)
    if found.pause.words and not found.resume.is_there:
        raise _wrong(f"{place}.resume", _("Say what lets the time count again after that."))
    return found


def _milestones(value: Any, place: str) -> tuple[Milestone, ...]:
    found: list[Milestone] = []
    for number, one in enumerate(value):
        where = f"{place}.milestones.{number}"
        times = {name: one[name] for name in ("percent", "before", "after") if one.get(name) is not None}
        if len(times) > 1 or any(not isinstance(n, int | float) or n <= 0 for n in times.values()):
            raise _wrong(where, _("Say when to warn: at a percentage, or a time before or after it is due."))
        if times.get("percent", 0) > MOST_PERCENT or max(times.values(), default=0) > LONGEST_SECONDS:
            raise _wrong(where, _("That is too late for a warning."))
        found.append(Milestone(**times, steps=_steps(one.get("steps") or (), where)))
    if len(found) > MILESTONE_LIMIT:
        raise _wrong(f"{place}.milestones", _("At most %(most)s warnings.") % {"most": MILESTONE_LIMIT})
    if len({one.key for one in found}) < len(found):
        raise _wrong(f"{place}.milestones", _("Two warnings come at the same time."))
    return tuple(found)


def _steps(value: Any, place: str) -> tuple[steps.Step, ...]:
    if not isinstance(value, list | tuple) or len(value) > STEP_LIMIT:
        raise _wrong(place, _("A warning does at most %(most)s things.") % {"most": STEP_LIMIT})
    found: list[steps.Step] = []
    for number, one in enumerate(value):
        try:
            found.append(steps.read(one))
        except Invalid as error:
            raise _wrong(f"{place}.steps.{number}", str(error)) from None
    return tuple(found)


def _priority_word(priority: int) -> str:
    return "any" if priority == ANY else Priority(priority).word


def _wrong(field_name: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field_name: sentence})
