"""What can follow from a warning or a breach: read from the JSON of a policy's terms, and told in words.

```
{"step": "notify", "who": "assignee"}  # or team, leads, followers
{"step": "notify", "who": "person", "person": 12}
{"step": "hand_over", "team": 7, "note": "What was tried …"}  # or "team": "next_tier"; the note goes with the ticket
{"step": "assign", "person": 12}
{"step": "priority", "to": "urgent"}   # or "up": one step
{"step": "webhook", "name": "pager"}   # the event ticket.sla_called, to webhooks that listen to it; a name if wanted
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import DeskRole, Person, Team
from deskhand.kernel import slots
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS, STAFF
from deskhand.tickets.models import Priority

NOTE_LIMIT = 2_000
"""Longest hand-over note of a step in characters."""

HIGHER, UP = "next_tier", "up"
"""Instead of a team: the next higher tier. Instead of a priority: the next higher one."""

CALLED = "ticket.sla_called"
"""The event that webhooks listen to which a step calls."""

KINDS: Mapping[str, Promise] = {
    "notify": gettext_lazy("Notify"),
    "hand_over": gettext_lazy("Hand to a team"),
    "assign": gettext_lazy("Assign"),
    "priority": gettext_lazy("Raise the priority"),
    "webhook": gettext_lazy("Call webhooks"),
}
"""Every step, in the order in which forms offer them."""

WHO: Mapping[str, Promise] = {
    "assignee": gettext_lazy("the assignee, else the team"),
    "team": gettext_lazy("the team"),
    "leads": gettext_lazy("the leads of the desk"),
    "followers": gettext_lazy("followers"),
    "person": gettext_lazy("a certain person"),
}
"""Whom a step can notify."""

FAILURES: Mapping[str, Promise] = {
    "person_gone": gettext_lazy("somebody whom it names does not serve the desk any more"),
    "team_gone": gettext_lazy("the team is not there any more"),
    "no_higher_level": gettext_lazy("there is no team of a higher level"),
    "nobody": gettext_lazy("there is nobody to notify"),
    "no_webhook": gettext_lazy("no webhook of the desk listens to it"),
    "refused": gettext_lazy("it was refused; the history of the ticket says why"),
}
"""Why a step could not be done, by the code of the fact."""

Step = Mapping[str, Any]

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


def read(value: Any) -> Step:
    """The step with what belongs to it and nothing else. Raises Invalid with a sentence."""
    if not isinstance(value, Mapping) or value.get("step") not in KINDS:
        raise Invalid(_("Choose what is to be done: %(words)s.") % {"words": ", ".join(KINDS)})
    kind = str(value["step"])
    return {"step": kind, **_READ[kind](value)}


def check(steps: Iterable[Step], desk_id: int) -> None:
    """Raise Invalid with a sentence unless the people and teams that steps name serve the desk now."""
    for step in steps:
        person, team = step.get("person"), step.get("team")
        if person is not None:
            roles = READERS if step["step"] == "notify" else STAFF
            found = DeskRole.objects.filter(desk_id=desk_id, person_id=person, role__in=roles, person__is_active=True)
            if not found.exists():
                raise Invalid(_("Choose somebody who serves this desk."))
        if team not in (None, HIGHER) and not Team.objects.within(desk_id).active().filter(pk=team).exists():
            raise Invalid(_("Choose a team of this desk."))


def is_heard(desk_id: int) -> bool:
    """Whether anybody is told when a step calls webhooks."""
    return any(listens(desk_id, CALLED) for listens in slots.items("event_listener", desk_id=desk_id))


def in_words(step: Step, people: Mapping[int, str], teams: Mapping[int, str]) -> str:
    """What the step does, in one line. ``people`` and ``teams`` are names by id; see :func:`names_in`."""
    person, team = people.get(step.get("person") or 0, "?"), step.get("team")
    match step["step"]:
        case "notify" if step["who"] == "person":
            return _("notify %(who)s") % {"who": person}
        case "notify":
            return _("notify %(who)s") % {"who": WHO[step["who"]]}
        case "hand_over" if team == HIGHER:
            return _("hand it to the next higher level")
        case "hand_over":
            return _("hand it to %(team)s") % {"team": teams.get(team or 0, "?")}
        case "assign":
            return _("assign it to %(who)s") % {"who": person}
        case "priority" if step["to"] == UP:
            return _("raise the priority by one")
        case "priority":
            return _("raise the priority to %(priority)s") % {"priority": Priority.of(step["to"]).label}
    return _("call webhooks: %(name)s") % {"name": step["name"]} if step.get("name") else _("call webhooks")


def failure(why: str) -> str:
    """Why a step could not be done, in words, by the code of the fact."""
    return str(FAILURES.get(why, FAILURES["refused"]))


def names_in(steps: Iterable[Step], desk_id: int) -> tuple[dict[int, str], dict[int, str]]:
    """Names of the people and teams of a desk that steps name, by id. Two queries."""
    found = list(steps)
    people = Person.objects.filter(
        pk__in={one["person"] for one in found if one.get("person")}, desk_roles__desk_id=desk_id
    )
    teams = Team.objects.within(desk_id).filter(
        pk__in={one["team"] for one in found if isinstance(one.get("team"), int)}
    )
    return dict(people.values_list("pk", "name")), dict(teams.values_list("pk", "name"))


def _notify(value: Step) -> Step:
    who = value.get("who")
    if who not in WHO:
        raise Invalid(_("Choose whom to notify: %(words)s.") % {"words": ", ".join(WHO)})
    if who == "person":
        return {"who": who, "person": _id(value.get("person"), _("Choose a person."))}
    return {"who": who}


def _hand_over(value: Step) -> Step:
    team = HIGHER if value.get("team") == HIGHER else _id(value.get("team"), _("Choose a team, or the next level."))
    note = str(value.get("note") or "").strip()
    if not note or len(note) > NOTE_LIMIT:
        raise Invalid(_("Write the hand-over note: 1 to %(most)s characters.") % {"most": NOTE_LIMIT})
    return {"team": team, "note": note}


def _assign(value: Step) -> Step:
    return {"person": _id(value.get("person"), _("Choose a person."))}


def _priority(value: Step) -> Step:
    words = [UP, *(one.word for one in Priority)]
    if value.get("to") not in words:
        raise Invalid(_("Choose a priority: %(words)s.") % {"words": ", ".join(words)})
    return {"to": str(value["to"])}


def _webhook(value: Step) -> Step:
    name = str(value.get("name") or "")
    if name and not _NAME.fullmatch(name):
        raise Invalid(_("Name the call with at most 40 small letters, digits, “-”, “_” or “.”: webhooks are told it."))
    return {"name": name} if name else {}


def _id(value: Any, sentence: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Invalid(sentence)
    return value


_READ: Mapping[str, Callable[[Step], Step]] = {
    "notify": _notify,
    "hand_over": _hand_over,
    "assign": _assign,
    "priority": _priority,
    "webhook": _webhook,
}
