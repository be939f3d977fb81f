"""What macros do, in words, and what of it is not there any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from deskhand.accounts.models import Desk, Location, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.mail.clean import text_from_html
from deskhand.tickets import choosing
from deskhand.tickets.ahead import Ahead
from deskhand.tickets.models import Kind, Macro, Priority, Service, Status, Tag
from deskhand.tickets.rows import snippet

ME, NOBODY, SOMEBODY = "me", choosing.NOBODY, "person"
"""What ``assignee`` says: whoever applies the macro, nobody, or its ``assign_to``."""

REPLY, NOTE = "reply", "note"
"""What ``message`` says: whether the ``text`` is a public answer or an internal note."""

STEPS: Mapping[str, str | Promise] = {
    "team": gettext_lazy("Team"),
    "assignee": gettext_lazy("Assignee"),
    "priority": gettext_lazy("Priority"),
    "kind": gettext_lazy("Kind"),
    "service": gettext_lazy("Service"),
    "location": gettext_lazy("Location"),
    "tags": gettext_lazy("Put on tags"),
    "untag": gettext_lazy("Take off tags"),
    "follow": pgettext_lazy("verb", "Follow"),
    "message": gettext_lazy("Message"),
    "status": gettext_lazy("Status"),
    "hold": gettext_lazy("On hold until"),
}
"""What a macro can do, in the order in which it does it: the team before the assignee, whom it may take away, the
message before the status, which may ask for it. ``text`` belongs to ``message``."""


@dataclass(frozen=True)
class Step:
    """One step in words. ``missing`` says what it needs and is not there any more, or nothing."""

    code: str
    label: str
    words: str
    missing: str = ""


@dataclass(frozen=True)
class Things:
    """What macros of a desk can name: those that can be chosen now, and the words of all that there were."""

    statuses: Mapping[int, Status]
    teams: Mapping[int, Team]
    people: frozenset[int]
    tags: frozenset[str]
    services: Mapping[int, Service]
    locations: Mapping[int, Location]

    @classmethod
    def of(cls, desk: Desk | int) -> Self:
        """Read a desk's. Six queries."""
        pk = desk if isinstance(desk, int) else desk.pk
        return cls(
            {one.pk: one for one in Status.objects.within(pk)},
            {one.pk: one for one in Team.objects.within(pk)},
            frozenset(choosing.serving(pk)),
            frozenset(Tag.objects.within(pk).values_list("name", flat=True)),
            {one.pk: one for one in Service.objects.within(pk)},
            {one.pk: one for one in Location.objects.within(pk)},
        )


def steps_of(macro: Macro, things: Things) -> list[Step]:
    """The macro's steps in their order."""
    return [_step(code, macro, things) for code in STEPS if code in macro.steps]


def missing(macro: Macro, things: Things) -> list[Step]:
    """The steps that cannot be done as they were meant."""
    return [one for one in steps_of(macro, things) if one.missing]


def scope_words(macro: Macro) -> str:
    """Whose it is."""
    if macro.person_id:
        return _("Only you")
    return macro.team.name if macro.team else _("The whole desk")


def usable(actor: Actor, desk: Desk | int, pk: int | str) -> Macro:
    """The macro, if the actor finds it on the desk; else NotFound."""
    found: Macro | None = None
    if str(pk).isdecimal() and len(str(pk)) < 16:
        found = Macro.objects.usable_by(actor, desk).select_related("desk", "team", "assign_to").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _step(code: str, macro: Macro, things: Things) -> Step:
    value = macro.steps[code]
    words, lacks = _WORDS[code](value, macro, things)
    return Step(code, _label(code, value), words, lacks)


def _label(code: str, value: Any) -> str:
    if code == "message":
        return _("Reply to the requester") if value == REPLY else _("Internal note")
    return str(STEPS[code])


def _status(value: int, _macro: Macro, things: Things) -> tuple[str, str]:
    row = things.statuses.get(value)
    if row is None:
        return "?", _("This status is not there any more.")
    return row.label, "" if row.is_active else _("This status is not in use any more.")


def _team(value: int | str, _macro: Macro, things: Things) -> tuple[str, str]:
    if value == NOBODY:
        return _("no team"), ""
    row = things.teams.get(int(value))
    if row is None:
        return "?", _("This team is not there any more.")
    return row.name, "" if row.is_active else _("This team is not in use any more.")


def _service(value: int | str, _macro: Macro, things: Things) -> tuple[str, str]:
    if value == NOBODY:
        return _("none"), ""
    row = things.services.get(int(value))
    if row is None:
        return "?", _("This service is not there any more.")
    return row.name, "" if row.is_active else _("This service is not in use any more.")


def _location(value: int | str, _macro: Macro, things: Things) -> tuple[str, str]:
    if value == NOBODY:
        return _("none"), ""
    row = things.locations.get(int(value))
    if row is None:
        return "?", _("This location is not there any more.")
    return row.name, "" if row.is_active else _("This location is not in use any more.")


def _assignee(value: str, macro: Macro, things: Things) -> tuple[str, str]:
    if value != SOMEBODY:
        return (_("whoever applies it"), "") if value == ME else (_("nobody"), "")
    if macro.assign_to is None:
        return "?", _("This person is not there any more.")
    serves = macro.assign_to_id in things.people
    return macro.assign_to.name, "" if serves else _("This person does not serve the desk any more.")


def _untag(value: Iterable[str], _macro: Macro, things: Things) -> tuple[str, str]:
    gone = [one for one in value if one not in things.tags]
    lacks = _("There is no tag %(names)s any more.") % {"names": ", ".join(gone)} if gone else ""
    return ", ".join(value), lacks


_WORDS: Mapping[str, Any] = {
    "status": _status,
    "team": _team,
    "service": _service,
    "location": _location,
    "assignee": _assignee,
    "untag": _untag,
    "tags": lambda value, macro, things: (", ".join(value), ""),
    "priority": lambda value, macro, things: (str(Priority.of(value).label), ""),
    "kind": lambda value, macro, things: (str(Kind(value).label), ""),
    "follow": lambda value, macro, things: (_("whoever applies it"), ""),
    "message": lambda value, macro, things: (snippet(text_from_html(macro.steps.get("text", ""))), ""),
    "hold": lambda value, macro, things: (Ahead.of(value).words, ""),
}


HARMLESS = frozenset({"untag"})
"""Steps that are done all the same when what they name is gone: there is nothing left to do."""
