"""A policy is switched on over many open tickets: `python -m bench.switching_on [--tickets 50000] [--write]` fills an
installation of its own on SQLite, starts a real worker, saves the policy, and prints one line of JSON; with `--write`
it is kept in `results/`.

What is counted: letters, notifications, steps and everything else that a storm would be made of; how long somebody else
who writes has to wait at most (on SQLite that is the longest transaction); jobs, memory of the worker, and time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bench import results, timing, workload
from bench.furnish import MAILBOX, NUMBERS_BEGIN, _cast, _mailbox, _past
from bench.processes import memory_megabytes
from bench.workload import Told

SPAN = timedelta(days=60)
"""The open tickets were opened over so long, evenly."""

HOUR = 3600.0
PROBE_EVERY, LOOK_EVERY = 0.05, 1.0
PATIENCE = 4 * HOUR

STEPS = [{"step": "notify", "who": "leads"}, {"step": "notify", "who": "assignee"}, {"step": "webhook"}]
WARNINGS = [{"percent": 75, "steps": STEPS}, {"steps": [*STEPS, {"step": "priority", "to": "up"}]}]
"""What follows from every warning and every breach: each would be a letter, were it told."""

POLICY = {
    "level": "sla",
    "calendar": {"of": "always"},
    "targets": [
        {"metric": "first_response", "goals": {"any": {"seconds": 8 * HOUR}}, "milestones": WARNINGS},
        {"metric": "next_response", "goals": {"any": {"seconds": 24 * HOUR}}, "milestones": WARNINGS},
        {"metric": "time_to_resolve", "goals": {"any": {"seconds": 30 * 24 * HOUR}}, "milestones": WARNINGS},
    ],
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.switching_on", description=__doc__)
    parser.add_argument("--tickets", type=int, default=50_000)
    parser.add_argument("--write", action="store_true", help="keep the result in bench/results/switching-on/")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deskhand-bench-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        os.environ.clear()
        os.environ.update(kept | {"DESKHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "deskhand.settings"})
        os.environ["DESKHAND_LOG_LEVEL"] = "ERROR"
        found = measured(asked.tickets)
    print(json.dumps(found))
    if asked.write:
        folder_of_results = results.FOLDER / "switching-on"
        folder_of_results.mkdir(exist_ok=True)
        print(results.write_to(found, folder_of_results / f"{asked.tickets}.json"))


def measured(tickets: int) -> dict[str, Any]:
    """One run."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    found = results.identity() | {"tickets": tickets, "contention": [timing.contention()]}
    began = time.monotonic()
    desk = _filled(tickets)
    _said(f"filled in {time.monotonic() - began:.0f} s")
    with _worker() as process:
        _wait_for_rest(desk)
        _said("module on, no policy yet: the worker rests")
        found |= _switched_on(desk, process)
    return found | {"contention": [*found["contention"], timing.contention()]}


def _filled(count: int) -> Any:
    """A desk with the module and so many unfinished tickets. It has letters to send, to nobody who listens."""
    from django.db import connection, transaction

    from deskhand.accounts.actions import switch_module
    from deskhand.kernel.actor import SYSTEM
    from deskhand.tickets.actions.write_history import BATCH, raise_number, write_history

    desk, agents, teams, people = _cast()
    _mailbox(desk, ())
    told, done = _open_tickets(count), 0
    while batch := list(islice(told, BATCH)):
        past = [_past(one, NUMBERS_BEGIN + done + at, agents, teams, people) for at, one in enumerate(batch)]
        write_history(desk=desk, tickets=past, sender=MAILBOX)
        done += len(batch)
    raise_number(NUMBERS_BEGIN + done)
    with transaction.atomic():
        switch_module(actor=SYSTEM, desk=desk, module="sla", on=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return desk


def _open_tickets(count: int) -> Iterator[Told]:
    """Those of the workload, none of them closed, opened until a few minutes ago."""
    from deskhand.kernel import clock

    now = clock.now() - timedelta(hours=1)
    for index, one in enumerate(islice(workload.tickets(count), count), 1):
        begun, chance = now - SPAN * (1 - index / count), index % 4
        category = ("new", "open", "open", "on_hold")[chance]
        at = tuple(min(begun + (when - one.at[0]), now + timedelta(minutes=30)) for when in one.at)
        yield replace(one, category=category, agent=None if category == "new" else (one.agent or 0), at=at)


@contextmanager
def _worker() -> Iterator[subprocess.Popen[bytes]]:
    """The worker as `deskhand serve` starts it."""
    command = [sys.executable, "-m", "deskhand", "serve", "--only", "worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for_rest(desk: Any) -> float:
    """Seconds until nothing is derived any more."""
    from deskhand.modules.sla.models import CatchUp

    began = time.monotonic()
    while not CatchUp.objects.within(desk).exclude(ended_at=None).exists():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("it never comes to rest")
        time.sleep(LOOK_EVERY)
    return time.monotonic() - began


def _switched_on(desk: Any, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    from deskhand.kernel import clock
    from deskhand.kernel.actor import SYSTEM
    from deskhand.modules.sla.actions.policies import save_policy

    before, since = _counts(desk), clock.now()
    with _Probe() as probe, _Watch(process.pid) as watch:
        began = time.monotonic()
        save_policy(actor=SYSTEM, desk_id=desk.pk, name="Standard", said=POLICY)
        saved = time.monotonic() - began
        seconds = _wait_for_rest(desk)
        until = clock.now()
        time.sleep(10)  # What was to be told by then has been told.
    after = _counts(desk)
    return {
        "save_ms": round(saved * 1000, 1),
        "seconds": round(seconds, 1),
        "ms_of_a_ticket": round(seconds * 1000 / max(1, after["clocks_of_tickets"]), 2),
        "made": {name: after[name] - before[name] for name in after},
        "expected": _expected(desk, since, until),
        "jobs": _jobs(since),
        "most_jobs_waiting": watch.most_jobs,
        "worker_mb": {"first": watch.memory[0], "most": max(watch.memory), "last": watch.memory[-1]},
        "others_wait_ms": probe.summary(),
    }


def _counts(desk: Any) -> dict[str, int]:
    from deskhand.kernel.models import Event
    from deskhand.mail.models import OutboundMail
    from deskhand.modules.sla.models import Clock, Interval, Passing
    from deskhand.notify.models import Notification

    passed, facts = Passing.objects.within(desk), Event.objects.filter(desk_id=desk.pk)
    return {
        "letters": OutboundMail.objects.within(desk).count(),
        "notifications": Notification.objects.count(),
        "told": passed.filter(was_silent=False).count(),
        "silent": passed.filter(was_silent=True).count(),
        "facts_of_warnings": facts.filter(code="ticket.sla_warned").count(),
        "facts_of_breaches": facts.filter(code="ticket.sla_breached").count(),
        "clocks": Clock.objects.within(desk).count(),
        "clocks_of_tickets": Clock.objects.within(desk).order_by().values("ticket_id").distinct().count(),
        "intervals": Interval.objects.within(desk).count(),
    }


def _expected(desk: Any, since: datetime, until: datetime) -> dict[str, int]:
    """What came meanwhile by its own instant, and what was told though it had come before the policy did."""
    from deskhand.modules.sla.models import Passing

    rows = Passing.objects.within(desk)
    return {
        "came_meanwhile": rows.filter(due_at__gte=since, due_at__lt=until).count(),
        "told_though_it_had_passed": rows.filter(was_silent=False, due_at__lt=since).count(),
    }


def _jobs(since: datetime) -> dict[str, int]:
    from deskhand.jobs.models import Job

    rows = Job.objects.filter(made_ms__gte=since.timestamp() * 1000).values_list("name", flat=True)
    return dict(Counter(name.rpartition(".")[2] for name in rows).most_common())


class _Background(threading.Thread):
    """Something that goes on beside, every so often, until the end of a block."""

    every = LOOK_EVERY

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.is_over = threading.Event()

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self.is_over.set()
        self.join()

    def run(self) -> None:
        from django.db import connection

        while not self.is_over.wait(self.every):
            self.look()
        connection.close()

    def look(self) -> None:
        """Once."""
        raise NotImplementedError


class _Probe(_Background):
    """Somebody who wants to write, some fifteen times a second, and how long he waits for it."""

    every = PROBE_EVERY

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def look(self) -> None:
        from django.db import transaction

        began = time.perf_counter()
        with transaction.atomic():  # On SQLite it takes the lock of whoever writes at once.
            self.waits.append((time.perf_counter() - began) * 1000)

    def summary(self) -> dict[str, float]:
        """Median, 95th and 99th percentile, and the longest, in milliseconds."""
        cut = statistics.quantiles(self.waits, n=100)
        p50, p95, p99 = (round(cut[place], 1) for place in (49, 94, 98))
        return {"n": len(self.waits), "p50": p50, "p95": p95, "p99": p99, "longest": round(max(self.waits), 1)}


class _Watch(_Background):
    """Memory of the worker and jobs that wait, once a second."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.pid, self.most_jobs = pid, 0
        self.memory: list[float] = [memory_megabytes(pid)]

    def look(self) -> None:
        from deskhand.jobs.models import Job, JobState

        waiting = Job.objects.filter(state__in=[JobState.READY, JobState.RUNNING]).count()
        self.most_jobs = max(self.most_jobs, waiting)
        self.memory.append(memory_megabytes(self.pid))


def _said(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
