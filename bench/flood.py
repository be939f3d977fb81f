"""A flood: letters pour in, the worker reads them, and somebody goes on working with the list of tickets."""

from __future__ import annotations

import threading
import time
from typing import Any

from bench.operations import Operation
from bench.served import Inside
from bench.timing import Timed, ms

IDLE_CALLS = 60
PAUSE = 0.25
"""Seconds between two calls of the list during the flood: somebody who clicks often."""
PATIENCE = 1_800.0


def flooded(inside: Inside, the_list: Operation, count: int) -> dict[str, Any]:
    """The list's 95th percentile before and during the flood, and seconds until every letter was read."""
    idle = _called(the_list, IDLE_CALLS)
    inside.ask("mark")
    pouring = threading.Thread(target=inside.ask, args=(f"pour {count}",))
    began = time.monotonic()
    pouring.start()
    busy = Timed()
    while pouring.is_alive():
        _call(the_list, busy)
    accepted = time.monotonic() - began
    while int(inside.ask("unread")) > 0:
        _call(the_list, busy)
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("the flood is not drained")
    return {
        "n": count,
        "accepted_seconds": round(accepted, 1),
        "drained_seconds": round(time.monotonic() - began, 1),
        "list_idle_p95_ms": ms(idle.percentile(95)),
        "list_flood_p95_ms": ms(busy.percentile(95)),
        "list_flood_of_idle_p95": round(busy.percentile(95) / idle.percentile(95), 2),
        "aim": 3.0,
    }


def _called(one: Operation, calls: int) -> Timed:
    found = Timed()
    for _number in range(calls):
        _call(one, found, pause=0)
    return found


def _call(one: Operation, timed: Timed, pause: float = PAUSE) -> None:
    began = time.perf_counter()
    one.step()
    timed.seconds.append(time.perf_counter() - began)
    time.sleep(pause)
