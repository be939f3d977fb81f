"""Keeping what a change replaced, so that whoever made it can undo it."""

from __future__ import annotations

from typing import Any

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.tickets.models import BulkUndo


def keep_for_undo(actor: Actor, desk_id: int, verb: str, before: dict[str, Any]) -> int | None:
    """Keep ``before`` (by ticket number) under the verb, and give the id of the undo; None where nothing changed or
    nobody could undo it."""
    if not before or actor.person_id is None:
        return None
    kept: BulkUndo = BulkUndo.objects.create(
        desk_id=desk_id, person_id=actor.person_id, verb=verb, before=before, made_at=clock.now()
    )
    return kept.pk
