"""Taking times: rounds of operations that are to be compared take turns, so that a busy machine is busy for both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.operations import Operation
from bench.processes import cpu_seconds, settle

WARM_UP = 15
"""Unmeasured calls of each operation before its first round."""


@dataclass
class Timed:
    """What was seen of one operation: seconds of each call, CPU seconds a call in each round, bytes of an answer."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    size: int = 0

    def summary(self) -> dict[str, Any]:
        """Milliseconds, as they are written into a result."""
        told: dict[str, Any] = {
            "n": len(self.seconds),
            "p50_ms": ms(self.percentile(50)),
            "p95_ms": ms(self.percentile(95)),
        }
        if self.cpu:
            told["cpu_ms"] = ms(self.cpu_each)
            told["cpu_ms_of_rounds"] = [ms(one) for one in self.cpu]
        return told | {"bytes": self.size}

    @property
    def cpu_each(self) -> float:
        """CPU seconds of a call: the median over the rounds."""
        return statistics.median(self.cpu)

    def percentile(self, percent: int) -> float:
        """Seconds within which so many of a hundred calls were answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def ms(seconds: float) -> float:
    """Seconds as milliseconds, to three digits behind the point."""
    return round(seconds * 1000, 3)


def in_rounds(
    operations: Sequence[Operation], *, rounds: int, calls: int, is_writing: bool = False
) -> dict[str, Timed]:
    """Each round calls each operation so often in a row and takes the CPU of its trees. What writes leaves work for
    the worker: then a round's CPU is taken when the trees have come to rest."""
    found = {one.name: Timed() for one in operations}
    for one in operations:
        for _call in range(WARM_UP):
            one.step()
    for _round in range(rounds):
        for one in operations:
            if is_writing:
                settle(one.roots)
            _round_of(one, calls * one.times, found[one.name], is_writing)
    return found


def by_turns(operations: Sequence[Operation], *, calls: int) -> dict[str, Timed]:
    """One call of each after the other, so often: for comparing times, not CPU."""
    found = {one.name: Timed() for one in operations}
    for one in operations:
        for _call in range(WARM_UP):
            one.step()
    for _call in range(calls):
        for one in operations:
            _one_call(one, found[one.name])
    return found


def contention() -> dict[str, float]:
    """A fixed piece of work: its CPU (how fast a core is now) and wall time over CPU (how busy the machine is)."""
    wall, cpu = time.perf_counter(), time.process_time()
    number = 0
    for step in range(3_000_000):
        number = (number * 31 + step) & 0xFFFFFF
    used = time.process_time() - cpu
    return {"core_ms": ms(used), "wall_over_cpu": round((time.perf_counter() - wall) / used, 2)}


def _round_of(one: Operation, calls: int, timed: Timed, is_writing: bool) -> None:
    before = cpu_seconds(one.roots)
    for _call in range(calls):
        _one_call(one, timed)
    if is_writing:
        settle(one.roots)
    timed.cpu.append((cpu_seconds(one.roots) - before) / calls)


def _one_call(one: Operation, timed: Timed) -> None:
    began = time.perf_counter()
    answer = one.step()
    timed.seconds.append(time.perf_counter() - began)
    timed.size = answer.size
