"""What can be chosen for tickets of several desks at once: what means the same on every one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.words import fold
from deskhand.tickets import choosing
from deskhand.tickets.choosing import NOBODY, OFFERED, Option
from deskhand.tickets.models import Category

VERBS = ("assign", "status", "priority", "tag", "snooze")
"""Verbs that take a value which every desk understands. Teams, services and locations are each desk's own."""


def options(actor: Actor, desks: Collection[Desk], name: str, typed: str) -> list[Option]:
    """What fits the typed letters. An unknown name offers nothing."""
    if not desks:
        return []
    if name in _SAME_EVERYWHERE:
        return choosing.options(actor, next(iter(desks)), name, typed)
    offer = _OFFERS.get(name)
    return offer(actor, desks, typed.strip())[:OFFERED] if offer else []


def chosen(desks: Collection[Desk], verb: str, value: str) -> Any:
    """The value that the action takes; of a status its category, for which each desk has words of its own."""
    if verb not in VERBS or not desks:
        raise Invalid(_("Choose what to do with the selected tickets."))
    if verb == "status":
        return _category(value)
    if verb == "assign":
        return _agent(desks, value)
    return choosing.chosen(next(iter(desks)), verb, value)


def agents(desks: Collection[Desk]) -> Any:
    """Active people who serve every one of the desks."""
    serving = DeskRole.objects.filter(desk__in=desks, role__in=STAFF).order_by().values("person_id")
    everywhere = serving.annotate(n=Count("desk_id", distinct=True)).filter(n=len(desks)).values("person_id")
    return Person.objects.filter(pk__in=everywhere, is_active=True).order_by("name", "pk")


def _agents(actor: Actor, desks: Collection[Desk], typed: str) -> list[Option]:
    people = [one for one in agents(desks) if _fits(typed, one.name, one.email or "")]
    people.sort(key=lambda one: one.pk != actor.person_id)
    me = _("Me (%(name)s)")
    found: list[Option] = [
        {"id": one.pk, "label": me % {"name": one.name} if one.pk == actor.person_id else one.name, "detail": ""}
        for one in people
    ]
    return found if typed else [*found[:1], {"id": NOBODY, "label": _("Nobody"), "detail": ""}, *found[1:]]


def _categories(actor: Actor, desks: Collection[Desk], typed: str) -> list[Option]:
    return [
        {"id": one.value, "label": str(one.label), "detail": ""} for one in Category if _fits(typed, str(one.label))
    ]


def _tags(actor: Actor, desks: Collection[Desk], typed: str) -> list[Option]:
    return [{"id": typed, "label": typed, "detail": ""}] if typed else []


_SAME_EVERYWHERE = ("priority", "snooze")
_OFFERS: Mapping[str, Callable[[Actor, Collection[Desk], str], list[Option]]] = {
    "assignee": _agents,
    "status": _categories,
    "tag": _tags,
}


def _category(value: str) -> str:
    if value not in Category.values:
        raise Invalid(_("What you chose is not there any more. Choose again."))
    return value


def _agent(desks: Collection[Desk], value: str) -> Person | None:
    if value in ("", NOBODY):
        return None
    found: Person | None = (
        agents(desks).filter(pk=int(value)).first() if value.isdecimal() and len(value) < 16 else None
    )
    if found is None:
        raise Invalid(_("What you chose is not there any more. Choose again."))
    return found


def _fits(typed: str, *names: str) -> bool:
    text = " ".join(fold(name) for name in names)
    return all(word in text for word in fold(typed).split())
