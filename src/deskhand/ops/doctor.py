"""What is not well, and what to do about it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    title = _("Database")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
        good = int(str(version).split(".")[0]) >= 15
        words = _("PostgreSQL %(version)s.") if good else _("PostgreSQL %(version)s is too old: 15 or newer is needed.")
        return Finding("database", title, "ok" if good else "broken", words % {"version": version})
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        wrong = [name for name, good in _pragmas(cursor).items() if not good]
    if wrong:
        words = _("SQLite %(version)s, but these settings are not in force: %(names)s.")
        return Finding("database", title, "broken", words % {"version": version, "names": ", ".join(wrong)})
    if tuple(int(part) for part in version.split(".")) < SQLITE_GOOD:
        words = _("SQLite %(version)s has a fault in its write-ahead log. Use x86-64 Linux or PostgreSQL.")
        return Finding("database", title, "warning", words % {"version": version})
    words = _("SQLite %(version)s, write-ahead log, full synchronisation.")
    return Finding("database", title, "ok", words % {"version": version})


def schema() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = ngettext(
            "%(n)s migration waits: restart `deskhand serve`.",
            "%(n)s migrations wait: restart `deskhand serve`.",
            len(waiting),
        )
        return Finding("schema", _("Schema"), "broken", words % {"n": len(waiting)})
    return Finding("schema", _("Schema"), "ok", _("Current."))


def disk() -> Finding:
    usage = shutil.disk_usage(settings.DESKHAND.data)
    free = usage.free / usage.total
    few = free < LEAST_FREE
    words = _("%(size)s GB free (%(part)s).") % {"size": usage.free // 2**30, "part": f"{free:.0%}"}
    if few:
        words = f"{words} {_('Make room or move the data folder.')}"
    return Finding("disk", _("Disk"), "warning" if few else "ok", words)


def permissions() -> Finding:
    loose = [path for path in (settings.DESKHAND.data / "keys").glob("*") if path.stat().st_mode & 0o077]
    if loose:
        words = _("Others can read %(file)s: chmod 600 it.") % {"file": loose[0].name}
        return Finding("permissions", _("Keys"), "broken", words)
    return Finding("permissions", _("Keys"), "ok", _("Readable by their owner alone."))


def base_address() -> Finding:
    config = settings.DESKHAND
    if config.host in ("127.0.0.1", "localhost"):
        words = _("%(address)s: links in mails work on this machine alone. Set DESKHAND_BASE_URL.")
        return Finding("base_address", _("Base address"), "warning", words % {"address": config.base_url})
    if not config.is_https:
        words = _("%(address)s is not encrypted: use https.") % {"address": config.base_url}
        return Finding("base_address", _("Base address"), "warning", words)
    return Finding("base_address", _("Base address"), "ok", config.base_url)


def workers() -> Finding:
    newest = WorkerBeat.objects.order_by("-beat_ms").values_list("beat_ms", flat=True).first()
    age = time.time() - newest / 1000 if newest else None
    if age is None or age > BEAT_SECONDS * 6:
        words = _("No worker is running: mail is neither fetched nor sent. Start `deskhand serve`.")
        return Finding("workers", _("Background work"), "warning", words)
    words = _("A worker was last heard of %(seconds)s s ago.") % {"seconds": round(max(0, age))}
    return Finding("workers", _("Background work"), "ok", words)


def clock() -> Finding:
    with connection.cursor() as cursor:
        from deskhand.jobs.queue import now_sql

        cursor.execute(f"SELECT {now_sql()}")
        skew = abs(cursor.fetchone()[0] / 1000 - time.time())
    if skew > 5:
        words = _("The database's clock differs by %(seconds)s s: use NTP on both.") % {"seconds": round(skew)}
        return Finding("clock", _("Clock"), "broken", words)
    return Finding("clock", _("Clock"), "ok", _("Agrees with the database's."))


def failed_work() -> Finding:
    dead = Job.objects.filter(state="dead").count()
    if dead:
        words = ngettext(
            "%(n)s job failed for good. See Settings, Background work, and try it again.",
            "%(n)s jobs failed for good. See Settings, Background work, and try them again.",
            dead,
        )
        return Finding("failed_work", _("Failed work"), "warning", words % {"n": dead})
    return Finding("failed_work", _("Failed work"), "ok", _("None."))


def mail_in() -> Finding:
    failing = Mailbox.objects.beyond_walls(EVERYWHERE).filter(is_active=True).exclude(last_error="")
    first = failing.first()
    if first is not None:
        return Finding("mail_in", _("Mail in"), "broken", f"{first.name}: {first.last_error}")
    waiting = InboundMail.objects.beyond_walls(EVERYWHERE).filter(state="quarantined").count()
    if waiting:
        words = ngettext(
            "%(n)s message is in quarantine: see Settings, Mail.",
            "%(n)s messages are in quarantine: see Settings, Mail.",
            waiting,
        )
        return Finding("mail_in", _("Mail in"), "warning", words % {"n": waiting})
    return Finding("mail_in", _("Mail in"), "ok", _("No mailbox fails, nothing is in quarantine."))


def mail_out() -> Finding:
    boxes = Mailbox.objects.beyond_walls(EVERYWHERE)
    if not settings.DESKHAND.smtp_url and not boxes.exclude(smtp_host="").exists():
        words = _("No mail server is set: letters stay on the page “Sent mail”. Set the mailbox's server.")
        return Finding("mail_out", _("Mail out"), "warning", words)
    failed = OutboundMail.objects.beyond_walls(EVERYWHERE).filter(state="failed").count()
    if failed:
        words = ngettext(
            "%(n)s letter was not delivered: see Settings, Sent mail.",
            "%(n)s letters were not delivered: see Settings, Sent mail.",
            failed,
        )
        return Finding("mail_out", _("Mail out"), "warning", words % {"n": failed})
    return Finding("mail_out", _("Mail out"), "ok", _("Set."))


def administrator() -> Finding:
    if first_run.is_needed():
        words = _("There is none yet. Open %(address)s") % {"address": first_run.link(settings.DESKHAND.base_url)}
        return Finding("administrator", _("Administrator"), "warning", words)
    return Finding("administrator", _("Administrator"), "ok", _("There is one."))


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
