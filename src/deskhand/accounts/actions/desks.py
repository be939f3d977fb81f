"""Desks, roles on them, and the switches of modules."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import DeskChanged, DeskCreated, ModuleSwitched, RoleGiven, RoleTaken
from deskhand.accounts.models import Desk, DeskRole, Person, Team, WhoMayOpen
from deskhand.accounts.models.desk import RoleName
from deskhand.jobs import parking
from deskhand.kernel import clock, slots, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.permissions import ADMIN

EDITABLE = (
    "name",
    "public_name",
    "who_may_open",
    "is_listed",
    "language",
    "signature",
    "reopen_days",
    "close_days",
    "warn_days",
    "form_kind",
    "form_team",
    "asks_service",
    "asks_location",
)
"""What a desk's administrators can change."""

TEXTS = ("signature",)
"""Settings whose words no fact keeps."""

RESERVED = (
    "settings",
    "tickets",
    "notifications",
    "undo",
    "palette",
    "desks",
    "find",
    "installation",
    "snooze-times",
    "break-glass",
)
"""Words with which other addresses of the workspace and the settings begin: no desk can have one as its key."""

DAYS_LIMIT = 365
"""Most days for reopening and closing."""


@transaction.atomic
def create_desk(*, actor: Actor, key: str, name: str, administrator: Person, **details: Any) -> Desk:
    """Make a desk and name its first administrator; from then on only that desk's administrators give roles on it."""
    actor.need("desks.create")
    if Desk.objects.filter(key=key).exists():
        raise Conflict(_("There is a desk with the key “%(key)s” already.") % {"key": key})
    desk = Desk(key=key, created_at=clock.now(), **_checked({**details, "name": name}))
    _check_key(desk)
    desk.save()
    for prepare in slots.items("desk_made"):
        prepare(desk)
    DeskRole.objects.create(desk=desk, person=administrator, role=ADMIN, since=clock.now())
    emit(DeskCreated(desk=desk.pk, administrator=administrator.pk), actor=actor, desk_id=desk.pk)
    emit(RoleGiven(desk=desk.pk, person=administrator.pk, role=ADMIN), actor=actor, desk_id=desk.pk)
    return desk


@transaction.atomic
def edit_desk(*, actor: Actor, desk: Desk, **details: Any) -> Desk:
    """Change settings (:data:`EDITABLE`) of a desk."""
    actor.need("desks.edit", desk.pk)
    locked = Desk.objects.select_for_update().get(pk=desk.pk)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    team = details.get("form_team")
    if team is not None and team.desk_id != locked.pk:
        raise Invalid(_("This team belongs to another desk."), {"form_team": _("Choose a team of this desk.")})
    for name, value in _checked(details).items():
        if name not in EDITABLE:
            raise Invalid(_("This cannot be changed: %(name)s.") % {"name": name})
        if getattr(locked, name) != value:
            old[name], new[name] = getattr(locked, name), value
            setattr(locked, name, value)
    if new:
        locked.save(update_fields=list(new))
        fact = DeskChanged(desk=locked.pk, fields=sorted(new), old=_short(old), new=_short(new))
        emit(fact, actor=actor, desk_id=locked.pk)
    return locked


@transaction.atomic
def give_role(*, actor: Actor, desk: Desk, person: Person, role: str) -> DeskRole:
    """Give a person a role on the desk. Only the desk's administrators (and the command line) may."""
    actor.need("desks.roles", desk.pk)
    if role not in RoleName.values:
        raise Invalid(_("There is no role “%(role)s”.") % {"role": role}, {"role": ", ".join(RoleName.values)})
    row, made = DeskRole.objects.get_or_create(desk=desk, person=person, role=role, defaults={"since": clock.now()})
    if made:
        emit(RoleGiven(desk=desk.pk, person=person.pk, role=role), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def take_role(*, actor: Actor, desk: Desk, person: Person, role: str) -> None:
    """Take a role away. The last administrator of a desk stays."""
    actor.need("desks.roles", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)
    others = DeskRole.objects.filter(desk=desk, role=ADMIN, person__is_active=True).exclude(person=person)
    if role == ADMIN and not others.exists():
        raise Denied(_("A desk needs an administrator: give the role to somebody else first."))
    gone, _rows = DeskRole.objects.filter(desk=desk, person=person, role=role).delete()
    if gone:
        emit(RoleTaken(desk=desk.pk, person=person.pk, role=role), actor=actor, desk_id=desk.pk)


@transaction.atomic
def switch_module(*, actor: Actor, desk: Desk, module: str, on: bool) -> bool:
    """Switch a module on or off for the desk. Returns whether anything changed; raises Invalid when another module
    stands in the way. Work that was parked while it was off goes on, unless its ``switched_on`` dropped it."""
    actor.need("modules.switch", desk.pk)
    changed = switches.switch(module, desk.pk, on)
    if changed and on:
        parking.release(module, desk.pk)
    if changed:
        emit(ModuleSwitched(desk=desk.pk, module=module, on=on), actor=actor, desk_id=desk.pk)
    return changed


def _short(values: dict[str, Any]) -> dict[str, str | int | bool | None]:
    """What a fact keeps of settings: codes and short values, of a team its name, of texts nothing."""
    plain = {name: str(one) if isinstance(one, Team) else one for name, one in values.items()}
    return {name: one for name, one in plain.items() if name not in TEXTS}


def _checked(details: dict[str, Any]) -> dict[str, Any]:
    wrong = {}
    if "name" in details and not details["name"].strip():
        wrong["name"] = _("Write a name.")
    if "who_may_open" in details and details["who_may_open"] not in WhoMayOpen.values:
        wrong["who_may_open"] = _("One of: %(words)s.") % {"words": ", ".join(WhoMayOpen.values)}
    for name in ("reopen_days", "close_days", "warn_days"):
        if name in details and not 0 <= int(details[name]) <= DAYS_LIMIT:
            wrong[name] = _("Between 0 and %(limit)s days.") % {"limit": DAYS_LIMIT}
    if 0 < int(details.get("close_days", 0)) <= int(details.get("warn_days", 0)):
        wrong["warn_days"] = _("Fewer days than those of silence.")
    for name, limit in (("name", 80), ("public_name", 120), ("signature", 4000)):
        if len(details.get(name, "")) > limit:
            wrong[name] = _("At most %(limit)s characters.") % {"limit": limit}
    if wrong:
        raise Invalid(_("These settings cannot be taken."), wrong)
    return {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}


def _check_key(desk: Desk) -> None:
    field = Desk._meta.get_field("key")
    try:
        field.clean(desk.key, desk)
        if desk.key in RESERVED:
            raise ValidationError("reserved")
    except ValidationError as error:
        words = _(
            "Small letters, digits and dashes, a letter first, at most %(limit)s; “settings” and a few more are taken."
        ) % {"limit": field.max_length}
        raise Invalid(_("“%(key)s” cannot be a desk's key.") % {"key": desk.key[:40]}, {"key": words}) from error
