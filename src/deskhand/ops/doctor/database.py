"""The database: which it is, whether it is whole, current, and how large."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel.sqlite import base as library
from deskhand.ops.doctor.findings import BROKEN, OK, WARNING, Finding

SQLITE_GOOD = (3, 51, 3)
"""First SQLite without the fault of its write-ahead log."""

OLDEST_POSTGRES = 15

LARGE_LOG = 256 * 2**20
"""Bytes of a write-ahead log that grows because something keeps reading: it is usually a few megabytes."""

WANTED: dict[str, str | int] = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0}
"""What SQLite must be set to for nothing to be lost."""


def database() -> Finding:
    """Which database, which version, and whether its settings are in force."""
    title = _("Database")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _postgres(title, cursor)
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        wrong = [name for name, wanted in WANTED.items() if not _is_set(cursor, name, wanted)]
    if wrong:
        words = _("SQLite %(version)s, but these settings are not in force: %(names)s.")
        return Finding("database", title, BROKEN, words % {"version": version, "names": ", ".join(wrong)})
    if tuple(int(part) for part in version.split(".")) < SQLITE_GOOD:
        words = _("SQLite %(version)s has a fault in its write-ahead log. Use x86-64 Linux or PostgreSQL.")
        return Finding("database", title, WARNING, words % {"version": version})
    words = _("SQLite %(version)s, write-ahead log, full synchronisation.") % {"version": version}
    origin = _("The library comes with Deskhand.") if _is_own_library() else _("The library is the system's.")
    return Finding("database", title, OK, f"{words} {origin}")


def schema() -> Finding:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = ngettext(
            "%(n)s migration waits: restart `deskhand serve`.",
            "%(n)s migrations wait: restart `deskhand serve`.",
            len(waiting),
        )
        return Finding("schema", _("Schema"), BROKEN, words % {"n": len(waiting)})
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    ours = sorted(f"{app} {name}" for app, name in unknown if _is_installed(app))
    if ours:
        words = _("The database was used by a newer version (%(name)s): install that one, or restore a backup.")
        return Finding("schema", _("Schema"), BROKEN, words % {"name": ours[-1]})
    return Finding("schema", _("Schema"), OK, _("Current."))


def integrity() -> Finding:
    """Whether the database is whole. SQLite reads all of it: seconds for a large one."""
    title = _("Integrity")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
            )
            failures = cursor.fetchone()[0]
            if failures:
                words = _("PostgreSQL has found %(n)s damaged pages: restore a backup on another disk.")
                return Finding("integrity", title, BROKEN, words % {"n": failures})
            return Finding("integrity", title, OK, _("PostgreSQL reports no damaged page."))
        cursor.execute("PRAGMA quick_check(1)")
        verdict = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA foreign_key_check")
        stray = cursor.fetchone()
    if verdict != "ok":
        words = _("The database is damaged: stop Deskhand and restore a backup. SQLite says: %(verdict)s")
        return Finding("integrity", title, BROKEN, words % {"verdict": verdict})
    if stray:
        words = _("A row of %(table)s refers to one that is not there: restore a backup, or ask for help with a copy.")
        return Finding("integrity", title, BROKEN, words % {"table": stray[0]})
    return Finding("integrity", title, OK, _("Every page of the database was read and is whole."))


def size() -> Finding:
    """How large it is, with its log."""
    title = _("Size")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            words = _("The database has %(size)s MB.") % {"size": megabytes(cursor.fetchone()[0])}
        return Finding("size", title, OK, words)
    file = settings.DESKHAND.data / "deskhand.sqlite3"
    log = file.with_name(f"{file.name}-wal")
    own, extra = (one.stat().st_size if one.exists() else 0 for one in (file, log))
    words = _("The database has %(size)s MB, its write-ahead log %(log)s MB.")
    words = words % {"size": megabytes(own), "log": megabytes(extra)}
    if extra > LARGE_LOG:
        advice = _("Something reads without end: stop other programs that have the file open, then restart Deskhand.")
        return Finding("size", title, WARNING, f"{words} {advice}")
    return Finding("size", title, OK, words)


def megabytes(count: int) -> str:
    """Bytes as megabytes, rounded."""
    return f"{count / 2**20:,.0f}"


def _postgres(title: str, cursor: CursorWrapper) -> Finding:
    cursor.execute("SHOW server_version")
    version = str(cursor.fetchone()[0])
    if int(version.partition(".")[0]) < OLDEST_POSTGRES:
        words = _("PostgreSQL %(version)s is too old: %(oldest)s or newer is needed.")
        return Finding("database", title, BROKEN, words % {"version": version, "oldest": OLDEST_POSTGRES})
    lax = []
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        cursor.execute(f"SHOW {name}")
        if cursor.fetchone()[0] == "off":
            lax.append(name)
    if lax:
        words = _("PostgreSQL %(version)s may lose what was acknowledged: set %(names)s to on.")
        return Finding("database", title, WARNING, words % {"version": version, "names": ", ".join(lax)})
    return Finding("database", title, OK, _("PostgreSQL %(version)s.") % {"version": version})


def _is_own_library() -> bool:
    return vars(library).get("pysqlite3") is not None


def _is_set(cursor: CursorWrapper, name: str, wanted: str | int) -> bool:
    cursor.execute(f"PRAGMA {name}")
    row = cursor.fetchone()
    return row is None or row[0] == wanted


def _is_installed(label: str) -> bool:
    from django.apps import apps

    return apps.is_installed(f"deskhand.{label}") or apps.is_installed(f"deskhand.modules.{label}")
