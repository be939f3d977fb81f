"""The tree of categories as those who arrange it see it, and where one goes by a step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.models import Article, Shelf

OPEN_UP_TO = 60
"""Categories of a desk that are all shown at once; of more, sections are opened by a click."""

WAYS = ("up", "down", "in", "out")
"""Steps through the tree: among its siblings, to the end of what stands before it, and out of what it stands in."""


@dataclass(slots=True)
class Node:
    """A category with its sections. ``count`` are the articles in it that the actor reads, those below not counted.
    ``ways`` are the steps that it can go."""

    shelf: Shelf
    count: int
    ways: set[str] = field(default_factory=set)
    sections: list[Node] = field(default_factory=list)
    is_open: bool = False


def tree(actor: Actor, desk: Desk, at: int = 0) -> list[Node]:
    """All categories of the desk in their order; the way to the one of ``at`` is open. Two queries."""
    counted = Article.objects.served_by(actor).filter(desk=desk).order_by()
    counts = Counter(dict(counted.values_list("shelf_id").annotate(Count("pk"))))
    nodes = {one.pk: Node(one, counts[one.pk]) for one in Shelf.objects.within(desk)}
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.shelf.parent_id or 0)
        node.is_open = len(nodes) <= OPEN_UP_TO
        (above.sections if above else tops).append(node)
    _step_by_step(tops, is_top=True)
    here = nodes.get(at)
    while here is not None:
        here.is_open, here = True, nodes.get(here.shelf.parent_id or 0)
    return tops


def found(actor: Actor, desk: Desk, typed: str) -> list[tuple[Node, str]]:
    """Categories whose name in any language has these words, each with what it stands in."""
    wanted = typed.casefold().split()
    return [
        (node, " › ".join(above))
        for node, above in _walked(tree(actor, desk), [])
        if all(word in " ".join([node.shelf.name, *node.shelf.names.values()]).casefold() for word in wanted)
    ]


def step(shelf: Shelf, way: str) -> tuple[Shelf | None, Shelf | None] | None:
    """Into what, and behind which sibling, a category goes by a step; None if there is no such step."""
    siblings = list(Shelf.objects.within(shelf.desk_id).filter(parent_id=shelf.parent_id))
    place = next(number for number, one in enumerate(siblings) if one.pk == shelf.pk)
    if way == "up" and place:
        return shelf.parent, siblings[place - 2] if place > 1 else None
    if way == "down" and place + 1 < len(siblings):
        return shelf.parent, siblings[place + 1]
    if way == "in" and place:
        into = siblings[place - 1]
        return into, Shelf.objects.within(shelf.desk_id).filter(parent=into).last()
    if way == "out" and shelf.parent is not None:
        return shelf.parent.parent, shelf.parent
    return None


def place_of(shelf: Shelf) -> tuple[int, int]:
    """Ids of what it stands in, and of the sibling before it; 0 for none."""
    siblings = list(Shelf.objects.within(shelf.desk_id).filter(parent_id=shelf.parent_id).values_list("pk", flat=True))
    place = siblings.index(shelf.pk)
    return shelf.parent_id or 0, siblings[place - 1] if place else 0


def _step_by_step(nodes: list[Node], *, is_top: bool = False) -> None:
    for place, node in enumerate(nodes):
        if place:
            node.ways |= {"up", "in"}
        if place + 1 < len(nodes):
            node.ways.add("down")
        if not is_top:
            node.ways.add("out")
        _step_by_step(node.sections)


def _walked(nodes: list[Node], above: list[str]) -> list[tuple[Node, list[str]]]:
    walked: list[tuple[Node, list[str]]] = []
    for node in nodes:
        walked += [(node, above), *_walked(node.sections, [*above, node.shelf.name])]
    return walked
