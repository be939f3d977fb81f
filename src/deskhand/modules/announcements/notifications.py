"""What followers of an outage hear: its new text, that it is over, and that it is not over after all. A letter for
everybody; whoever works for the desk has it at the bell, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.events import Fact
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.modules.announcements.events import (
    AnnouncementAdvanced,
    AnnouncementChanged,
    AnnouncementEnded,
    AnnouncementExpired,
    AnnouncementResumed,
)
from deskhand.modules.announcements.models import Announcement, Follow, Kind
from deskhand.modules.announcements.querysets import MODULE
from deskhand.notify import kinds
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Line, register
from deskhand.notify.models import Notification
from deskhand.tickets.links import absolute
from deskhand.web import letters

NEWS, OVER = "outage_news", "outage_over"


@dataclass(frozen=True)
class _Followed:
    """An outage and those of its followers who are still told of it."""

    row: Announcement
    people: Sequence[Person]


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """What was told of outages that the reader may still see. Two queries, however many there are."""
    told = dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "subject_id"))
    seen = Announcement.objects.visible_to(actor, clock.now()).filter(pk__in=set(told.values())).select_related("desk")
    known = {one.pk: one for one in seen}
    said = {NEWS: _("News about an outage that you follow"), OVER: _("An outage that you follow is over")}
    found: dict[int, Line] = {}
    for row in rows:
        if one := known.get(told.get(row.event_id, 0)):
            url = reverse("announcements:told", args=[one.pk])
            found[row.pk] = Line(said[row.kind], one.words()["title"], url, "triangle-alert")
    return found


register(
    kinds.Kind(
        code=NEWS,
        title=gettext_lazy("News about an outage that I follow"),
        detail=gettext_lazy("Its text changes, or it is not over after all. A letter comes as well."),
        lines=lines,
        mail=False,
        module=MODULE,
    )
)
register(
    kinds.Kind(
        code=OVER,
        title=gettext_lazy("An outage that I follow is over"),
        detail=gettext_lazy("Somebody ended it, or its time is over. A letter comes as well."),
        lines=lines,
        mail=False,
        module=MODULE,
    )
)


@afterwards(AnnouncementChanged)
def tell_of_change(fact: AnnouncementChanged) -> None:
    """Those who follow it, if they read another text now."""
    if fact.is_told:
        _tell(fact, fact.announcement, NEWS)


@afterwards(AnnouncementAdvanced)
def tell_of_next_text(fact: AnnouncementAdvanced) -> None:
    """Those who follow it."""
    _tell(fact, fact.announcement, NEWS)


@afterwards(AnnouncementResumed)
def tell_of_resuming(fact: AnnouncementResumed) -> None:
    """Those who were told that it is over."""
    _tell(fact, fact.announcement, NEWS)


@afterwards(AnnouncementEnded)
def tell_of_end(fact: AnnouncementEnded) -> None:
    """Those who follow it."""
    _tell(fact, fact.announcement, OVER)


@afterwards(AnnouncementExpired)
def tell_of_own_end(fact: AnnouncementExpired) -> None:
    """Those who follow it."""
    _tell(fact, fact.announcement, OVER)


def _tell(fact: Fact, pk: int, kind: str) -> None:
    """Tell each follower once, unless something else is so by now: it is over, or is not."""
    followed = _followed(fact, pk, "past" if kind == OVER else "current")
    if followed is None:
        return
    tell(kind=kind, fact=fact, people=[one.pk for one in followed.people])
    for person in followed.people:
        if person.email:
            _write(person, followed.row, kind, fact)


def _followed(fact: Fact, pk: int, state: str) -> _Followed | None:
    found = Announcement.objects.within(fact.meta.desk_id).select_related("desk").filter(pk=pk, kind=Kind.OUTAGE)
    row = found.first()
    if row is None or row.state(clock.now()) != state:
        return None
    rows = Follow.objects.filter(announcement=row, person__is_active=True).exclude(person_id=fact.meta.actor_id or 0)
    people = [one.person for one in rows.select_related("person").order_by("pk")]
    return _Followed(row, [one for one in people if _is_told(one, row)])


def _is_told(person: Person, row: Announcement) -> bool:
    reader = actor_for(person, Channel.PORTAL)
    return bool(Announcement.objects.meant_for(reader).filter(pk=row.pk).exists())


def _write(person: Person, row: Announcement, kind: str, fact: Fact) -> None:
    language = person.language or row.desk.language
    with translation.override(language):
        words = row.words()
    letters.send_once(
        f"announcement:{row.pk}:{fact.meta.id}:{person.pk}",
        "announcements/mail/followed.txt",
        to=person.email or "",
        language=language,
        person=person,
        words=words,
        is_over=kind == OVER,
        url=absolute(reverse("announcements:told", args=[row.pk])),
    )
