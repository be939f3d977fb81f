"""What comes next in a plan: a pure function of what it says and where its steps stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskhand.modules.fulfilment.definition import Definition, Edge

ENDS = frozenset({"done", "declined", "skipped", "passed"})
"""States from which a plan goes on."""


@dataclass(frozen=True)
class Next:
    """``reached`` are steps to begin now, ``passed`` those to which no way leads any more. ``ended`` says how the plan
    ended: empty while it goes on, else ``done`` or ``cancelled``. An approval that was declined, and for which the plan
    knows no way, gives the plan up."""

    reached: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    ended: str = ""


def next_steps(plan: Definition, states: Mapping[str, str]) -> Next:
    """What follows from where the steps stand; those that are not in ``states`` were not reached. Where a way is not
    gone, nor are those behind it: so a step that waits for all ways waits for just those that can still come."""
    if any(state == "declined" and not _goes(plan, code, state) for code, state in states.items()):
        return Next(ended="cancelled")
    now, reached, passed = dict(states), [], []
    changed = True
    while changed:
        changed = False
        for step in plan.steps:
            if step.code in now:
                continue
            fate = _fate(plan, step.code, step.join, now)
            if fate == "reached":
                reached.append(step.code)
            if fate == "passed":
                passed.append(step.code)
            if fate:
                now[step.code], changed = fate, True
    is_over = not reached and all(now.get(one.code) in ENDS for one in plan.steps)
    return Next(tuple(reached), tuple(passed), "done" if is_over else "")


def is_gone(plan: Definition, edge: Edge, state: str) -> bool:
    """Whether an arrow is gone by when its step ends like this."""
    if edge.on == state or (edge.on == "any" and state != "passed"):
        return True
    others = plan.out_of.get(edge.start, ())
    return edge.on == "done" and state == "skipped" and not any(one.on == "skipped" for one in others)


def _goes(plan: Definition, code: str, state: str) -> bool:
    return any(is_gone(plan, edge, state) for edge in plan.out_of.get(code, ()))


def _fate(plan: Definition, code: str, join: str, now: Mapping[str, str]) -> str:
    """Whether a step is reached, never will be, or must wait (empty)."""
    ways = plan.into[code]
    if not ways:
        return "reached"
    ended = [edge for edge in ways if now.get(edge.start) in ENDS]
    came = any(is_gone(plan, edge, now[edge.start]) for edge in ended)
    if came and (join == "any" or len(ended) == len(ways)):
        return "reached"
    return "passed" if len(ended) == len(ways) and not came else ""
