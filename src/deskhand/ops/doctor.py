"""What is not well, and what to do about it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from deskhand.jobs.models import Job, WorkerBeat
from deskhand.jobs.worker import BEAT_SECONDS
from deskhand.mail.models import InboundMail, Mailbox, OutboundMail
from deskhand.ops import first_run

EVERYWHERE = "doctor looks at the whole installation"

LEAST_FREE = 0.10
"""Part of the disk that should be free."""

SQLITE_GOOD = (3, 51, 3)
"""First SQLite without the fault of its write-ahead log."""


@dataclass(frozen=True)
class Finding:
    """One check. ``state`` is ``ok``, ``warning`` or ``broken``; ``words`` say what is and what to do."""

    check: str
    title: str
    state: str
    words: str

    @property
    def mark(self) -> str:
        return {"ok": "ok     ", "warning": "look at", "broken": "BROKEN "}[self.state]

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def examine() -> list[Finding]:
    """All checks, in the order in which one would mend things."""
    return [check() for check in CHECKS]


def is_well(findings: Iterable[Finding]) -> bool:
    """True if nothing is broken; warnings are for people."""
    return all(one.state != "broken" for one in findings)


def database() -> Finding:
    title = "Database"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
        good = int(str(version).split(".")[0]) >= 15
        words = f"PostgreSQL {version}." if good else f"PostgreSQL {version} is too old: 15 or newer is needed."
        return Finding("database", title, "ok" if good else "broken", words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        wrong = [name for name, good in _pragmas(cursor).items() if not good]
    if wrong:
        return Finding("database", title, "broken", f"SQLite {version}, but these settings are not in force: {wrong}.")
    if tuple(int(part) for part in version.split(".")) < SQLITE_GOOD:
        words = f"SQLite {version} has a fault in its write-ahead log. Use x86-64 Linux or PostgreSQL."
        return Finding("database", title, "warning", words)
    return Finding("database", title, "ok", f"SQLite {version}, write-ahead log, full synchronisation.")


def schema() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("schema", "Schema", "broken", f"{len(waiting)} migrations wait: restart `deskhand serve`.")
    return Finding("schema", "Schema", "ok", "Current.")


def disk() -> Finding:
    usage = shutil.disk_usage(settings.DESKHAND.data)
    free = usage.free / usage.total
    words = f"{usage.free // 2**30} GB free ({free:.0%})."
    if free < LEAST_FREE:
        return Finding("disk", "Disk", "warning", f"{words} Make room or move the data folder.")
    return Finding("disk", "Disk", "ok", words)


def permissions() -> Finding:
    loose = [path for path in (settings.DESKHAND.data / "keys").glob("*") if path.stat().st_mode & 0o077]
    if loose:
        return Finding("permissions", "Keys", "broken", f"Others can read {loose[0].name}: chmod 600 it.")
    return Finding("permissions", "Keys", "ok", "Readable by their owner alone.")


def base_address() -> Finding:
    config = settings.DESKHAND
    if config.host in ("127.0.0.1", "localhost"):
        words = f"{config.base_url}: links in mails work on this machine alone. Set DESKHAND_BASE_URL."
        return Finding("base_address", "Base address", "warning", words)
    if not config.is_https:
        return Finding("base_address", "Base address", "warning", f"{config.base_url} is not encrypted: use https.")
    return Finding("base_address", "Base address", "ok", config.base_url)


def workers() -> Finding:
    newest = WorkerBeat.objects.order_by("-beat_ms").values_list("beat_ms", flat=True).first()
    age = time.time() - newest / 1000 if newest else None
    if age is None or age > BEAT_SECONDS * 6:
        words = "No worker is running: mail is neither fetched nor sent. Start `deskhand serve`."
        return Finding("workers", "Background work", "warning", words)
    return Finding("workers", "Background work", "ok", f"A worker was last heard of {max(0, age):.0f} s ago.")


def clock() -> Finding:
    with connection.cursor() as cursor:
        from deskhand.jobs.queue import now_sql

        cursor.execute(f"SELECT {now_sql()}")
        skew = abs(cursor.fetchone()[0] / 1000 - time.time())
    if skew > 5:
        return Finding("clock", "Clock", "broken", f"The database's clock differs by {skew:.0f} s: use NTP on both.")
    return Finding("clock", "Clock", "ok", "Agrees with the database's.")


def failed_work() -> Finding:
    dead = Job.objects.filter(state="dead").count()
    if dead:
        words = f"{dead} jobs failed for good. See Settings, Background work, and try them again."
        return Finding("failed_work", "Failed work", "warning", words)
    return Finding("failed_work", "Failed work", "ok", "None.")


def mail_in() -> Finding:
    failing = Mailbox.objects.beyond_walls(EVERYWHERE).filter(is_active=True).exclude(last_error="")
    first = failing.first()
    if first is not None:
        return Finding("mail_in", "Mail in", "broken", f"{first.name}: {first.last_error}")
    waiting = InboundMail.objects.beyond_walls(EVERYWHERE).filter(state="quarantined").count()
    if waiting:
        return Finding("mail_in", "Mail in", "warning", f"{waiting} messages are in quarantine: see Settings, Mail.")
    return Finding("mail_in", "Mail in", "ok", "No mailbox fails, nothing is in quarantine.")


def mail_out() -> Finding:
    boxes = Mailbox.objects.beyond_walls(EVERYWHERE)
    if not settings.DESKHAND.smtp_url and not boxes.exclude(smtp_host="").exists():
        words = "No mail server is set: letters stay on the page “Sent mail”. Set the mailbox's server."
        return Finding("mail_out", "Mail out", "warning", words)
    failed = OutboundMail.objects.beyond_walls(EVERYWHERE).filter(state="failed").count()
    words = f"{failed} letters were not delivered: see Settings, Sent mail." if failed else "Set."
    return Finding("mail_out", "Mail out", "warning" if failed else "ok", words)


def administrator() -> Finding:
    if first_run.is_needed():
        words = f"There is none yet. Open {first_run.link(settings.DESKHAND.base_url)}"
        return Finding("administrator", "Administrator", "warning", words)
    return Finding("administrator", "Administrator", "ok", "There is one.")


def _pragmas(cursor: object) -> dict[str, bool]:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0}
    found = {}
    for name, value in wanted.items():
        cursor.execute(f"PRAGMA {name}")  # type: ignore[attr-defined]
        row = cursor.fetchone()  # type: ignore[attr-defined]
        found[name] = row is None or row[0] == value
    return found


CHECKS: tuple[Callable[[], Finding], ...] = (
    database,
    schema,
    disk,
    permissions,
    clock,
    base_address,
    workers,
    failed_work,
    mail_in,
    mail_out,
    administrator,
)
