"""A desk's statuses."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets.events import StatusEdited
from deskhand.tickets.models import Category, Status

STATUS_LIMIT = 40
"""Most statuses of one desk."""


def make_statuses(desk: Desk) -> None:
    """Give a new desk one default status for each category."""
    for position, category in enumerate(Category.values):
        Status.objects.within(desk).get_or_create(
            desk=desk, key=category, defaults={"category": category, "is_default": True, "position": position * 10}
        )


@transaction.atomic
def save_status(
    *,
    actor: Actor,
    desk: Desk,
    status: Status | None = None,
    name: str,
    category: str,
    requester_name: str = "",
    is_active: bool = True,
) -> Status:
    """Make or change a status. The category of an existing one stays, so that old tickets do not change theirs; the
    default of a category cannot be switched off."""
    actor.need("tickets.statuses", desk.pk)
    name = " ".join(name.split())[:60]
    if category not in Category.values or (status and status.category != category):
        raise Invalid(_("A status keeps its category."), {"category": _("Make a new status instead.")})
    if status is None:
        return _made(actor, desk, name, category, requester_name)
    if status.is_default and not is_active:
        raise Invalid(_("Every category needs this status: it cannot be switched off."))
    if not name and not status.is_default:
        raise Invalid(_("A status needs a name."), {"name": _("Write a name.")})
    wanted: dict[str, str | bool] = {
        "name": name,
        "requester_name": requester_name.strip()[:60],
        "is_active": is_active,
    }
    old = {field: getattr(status, field) for field, value in wanted.items() if getattr(status, field) != value}
    if not old:
        return status
    for field in old:
        setattr(status, field, wanted[field])
    status.save(update_fields=list(old))
    fact = StatusEdited(status=status.pk, fields=list(old), old=old, new={field: wanted[field] for field in old})
    emit(fact, actor=actor, desk_id=desk.pk)
    return status


def _made(actor: Actor, desk: Desk, name: str, category: str, requester_name: str) -> Status:
    if not name:
        raise Invalid(_("A status needs a name."), {"name": _("Write a name.")})
    have = Status.objects.within(desk)
    if have.count() >= STATUS_LIMIT:
        raise Invalid(_("At most %(limit)s statuses on a desk.") % {"limit": STATUS_LIMIT})
    key = _free_key(slugify(name).replace("-", "_")[:32] or category, set(have.values_list("key", flat=True)))
    last = max(have.filter(category=category).values_list("position", flat=True), default=0)
    status: Status = Status.objects.create(
        desk=desk, key=key, name=name, requester_name=requester_name.strip()[:60], category=category, position=last + 1
    )
    emit(StatusEdited(status=status.pk, fields=["created"]), actor=actor, desk_id=desk.pk)
    return status


def _free_key(wanted: str, taken: set[str]) -> str:
    key, count = wanted, 2
    while key in taken:
        key, count = f"{wanted}_{count}", count + 1
    return key
