"""A desk's statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets.choosing import place_of
from deskhand.tickets.events import StatusEdited
from deskhand.tickets.models import Category, Status, Ticket
from deskhand.tickets.status import may_follow
from deskhand.tickets.status_needs import NEEDS

STATUS_LIMIT = 40
"""Most statuses of one desk."""


def make_statuses(desk: Desk) -> None:
    """Give a new desk one default status for each category."""
    for position, category in enumerate(Category.values):
        Status.objects.within(desk).get_or_create(
            desk=desk,
            key=category,
            defaults={
                "category": category,
                "is_default": True,
                "position": position * 10,
                "pauses": category == Category.ON_HOLD,
            },
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
    pauses: bool | None = None,
    needs: Sequence[str] | None = None,
    next_keys: Sequence[str] | None = None,
    replaced_by: Status | None = None,
) -> Status:
    """Make or change a status. The category of an existing one stays, so that old tickets do not change theirs; the
    default of a category cannot be put away, and others only with ``replaced_by`` if tickets have it: those change soon
    after. What is None stays as it is; of a new status, those on hold pause time. Raises Invalid."""
    actor.need("tickets.statuses", desk.pk)
    name = " ".join(name.split())[:60]
    if category not in Category.values or (status and status.category != category):
        raise Invalid(_("A status keeps its category."), {"category": _("Make a new status instead.")})
    if status is None:
        status = _made(actor, desk, name, category, requester_name)
    if status.is_default and not is_active:
        raise Invalid(_("Every category needs this status: it cannot be put away."))
    if not name and not status.is_default:
        raise Invalid(_("A status needs a name."), {"name": _("Write a name.")})
    wanted: dict[str, Any] = {
        "name": name,
        "requester_name": requester_name.strip()[:60],
        "is_active": is_active,
        "pauses": status.pauses if pauses is None else pauses,
        "needs": status.needs if needs is None else _needs(needs),
        "next_keys": status.next_keys if next_keys is None else _next(status, next_keys),
        "replaced_by": None if is_active else _replacement(status, replaced_by),
    }
    _write(actor, status, {field: value for field, value in wanted.items() if getattr(status, field) != value})
    return status


@transaction.atomic
def place_status(*, actor: Actor, desk: Desk, status: Status, place: int) -> Status:
    """Put a status at a place among those of its category, counted from 0; behind the last is the last."""
    actor.need("tickets.statuses", desk.pk)
    every = sorted(Status.objects.within(desk), key=lambda one: (place_of(one.category), one.position, one.pk))
    own = [one for one in every if one.category == status.category]
    was, rest = [one.pk for one in own].index(status.pk), [one for one in own if one.pk != status.pk]
    place = min(max(place, 0), len(rest))
    rest.insert(place, status)
    for category in Category.values:
        ordered = rest if category == status.category else [one for one in every if one.category == category]
        for position, one in enumerate(ordered, start=place_of(category) * 100):
            if one.position != position:
                one.position = position
                one.save(update_fields=["position"])
    if place != was:
        fact = StatusEdited(status=status.pk, fields=["place"], old={"place": was + 1}, new={"place": place + 1})
        emit(fact, actor=actor, desk_id=desk.pk)
    return status


def _write(actor: Actor, status: Status, changed: Mapping[str, Any]) -> None:
    if not changed:
        return
    old = {field: _short(getattr(status, field)) for field in changed}
    for field, value in changed.items():
        setattr(status, field, value)
    status.save(update_fields=list(changed))
    new = {field: _short(value) for field, value in changed.items()}
    fact = StatusEdited(status=status.pk, fields=list(changed), old=old, new=new)
    emit(fact, actor=actor, desk_id=status.desk_id)
    if changed.get("replaced_by") is not None:
        from deskhand.tickets.jobs import replace_status

        replace_status.put(unique_key=f"replace_status:{status.pk}", status_id=status.pk)


def _short(value: Any) -> str | bool | int | None:
    """A value as a fact keeps it: lists as words, a status as its key."""
    if isinstance(value, list):
        return " ".join(value)
    return value.key if isinstance(value, Status) else value


def _needs(given: Sequence[str]) -> list[str]:
    unknown = [one for one in given if one not in NEEDS]
    if unknown:
        words = _("There is no requirement “%(word)s”. There are: %(known)s.")
        sentence = words % {"word": unknown[0], "known": ", ".join(NEEDS)}
        raise Invalid(sentence, {"needs": sentence})
    return [code for code in NEEDS if code in given]


def _next(status: Status, given: Sequence[str]) -> list[str]:
    """The keys in the order of the desk's list. Each must be a status that the categories let follow."""
    known = {one.key: one for one in Status.objects.within(status.desk_id) if one.pk != status.pk}
    for key in given:
        if key not in known or not may_follow(status.category, known[key].category):
            words = _("“%(key)s” cannot follow on “%(status)s”: the categories do not allow it, or there is none.")
            sentence = words % {"key": known[key].label if key in known else key, "status": status.label}
            raise Invalid(sentence, {"next_keys": sentence})
    ordered = sorted(known.values(), key=lambda one: (place_of(one.category), one.position, one.pk))
    return [one.key for one in ordered if one.key in given]


def _replacement(status: Status, given: Status | None) -> Status | None:
    if given is not None and not status.is_active and given.pk == status.replaced_by_id:
        return given  # It was put away itself since: that does not keep this one from another name.
    if given is not None and (
        given.desk_id != status.desk_id
        or given.category != status.category
        or given.pk == status.pk
        or not given.is_active
    ):
        words = _("Choose another status of the same category that is in use.")
        raise Invalid(words, {"replaced_by": words})
    if (
        given is None
        and Ticket.objects.within(status.desk_id)
        .with_confidential("no ticket may lose its status")
        .filter(status=status)
        .exists()
    ):
        words = _("Tickets have this status. Say which one they get instead.")
        raise Invalid(words, {"replaced_by": words})
    return given


def _made(actor: Actor, desk: Desk, name: str, category: str, requester_name: str) -> Status:
    if not name:
        raise Invalid(_("A status needs a name."), {"name": _("Write a name.")})
    have = Status.objects.within(desk)
    if have.count() >= STATUS_LIMIT:
        raise Invalid(_("At most %(limit)s statuses on a desk.") % {"limit": STATUS_LIMIT})
    key = _free_key(slugify(name).replace("-", "_")[:32] or category, set(have.values_list("key", flat=True)))
    last = max(have.filter(category=category).values_list("position", flat=True), default=0)
    status: Status = Status.objects.create(
        desk=desk,
        key=key,
        name=name,
        requester_name=requester_name.strip()[:60],
        category=category,
        position=last + 1,
        pauses=category == Category.ON_HOLD,
    )
    emit(StatusEdited(status=status.pk, fields=["created"]), actor=actor, desk_id=desk.pk)
    return status


def _free_key(wanted: str, taken: set[str]) -> str:
    key, count = wanted, 2
    while key in taken:
        key, count = f"{wanted}_{count}", count + 1
    return key
