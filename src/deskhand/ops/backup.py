"""One archive of everything, taken while Deskhand runs: database, files, keys, manifest."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.ops import manifest
from deskhand.ops.digests import checksum

ARCHIVE_FOLDERS = ("files", "keys")
"""Folders of the data folder that go along."""


@dataclass(frozen=True)
class Copy:
    """A copy of the database as one file, and how many rows of each table are in it."""

    file: Path
    rows: dict[str, int]


def write(target: Path, *, progress: Callable[[str], None] = lambda _words: None) -> dict[str, Any]:
    """Write the archive and return its manifest. The file appears under its name only when it is whole.

    The database is copied first, the files after it: content is stored before the row that names it, so every row of
    the copy finds its file. Raises Invalid if the target exists or cannot be written.
    """
    if target.exists():
        raise Invalid(_("%(file)s exists already: choose another name.") % {"file": target})
    if not target.absolute().parent.is_dir():
        raise Invalid(_("The folder %(folder)s does not exist.") % {"folder": target.absolute().parent})
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as scratch, _files_stay():
        progress("Copying the database ...")
        copy = copied_database(Path(scratch))
        described = _described(copy)
        part = Path(scratch) / "archive.tar.gz"
        progress("Writing the archive ...")
        _pack(part, copy.file, described)
        part.replace(target)
    return described


@contextmanager
def _files_stay() -> Iterator[None]:
    """While a backup is written no stored file is removed."""
    with _lock() as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


@contextmanager
def no_backup_is_written() -> Iterator[bool]:
    """Whether no backup is being written; one that begins waits until the block is left."""
    with _lock() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _lock() -> Iterator[int]:
    """The lock on the data folder's files; the system lets it go however a process ends. To read it is enough: a
    backup may have been made by another user than the service's."""
    folder = settings.DESKHAND.data / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / "backup", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        yield handle
    finally:
        os.close(handle)


def copied_database(scratch: Path) -> Copy:
    """A consistent copy of the database as one file. Rows are counted in the copy: the original goes on."""
    return _copied_sqlite(scratch) if connection.vendor == "sqlite" else _copied_postgres(scratch)


def _copied_sqlite(scratch: Path) -> Copy:
    file = scratch / "deskhand.sqlite3"
    connection.ensure_connection()
    source = connection.connection
    copy = connection.Database.connect(str(file))  # type: ignore[attr-defined]
    try:
        source.backup(copy, pages=-1)
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
        rows = manifest.counts(lambda table: int(copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]))  # noqa: S608
    finally:
        copy.close()
    if verdict != "ok":
        raise Invalid(_("The copy of the database is damaged: %(verdict)s") % {"verdict": verdict})
    return Copy(file, rows)


def _copied_postgres(scratch: Path) -> Copy:
    """The dump and the counts look at one snapshot, held by a transaction that may take its time."""
    file = scratch / "deskhand.dump"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        run_postgres_tool("pg_dump", ["-Fc", "-Z1", f"--snapshot={snapshot}", "-f", str(file)])
        return Copy(file, manifest.counts())


def _described(copy: Copy) -> dict[str, Any]:
    checksums = {copy.file.name: checksum(copy.file)}
    files = 0
    for name, path in _members():
        checksums[name] = checksum(path)
        files += name.startswith("files/")
    return manifest.describe(database=copy.file.name, rows=copy.rows, checksums=checksums, files=files)


def _members() -> list[tuple[str, Path]]:
    found = []
    for folder in ARCHIVE_FOLDERS:
        root = settings.DESKHAND.data / folder
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.endswith(".part"):
                found.append((str(path.relative_to(settings.DESKHAND.data)), path))
    return found


def _pack(part: Path, copy: Path, described: dict[str, Any]) -> None:
    text = copy.parent / "manifest.json"
    text.write_text(json.dumps(described, indent=2))
    with part.open("wb") as raw:
        part.chmod(0o600)
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive:
            archive.add(text, "manifest.json")
            archive.add(copy, copy.name)
            for name, path in _members():
                if name in described["checksums"]:
                    archive.add(path, name)
        raw.flush()
        os.fsync(raw.fileno())


def run_postgres_tool(tool: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's client programs on our database. Raises Invalid with its own words."""
    if shutil.which(tool) is None:
        raise Invalid(_("%(tool)s is missing: install PostgreSQL's client programs.") % {"tool": tool})
    address, password = _address_and_password()
    command = [tool, "-d", address, *arguments]
    environment = {**os.environ, "PGPASSWORD": password} if password else None
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode != 0:
        raise Invalid(f"{tool}: {done.stderr.strip()[-2000:]}")


def _address_and_password() -> tuple[str, str]:
    """The database's address without its password, which must not stand in a list of processes."""
    url = urlsplit(settings.DESKHAND.database_url)
    user, _colon, _password = url.netloc.rpartition("@")[0].partition(":")
    host = url.netloc.rpartition("@")[2]
    return url._replace(netloc=f"{user}@{host}" if user else host).geturl(), unquote(url.password or "")
