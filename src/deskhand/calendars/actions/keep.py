"""Making, changing and putting away calendars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.calendars import public_holidays, rules
from deskhand.calendars.events import CalendarChanged, CalendarCreated, CalendarRestored, CalendarRetired
from deskhand.calendars.models import NAME_LIMIT, Calendar, CalendarVersion
from deskhand.calendars.queries import used_by
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit

PER_DESK = 50
"""Most calendars of one desk, and of the installation."""

VERSIONS_LIMIT = 500
"""Most versions of one calendar."""


@transaction.atomic
def create_calendar(*, actor: Actor, desk: Desk | None, name: str, given: Mapping[str, Any]) -> Calendar:
    """Make a calendar of the desk, or without one of the installation. ``given`` are its rules (see
    :mod:`deskhand.calendars.rules`). They count from the beginning, for whatever it will be chosen for."""
    need_keeper(actor, desk.pk if desk else None)
    name = _name(None, desk.pk if desk else None, name)
    found = rules.checked(given)
    if _of(desk.pk if desk else None).in_use().count() >= PER_DESK:
        raise Invalid(_("There are %(limit)s calendars already; put one away first.") % {"limit": PER_DESK})
    row: Calendar = Calendar.objects.create(desk=desk, name=name, created_at=clock.now())
    CalendarVersion.objects.create(calendar=row, valid_from=None, rules=found, public_days=_public_days(found))
    emit(CalendarCreated(calendar=row.pk), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def change_calendar(
    *,
    actor: Actor,
    calendar: Calendar,
    name: str | None = None,
    given: Mapping[str, Any] | None = None,
    valid_from: datetime | None = None,
) -> Calendar:
    """Change the name, the rules, or both. New rules count from ``valid_from``, which is now unless told otherwise and
    never in the past; a later version that was planned already stays. ``given`` may be some of the rules' words."""
    need_keeper(actor, calendar.desk_id)
    row = held(calendar)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    if name is not None and (name := _name(row, row.desk_id, name)) != row.name:
        old["name"], new["name"], row.name = row.name, name, name
        row.save(update_fields=["name"])
    since = _since(valid_from)
    if given is not None:
        before = _rules_at(row, since)
        after = rules.checked({**before, **given})
        changed = rules.differing(before, after)
        old |= {word: rules.in_short(word, before[word]) for word in changed}
        new |= {word: rules.in_short(word, after[word]) for word in changed}
        if changed:
            _add_version(row, since, after)
        if changed and valid_from is not None:
            new["valid_from"] = _day(since, after)
    if new:
        begins = "" if set(new) == {"name"} else since.isoformat()
        fact = CalendarChanged(calendar=row.pk, fields=list(new), old=old, new=new, valid_from=begins)
        emit(fact, actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def retire_calendar(*, actor: Actor, calendar: Calendar) -> None:
    """Put a calendar away. Conflict while it counts somewhere: another must be chosen there first."""
    need_keeper(actor, calendar.desk_id)
    row = held(calendar)
    if used := used_by(row):
        words = _("This calendar still counts for %(count)s desks, teams or organizations. Choose another there first.")
        raise Conflict(words % {"count": len(used)})
    if row.is_active:
        row.is_active = False
        row.save(update_fields=["is_active"])
        emit(CalendarRetired(calendar=row.pk), actor=actor, desk_id=row.desk_id)


@transaction.atomic
def restore_calendar(*, actor: Actor, calendar: Calendar) -> None:
    """Take a calendar out again that was put away."""
    need_keeper(actor, calendar.desk_id)
    row = held(calendar)
    _name(row, row.desk_id, row.name)
    if not row.is_active:
        row.is_active = True
        row.save(update_fields=["is_active"])
        emit(CalendarRestored(calendar=row.pk), actor=actor, desk_id=row.desk_id)


@transaction.atomic
def drop_plans(*, actor: Actor, calendar: Calendar) -> int:
    """Forget the rules that were planned for later. Returns how many versions there were of them."""
    need_keeper(actor, calendar.desk_id)
    row = held(calendar)
    planned = CalendarVersion.objects.scoped(calendar=row).filter(valid_from__gt=clock.now())
    days = [_day(one.valid_from, one.rules) for one in planned]
    if days:
        planned.delete()
        old, new = {"valid_from": ", ".join(days)}, {"valid_from": ""}
        emit(
            CalendarChanged(calendar=row.pk, fields=["valid_from"], old=old, new=new), actor=actor, desk_id=row.desk_id
        )
    return len(days)


def need_keeper(actor: Actor, desk_id: int | None) -> None:
    """Raise Denied unless the actor keeps the calendars of the desk, or without one of the installation."""
    if desk_id is None:
        actor.need("site.settings")
    else:
        actor.need("calendars.edit", desk_id)


def _of(desk_id: int | None) -> Any:
    return Calendar.objects.of_installation() if desk_id is None else Calendar.objects.within(desk_id)


def held(calendar: Calendar) -> Calendar:
    """The row as it is now, held until the end of the transaction."""
    row: Calendar | None = _of(calendar.desk_id).select_for_update().filter(pk=calendar.pk).first()
    if row is None:
        raise NotFound
    return row


def _name(row: Calendar | None, desk_id: int | None, name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LIMIT:
        words = _("Write a name of at most %(limit)s characters.") % {"limit": NAME_LIMIT}
        raise Invalid(words, {"name": words})
    if _of(desk_id).in_use().filter(name=name).exclude(pk=row.pk if row else None).exists():
        words = _("There is a calendar “%(name)s” already.") % {"name": name}
        raise Invalid(words, {"name": words})
    return name


def _since(valid_from: datetime | None) -> datetime:
    now = clock.now()
    if valid_from is not None and valid_from < now:
        words = _("Rules cannot change in the past: what was computed then stays.")
        raise Invalid(words, {"valid_from": words})
    return valid_from or now


def _day(at: datetime, found: rules.Rules) -> str:
    """The date of an instant where the calendar is, for its history."""
    return at.astimezone(clock.zone_of(found["zone"])).date().isoformat()


def _rules_at(row: Calendar, at: datetime) -> rules.Rules:
    versions = list(CalendarVersion.objects.scoped(calendar=row))
    found: rules.Rules = [one for one in versions if one.valid_from is None or one.valid_from <= at][-1].rules
    return found


def _add_version(row: Calendar, since: datetime, found: rules.Rules) -> None:
    if CalendarVersion.objects.scoped(calendar=row).count() >= VERSIONS_LIMIT:
        raise Invalid(_("This calendar was changed too often. Make another one."))
    values = {"rules": found, "public_days": _public_days(found)}
    CalendarVersion.objects.scoped(calendar=row).update_or_create(calendar=row, valid_from=since, defaults=values)


def _public_days(found: rules.Rules) -> dict[str, str]:
    years = public_holidays.years_around(clock.now().year)
    return public_holidays.as_kept(public_holidays.days(found["country"], found["region"], years))
