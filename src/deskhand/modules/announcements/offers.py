"""Known outages for whoever is about to write a request, before articles."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.words import phrases
from deskhand.modules.announcements.actions.affected import confirm_affected
from deskhand.modules.announcements.models import Announcement, Kind
from deskhand.portal.known import Trouble
from deskhand.portal.pages import actor_of

OFFERED = 2
"""Outages and maintenance that are offered at once while somebody writes."""

LOOKED_AT = 50
"""Current outages and maintenance of a desk that are compared with what somebody writes, the newest ones."""

LONG = 3
"""Characters from which on a word of a request says something about an outage."""


def offered(request: HttpRequest, desk: Desk, words: str) -> str:
    """What is broken or being mended now and may be what somebody writes about: those that share words with the
    request, the most first; else the newest outage, of those that the writer is told of."""
    found = matching(actor_of(request), desk, words)
    lines = [(one, one.words()) for one in found]
    return render_to_string("announcements/_offers.html", {"lines": lines, "desk": desk}, request) if lines else ""


def matching(actor: Actor, desk: Desk, words: str) -> list[Announcement]:
    """The same as rows. One query."""
    known = _known(actor, [desk])
    return _fitting(known, words)[:OFFERED] or [one for one in known if one.kind == Kind.OUTAGE][:1]


def searched(actor: Actor, desks: list[Desk], words: str) -> list[Announcement]:
    """Those of several desks that share words with a question, the most first; nothing where none does. One query."""
    return _fitting(_known(actor, desks), words)


def _known(actor: Actor, desks: list[Desk]) -> list[Announcement]:
    told = Announcement.objects.told_to(actor, clock.now()).filter(desk__in=desks)
    found = told.filter(kind__in=[Kind.OUTAGE, Kind.MAINTENANCE]).order_by("-starts_at", "-pk")
    return list(found.select_related("desk")[:LOOKED_AT])


def _fitting(known: list[Announcement], words: str) -> list[Announcement]:
    asked = _said(words)
    shared = {one.pk: len(asked & _said(_all_words(one))) for one in known}
    return sorted((one for one in known if shared[one.pk]), key=lambda one: -shared[one.pk])


class KnownOutages:
    """The same for pages that draw it themselves."""

    def found(self, actor: Actor, desk: Desk, words: str) -> list[Trouble]:
        """As :func:`offered`; the icon is that of its kind."""
        return [_trouble(one) for one in matching(actor, desk, words)]

    def confirm(self, actor: Actor, desk: Desk, pk: int) -> bool:
        """Somebody need not write. Only what is told at this moment is counted."""
        told = Announcement.objects.told_to(actor, clock.now()).filter(desk=desk, pk=pk)
        row = told.filter(kind__in=[Kind.OUTAGE, Kind.MAINTENANCE]).first()
        if row is not None:
            confirm_affected(actor=actor, announcement=row)
        return row is not None


def _trouble(one: Announcement) -> Trouble:
    icon = "wrench" if one.kind == Kind.MAINTENANCE else "triangle-alert"
    return Trouble(pk=one.pk, kind=one.get_kind_display(), icon=icon, until=one.ends_at, **one.words())


def _all_words(one: Announcement) -> str:
    """What it says now and said before, in every language that it is told in: nothing that it will say."""
    told = [{"title": one.title, "text": one.text, "others": one.others}, *one.come(clock.now())]
    said = [words for step in told for words in (step, *step["others"].values())]
    return " ".join(f"{words.get('title', '')} {words.get('text', '')}" for words in said)


def _said(text: str) -> set[str]:
    """Words that say something: short ones of alphabets are left out, single characters of other scripts count."""
    return {word for phrase in phrases(text) for word in phrase if len(word) >= LONG or not word.isascii()}
