"""The desk's list of kinds of work."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.time.events import ActivityChanged, ActivityCreated
from deskhand.modules.time.models import NAME_LIMIT, Activity

PER_DESK = 100
"""Most activities of one desk that are offered."""


@transaction.atomic
def save_activity(
    *, actor: Actor, desk: Desk, name: str, is_billable: bool = False, activity: Activity | None = None
) -> Activity:
    """Make an activity, or change one. ``is_billable`` is what entries begin with. Raises Invalid for a name that is
    empty, too long or there already."""
    actor.need("time.activities", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)  # Two of one name come one after the other.
    row = _locked(activity) if activity is not None else Activity(desk=desk)
    wanted = {"name": _name(desk, name, row), "is_billable": is_billable}
    if activity is None and Activity.objects.within(desk).offered().count() >= PER_DESK:
        raise Invalid(_("There are %(limit)s activities already; put one away first.") % {"limit": PER_DESK})
    return _kept(actor, row, wanted, is_new=activity is None)


@transaction.atomic
def retire_activity(*, actor: Actor, activity: Activity) -> Activity:
    """Offer it no more. Entries keep it."""
    actor.need("time.activities", activity.desk_id)
    return _kept(actor, _locked(activity), {"is_active": False})


@transaction.atomic
def offer_activity(*, actor: Actor, activity: Activity) -> Activity:
    """Offer it again."""
    actor.need("time.activities", activity.desk_id)
    return _kept(actor, _locked(activity), {"is_active": True})


def _kept(actor: Actor, row: Activity, wanted: dict[str, Any], *, is_new: bool = False) -> Activity:
    if is_new:
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()
        emit(ActivityCreated(activity=row.pk), actor=actor, desk_id=row.desk_id)
        return row
    old = {name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value}
    if not old:
        return row
    new = {name: wanted[name] for name in old}
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    fact = ActivityChanged(activity=row.pk, fields=sorted(new), old=old, new=new)
    emit(fact, actor=actor, desk_id=row.desk_id)
    return row


def _locked(activity: Activity) -> Activity:
    found = Activity.objects.within(activity.desk_id).select_for_update().filter(pk=activity.pk)
    row: Activity | None = found.first()
    if row is None:
        raise NotFound
    return row


def _name(desk: Desk, typed: str, row: Activity) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= NAME_LIMIT:
        words = _("Write a name of at most %(limit)s characters.") % {"limit": NAME_LIMIT}
        raise Invalid(words, {"name": words})
    if Activity.objects.within(desk).filter(name__iexact=name).exclude(pk=row.pk).exists():
        words = _("There is an activity “%(name)s” already.") % {"name": name}
        raise Invalid(words, {"name": words})
    return name
