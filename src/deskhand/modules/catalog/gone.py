"""Items that somebody knows and can order no more: in words, to those who ordered or kept them, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog import access
from deskhand.modules.catalog.models import Favourite, Item, OrderLine, Status
from deskhand.modules.catalog.querysets import MODULE
from deskhand.modules.catalog.shown import orderable
from deskhand.modules.catalog.wording import said
from deskhand.web import moments

GONE_SHOWN = 20
"""Favourites that can be ordered no more, which the catalog tells of."""

LINES_SHOWN = 5
"""Own orders of such an item that its page leads to, the newest first."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """An item that cannot be ordered: ``words`` say why; ``lines`` are the reader's own orders of it."""

    item: Item
    title: str
    words: str
    is_favourite: bool
    lines: list[OrderLine]


def gone_for(actor: Actor, desk_key: str, code: str) -> Gone:
    """What somebody who ordered or kept an item reads of it. Raises NotFound for whoever did neither. What was
    forbidden to them since is called as it was when they ordered it."""
    found = _known(actor).filter(desk__key=desk_key, code=code)
    item: Item | None = found.select_related("desk").first()
    if item is None:
        raise NotFound
    rows = OrderLine.objects.placed_by(actor).filter(item=item).exclude(order__state="cart").select_related("ticket")
    lines = list(rows.order_by("-ordered_at")[:LINES_SHOWN])
    is_favourite = Favourite.objects.of_person(actor.person_id).filter(item=item).exists()
    is_theirs = _is_theirs(actor, item)
    if not (lines or (is_favourite and is_theirs)):
        raise NotFound
    title = said(item, "title") if is_theirs else lines[0].title
    words = why(item, access.today_of(item.desk_id)) if is_theirs else _("It is not offered to you any more.")
    return Gone(item=item, title=title, words=words, is_favourite=is_favourite, lines=lines)


def gone_favourites(actor: Actor) -> list[tuple[Item, str, str]]:
    """Favourites that can be ordered no more: each with its title and why. What was forbidden to them is not told."""
    mine = Favourite.objects.of_person(actor.person_id).values("item_id")
    rows = _known(actor).filter(pk__in=mine).exclude(pk__in=orderable(actor).order_by().values("pk"))
    theirs = rows.entitled(actor.person_id or 0).select_related("desk").order_by("title", "pk")
    return [(one, said(one, "title"), why(one, access.today_of(one.desk_id))) for one in theirs[:GONE_SHOWN]]


def why(item: Item, today: date) -> str:
    """Why an item that is for the reader cannot be ordered."""
    if item.status == Status.RETIRED:
        return _("It is not offered any more.")
    if item.from_on is not None and today < item.from_on:
        return _("It is offered from %(day)s.") % {"day": moments.date_words(item.from_on)}
    if item.until_on is not None and item.until_on < today:
        return _("It was offered until %(day)s.") % {"day": moments.date_words(item.until_on)}
    return _("It is not offered at the moment.")


def _known(actor: Actor) -> Any:
    """Items of the desks that have the module and are open to the actor; none for who came by a link to one ticket."""
    on = set() if actor.only_ticket is not None else set(switches.desks_with(MODULE)) - actor.closed_desks
    return Item.objects.within(sorted(on)).filter(desk__is_active=True)


def _is_theirs(actor: Actor, item: Item) -> bool:
    rows = Item.objects.within(item.desk_id).filter(pk=item.pk)
    return actor.person_id is not None and bool(rows.entitled(actor.person_id).exists())
