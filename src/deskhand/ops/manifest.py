"""What an archive says about itself, so that a restore can be verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from deskhand import __version__
from deskhand.kernel import clock
from deskhand.kernel.signing import signature

FORMAT = 1
"""Version of the archive's layout."""


def counts(count: Callable[[str], int] | None = None) -> dict[str, int]:
    """Rows of every table of ours, by table name, and ``tickets`` for people. ``count`` counts a table's rows in a
    copy of the database; without it the live one is asked."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        if model._meta.managed:
            table = model._meta.db_table
            found[table] = count(table) if count else model._base_manager.count()
    found["tickets"] = found.get("tickets_ticket", 0)
    return found


def key_fingerprint() -> str:
    """Tells whether two installations have the same secret key, without telling the key."""
    return signature("fingerprint", "key", length=10)


def describe(*, database: str, rows: dict[str, int], checksums: dict[str, str], files: int) -> dict[str, Any]:
    """The manifest of an archive; ``rows`` are the :func:`counts` of the copy that is in it."""
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": clock.now().isoformat(),
        "database": database,
        "vendor": connection.vendor,
        "base_url": settings.DESKHAND.base_url,
        "key_fingerprint": key_fingerprint(),
        "counts": rows,
        "files": files,
        "checksums": checksums,
    }
