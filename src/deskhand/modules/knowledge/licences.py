"""What somebody's word counts for on a desk: the licence levels of KCS, by role unless somebody has another one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.permissions import ADMIN, LEAD, STAFF
from deskhand.modules.knowledge.models import OUTWARD, Article, Level, Licence

_ORDER = {Level.CANDIDATE: 0, Level.CONTRIBUTOR: 1, Level.PUBLISHER: 2}


def level_of(actor: Actor, desk_id: int) -> Level:
    """The actor's licence: their own one, else by role: leads and administrators publish, agents contribute. The system
    (imports, what is planned) publishes."""
    if actor.is_system:
        return Level.PUBLISHER
    own = Licence.objects.within(desk_id).filter(person_id=actor.person_id or 0).values_list("level", flat=True).first()
    if own is not None:
        return Level(own)
    return by_role(actor.roles_on(desk_id))


def by_role(roles: Collection[str]) -> Level:
    """What roles on a desk give to whoever has no licence of their own."""
    return Level.PUBLISHER if {LEAD, ADMIN} & set(roles) else Level.CONTRIBUTOR


@dataclass(frozen=True)
class Writer:
    """Somebody who may write on a desk: their own licence if they have one, and what their roles give."""

    person_id: int
    own: Level | None
    by_role: Level

    @property
    def level(self) -> Level:
        return self.own or self.by_role


def writers_of(desk_id: int) -> list[Writer]:
    """Everybody who may write on the desk. Two queries."""
    roles: dict[int, set[str]] = {}
    serving = DeskRole.objects.filter(desk_id=desk_id, role__in=STAFF, person__is_active=True)
    for person, role in serving.values_list("person_id", "role"):
        roles.setdefault(person, set()).add(role)
    own = dict(Licence.objects.within(desk_id).values_list("person_id", "level"))
    return [Writer(pk, Level(own[pk]) if pk in own else None, by_role(mine)) for pk, mine in roles.items()]


def has(actor: Actor, desk_id: int, level: Level) -> bool:
    """True if the actor may write on the desk and has at least this licence there."""
    return actor.may("knowledge.write", desk_id) and _ORDER[level_of(actor, desk_id)] >= _ORDER[level]


def need(actor: Actor, desk_id: int, level: Level) -> None:
    """Raise Denied with words unless the actor has at least this licence."""
    actor.need("knowledge.write", desk_id)
    if _ORDER[level_of(actor, desk_id)] < _ORDER[level]:
        raise Denied(
            _("This needs the licence “%(level)s”. Send your version to review, or ask an administrator of the desk.")
            % {"level": level.label}
        )


def to_publish(article: Article) -> Level:
    """The licence that publishing a version of this article asks for: what people outside the desk read is published by
    publishers."""
    is_outward = article.audience in OUTWARD and article.confidence == "validated"
    return Level.PUBLISHER if is_outward else Level.CONTRIBUTOR
