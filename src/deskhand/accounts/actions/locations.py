"""A desk's locations."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.location_events import LocationEdited
from deskhand.accounts.models import Desk, Location
from deskhand.accounts.models.location import LOCATION_NAME_LIMIT
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.words import fold

LOCATION_LIMIT = 1_000
"""Most locations of one desk, with those that are put away."""


@transaction.atomic
def save_location(
    *, actor: Actor, desk: Desk, location: Location | None = None, name: str, is_active: bool = True
) -> Location:
    """Make or change a location, or put it away: tickets keep it, nobody is offered it. Raises Invalid for a name that
    is missing or too long, Conflict for one that folds to another location's."""
    actor.need("locations.edit", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)
    name = " ".join(name.split())
    _check(desk, location, name)
    row = Location.objects.within(desk).get(pk=location.pk) if location else Location(desk=desk)
    old = {} if location is None else _short(row)
    row.name, row.folded, row.is_active = name, fold(name), is_active
    new = _short(row)
    changed = [field for field in new if location is None or new[field] != old[field]]
    if changed:
        row.save()
        fact = LocationEdited(
            location=row.pk,
            fields=["created"] if location is None else changed,
            old={field: old[field] for field in changed if field in old},
            new={} if location is None else {field: new[field] for field in changed},
        )
        emit(fact, actor=actor, desk_id=desk.pk)
    return row


def _short(row: Location) -> dict[str, str | bool]:
    """What a fact keeps of a location."""
    return {"name": row.name, "is_active": row.is_active}


def _check(desk: Desk, location: Location | None, name: str) -> None:
    if not fold(name) or len(name) > LOCATION_NAME_LIMIT:
        words = _("A location needs a name of at most %(limit)s characters.") % {"limit": LOCATION_NAME_LIMIT}
        raise Invalid(words, {"name": words})
    others = Location.objects.within(desk).exclude(pk=location.pk if location else None)
    if others.filter(folded=fold(name)).exists():
        raise Conflict(_("The desk has a location “%(name)s” already.") % {"name": name})
    if location is None and others.count() >= LOCATION_LIMIT:
        raise Invalid(_("At most %(limit)s locations on a desk.") % {"limit": LOCATION_LIMIT})
