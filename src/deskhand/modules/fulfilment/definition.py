"""What a plan says: its steps, and which leads to which. It is kept as JSON and read into these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel.errors import Invalid
from deskhand.modules.fulfilment.models import CODE_LIMIT, NAME_LIMIT

STEPS_PER_PLAN = 100
"""Most steps of a plan."""

EDGES_PER_PLAN = 300
"""Most arrows between the steps of a plan."""

QUERY_LIMIT = 1_000
"""Longest condition of a step in characters."""

TEXT_LIMIT = 4_000
"""Longest note or text of a step in characters."""


class Kind(StrEnum):
    """What a step is."""

    TASK = "task"
    APPROVAL = "approval"
    ACTION = "action"
    WAIT = "wait"
    REQUEST = "request"
    CALL = "call"


KIND_LABELS: Mapping[str, Any] = {
    Kind.TASK: gettext_lazy("Task for a team"),
    Kind.APPROVAL: gettext_lazy("Approval"),
    Kind.ACTION: gettext_lazy("Deskhand does something"),
    Kind.WAIT: gettext_lazy("Wait"),
    Kind.REQUEST: gettext_lazy("Request to another desk"),
    Kind.CALL: gettext_lazy("Call a program"),
}

ON_LABELS: Mapping[str, Any] = {
    "done": gettext_lazy("when it is done"),
    "declined": gettext_lazy("when it is declined"),
    "skipped": gettext_lazy("when it is skipped"),
    "any": gettext_lazy("in any case"),
}
"""Which end of a step an arrow goes by. ``done`` goes by a step that was skipped, too, unless another arrow does."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. ``stage`` is what its requester reads while it is under way; without one they read nothing of it.
    ``condition`` is a question about the ticket: where it is not so, the step is skipped. ``join`` says whether it
    waits for ``all`` ways that lead to it or begins with ``any`` first. ``says`` is what its kind needs."""

    code: str
    kind: str
    name: str
    stage: str = ""
    condition: str = ""
    join: str = "all"
    says: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, order=True)
class Edge:
    """From the end of one step to the beginning of another."""

    start: str
    end: str
    on: str = "done"


@dataclass(frozen=True)
class Definition:
    """Steps in the order in which they were written, and the arrows between them."""

    steps: tuple[Step, ...] = ()
    edges: tuple[Edge, ...] = ()

    @classmethod
    def read(cls, given: Any) -> Self:
        """Of JSON. Raises Invalid where it has not the shape of a plan; what it means is judged elsewhere."""
        if not isinstance(given, Mapping):
            raise _wrong("steps", _("A plan has steps and arrows."))
        steps = tuple(_step(one, place) for place, one in enumerate(_listed(given, "steps", STEPS_PER_PLAN)))
        edges = tuple(_edge(one, place) for place, one in enumerate(_listed(given, "edges", EDGES_PER_PLAN)))
        return cls(steps, tuple(dict.fromkeys(edges)))

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {"steps": [asdict(one) for one in self.steps], "edges": [asdict(one) for one in self.edges]}

    @cached_property
    def by_code(self) -> Mapping[str, Step]:
        return {one.code: one for one in self.steps}

    @cached_property
    def into(self) -> Mapping[str, Sequence[Edge]]:
        """The arrows that lead to each step."""
        return {one.code: tuple(edge for edge in self.edges if edge.end == one.code) for one in self.steps}

    @cached_property
    def out_of(self) -> Mapping[str, Sequence[Edge]]:
        """The arrows that leave each step."""
        return {one.code: tuple(edge for edge in self.edges if edge.start == one.code) for one in self.steps}

    def after(self, code: str) -> set[str]:
        """Every step that lies behind one."""
        seen: set[str] = set()
        level = {code}
        while level:
            level = {edge.end for one in level for edge in self.out_of.get(one, ())} - seen
            seen |= level
        return seen

    def fresh_code(self, name: str) -> str:
        """A code for a step of this name that no other has."""
        return fresh(name, set(self.by_code))

    def with_step(self, step: Step) -> Self:
        """With the step in place of the one of its code, or behind all."""
        if step.code in self.by_code:
            return replace(self, steps=tuple(step if one.code == step.code else one for one in self.steps))
        return replace(self, steps=(*self.steps, step))

    def without_step(self, code: str) -> Self:
        """Without it; what came before it leads to what came after."""
        edges = [one for one in self.edges if code not in (one.start, one.end)]
        edges += [
            Edge(start=one.start, end=two.end, on=one.on)
            for one in self.into.get(code, ())
            for two in self.out_of.get(code, ())
        ]
        return replace(self, steps=tuple(one for one in self.steps if one.code != code), edges=_once(edges))

    def with_edge(self, edge: Edge) -> Self:
        """With that arrow."""
        return replace(self, edges=_once([*self.edges, edge]))

    def with_step_within(self, step: Step, after: str) -> Self:
        """With a new step between one and what follows it when it is done."""
        made = self.with_step(step)
        for edge in self.out_of[after]:
            if edge.on in ("done", "any"):
                made = made.without_edge(edge).with_edge(Edge(start=step.code, end=edge.end, on=edge.on))
        return made.with_edge(Edge(start=after, end=step.code))

    def without_edge(self, edge: Edge) -> Self:
        """Without it."""
        return replace(self, edges=tuple(one for one in self.edges if one != edge))


def fresh(name: str, taken: set[str]) -> str:
    """A code made of the name that is not taken."""
    from django.utils.text import slugify

    base = slugify(name)[: CODE_LIMIT - 4].strip("-") or "step"
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1_000))) if code not in taken)


def _once(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    return tuple(dict.fromkeys(edges))


def _listed(given: Mapping[str, Any], name: str, most: int) -> list[Any]:
    found = given.get(name, [])
    if not isinstance(found, list):
        raise _wrong(name, _("A plan has steps and arrows."))
    if len(found) > most:
        words = {"steps": _("At most %(limit)s steps."), "edges": _("At most %(limit)s arrows.")}[name]
        raise _wrong(name, words % {"limit": most})
    return found


def _step(given: Any, place: int) -> Step:
    at = f"steps.{place}"
    if not isinstance(given, Mapping) or not isinstance(given.get("says", {}), Mapping):
        raise _wrong(at, _("A step has a name and a kind."))
    words = {name: given.get(name, "") for name in ("code", "kind", "name", "stage", "condition")}
    for name, most in (("code", CODE_LIMIT), ("name", NAME_LIMIT), ("stage", NAME_LIMIT), ("condition", QUERY_LIMIT)):
        if not isinstance(words[name], str) or len(words[name]) > most or "\x00" in words[name]:
            raise _wrong(f"{at}.{name}", _("At most %(limit)s characters.") % {"limit": most})
    if words["kind"] not in set(Kind):
        raise _wrong(f"{at}.kind", _("There is no such kind of step."))
    join = given.get("join", "all")
    if join not in ("all", "any"):
        raise _wrong(f"{at}.join", _("A step waits for all ways that lead to it, or for any."))
    if not words["code"].strip():
        raise _wrong(f"{at}.code", _("Each step has a code of its own."))
    return Step(**words, join=join, says=dict(given.get("says", {})))


def _edge(given: Any, place: int) -> Edge:
    names = ("start", "end", "on")
    is_one = isinstance(given, Mapping) and all(isinstance(given.get(name, "done"), str) for name in names)
    if not is_one or given.get("on", "done") not in ON_LABELS:
        raise _wrong(f"edges.{place}", _("An arrow leads from one step to another."))
    return Edge(start=given.get("start", ""), end=given.get("end", ""), on=given.get("on", "done"))


def _wrong(name: str, words: str) -> Invalid:
    return Invalid(words, {name: words})
