"""What the portal's pages show of items and orders, in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.words import words
from deskhand.modules.catalog import expected, money
from deskhand.modules.catalog.access import WITH
from deskhand.modules.catalog.actions.going_on import may_change
from deskhand.modules.catalog.models import Favourite, Item, OrderLine, OrderState, Shelf
from deskhand.modules.catalog.wording import said
from deskhand.portal.progress import step
from deskhand.tickets import approving
from deskhand.web import moments

OFTEN = 8
"""Items that stand on the catalog's first page."""

PAGE = 100
"""Items that one list shows at most."""

ICON = "package"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One item in a list."""

    title: str
    url: str
    icon: str
    summary: str = ""
    takes: str = ""
    cost: str = ""
    approval: str = ""
    out_of_stock: str = ""
    desk: str = ""
    picture: str = ""
    picture_words: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A category with something in it for the reader. ``depth`` counts from 0."""

    label: str
    picture: str = ""
    picture_words: str = ""
    url: str
    count: int
    is_current: bool = False
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """One line of an order on the requester's pages."""

    line: OrderLine
    heading: str
    url: str
    steps: list[dict[str, Any]]
    expected: Any = None
    may_change: bool = False
    cost: str = ""
    parts: list[Ordered] = field(default_factory=list)


def orderable(actor: Actor) -> Any:
    """The items that the actor may order, with what cards read."""
    found = Item.objects.orderable_by(actor, clock.now().date())
    return found.select_related("desk", "shelf", "picture")


def cards(items: Iterable[Item]) -> list[Card]:
    """Items as cards, in their order. A query for what they took, one for the policies of each desk."""
    rows = list(items)
    lengths = expected.took([one.pk for one in rows], {one.pk: one.days for one in rows})
    policies = {desk: {one.code: one.name for one in approving.policies(desk)} for desk in {r.desk_id for r in rows}}
    several = len({one.desk_id for one in rows}) > 1
    return [_card(one, lengths, policies[one.desk_id], several) for one in rows]


def often(actor: Actor) -> list[Item]:
    """What people order most; before anything was ordered, what the desk puts first."""
    counted = Count("lines", filter=~Q(lines__state="cart"))
    return list(orderable(actor).annotate(times=counted).order_by("-times", "place", "title", "pk")[:OFTEN])


def favourites(actor: Actor) -> list[Item]:
    """Those that the actor put at hand and may still order."""
    mine = Favourite.objects.of_person(actor.person_id).values("item_id")
    return list(orderable(actor).filter(pk__in=mine).order_by("title", "pk"))


def found(actor: Actor, question: str, *, desk_ids: Iterable[int] | None = None, limit: int = PAGE) -> list[Item]:
    """Those whose words begin like all of the words that were asked for."""
    rows = orderable(actor) if desk_ids is None else orderable(actor).filter(desk_id__in=list(desk_ids))
    asked = words(question)
    if not asked:
        return []
    for word in asked:
        rows = rows.filter(folded__contains=f" {word}")
    return list(rows.order_by("place", "title", "pk")[:limit])


def branches(actor: Actor, current: Shelf | None) -> list[Branch]:
    """The categories in which something is for the actor, those within others below them, with how much is in them."""
    counts = Counter(orderable(actor).exclude(shelf=None).order_by().values_list("shelf_id", flat=True))
    if not counts:
        return []
    desks = set(orderable(actor).order_by().values_list("desk_id", flat=True).distinct())
    shelves = list(Shelf.objects.within(desks).select_related("picture"))
    children: dict[int | None, list[Shelf]] = {}
    for one in shelves:
        children.setdefault(one.parent_id, []).append(one)
    return _branches(children, None, counts, current, 0)


def on_shelf(actor: Actor, shelf: Shelf) -> list[Item]:
    """What is in a category and in those within it, for the actor."""
    inner, unread = {shelf.pk}, [shelf.pk]
    while unread:
        further = set(Shelf.objects.within(shelf.desk_id).filter(parent_id__in=unread).values_list("pk", flat=True))
        unread = list(further - inner)
        inner |= further
    return list(orderable(actor).filter(shelf_id__in=inner).order_by("place", "title", "pk")[:PAGE])


def shelf_for(actor: Actor, pk: int) -> Shelf:
    """A category in which the actor may order something. Raises NotFound."""
    desks = orderable(actor).order_by().values_list("desk_id", flat=True).distinct()
    found: Shelf | None = Shelf.objects.within(set(desks)).select_related("picture").filter(pk=pk).first()
    if found is None or not on_shelf(actor, found):
        raise NotFound
    return found


def picture_of(row: Item | Shelf) -> str:
    """Where its picture is; empty for none. Another picture has another address."""
    if row.picture is None:
        return ""
    if isinstance(row, Item):
        url = reverse("catalog:picture", args=[row.desk.key, row.code])
    else:
        url = reverse("catalog:shelf_picture", args=[row.pk])
    return f"{url}?v={row.picture.digest[:12]}"


def orders(actor: Actor, *, limit: int, is_open: bool = False) -> list[Ordered]:
    """The actor's lines, newest first, parts below their bundle."""
    rows = OrderLine.objects.placed_by(actor).exclude(order__state=OrderState.CART).filter(bundle=None)
    if is_open:
        rows = rows.exclude(state__in=["delivered", "declined", "cancelled"])
    found = rows.select_related(*WITH).order_by("-ordered_at", "-pk")[:limit]
    return [ordered(actor, one) for one in found]


def ordered(actor: Actor, line: OrderLine) -> Ordered:
    """One line with where it stands."""
    parts = OrderLine.objects.placed_by(actor).filter(bundle=line).select_related(*WITH) if line.item.is_bundle else []
    stages = _stages(line)
    ahead = next((one.expected for one in reversed(stages) if one.expected is not None), None)
    return Ordered(
        line=line,
        heading=heading(line),
        url=reverse("portal:request", args=[line.ticket.number]) if line.ticket is not None else "",
        steps=[step(one) for one in stages],
        expected=ahead,
        may_change=may_change(actor, line),
        cost=cost_of(line),
        parts=[ordered(actor, one) for one in parts],
    )


def heading(line: OrderLine) -> str:
    """“Laptop for Ida Berg”, “3 × Second screen”: as the item was called when it was ordered."""
    title = said(line.item, "title") if line.item.title == line.title else line.title
    counted = title if line.quantity == 1 else f"{line.quantity} × {title}"
    if line.for_person is None or line.for_person_id == line.order.person_id:
        return counted
    return _("%(what)s for %(person)s") % {"what": counted, "person": line.for_person.name}


def cost_of(line: OrderLine) -> str:
    """What the line costs in all; empty for nothing."""
    return money.in_words(line.price * line.quantity, line.currency, line.price_every) if line.price else ""


def takes(length: expected.Took | None) -> str:
    """“5 days”, “today”."""
    if length is None:
        return ""
    if length.usual == length.most:
        days = length.most
        return ngettext("%(num)s day", "%(num)s days", days) % {"num": days} if days else _("today")
    return _("%(usual)s to %(most)s days") % {"usual": length.usual, "most": length.most}


def _stages(line: OrderLine) -> list[Any]:
    from deskhand.modules.catalog.stages import stages_of_line
    from deskhand.tickets.stages import stages_of

    if line.ticket is not None and line.ticket.desk_id == line.desk_id:
        return stages_of(line.ticket)
    return stages_of_line(line)


def _card(one: Item, lengths: Mapping[int, expected.Took], policies: Mapping[str, str], several: bool) -> Card:
    return Card(
        title=said(one, "title"),
        url=reverse("catalog:item", args=[one.desk.key, one.code]),
        icon=one.icon or ICON,
        summary=said(one, "summary"),
        takes=takes(lengths.get(one.pk)),
        cost=money.in_words(one.price, one.currency, one.price_every) if one.price else "",
        approval=(policies.get(one.approval) or _("needs approval")) if one.approval else "",
        out_of_stock=said(one, "out_of_stock"),
        desk=one.desk.shown_name if several else "",
        picture=picture_of(one),
        picture_words=said(one, "picture_words"),
        until=_("until %(day)s") % {"day": moments.date_words(one.until_on)} if one.until_on else "",
    )


def _branches(
    children: Mapping[int | None, list[Shelf]],
    parent: int | None,
    counts: Mapping[int, int],
    current: Shelf | None,
    depth: int,
) -> list[Branch]:
    made: list[Branch] = []
    for one in children.get(parent, []):
        inner = _branches(children, one.pk, counts, current, depth + 1)
        within = sum(branch.count for branch in inner if branch.depth == depth + 1)
        if count := counts.get(one.pk, 0) + within:
            url = f"{reverse('catalog:home')}?category={one.pk}"
            is_current = current is not None and current.pk == one.pk
            made.append(
                Branch(
                    label=said(one, "title"),
                    picture=picture_of(one),
                    picture_words=said(one, "picture_words"),
                    url=url,
                    count=count,
                    is_current=is_current,
                    depth=depth,
                )
            )
            made += inner
    return made
