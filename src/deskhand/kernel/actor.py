"""Who is doing something: a person through a channel, with what they may do on which desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from deskhand.kernel import permissions
from deskhand.kernel.errors import Denied


class Channel(StrEnum):
    """The door that somebody came through. It is kept on every event."""

    WEB = "web"
    PORTAL = "portal"
    MAIL = "mail"
    API = "api"
    CLI = "cli"
    PHONE = "phone"
    WALK_IN = "walk_in"
    FORM = "form"
    SYSTEM = "system"
    IMPORT = "import"


class Guarded(Protocol):
    """Something of a desk that may ask for more than a role there."""

    @property
    def desk_id(self) -> Any: ...

    def keeps_out(self, actor: Actor, permission: str) -> bool:
        """Whether it stays closed to the actor for this verb, whatever their roles."""
        ...


@dataclass(frozen=True)
class Actor:
    """A person (or the system, or nobody) at a door.

    ``roles`` maps desk ids to role names. ``only_ticket`` narrows the actor to one ticket: the bearer of an access
    link. ``may_write`` is false for read-only tokens. ``must_secure`` tells that the roles of this person are withheld
    until they have set up a second factor. ``closed_desks`` are desks that a token does not reach: there the
    bearer is nobody, not even a requester. ``contact_desks`` are those on which the person is named to read the tickets
    of their organization. ``glass`` are desks whose walls the person broke in an emergency, with a second person's
    consent and for a short time; ``glass_tickets`` the single confidential tickets (ids) opened in that way. An actor
    without ``person_id`` is a stranger unless ``is_system``.
    """

    person_id: int | None
    name: str
    channel: Channel
    email: str = ""
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    is_site_admin: bool = False
    is_system: bool = False
    may_write: bool = True
    on_behalf_of_id: int | None = None
    only_ticket: int | None = None
    organization_id: int | None = None
    must_secure: bool = False
    contact_desks: frozenset[int] = frozenset()
    closed_desks: frozenset[int] = frozenset()
    glass: frozenset[int] = frozenset()
    glass_tickets: frozenset[int] = frozenset()

    def roles_on(self, desk_id: int) -> frozenset[str]:
        return frozenset() if desk_id in self.closed_desks else self.roles.get(desk_id, frozenset())

    def may(self, permission: str, desk_id: int | None = None) -> bool:
        """True if the permission table gives this to one of the actor's roles (on that desk)."""
        if self.is_system:
            return True
        if self.only_ticket is not None:
            return False
        rule = permissions.rule(permission)
        if not (self.may_write or rule.is_reading) or not permissions.counts(rule, desk_id):
            return False
        if self.is_site_admin and permissions.SITE_ADMIN in rule.roles:
            return True
        return desk_id is not None and not rule.roles.isdisjoint(self.roles_on(desk_id))

    def need(self, permission: str, desk_id: int | None = None) -> None:
        """Raise :class:`Denied` with the permission's own sentence unless :meth:`may`."""
        if not self.may(permission, desk_id):
            raise Denied(permissions.refusal(permission, self.may_write))

    def may_on(self, permission: str, thing: Guarded) -> bool:
        """As :meth:`may` on the thing's desk, unless the thing itself keeps the actor out: a confidential ticket of
        which they may not know, or which they only read through broken glass."""
        return self.may(permission, thing.desk_id) and not thing.keeps_out(self, permission)

    def need_on(self, permission: str, thing: Guarded) -> None:
        """Raise :class:`Denied` with the permission's own sentence unless :meth:`may_on`."""
        if not self.may_on(permission, thing):
            raise Denied(permissions.refusal(permission, self.may_write))

    def desks_with(self, permission: str) -> list[int]:
        """Ids of the desks on which the actor has the permission through a role there."""
        return [desk_id for desk_id in self.roles if self.may(permission, desk_id)]

    def only_as(self, role: str, desk_id: int) -> Actor:
        """The same person with one role on one desk and no other right (an empty role: none at all), to look at what
        people in that role see. It never has more than the person: give it only where they have a role there."""
        roles = {desk_id: frozenset({role})} if role else {}
        return replace(self, roles=roles, is_site_admin=False, glass=frozenset(), glass_tickets=frozenset())

    def through(self, channel: Channel) -> Actor:
        """The same person at another door."""
        return replace(self, channel=channel)


SYSTEM = Actor(person_id=None, name="Deskhand", channel=Channel.SYSTEM, is_system=True)


def system(channel: Channel = Channel.SYSTEM) -> Actor:
    """Deskhand itself, acting through ``channel``."""
    return replace(SYSTEM, channel=channel)
