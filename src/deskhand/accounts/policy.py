"""The installation's rules of signing in: who needs a second factor, and how long a session lasts. One row, kept per
process for a few seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from deskhand.accounts import factors
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person, SignInPolicy
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.permissions import DESK_ROLES, SITE_ADMIN

FRESH_SECONDS = 15.0
"""How old the kept rules may be, in seconds: the longest time until another process notices a change."""

ROLES = (*DESK_ROLES, SITE_ADMIN)
"""Roles that can need a second factor."""


@dataclass
class _Kept:
    row: SignInPolicy = field(default_factory=SignInPolicy)
    looked_at: float = -FRESH_SECONDS


_kept = _Kept()


def current() -> SignInPolicy:
    """The rules in force; those of a fresh installation until somebody changed them."""
    if time.monotonic() - _kept.looked_at >= FRESH_SECONDS:
        _kept.row = SignInPolicy.objects.filter(pk=1).first() or SignInPolicy()
        _kept.looked_at = time.monotonic()
    return _kept.row


def forget() -> None:
    """Read again at the next question."""
    _kept.looked_at = -FRESH_SECONDS


def needs_second(actor: Actor) -> bool:
    """True if one of the actor's roles needs a second factor."""
    roles = {role for names in actor.roles.values() for role in names}
    if actor.is_site_admin:
        roles.add(SITE_ADMIN)
    if roles.isdisjoint(ROLES):
        return False
    return not roles.isdisjoint(current().roles)


def is_lacking(person_id: int) -> bool:
    """True if the person needs a second factor and has none."""
    person = Person.objects.get(pk=person_id)
    return needs_second(actor_for(person, Channel.WEB)) and not factors.has_second(person_id)


def secured(actor: Actor) -> Actor:
    """The actor, or, if a second factor is needed and there is none, the same person without their roles: until they
    have set one up they are a requester and nothing else."""
    if not needs_second(actor) or factors.has_second(actor.person_id):
        return actor
    roles = {desk_id: names - set(ROLES) for desk_id, names in actor.roles.items()}
    kept = {desk_id: names for desk_id, names in roles.items() if names}
    return replace(actor, roles=kept, is_site_admin=False, must_secure=True)
