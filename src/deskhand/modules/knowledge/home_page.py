"""What the page of a home shows: its parts and categories with those that it leaves out, and whose eyes one may look
through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor, Channel
from deskhand.mail.models import Mailbox
from deskhand.modules.knowledge.contacts import Contact
from deskhand.modules.knowledge.models import Home, Part, Shelf, Way

PREVIEWS = 20
"""Organizations whose eyes a page offers to look through."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What stands on the home in its order, and what could: pairs of a code and words."""

    on: list[tuple[str, str]]
    off: list[tuple[str, str]]


def parts_of(home: Home) -> Arranged:
    """The parts of a home, and those that it leaves out."""
    words = {str(one.value): str(one.label) for one in Part}
    on = [(code, words[code]) for code in home.parts if code in words]
    return Arranged(on, [(code, label) for code, label in words.items() if code not in home.parts])


def categories_of(home: Home) -> Arranged:
    """The categories that a home names, and all others of the desk. One query."""
    rows = {one.pk: one for one in Shelf.objects.within(home.desk_id).select_related("parent")}
    on = [(str(pk), _called(rows[pk])) for pk in home.shelves if pk in rows]
    return Arranged(on, [(str(pk), _called(one)) for pk, one in rows.items() if pk not in home.shelves])


def reordered(now: Sequence[str], code: str, way: str) -> list[str]:
    """The codes with one of them moved ``up`` or ``down``, put ``on`` behind the others, or taken ``off``."""
    found = [one for one in now if one != code]
    if way == "on":
        return [*found, code]
    if way == "off" or code not in now:
        return found
    place = now.index(code) + (-1 if way == "up" else 1)
    found.insert(max(place, 0), code)
    return found


def eyes(home: Home, code: str) -> Actor:
    """Somebody who does not work for the desk: of one of the home's organizations (``organization-7``), somebody else
    who is signed in (``requesters``), or a stranger."""
    pk = code.removeprefix("organization-")
    known = set(home.organizations.values_list("pk", flat=True))
    own = int(pk) if pk.isdecimal() and len(pk) < 10 and int(pk) in known else None
    if own is None and code != "requesters":
        return Actor(person_id=None, name="", channel=Channel.PORTAL)
    guest = {home.desk_id: frozenset({"guest"})}
    return Actor(person_id=0, name="", roles=guest, organization_id=own, channel=Channel.PORTAL)


@contextmanager
def seen_by(request: HttpRequest, actor: Actor) -> Iterator[Actor]:
    """What others put on the page is asked with somebody else's eyes meanwhile."""
    own = request.actor  # type: ignore[attr-defined]  # Set by the house's middleware.
    request.actor = actor  # type: ignore[attr-defined]  # The same.
    try:
        yield actor
    finally:
        request.actor = own  # type: ignore[attr-defined]  # The same.


def previews(home: Home) -> list[dict[str, str]]:
    """Whose eyes one may look through."""
    address = reverse("knowledge:preview_home", args=[home.desk.key, home.pk])
    found = [("", _("a stranger")), ("requesters", _("somebody who is signed in"))]
    named = home.organizations.order_by("name")[:PREVIEWS]
    found += [(f"organization-{row.pk}", _("somebody of %(name)s") % {"name": row.name}) for row in named]
    return [{"code": code, "url": f"{address}?as={code}", "label": label} for code, label in found]


def first_contacts(desk: Desk) -> list[Contact]:
    """What a new home begins with: the address of the desk's mailbox, if it has one."""
    box: Any = Mailbox.objects.within(desk).active().order_by("pk").first()
    return [Contact(way=Way.MAIL, value=box.address, is_timed=False)] if box else []


def _called(one: Shelf) -> str:
    return f"{one.parent.name} / {one.name}" if one.parent else one.name
