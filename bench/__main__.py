"""`make bench`, or `python -m bench [--size small]`: measures on SQLite and PostgreSQL, and writes one result."""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench import calendars, operations, results, timing
from bench.caller import Answer
from bench.flood import flooded
from bench.ingestion import ingested
from bench.operations import Operation
from bench.processes import memory_megabytes
from bench.ratios import missed, ratios
from bench.served import Inside, Installation, alone, installed
from bench.timing import by_turns, in_rounds
from tests.services.dovecot import Dovecot
from tests.services.postgres import PostgresCluster
from tests.services.smtp import SmtpReceiver

NOTES = (
    "Times are seen by one caller on the same machine, with the server, its worker and the database beside it.",
    "cpu_ms is CPU of the whole process trees (product or floor, and the PostgreSQL server) for one call: the median "
    "over rounds. What is compared takes turns. Machines are noisy: trust CPU before times, ratios before both, and "
    "ignore differences under 15 %; contention tells how busy the machine was before and after.",
)


@dataclass(frozen=True)
class Scale:
    """How large and how long. ``calls`` of a round of pages; ``turns`` of what is compared by time."""

    tickets: int
    small: int
    rounds: int
    calls: int
    turns: int
    letters: int
    taken: int
    flood: int


SCALES = {
    "full": Scale(tickets=100_000, small=1_000, rounds=7, calls=25, turns=150, letters=100, taken=500, flood=10_000),
    "small": Scale(tickets=2_000, small=1_000, rounds=3, calls=10, turns=40, letters=30, taken=100, flood=300),
}


def main() -> int:
    """The command line; the exit code. A run that does not reach an aim is a result all the same."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=SCALES, default="full", help="small: a quick look; nothing is written")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only one of them; nothing is written")
    parser.add_argument("--out", type=Path, help="write the result of any run into this file")
    asked = parser.parse_args()
    began = time.monotonic()
    result = {**results.identity(), **_machine(), "notes": NOTES, "contention": [timing.contention()]}
    chosen = [asked.database] if asked.database else ["sqlite", "postgresql"]
    measured = {name: _on(name, SCALES[asked.size]) for name in chosen}
    result["calendars"] = _stage("calendars", calendars.counted)
    result["contention"].append(timing.contention())
    result |= {"size": SCALES[asked.size].tickets, "ratios": ratios(measured), "measured": measured}
    result["minutes"] = round((time.monotonic() - began) / 60, 1)
    _say_all(result)
    if asked.out:
        results.write_to(result, asked.out)
    elif asked.size == "full" and not asked.database:
        print(results.write(result))
    return 0


def _on(database: str, scale: Scale) -> dict[str, Any]:
    with Dovecot() as dovecot, SmtpReceiver() as smtp:
        if database == "sqlite":
            return _measured(scale, None, dovecot, smtp)
        with PostgresCluster() as cluster:
            return _measured(scale, cluster, dovecot, smtp)


def _measured(scale: Scale, postgres: PostgresCluster | None, dovecot: Dovecot, smtp: SmtpReceiver) -> dict[str, Any]:
    _say(f"{scale.tickets:,} tickets on {'PostgreSQL' if postgres else 'SQLite'}")
    began = time.monotonic()
    with (
        installed(scale.tickets, postgres, dovecot, smtp) as large,
        installed(scale.small, postgres, dovecot, smtp) as small,
    ):
        _say(f"  furnished and started in {time.monotonic() - began:.0f} s")
        inside = Inside(large)
        try:
            told = _all_of(scale, large, small, inside, dovecot)
        finally:
            inside.close()
    return told | {"mail": _stage("taking", partial(alone, "bench.taking", postgres, scale.taken))}


def _all_of(scale: Scale, large: Installation, small: Installation, inside: Inside, dovecot: Dovecot) -> dict[str, Any]:
    with large.agent() as agent, small.agent() as other, large.floors() as bare, large.script() as script:
        pages = operations.pages(large, agent)
        pairs = _in_pairs(pages, operations.floors(large, bare))
        seen = _stage("pages", partial(in_rounds, pairs, rounds=scale.rounds, calls=scale.calls))
        sizes = _large_and_small(pages, operations.pages(small, other))
        growth = _stage("growth", partial(by_turns, sizes, calls=scale.turns))
        seen |= _stage("search", partial(in_rounds, operations.searches(large, agent), rounds=3, calls=scale.calls))
        create, reply = operations.writing(large, script)
        commit = Operation("commit", lambda: _commit(inside), [])
        commits = inside.ask(f"count {large.facts['token']}")
        turns = _stage("create", partial(by_turns, [create, commit], calls=scale.turns // 2))
        seen |= _stage("writing", partial(in_rounds, [create, reply], rounds=3, calls=scale.calls, is_writing=True))
        letters = _stage("mail", partial(ingested, large, inside, dovecot, scale.letters))
        flood = _stage("flood", partial(flooded, inside, pages[0], scale.flood))
    told = {name: one.summary() for name, one in seen.items()}
    return {
        "operations": told | {"mail": letters},
        "growth": {name: one.summary() for name, one in growth.items()},
        "flood": flood,
        "create_commits": commits,
        "create_by_turns": {name: one.summary() for name, one in turns.items()},
        "memory_mb": memory_megabytes(large.roots[0]),
    }


def _in_pairs(pages: list[Operation], bare: list[Operation]) -> list[Operation]:
    """What is compared stands side by side."""
    by_name = {one.name: one for one in (*pages, *bare)}
    return [by_name[name] for name in ("list", "floor_list", "long_page", "floor_long_page", "page", "floor_word")]


def _large_and_small(large: list[Operation], small: list[Operation]) -> list[Operation]:
    return [
        Operation(f"{one.name}_{word}", one.step, [])
        for pair in zip(large[:2], small[:2], strict=True)
        for word, one in zip(("large", "small"), pair, strict=True)
    ]


def _commit(inside: Inside) -> Answer:
    inside.ask("commit")
    return Answer(0, "", 0)


def _stage(name: str, work: Callable[[], Any]) -> Any:
    began = time.monotonic()
    found = work()
    _say(f"  {name}: {time.monotonic() - began:.0f} s")
    return found


def _machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def _say_all(result: dict[str, Any]) -> None:
    for database, figures in result["measured"].items():
        for name, one in figures["operations"].items():
            shown = "  ".join(f"{key} {one[key]:>9}" for key in ("cpu_ms", "p50_ms", "p95_ms", "bytes") if key in one)
            _say(f"{database:<11} {name:<16} {shown}")
        for name in ("mail", "flood"):
            _say(f"{database:<11} {name:<16} {'  '.join(f'{key} {value}' for key, value in figures[name].items())}")
    _say(f"calendars   {'  '.join(f'{key} {value}' for key, value in result['calendars'].items())}")
    for name, one in result["ratios"].items():
        mark = "misses its aim" if name in missed(result["ratios"]) else ""
        _say(f"{name:<28} {one['value']:>8}  aim {one['aim']:<5} {mark}")
    _say(f"{result['minutes']} minutes")


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
