"""The one verb."""

from __future__ import annotations

from django.db import transaction

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from tests.dummy.events import MarkLeft
from tests.dummy.models import Mark, mark


@transaction.atomic
def leave(*, actor: Actor, desk: Desk) -> Mark:
    """Leave a mark on the desk."""
    actor.need("dummy.leave", desk.pk)
    row = mark(desk.pk, "left by hand", about=actor.person_id)
    emit(MarkLeft(mark=row.pk), actor=actor, desk_id=desk.pk)
    return row
