"""Changing, ending and deleting announcements."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.announcements.actions.publish import Details, columns
from deskhand.modules.announcements.events import AnnouncementChanged, AnnouncementDeleted, AnnouncementEnded
from deskhand.modules.announcements.models import Announcement


@transaction.atomic
def change(*, actor: Actor, announcement: Announcement, details: Details) -> Announcement:
    """Put other details in the place of the announcement's. Raises Invalid with the fields that cannot be taken."""
    row = _locked(actor, announcement)
    changed = [name for name, value in columns(details).items() if getattr(row, name) != value]
    for name, value in columns(details).items():
        setattr(row, name, value)
    row.save(update_fields=changed)
    wanted = {one.pk for one in details.organizations}
    if set(row.organizations.values_list("pk", flat=True)) != wanted:
        row.organizations.set(wanted)
        changed.append("organizations")
    if changed:
        fact = AnnouncementChanged(announcement=row.pk, fields=sorted(changed))
        emit(fact, actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def end(*, actor: Actor, announcement: Announcement) -> Announcement:
    """End a current one now: it is shown nowhere any more, but stays among the past ones."""
    row = _locked(actor, announcement)
    if row.state(clock.now()) != "current":
        raise Invalid(_("Only an announcement that is shown now can be ended."))
    row.ends_at = clock.now()
    row.save(update_fields=["ends_at"])
    emit(AnnouncementEnded(announcement=row.pk), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def delete(*, actor: Actor, announcement: Announcement) -> None:
    """Remove an announcement for good. The fact that there was one stays."""
    row = _locked(actor, announcement)
    emit(AnnouncementDeleted(announcement=row.pk), actor=actor, desk_id=row.desk_id)
    row.delete()


def _locked(actor: Actor, announcement: Announcement) -> Announcement:
    actor.need("announcements.publish", announcement.desk_id)
    found: Announcement | None = (
        Announcement.objects.within(announcement.desk_id).select_for_update().filter(pk=announcement.pk).first()
    )
    if found is None:
        raise NotFound
    return found
