"""A plan as a drawing: steps in layers from left to right, arrows between them. Worked out on the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskhand.modules.fulfilment.definition import KIND_LABELS, ON_LABELS, Definition, Edge, Step
from deskhand.modules.fulfilment.shown import STATE_LABELS, in_order

WIDTH, HEIGHT, ACROSS, DOWN, EDGE = 176, 56, 64, 28, 12
"""Sizes of a step and of the room between steps, in pixels of the drawing."""

WORDS = 22
"""Characters of a name that a step shows; the whole name stands in the list."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A step at its place. ``state`` is where it stands in a run."""

    step: Step
    x: int
    y: int
    state: str = ""

    @property
    def below(self) -> str:
        """Where it stands; in a plan that does not run, what it is."""
        return str(STATE_LABELS[self.state] if self.state else KIND_LABELS[self.step.kind])

    @property
    def words(self) -> str:
        """Its name, cut to what there is room for."""
        name = self.step.name
        return name if len(name) <= WORDS else f"{name[: WORDS - 1]}…"


@dataclass(frozen=True, kw_only=True)
class Line:
    """An arrow. ``label`` says by which end of its step it goes, where that is not the usual one."""

    edge: Edge
    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Everything, with the size of the whole."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    box: tuple[int, int] = (WIDTH, HEIGHT)


def draw(plan: Definition, states: Mapping[str, str] | None = None) -> Drawing:
    """The plan, with where its steps stand if that is given."""
    places = _places(plan)
    nodes = {
        step.code: Node(step=step, x=x, y=y, state=(states or {}).get(step.code, ""))
        for step in plan.steps
        for x, y in (places[step.code],)
    }
    there = [one for one in plan.edges if {one.start, one.end} <= set(nodes)]
    lines = [_line(one, nodes[one.start], nodes[one.end]) for one in there]
    width = max((one.x + WIDTH for one in nodes.values()), default=0) + EDGE
    height = max((one.y + HEIGHT for one in nodes.values()), default=0) + EDGE
    return Drawing(nodes=tuple(nodes.values()), lines=tuple(lines), width=width, height=height)


def layers(plan: Definition) -> list[list[Step]]:
    """The steps by how many others come before them, each layer in the order of those that lead to it."""
    depth: dict[str, int] = {}
    for step in in_order(plan):
        depth[step.code] = max((depth.get(edge.start, -1) + 1 for edge in plan.into[step.code]), default=0)
    found: list[list[Step]] = [[] for _each in range(max(depth.values(), default=-1) + 1)]
    for step in in_order(plan):
        found[depth[step.code]].append(step)
    row: dict[str, float] = {}
    for layer in found:
        layer.sort(key=lambda one: _middle(plan, one, row))
        row |= {one.code: float(place) for place, one in enumerate(layer)}
    return found


def _middle(plan: Definition, step: Step, row: Mapping[str, float]) -> float:
    before = [row[edge.start] for edge in plan.into[step.code] if edge.start in row]
    return sum(before) / len(before) if before else 0.0


def _places(plan: Definition) -> dict[str, tuple[int, int]]:
    found = layers(plan)
    tallest = max((len(one) for one in found), default=0)
    places = {}
    for column, layer in enumerate(found):
        top = EDGE + (tallest - len(layer)) * (HEIGHT + DOWN) // 2
        for place, step in enumerate(layer):
            places[step.code] = (EDGE + column * (WIDTH + ACROSS), top + place * (HEIGHT + DOWN))
    return places


def _line(edge: Edge, start: Node, end: Node) -> Line:
    x1, y1, x2, y2 = start.x + WIDTH, start.y + HEIGHT // 2, end.x, end.y + HEIGHT // 2
    bend = max(ACROSS // 2, abs(x2 - x1) // 2)
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 6} {y2}"
    label = "" if edge.on == "done" else str(ON_LABELS[edge.on])
    return Line(edge=edge, path=path, label=label, x=(x1 + x2) // 2, y=(y1 + y2) // 2 - 6)
