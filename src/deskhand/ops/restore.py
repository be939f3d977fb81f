"""Putting an archive into an empty folder, and proving that all of it is there."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deskhand.kernel.errors import Invalid

Progress = Callable[[str], None]


def unpacked(archive: Path, data: Path, *, progress: Progress = lambda _words: None) -> dict[str, Any]:
    """Unpack into ``data``, which must be empty, and check every file's checksum. Works before Django is set up.

    Ends the command with a sentence when the archive is no archive of ours, is damaged, or the folder is in use.
    """
    if data.exists() and any(data.iterdir()):
        raise SystemExit(f"deskhand: {data} is not empty: restore into a new folder.")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    progress("Unpacking ...")
    try:
        with tarfile.open(archive) as opened:
            opened.extractall(data, filter="data")
        manifest: dict[str, Any] = json.loads((data / "manifest.json").read_text())
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        raise SystemExit(f"deskhand: {archive} is not a whole archive: {error}") from error
    progress("Comparing checksums ...")
    _compare(data, manifest)
    return manifest


def verified(manifest: dict[str, Any], *, progress: Progress = lambda _words: None) -> None:
    """Load the database if it is a dump, and compare its integrity and its counts with the manifest."""
    from deskhand.ops import manifest as described

    _load(manifest)
    progress("Comparing counts ...")
    found = described.counts()
    different = {
        name: (count, found.get(name)) for name, count in manifest["counts"].items() if found.get(name) != count
    }
    if different:
        words = "; ".join(f"{name}: {was} in the archive, {now} now" for name, (was, now) in different.items())
        raise Invalid(f"The restored database differs from its manifest: {words}")
    if described.key_fingerprint() != manifest["key_fingerprint"]:
        raise Invalid("The secret key differs from the archive's: unset DESKHAND_SECRET_KEY, or set the one it had.")


def _compare(data: Path, manifest: dict[str, Any]) -> None:
    from deskhand.ops.digests import checksum

    for name, wanted in manifest["checksums"].items():
        path = data / name
        if not path.is_file() or checksum(path) != wanted:
            raise SystemExit(f"deskhand: {name} is missing or damaged in the archive. Nothing of it can be trusted.")


def _load(manifest: dict[str, Any]) -> None:
    from django.conf import settings
    from django.db import connection

    from deskhand.ops.backup import run_postgres_tool

    if manifest["vendor"] != connection.vendor:
        raise Invalid(
            f"The archive is of {manifest['vendor']}, this installation uses {connection.vendor}. "
            "Set (or unset) DESKHAND_DATABASE_URL to restore it."
        )
    if connection.vendor == "postgresql":
        dump = settings.DESKHAND.data / manifest["database"]
        run_postgres_tool("pg_restore", ["--exit-on-error", "--no-owner", str(dump)])
        dump.unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        verdict = cursor.fetchone()[0]
    if verdict != "ok":
        raise Invalid(f"The restored database is damaged: {verdict}")
