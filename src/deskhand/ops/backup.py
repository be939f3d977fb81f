"""One archive of everything, taken while Deskhand runs: database, files, keys, manifest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.ops import manifest
from deskhand.ops.digests import checksum

ARCHIVE_FOLDERS = ("files", "keys")
"""Folders of the data folder that go along."""


def write(target: Path, *, progress: Callable[[str], None] = lambda _words: None) -> dict[str, Any]:
    """Write the archive and return its manifest. The file appears under its name only when it is whole.

    The database is copied first, the files after it: content is stored before the row that names it, so every row of
    the copy finds its file. Raises Invalid if the target exists or cannot be written.
    """
    if target.exists():
        raise Invalid(_("%(file)s exists already: choose another name.") % {"file": target})
    if not target.absolute().parent.is_dir():
        raise Invalid(_("The folder %(folder)s does not exist.") % {"folder": target.absolute().parent})
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as scratch:
        progress("Copying the database ...")
        copy = copied_database(Path(scratch))
        described = _described(copy)
        part = Path(scratch) / "archive.tar.gz"
        progress("Writing the archive ...")
        _pack(part, copy, described)
        part.replace(target)
    return described


def copied_database(scratch: Path) -> Path:
    """A consistent copy of the database as one file."""
    if connection.vendor == "sqlite":
        copy = scratch / "deskhand.sqlite3"
        connection.ensure_connection()
        source = connection.connection
        with_driver = connection.Database.connect(str(copy))  # type: ignore[attr-defined]
        try:
            source.backup(with_driver, pages=-1)
            verdict = with_driver.execute("PRAGMA quick_check").fetchone()[0]
        finally:
            with_driver.close()
        if verdict != "ok":
            raise Invalid(_("The copy of the database is damaged: %(verdict)s") % {"verdict": verdict})
        return copy
    copy = scratch / "deskhand.dump"
    run_postgres_tool("pg_dump", ["-Fc", "-Z1", "-f", str(copy), _connection_url()])
    return copy


def _described(copy: Path) -> dict[str, Any]:
    checksums = {copy.name: checksum(copy)}
    files = 0
    for name, path in _members():
        checksums[name] = checksum(path)
        files += name.startswith("files/")
    return manifest.describe(database=copy.name, checksums=checksums, files=files)


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


def _connection_url() -> str:
    return str(settings.DESKHAND.database_url)


def run_postgres_tool(tool: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's client programs. Raises Invalid with its own words."""
    if shutil.which(tool) is None:
        raise Invalid(_("%(tool)s is missing: install PostgreSQL's client programs.") % {"tool": tool})
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Invalid(f"{tool}: {done.stderr.strip()[-2000:]}")
