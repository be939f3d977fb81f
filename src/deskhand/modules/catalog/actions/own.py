"""What somebody keeps of the catalog for themselves: items at hand, and a form that they go on with later. Like having
read something, these are no facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.modules.catalog.models import Favourite, FormDraft, Item


@transaction.atomic
def favour(*, actor: Actor, item: Item, is_gone: bool = False) -> bool:
    """Put an item that the actor may order at hand, or away again; one that ``is_gone`` only away. Returns whether it
    is at hand now."""
    if Favourite.objects.of_person(actor.person_id).filter(item=item).delete()[0] or is_gone:
        return False
    Favourite.objects.create(person_id=actor.person_id, item=item, added_at=clock.now())
    return True


@transaction.atomic
def keep_draft(*, actor: Actor, item: Item, given: Mapping[str, Any]) -> None:
    """Keep what the actor has filled in, in place of what was kept before: ``answers`` by code, and ``order``."""
    defaults = {"given": dict(given), "saved_at": clock.now()}
    FormDraft.objects.of_person(actor.person_id).update_or_create(
        person_id=actor.person_id, item=item, defaults=defaults
    )
