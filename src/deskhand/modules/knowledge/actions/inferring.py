"""Requests that were probably spared: inferred, counted honestly, and apart from those of which somebody said so.

The rule. Somebody who is signed in opens an article from a search of the help center, or from what is offered while
they write a request. If for ``WAIT`` after that they neither open a request on the desk (by whatever way), nor search
the help center again, nor say whether the article helped, one request counts as spared, inferred, by the article that
they opened last. A request that they open on the desk within ``TAKEN_BACK`` after all takes it back.

What is not counted: strangers, because they would have to be followed from page to page to know that they did not come
back; articles that were opened by other ways; anybody more than once for one search. So the figure is rather too low.

Nothing is kept of it but the last opening of each person on a desk, until it is judged, and the person's name beside
what was counted until it cannot be taken back any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.models import Article, Opening, Place, Spared
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.models import Ticket

WAIT = timedelta(hours=24)
"""For how long nothing may follow an opened article before a request counts as spared."""

TAKEN_BACK = timedelta(days=7)
"""For how long a request after all takes back what was inferred."""

BATCH = 500
"""Openings that are judged in one transaction."""


@transaction.atomic
def note_opening(*, actor: Actor, article: Article, place: str) -> None:
    """Somebody opened an article that was offered or found. The last one on a desk counts. Nothing is kept of
    strangers, nor of the desk's own people, who do not ask it. Raises NotFound for an article that the actor may not
    read."""
    article = access.outward_article_for(actor, article.pk)
    if actor.person_id is None or actor.only_ticket is not None or actor.may("knowledge.read", article.desk_id):
        return
    Opening.objects.within(article.desk_id).update_or_create(
        desk_id=article.desk_id,
        person_id=actor.person_id,
        defaults={"article": article, "place": Place(place), "at": clock.now()},
    )


def drop_openings(*, actor: Actor, desk_ids: Iterable[int]) -> None:
    """They search on, or said what became of it: what they opened before is judged no more."""
    if actor.person_id is not None:
        Opening.objects.within(list(desk_ids)).filter(person_id=actor.person_id).delete()


@transaction.atomic
def settle_openings() -> int:
    """Judge openings whose time is over, those that wait longest first; returns how many. An opening and what becomes
    of it change in one transaction: whenever it is cut off, each is judged once."""
    here = switches.desks_with(MODULE)
    due = Opening.objects.within(list(here)).filter(at__lte=clock.now() - WAIT).order_by("at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:BATCH])
    asked = _asked_after(rows)
    spared = [one for one in rows if one.pk not in asked]
    Spared.objects.bulk_create(
        [
            Spared(article_id=one.article_id, is_confirmed=False, place=one.place, person_id=one.person_id, at=one.at)
            for one in spared
        ]
    )
    Opening.objects.within(list(here)).filter(pk__in=[one.pk for one in rows]).delete()
    return len(rows)


@transaction.atomic
def take_back() -> int:
    """Take back what was inferred of people who opened a request after all, and forget who the others were as soon as
    nothing can be taken back any more. Returns how many were taken back."""
    rows = Spared.objects.within(list(switches.desks_with(MODULE)))
    inferred = rows.filter(is_confirmed=False, person__isnull=False)
    mine = Ticket.objects.beyond_walls("whether somebody asked after all").filter(
        requester_id=OuterRef("person_id"),
        desk_id=OuterRef("article__desk_id"),
        created_at__gt=OuterRef("at"),
        is_spam=False,
    )
    ids = list(inferred.filter(Exists(mine)).values_list("pk", flat=True))
    rows.filter(pk__in=ids).delete()
    inferred.filter(at__lte=clock.now() - TAKEN_BACK).update(person=None)
    return len(ids)


def _asked_after(rows: list[Opening]) -> set[int]:
    """Which of them were followed by a request of the same person on the same desk."""
    mine = Ticket.objects.beyond_walls("whether somebody asked after all").filter(
        requester_id=OuterRef("person_id"), desk_id=OuterRef("desk_id"), created_at__gt=OuterRef("at"), is_spam=False
    )
    found = Opening.objects.within([one.desk_id for one in rows]).filter(pk__in=[one.pk for one in rows])
    return set(found.filter(Exists(mine)).values_list("pk", flat=True))
