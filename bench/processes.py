"""What processes cost, read from /proc (Linux)."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
QUIET_SHARE = 0.03
"""A tree that uses less of a core than this over :data:`LOOK_SECONDS` has nothing to do."""
LOOK_SECONDS = 0.6
QUIET_WITHIN = 60.0


def cpu_seconds(roots: list[int]) -> float:
    """Seconds of CPU that the trees below these processes have used, ended children that were waited for included."""
    used, below = {}, defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _stat(folder)):
            used[int(folder.name)] = sum(int(field) for field in fields[11:15])
            below[int(fields[1])].append(int(folder.name))
    total, waiting = 0, list(roots)
    while waiting:
        one = waiting.pop()
        total += used.get(one, 0)
        waiting += below[one]
    return total / TICKS


def memory_megabytes(root: int) -> float:
    """Proportional share of memory of a tree, in MB."""
    kilobytes = 0
    for pid in _tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(kilobytes / 1024, 1)


def settle(roots: list[int]) -> None:
    """Wait until the trees have nothing to do any more; raises TimeoutError if they never come to rest."""
    deadline = time.monotonic() + QUIET_WITHIN
    while True:
        before, at = cpu_seconds(roots), time.monotonic()
        time.sleep(LOOK_SECONDS)
        if cpu_seconds(roots) - before <= QUIET_SHARE * (time.monotonic() - at) + 1.5 / TICKS:
            return
        if time.monotonic() > deadline:
            raise TimeoutError("the servers do not come to rest")


def _tree(root: int) -> list[int]:
    found, at = [root], 0
    while at < len(found):
        children = Path(f"/proc/{found[at]}/task/{found[at]}/children")
        at += 1
        try:
            found += [int(word) for word in children.read_text().split()]
        except OSError:
            continue
    return found


def _stat(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
