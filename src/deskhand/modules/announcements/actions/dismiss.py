"""Not wanting to see an announcement again. Like having read something it is a mark of one's own, and no fact of the
desk."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.modules.announcements.models import Announcement, Dismissal


@transaction.atomic
def dismiss(*, actor: Actor, announcement: Announcement, edition: int) -> bool:
    """Leave the announcement out of the actor's pages until it changes. False, and nothing is done, if it has changed
    since the ``edition`` that the actor read."""
    person = _own(actor)
    if edition != announcement.edition:
        return False
    marks = {"edition": edition, "at": clock.now()}
    Dismissal.objects.update_or_create(announcement=announcement, person_id=person, defaults=marks)
    return True


@transaction.atomic
def show_again(*, actor: Actor, announcement: Announcement) -> None:
    """Take it back."""
    Dismissal.objects.filter(announcement=announcement, person_id=_own(actor)).delete()


def _own(actor: Actor) -> int:
    if actor.person_id is None or actor.only_ticket is not None:
        raise Denied(_("Sign in first."))
    return actor.person_id
