"""Changing, ending and deleting announcements."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.modules.announcements.actions.publish import Details, columns
from deskhand.modules.announcements.events import (
    AnnouncementChanged,
    AnnouncementDeleted,
    AnnouncementEnded,
    AnnouncementResumed,
)
from deskhand.modules.announcements.models import Announcement

TOLD = frozenset({"kind", "starts_at", "ends_at"})
"""Columns that readers read besides the words: a change of one is shown again to those who had put the announcement
away."""


@transaction.atomic
def change(*, actor: Actor, announcement: Announcement, details: Details) -> Announcement:
    """Put other details in the place of the announcement's. Raises Invalid with the fields that cannot be taken."""
    row, at = _locked(actor, announcement), clock.now()
    said, was, until = _said(row, at), row.state(at), row.ends_at
    changed = [name for name, value in columns(details).items() if getattr(row, name) != value]
    for name, value in columns(details).items():
        setattr(row, name, value)
    is_told = _said(row, at) != said
    if is_told or set(changed) & TOLD:
        row.edition += 1
    row.due_at = row.next_moment(at)
    row.save(update_fields=[*changed, "edition", "due_at"])
    if _readers_changed(row, details):
        changed.append("organizations")
    if changed:
        fact = AnnouncementChanged(announcement=row.pk, fields=sorted(changed), is_told=is_told)
        emit(fact, actor=actor, desk_id=row.desk_id)
    if was == "current" and row.state(at) == "past":
        _emit_end(actor, row, until)
    return row


@transaction.atomic
def end(*, actor: Actor, announcement: Announcement) -> Announcement:
    """End a current one now: it is shown nowhere any more, but stays among the past ones."""
    row = _locked(actor, announcement)
    if row.state(clock.now()) != "current":
        raise Invalid(_("Only an announcement that is shown now can be ended."))
    until = row.ends_at
    row.ends_at, row.due_at = clock.now(), None
    row.save(update_fields=["ends_at", "due_at"])
    _emit_end(actor, row, until)
    return row


@transaction.atomic
def resume(*, actor: Actor, announcement: Announcement) -> Announcement:
    """Take an end back. Raises Invalid if anything happened to it since, or its own time is over."""
    row = _locked(actor, announcement)
    last = Event.objects.filter(subject_kind="announcement", subject_id=row.pk).order_by("-pk").first()
    if last is None or last.code != AnnouncementEnded.code:
        raise Invalid(_("Only an announcement that was ended, and not changed since, can be shown again."))
    until = last.values.get("until", "")
    ends_at = datetime.fromisoformat(until) if until else None
    if ends_at is not None and ends_at <= clock.now():
        raise Invalid(_("Its time is over. Change its end to show it again."))
    row.ends_at = ends_at
    row.due_at = row.next_moment(clock.now())
    row.save(update_fields=["ends_at", "due_at"])
    emit(AnnouncementResumed(announcement=row.pk), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def delete(*, actor: Actor, announcement: Announcement) -> None:
    """Remove an announcement for good. The fact that there was one stays."""
    row = _locked(actor, announcement)
    emit(AnnouncementDeleted(announcement=row.pk), actor=actor, desk_id=row.desk_id)
    row.delete()


def _said(row: Announcement, at: datetime) -> list[dict[str, str]]:
    """What it says at that instant, in each language."""
    return [row.words(code, at) for code, _name in settings.LANGUAGES]


def _readers_changed(row: Announcement, details: Details) -> bool:
    wanted = {one.pk for one in details.organizations}
    if set(row.organizations.values_list("pk", flat=True)) == wanted:
        return False
    row.organizations.set(wanted)
    return True


def _emit_end(actor: Actor, row: Announcement, until: datetime | None) -> None:
    fact = AnnouncementEnded(announcement=row.pk, until=until.isoformat() if until else "")
    emit(fact, actor=actor, desk_id=row.desk_id)


def _locked(actor: Actor, announcement: Announcement) -> Announcement:
    actor.need("announcements.publish", announcement.desk_id)
    found: Announcement | None = (
        Announcement.objects.within(announcement.desk_id).select_for_update().filter(pk=announcement.pk).first()
    )
    if found is None:
        raise NotFound
    return found
