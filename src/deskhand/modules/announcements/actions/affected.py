"""Counting whom an outage kept from writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.modules.announcements.actions.follow import follow, has_room, may_follow
from deskhand.modules.announcements.events import AnnouncementRecognised
from deskhand.modules.announcements.models import Announcement, Kind


@transaction.atomic
def confirm_affected(*, actor: Actor, announcement: Announcement) -> None:
    """Say that an announcement is what the actor wanted to write about. Raises NotFound for one that they are not told
    of. Who has an account is counted once, and follows an outage from then on."""
    row = Announcement.objects.told_to(actor, clock.now()).filter(pk=announcement.pk).first()
    if row is None:
        raise NotFound
    if actor.person_id is None or not recognitions([row.pk]).filter(actor_id=actor.person_id).exists():
        emit(AnnouncementRecognised(announcement=row.pk), actor=actor, desk_id=row.desk_id)
    if row.kind == Kind.OUTAGE and may_follow(actor) and has_room(actor):
        follow(actor=actor, announcement=row)


def recognitions(announcements: Sequence[int]) -> Any:
    """The facts that somebody said so, of these announcements."""
    facts = Event.objects.filter(subject_kind="announcement", subject_id__in=list(announcements))
    return facts.filter(code="announcement.recognised")


def affected(announcements: Sequence[int]) -> dict[int, int]:
    """How often it was said of each, by its id. One query."""
    counted = recognitions(announcements).order_by().values_list("subject_id").annotate(Count("pk"))
    return dict(counted)
