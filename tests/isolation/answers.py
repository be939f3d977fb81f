"""What a gate promises: who may pass, and what the others are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskhand.kernel import permissions
from tests.isolation.roles import Role
from tests.isolation.world import READERS, Sample


class Promise(StrEnum):
    """What somebody meets at a door."""

    PASSES = "passes"
    SIGNS_IN = "is asked to sign in"
    IS_ABSENT = "is told that there is nothing"
    IS_REFUSED = "is told that they may not"
    ANY = "is let in or not by what the page itself knows"


@dataclass(frozen=True)
class Object:
    """What the address names: a desk's sample, or nothing that exists."""

    desk: str
    sample: Sample | None
    is_note: bool = False


def promised(word: str, role: Role, what: Object, method: str, *, is_operation: bool = False) -> Promise:
    """What the gate of this word promises this person about this object."""
    kind, _colon, permission = word.partition(":")
    if kind in ("public", "token", "scoped"):
        return Promise.ANY
    if not role.person:
        return Promise.SIGNS_IN
    if kind == "signed_in":
        return Promise.ANY
    if kind == "site":
        found = _of_the_site(permission, role)
        if found is Promise.PASSES and what.desk == "nil":
            return Promise.ANY
        # A script is told that it may not: the document says to everybody what there is.
        return Promise.IS_REFUSED if is_operation and found is Promise.IS_ABSENT else found
    if kind == "desk":
        found = _of_a_desk(permission, role, what.desk)
        return Promise.IS_ABSENT if found is Promise.PASSES and what.sample is None else found
    if what.sample is None:
        return Promise.IS_ABSENT
    return _of_a_ticket(kind, role, what, method)


def _of_the_site(permission: str, role: Role) -> Promise:
    rule = permissions.rule(permission)
    if role.is_site_admin and permissions.SITE_ADMIN in rule.roles:
        return Promise.PASSES
    return Promise.IS_REFUSED if role.serves else Promise.IS_ABSENT


def _of_a_desk(permission: str, role: Role, desk: str) -> Promise:
    rule = permissions.rule(permission)
    if role.on(desk) in rule.roles or (role.is_site_admin and permissions.SITE_ADMIN in rule.roles):
        return Promise.PASSES
    return Promise.IS_REFUSED if role.on(desk) else Promise.IS_ABSENT


def _of_a_ticket(kind: str, role: Role, what: Object, method: str) -> Promise:
    is_staff = role.on(what.desk) in READERS
    is_own = what.sample is not None and role.person in what.sample.own_side
    may_see = {
        "served_ticket": is_staff,
        "own_ticket": is_own,
        "visible_ticket": is_staff or is_own,
        "staff_thing": is_staff,
        "own_upload": is_staff or (is_own and not what.is_note),
    }[kind]
    if not may_see:
        return Promise.IS_ABSENT
    if method != "GET" and role.on(what.desk) == "auditor" and not is_own:
        return Promise.IS_REFUSED
    return Promise.PASSES if method == "GET" and not (kind == "visible_ticket" and is_own) else Promise.ANY
