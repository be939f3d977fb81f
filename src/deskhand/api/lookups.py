"""From the words of a request to the rows that actions take. What one may not know looks like what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Desk, DeskRole, Location, Organization, Person, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.words import fold
from deskhand.tickets import access, mentions
from deskhand.tickets.models import Attachment, Category, Service, Status, Ticket
from deskhand.tickets.moving import may_move_to
from deskhand.tickets.people import organizations_of


def ticket(actor: Actor, number: int, *, locked: bool = False) -> Ticket:
    """The ticket, if the actor may read it and it does not lie in the bin; else NotFound. ``locked`` needs a
    transaction."""
    found = access.ticket_for(actor, number, locked=locked)
    if found.deleted_at is not None:
        raise NotFound
    return found


def desk_to_open_on(actor: Actor, key: str | None) -> Desk:
    """The desk of that key, or without a key the first one, on which the actor may open a ticket."""
    desks = Desk.objects.filter(is_active=True).order_by("pk")
    for desk in desks if key is None else desks.filter(key=key):
        if actor.may("tickets.create", desk.pk) or access.may_open_on(actor, desk):
            return desk
    if key is None:
        raise wrong("desk", _("There is no desk on which you may open a ticket."))
    raise wrong("desk", _("There is no desk “%(key)s” on which you may open a ticket.") % {"key": key})


def served_desk(actor: Actor, key: str) -> Desk:
    """The desk of that key, which the actor must serve or audit."""
    found = Desk.objects.filter(key=key, pk__in=actor.desks_with("tickets.read"), is_active=True).first()
    if found is None:
        raise wrong("desk", _("You serve no desk “%(key)s”.") % {"key": key})
    return found


def desk_for(actor: Actor, key: str, permission: str, *, reading: bool = False) -> Desk:
    """The desk that an address names, as the gate ``desk:<permission>`` of a page has it: NotFound without a role
    there, Denied without the permission. ``reading``: a token that may only read is enough."""
    found = Desk.objects.filter(key=key).first()
    asks = reader(actor) if reading else actor
    if found is None or not (actor.roles_on(found.pk) or asks.may(permission, found.pk)):
        raise NotFound
    asks.need(permission, found.pk)
    return found


def reader(actor: Actor) -> Actor:
    """The same person for questions that change nothing: a token that may only read reads what its bearer looks
    after."""
    return replace(actor, may_write=True)


def desk_to_move_to(actor: Actor, key: str, *, field: str) -> Desk:
    """A desk to which the actor may move a ticket."""
    found = Desk.objects.filter(key=key).first()
    if found is None or not may_move_to(actor, found):
        raise wrong(field, _("There is no desk “%(key)s” to which you may move a ticket.") % {"key": key})
    return found


def person(actor: Actor, email: str) -> Person:
    """The owner of the address, or a new person with it. Staff only: the caller has checked."""
    return find_or_make_person(actor=actor, email=email)


def known_person(email: str, field: str) -> Person:
    """The owner of an address that must be somebody's."""
    found = addresses.owner_of(email)
    if found is None:
        raise wrong(field, _("Nobody has the address %(email)s.") % {"email": email})
    return found


def organization(desk_id: int, name: str) -> Organization:
    """An organization that the desk knows, by its name."""
    found: Organization | None = organizations_of([desk_id]).filter(name=name).first()
    if found is None:
        raise wrong("organization", _("This desk knows no organization “%(name)s”.") % {"name": name})
    return found


def assignee(desk_id: int, email: str, *, field: str = "assignee") -> Person:
    """Somebody who serves the desk."""
    found = addresses.owner_of(email)
    if found and DeskRole.objects.filter(desk_id=desk_id, person=found, role__in=STAFF).exists():
        return found
    raise wrong(field, _("Nobody with the address %(email)s serves this desk.") % {"email": email})


def team(desk_id: int, name: str, *, field: str = "team") -> Team:
    """The desk's active team of that name, in any case."""
    for one in Team.objects.within(desk_id).active():
        if fold(one.name) == fold(name):
            return one  # type: ignore[no-any-return]
    raise wrong(field, _("This desk has no team “%(name)s”.") % {"name": name})


def service(desk_id: int, name: str, *, field: str = "service") -> Service:
    """The desk's service of that name, however it is spelled."""
    found = _listed(Service.objects.within(desk_id).active(), name)
    if found is None:
        raise wrong(field, _("This desk has no service “%(name)s”.") % {"name": name})
    return found  # type: ignore[no-any-return]


def location(desk_id: int, name: str, *, field: str = "location", or_away: bool = False) -> Location:
    """The desk's location of that name, however it is spelled; ``or_away``: also one that was put away."""
    known = Location.objects.within(desk_id)
    found = _listed(known if or_away else known.active(), name)
    if found is None:
        raise wrong(field, _("This desk has no location “%(name)s”.") % {"name": name})
    return found  # type: ignore[no-any-return]


def _listed(rows: Any, name: str) -> Any:
    return rows.filter(folded=fold(" ".join(name.split()))).first()


def mentioned(desk_id: int, word: str) -> Person | Team:
    """Whoever serves the desk and has the address, or its team of that name."""
    if "@" not in word:
        return team(desk_id, word, field="mentions")
    found = addresses.owner_of(word)
    person: Person | None = mentions.serving(desk_id).filter(pk=found.pk).first() if found is not None else None
    if person is None:
        raise wrong("mentions", _("Nobody with the address %(email)s serves this desk.") % {"email": word})
    return person


def status_by_key(desk_id: int, key: str) -> Status:
    """The status of that key that is in use."""
    found: Status | None = Status.objects.within(desk_id).active().filter(key=key).first()
    if found is None:
        raise wrong("replaced_by", _("The desk has no status “%(key)s” in use.") % {"key": key})
    return found


def status(desk_id: int, word: str) -> Status:
    """The status of that key, or the default one of that category."""
    known: list[Status] = list(Status.objects.within(desk_id).active().order_by("-is_default", "position"))
    for fits in (lambda one: one.key == word, lambda one: one.category == word):
        found = next(filter(fits, known), None)
        if found is not None:
            return found
    words = dict.fromkeys([*(one.key for one in known), *Category.values])
    raise wrong("status", _("One of: %(words)s.") % {"words": ", ".join(words)})


def uploads(actor: Actor, desk_id: int, keys: Sequence[str]) -> list[Attachment]:
    """The actor's own uploads for the desk that no message carries yet, in the order of the keys."""
    if not keys:
        return []
    mine = Attachment.objects.within(desk_id).filter(key__in=list(keys), message=None, uploaded_by_id=actor.person_id)
    found = {one.key: one for one in mine}
    for key in keys:
        if key not in found:
            raise wrong("attachments", _("“%(key)s” is no upload of yours for this desk.") % {"key": key})
    return [found[key] for key in dict.fromkeys(keys)]


def unknown_person(field: str) -> Invalid:
    """For an id of nobody whom the desk knows."""
    return wrong(field, _("Nobody whom this desk knows has this id."))


def wrong(field: str, words: str) -> Invalid:
    """One field that cannot be taken, and why."""
    return Invalid(words, {field: words})
