"""The properties of a ticket that are edited in place: what they are called, what they say, how a choice is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets import choosing, people
from deskhand.tickets.models import Priority, Ticket
from deskhand.tickets.names import Names, kind_word, priority_word

LABELS: Mapping[str, Any] = {
    "status": gettext_lazy("Status"),
    "assignee": gettext_lazy("Assignee"),
    "team": gettext_lazy("Team"),
    "priority": gettext_lazy("Priority"),
    "kind": gettext_lazy("Kind"),
    "requester": gettext_lazy("Requester"),
    "affected": gettext_lazy("Affected"),
    "organization": gettext_lazy("Organization"),
    "service": gettext_lazy("Service"),
    "location": gettext_lazy("Location"),
    "subject": gettext_lazy("Subject"),
}
"""Fields that are edited one at a time, with the words before them."""

PEOPLE = ("requester", "affected")
ROWS = ("status", "assignee", "team", "requester", "affected", "organization", "service", "location")
"""Fields that hold a row: a form says them by id."""


def chosen(actor: Actor, ticket: Ticket, name: str, value: str) -> Any:
    """What was picked for the field: a row, a number or words. An address that nobody has makes a person."""
    if name not in LABELS:
        raise Invalid(_("This field cannot be changed: %(name)s.") % {"name": name})
    if name in PEOPLE:
        return person_from(actor, ticket, value, may_be_nobody=name == "affected")
    return choosing.chosen(ticket.desk, name, value)


def person_from(actor: Actor, ticket: Ticket, value: str, *, may_be_nobody: bool = False) -> Person | None:
    """The person of an id that the actor may know of, or of a whole address."""
    value = value.strip()
    if may_be_nobody and value in ("", choosing.NOBODY):
        return None
    if "@" in value:
        actor.need_on("people.create", ticket)
        return find_or_make_person(actor=actor, email=value)
    is_id = value.isdecimal() and len(value) < 16
    found: Person | None = people.findable(actor).filter(pk=int(value)).first() if is_id else None
    if found is None:
        raise Invalid(_("Choose somebody from the list, or write a whole address."))
    return found


def seen(name: str, value: str | None) -> Any:
    """The value that the form showed before, as the action compares it."""
    if name in ROWS:
        return int(value) if value and value.isdecimal() and len(value) < 16 else None
    if name == "priority":
        return Priority.of(value).value if value and value.upper() in Priority.names else None
    return value


def words(name: str, value: Any, ticket: Ticket, names: Names) -> str:
    """A value of the field for people, from its id or code."""
    if name == "status":
        return next((one.label for one in names.statuses.values() if one.id == value), str(value))
    if name in ("assignee", *PEOPLE):
        return names.person(value)
    if name == "team":
        return names.team(value)
    if name == "organization":
        return names.organization(value)
    if name == "service":
        return names.service(value)
    if name == "location":
        return names.location(value)
    if name == "priority":
        return priority_word(value)
    return kind_word(value) if name == "kind" else str(value)
