"""The names behind the ids of a ticket's facts and fields: people, teams, tags, statuses, organizations,
services, locations. One query."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, Location, Organization, OrganizationContact, Person, Team
from deskhand.kernel.permissions import READERS
from deskhand.kernel.prepared import Prepared
from deskhand.tickets.facts import KEPT, Fact, TicketRow
from deskhand.tickets.models import Category, Follower, Kind, Macro, Priority, Service, Status, Tag

INFORMED = "informed"
"""The group of people whose account is in use; of followers those who do not read the desk as its staff besides."""


class Named(NamedTuple):
    """A row with a name. ``code`` is a person's address or a status's key; ``group`` a status's category, and
    :data:`INFORMED` of people who can get answers by mail; ``place`` a status's position in its category (None when it
    cannot be chosen any more)."""

    id: int
    name: str
    code: str = ""
    group: str = ""
    place: int | None = 0

    @property
    def label(self) -> str:
        """A status's own words, else those of its category."""
        return self.name or category_word(self.group)


class Beside(NamedTuple):
    """What hangs on a ticket: its tags, who follows it, and the contacts of its organization who can read it."""

    ticket_tags: tuple[str, ...]
    followers: tuple[Named, ...]
    contacts: tuple[Named, ...]


@dataclass(eq=False)
class Names:
    """Rows by kind and id, never changed once they are made. What was deleted meanwhile has words of its own."""

    people: dict[int, Named] = field(default_factory=dict)
    teams: dict[int, Named] = field(default_factory=dict)
    tags: dict[int, Named] = field(default_factory=dict)
    statuses: dict[str, Named] = field(default_factory=dict)
    organizations: dict[int, Named] = field(default_factory=dict)
    services: dict[int, Named] = field(default_factory=dict)
    locations: dict[int, Named] = field(default_factory=dict)
    desks: dict[int, Named] = field(default_factory=dict)
    macros: dict[int, Named] = field(default_factory=dict)
    followers: list[Named] = field(default_factory=list)
    contacts: list[Named] = field(default_factory=list)
    ticket_tags: list[str] = field(default_factory=list)

    def person(self, pk: int | None) -> str:
        """A person's name; words for nobody and for somebody who is gone."""
        if pk is None:
            return _("nobody")
        return self.people[pk].name if pk in self.people else _("a deleted person")

    def desk(self, pk: int | None) -> str:
        """A listed desk's public name, or the ticket's own desk; of others nothing is told."""
        return self.desks[pk].name if pk in self.desks else _("another desk")

    def team(self, pk: int | None) -> str:
        if pk is None:
            return _("no team")
        if pk in self.teams:
            return self.teams[pk].name
        return _("a team of another desk") if self.has_moved else _("a deleted team")

    def organization(self, pk: int | None) -> str:
        if pk is None:
            return _("none")
        return self.organizations[pk].name if pk in self.organizations else _("a deleted organization")

    def service(self, pk: int | None) -> str:
        return self._listed(self.services, pk)

    def location(self, pk: int | None) -> str:
        return self._listed(self.locations, pk)

    def _listed(self, known: Mapping[int, Named], pk: int | None) -> str:
        if pk is None:
            return _("none")
        return known[pk].name if pk in known else _("one of another desk")

    def status(self, key: str, category: str) -> str:
        """A status's words; those of its category if it is gone or has none of its own."""
        found = self.statuses.get(key)
        return found.name if found and found.name else category_word(category)

    @functools.cached_property
    def beside(self) -> Beside:
        """Tags and people beside the ticket's conversation."""
        return Beside(tuple(self.ticket_tags), tuple(self.followers), tuple(self.contacts))

    @property
    def has_moved(self) -> bool:
        """True if the ticket was on another desk before."""
        return bool(self.desks)

    @functools.cached_property
    def choices(self) -> tuple[Named, ...]:
        """The statuses that can be chosen, in order."""
        places = list(Category.values)
        active = [one for one in self.statuses.values() if one.place is not None]
        return tuple(sorted(active, key=lambda one: (places.index(one.group), one.place or 0, one.id)))

    def macro(self, pk: int | None) -> str:
        return self.macros[pk].name if pk in self.macros else _("a macro that is not on this desk")

    def tag(self, pk: int) -> str:
        return self.tags[pk].name if pk in self.tags else _("a deleted tag")


def of_doer(person_id: int | None) -> str:
    """Who did something: the person's name, or the program's own. One query."""
    found = Person.objects.filter(pk=person_id).values_list("name", flat=True).first() if person_id else None
    return found or "Deskhand"


def category_word(category: str) -> str:
    return str(Category(category).label) if category in Category.values else category


def priority_word(number: int) -> str:
    return str(Priority(number).label) if number in Priority.values else str(number)


def kind_word(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind.values else kind


def names_around(ticket: TicketRow, facts: tuple[Fact, ...]) -> Names:
    """Every name that the ticket's page says, for these facts. One query."""
    wanted = {kind: set(ids) for kind, ids in _said(facts).items()}
    wanted["people"] |= {one for one in (ticket.affected_id, ticket.assignee_id) if one}
    wanted["organizations"] |= {ticket.organization_id} if ticket.organization_id else set()
    ids: dict[str, Any] = {kind: _padded(wanted[kind]) for kind in _KINDS}
    if ticket.organization_id is not None:
        ids |= {"organization": ticket.organization_id, "besides": [ticket.requester_id, ticket.affected_id or 0]}
    return _names(tuple(_union.rows(desk=ticket.desk_id, ticket=ticket.id, **ids)))


@functools.lru_cache(maxsize=KEPT)
def _names(rows: tuple[tuple[Any, ...], ...]) -> Names:
    found = Names()
    for kind, pk, name, code, group, place in rows:
        row = Named(pk, name, code or "", group or "", place)
        if kind == "status":
            found.statuses[row.code] = row
        elif kind == "contact":
            found.contacts.append(row)
        elif kind == "follower":
            found.followers.append(row)
            found.people.setdefault(pk, row)
        elif kind == "own_tag":
            found.ticket_tags.append(name)
            found.tags[pk] = row
        else:
            _place_of(found, kind)[pk] = row
    for several in (found.followers, found.contacts):
        several.sort(key=lambda one: one.name.casefold())
    found.ticket_tags.sort()
    return found


_KINDS = ("people", "teams", "tags", "organizations", "services", "locations", "desks", "macros")


def _padded(ids: set[int]) -> list[int]:
    """The ids, and the last of them again until there are 4, 16, 64, ...: few lengths are few shapes of the query."""
    every = sorted(ids)
    length = 4
    while length < len(every):
        length *= 4
    return every + every[-1:] * (length - len(every))


def _place_of(found: Names, kind: str) -> dict[int, Named]:
    return {
        "person": found.people,
        "team": found.teams,
        "tag": found.tags,
        "organization": found.organizations,
        "service": found.services,
        "location": found.locations,
        "desk": found.desks,
        "macro": found.macros,
    }[kind]


_ASKING = [f"ticket.desk_{word}" for word in ("asked", "answered", "told", "finished", "withdrawn")]
"""Facts about requests to other desks."""
_BY_CODE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ticket.moved": (("desks", "old_desk"), ("desks", "new_desk")),
    "ticket.assigned": (("people", "old"), ("people", "new")),
    "ticket.created": (("people", "requester"), ("people", "assignee"), ("teams", "team")),
    "ticket.team_changed": (("teams", "old"), ("teams", "new")),
    "ticket.tagged": (("tags", "added"), ("tags", "removed")),
    "ticket.macro_applied": (("macros", "macro"),),
    **dict.fromkeys(_ASKING, (("desks", "asked_desk"),)),
}
_NAMED = (("people", "person"),)
"""Of all other facts."""
_BY_FIELD = {
    "requester": "people",
    "affected": "people",
    "organization": "organizations",
    "service": "services",
    "location": "locations",
}


@functools.lru_cache(maxsize=KEPT)
def _said(facts: tuple[Fact, ...]) -> Mapping[str, frozenset[int]]:
    """The ids by kind whose names the facts say."""
    wanted: dict[str, set[int]] = {kind: set() for kind in _KINDS}
    for fact in facts:
        values = fact.values
        wanted["people"] |= {one for one in (fact.actor_id, fact.on_behalf_of_id) if one}
        places = _BY_CODE.get(fact.code, _NAMED)
        if fact.code == "ticket.changed" and values.get("field") in _BY_FIELD:
            places = ((_BY_FIELD[values["field"]], "old"), (_BY_FIELD[values["field"]], "new"))
        for kind, name in places:
            value = values.get(name)
            wanted[kind] |= set(value) if isinstance(value, list) else {value} if value else set()
    return {kind: frozenset(ids) for kind, ids in wanted.items()}


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())


_NOTHING = _text("")
_IN_USE = Case(When(is_active=True, then=_text(INFORMED)), default=_NOTHING, output_field=CharField())
_NO_PLACE = Value(0, output_field=IntegerField())


def _around(
    desk: int,
    ticket: int,
    people: list[int],
    teams: list[int],
    tags: list[int],
    organizations: list[int],
    services: list[int],
    locations: list[int],
    desks: list[int],
    macros: list[int],
    organization: int | None = None,
    besides: Sequence[int] = (),
) -> Any:
    """The union of what has a name. ``organization`` has contacts, who are told of ``besides`` these people."""
    parts = [
        _columns(Status.objects.within(desk), "status", code="key", group="category"),
        _columns(Person.objects.filter(pk__in=people), "person", code="email", of=_IN_USE),
        _columns(Team.objects.within(desk).filter(pk__in=teams), "team"),
        _columns(Tag.objects.within(desk).filter(pk__in=tags), "tag"),
        _columns(Tag.objects.within(desk).filter(ticket_tags__ticket_id=ticket), "own_tag"),
        _columns(Organization.objects.filter(pk__in=organizations), "organization"),
        _people_of(Follower.objects.within(desk).filter(ticket_id=ticket), "follower", group=_informed(desk)),
    ]
    if organization is not None:
        named = OrganizationContact.objects.within(desk).filter(organization_id=organization)
        parts.append(_people_of(named.in_force().exclude(person_id__in=besides), "contact"))
    if services:
        parts.append(_columns(Service.objects.within(desk).filter(pk__in=services), "service"))
    if locations:
        parts.append(_columns(Location.objects.within(desk).filter(pk__in=locations), "location"))
    if macros:
        parts.append(_columns(Macro.objects.within(desk).filter(pk__in=macros), "macro"))
    if desks:
        # The ticket's own desk, and those that everybody may know.
        known = Desk.objects.filter(pk__in=desks).filter(Q(is_listed=True) | Q(pk=desk))
        parts.append(_columns(known, "desk"))
    first, *rest = parts
    return first.union(*rest, all=True)


_union = Prepared(_around)


def _columns(found: Any, kind: str, *, code: str = "", group: str = "", of: Any = _NOTHING) -> Any:
    described = found.order_by().annotate(
        _kind=_text(kind),
        _code=F(code) if code else _text(""),
        _group=F(group) if group else of,
        _place=Case(When(is_active=True, then=F("position")), output_field=IntegerField()) if group else _NO_PLACE,
    )
    return described.values_list("_kind", "pk", "name", "_code", "_group", "_place")


def _people_of(found: Any, kind: str, *, group: Any = _NOTHING) -> Any:
    described = found.order_by().annotate(
        _kind=_text(kind), _name=F("person__name"), _code=F("person__email"), _group=group, _place=_NO_PLACE
    )
    return described.values_list("_kind", "person_id", "_name", "_code", "_group", "_place")


def _informed(desk: int) -> Case:
    """The same as :func:`deskhand.tickets.letters.on_requesters_side` says of followers."""
    roles = DeskRole.objects.filter(desk_id=desk, person_id=OuterRef("person_id"), role__in=READERS)
    return Case(
        When(~Exists(roles), person__is_active=True, then=_text(INFORMED)), default=_NOTHING, output_field=CharField()
    )
