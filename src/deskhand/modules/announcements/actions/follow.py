"""Following an outage. Like having read something it is a mark of one's own, and no fact of the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.modules.announcements.models import FOLLOW_LIMIT, Announcement, Follow, Kind


@transaction.atomic
def follow(*, actor: Actor, announcement: Announcement) -> None:
    """Hear when the text of an outage changes, and when it is over. Raises NotFound for one that the actor is not told
    of at this moment."""
    person = _own(actor)
    row = Announcement.objects.told_to(actor, clock.now()).filter(pk=announcement.pk).first()
    if row is None:
        raise NotFound
    if row.kind != Kind.OUTAGE:
        raise Invalid(_("Only an outage can be followed."))
    if follows(actor, row):
        return
    if not has_room(actor):
        raise Invalid(_("You follow %(limit)s outages, the most there can be.") % {"limit": FOLLOW_LIMIT})
    Follow.objects.create(announcement=row, person_id=person, since=clock.now())


@transaction.atomic
def unfollow(*, actor: Actor, announcement: Announcement) -> None:
    """Hear of it no more."""
    Follow.objects.filter(announcement=announcement, person_id=_own(actor)).delete()


def may_follow(actor: Actor) -> bool:
    """Whoever has an account: the others have no place to remember it."""
    return actor.person_id is not None and actor.only_ticket is None


def has_room(actor: Actor) -> bool:
    """Whether the actor may follow another one: there is a limit."""
    return Follow.objects.filter(person_id=actor.person_id or 0).count() < FOLLOW_LIMIT


def follows(actor: Actor, announcement: Announcement) -> bool:
    """Whether the actor follows it."""
    mine = Follow.objects.filter(announcement=announcement, person_id=actor.person_id or 0)
    return mine.exists()


def followers(announcements: Sequence[int]) -> dict[int, int]:
    """How many people follow each, by its id. One query."""
    rows = Follow.objects.filter(announcement_id__in=list(announcements), person__is_active=True)
    return dict(rows.order_by().values_list("announcement_id").annotate(Count("pk")))


def _own(actor: Actor) -> int:
    if actor.person_id is None or actor.only_ticket is not None:
        raise Denied(_("Sign in first."))
    return actor.person_id
